//! Wishes without any cue: a message of Arabic that begins with a thing and says what it should be like, or asks.
//!
//! "شنطة سفر كبيرة, تكون متينة, وين؟", "خزانة 3 درف بمراية، بكم؟": the thing comes first, and no verb of wanting follows.

use super::cue::counts;
use super::standing::is_topic;
use super::utterance::{Spanned, Utterance};
use crate::analysis::Gap;
use crate::lexicon::{Cue, Part};

// What speaks for such a wish; together it must reach what any cue must (see `gate`): a thing and a question alone do not.
const FRONTED: f32 = 0.2;
const QUESTION: f32 = 0.2;
const PARTED: f32 = 0.15;
const QUALIFIED: f32 = 0.15;
const SPECIFIED: f32 = 0.25;
const PRICED: f32 = 0.15;

/// What a message says around the thing that it begins with.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    pub(super) asks: bool,
    /// Where it is, whether there is one, who has it.
    pub(super) parted: bool,
    /// A good one, the best.
    pub(super) qualified: bool,
    /// What it should be like.
    pub(super) specified: bool,
    /// What it costs or may cost.
    pub(super) priced: bool,
}

impl Evidence {
    pub(super) fn add(&mut self, part: Part) {
        self.parted |= matches!(part, Part::Where | Part::Exist | Part::Get | Part::Sell | Part::Advise);
        self.qualified |= matches!(part, Part::Best | Part::Good);
    }
}

/// How surely such a message wants its thing.
pub(super) fn sure(evidence: &Evidence) -> f32 {
    let parts = [
        (FRONTED, true),
        (QUESTION, evidence.asks),
        (PARTED, evidence.parted),
        (QUALIFIED, evidence.qualified),
        (SPECIFIED, evidence.specified),
        (PRICED, evidence.priced),
    ];
    parts.iter().filter(|(_, is_there)| *is_there).map(|(weight, _)| weight).sum()
}

/// The thing that a message of Arabic begins with, as the cue of a wish for it: as sure as what the message says around it.
pub(super) fn fronted(utterance: &Utterance<'_>) -> Option<Spanned<(Cue, f32)>> {
    let topic = utterance.mentions.iter().find(|mention| is_topic(utterance, mention))?;
    let contrary = |c: &Spanned<(Cue, f32)>| c.what.0.is_contrary() || matches!(c.what.0, Cue::Drop | Cue::End);
    if utterance.cues.iter().any(contrary) {
        return None;
    }
    let behind = |start: usize| start >= topic.end;
    let cue = |wanted: Cue| utterance.cues.iter().any(|c| behind(c.start) && c.what.0 == wanted);
    let mut evidence = Evidence {
        asks: (topic.end - 1..utterance.tokens.len()).any(|at| utterance.tokens.gap_behind(at) == Gap::Question),
        specified: cue(Cue::Prefer),
        priced: cue(Cue::Price) || !utterance.limits.is_empty(),
        ..Evidence::default()
    };
    for part in utterance.parts.iter().filter(|p| behind(p.start) && counts(utterance, p)) {
        evidence.add(part.what.0);
    }
    Some(Spanned {
        start: topic.start,
        end: topic.end,
        gapped: false,
        cost: 0.0,
        what: (Cue::Ask, sure(&evidence)),
    })
}
