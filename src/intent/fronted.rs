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

/// The thing that a message of Arabic begins with, as the cue of a wish for it: as sure as what the message says around it.
pub(super) fn fronted(utterance: &Utterance<'_>) -> Option<Spanned<(Cue, f32)>> {
    let topic = utterance.mentions.iter().find(|mention| is_topic(utterance, mention))?;
    let behind = |start: usize| start >= topic.end;
    let has = |parts: &[Part]| {
        utterance
            .parts
            .iter()
            .any(|p| behind(p.start) && parts.contains(&p.what.0) && counts(utterance, p))
    };
    let cue = |wanted: Cue| utterance.cues.iter().any(|c| behind(c.start) && c.what.0 == wanted);
    let asks = (topic.end - 1..utterance.tokens.len()).any(|at| utterance.tokens.gap_behind(at) == Gap::Question);
    let contrary = |c: &Spanned<(Cue, f32)>| c.what.0.is_contrary() || matches!(c.what.0, Cue::Drop | Cue::End);
    if utterance.cues.iter().any(contrary) {
        return None;
    }
    let evidence = [
        (FRONTED, true),
        (QUESTION, asks),
        (PARTED, has(&[Part::Where, Part::Exist, Part::Get, Part::Sell, Part::Advise])),
        (QUALIFIED, has(&[Part::Best, Part::Good])),
        (SPECIFIED, cue(Cue::Prefer)),
        (PRICED, cue(Cue::Price) || !utterance.limits.is_empty()),
    ];
    let sure = evidence.iter().filter(|(_, is_there)| *is_there).map(|(weight, _)| weight).sum();
    Some(Spanned {
        start: topic.start,
        end: topic.end,
        gapped: false,
        cost: 0.0,
        what: (Cue::Ask, sure),
    })
}
