//! Questions for goods, made of parts: where + find, who + sells, which + kind, is there + one.
//!
//! Dialects say them in any order, with the thing between ("وين السماعات يبيعونها") and with every form of the verb. Rows of whole
//! phrases caught 40 to 55 of a hundred wishes by writers who had not seen them; the parts are few, and each is a row.

use super::utterance::{Spanned, Utterance};
use crate::analysis::{Gap, Script};
use crate::lexicon::{Cue, LexemeId, Part};

/// Two parts belong together within so many tokens.
const REACH: usize = 6;
/// What taking a particle off an Arabic word costs at least (see `clitic`).
pub(super) const ATTACHED: f32 = 0.1;
/// A part as weak as this has other uses.
const WEAK: f32 = 0.5;
/// Two parts, in whatever order but for who and must, and how sure they make it that goods are asked for: in a sentence with a
/// question mark, and in one without, where شو حلو is "how nice" and حد يعرفه "somebody who knows him".
const PAIRS: &[(Part, Part, f32, f32)] = &[
    (Part::Must, Part::Get, 0.9, 0.9),
    (Part::Where, Part::Get, 1.0, 0.9),
    (Part::Where, Part::Sell, 1.0, 0.9),
    (Part::Where, Part::Exist, 0.9, 0.7),
    (Part::Where, Part::Best, 0.9, 0.8),
    (Part::Where, Part::Good, 0.8, 0.6),
    (Part::Where, Part::Kind, 0.7, 0.0),
    (Part::Who, Part::Sell, 0.9, 0.7),
    (Part::Who, Part::Advise, 0.9, 0.4),
    (Part::Which, Part::Advise, 0.9, 0.5),
    (Part::Which, Part::Best, 0.9, 0.8),
    (Part::Which, Part::Good, 0.8, 0.0),
    (Part::Which, Part::Kind, 0.8, 0.4),
    (Part::Which, Part::Get, 0.9, 0.4),
    (Part::Advise, Part::Kind, 0.9, 0.6),
    (Part::Advise, Part::Best, 0.9, 0.6),
    (Part::Advise, Part::Good, 0.8, 0.5),
    (Part::Exist, Part::Kind, 0.8, 0.0),
    (Part::Exist, Part::Best, 0.8, 0.0),
    (Part::Exist, Part::Good, 0.9, 0.0),
    (Part::Exist, Part::Sell, 0.9, 0.0),
    (Part::Exist, Part::Get, 0.8, 0.0),
];
/// Parts that ask for goods by themselves, in a sentence that asks: "عندكم كفرات؟". Where something is, is asked of what one owns as well:
/// a price must be named ("مايك بحدود 200 درهم من وين؟").
const ALONE: &[(Part, f32)] = &[(Part::Exist, 0.6), (Part::Sell, 0.5), (Part::Where, 0.45)];

/// "is there" before a name of several words: "في مايو شرعي؟" asks for goods, "في مي؟" for water in the pipe.
const NAMED: f32 = 0.5;

/// Adds the cues that the parts of a message make to those that rows gave.
pub(super) fn compose(utterance: &mut Utterance<'_>) {
    let mut composed: Vec<Spanned<(Cue, f32)>> = Vec::new();
    let parts: Vec<_> = utterance.parts.iter().filter(|part| counts(utterance, part)).collect();
    for (at, first) in parts.iter().enumerate() {
        let sentence = utterance.sentence(first.start);
        let asks = utterance.tokens.gap_behind(sentence.end - 1) == Gap::Question;
        let alone = ALONE.iter().find(|(part, _)| asks && *part == first.what.0);
        let names = |l: &&Spanned<LexemeId>| l.start == first.end && l.end > l.start + 1;
        if asks && first.what.0 == Part::Exist && utterance.lexemes.iter().any(|l| names(&l)) {
            composed.push(made(first, first, NAMED));
        }
        composed.extend(alone.map(|(_, sure)| made(first, first, sure * first.what.1)));
        let near = parts[at + 1..]
            .iter()
            .take_while(|second| second.start < sentence.end && second.start <= first.end + REACH);
        for second in near {
            let pair = pair(first, second, asks);
            composed.extend(pair.map(|sure| made(first, second, sure)));
        }
    }
    // Of several that overlap the surest, and none where a row says as much.
    composed.sort_by(|a, b| b.what.1.total_cmp(&a.what.1).then(a.start.cmp(&b.start)));
    for cue in composed {
        let range = cue.start..cue.end;
        let known = |c: &Spanned<(Cue, f32)>| c.overlaps(&range) && (c.what.0 != Cue::Point || c.start == cue.start && c.end == cue.end);
        if !utterance
            .cues
            .iter()
            .any(|c| known(c) && (c.what.0 != Cue::Ask || c.what.1 >= cue.what.1))
        {
            utterance.cues.retain(|c| !(known(c) && c.what.0 == Cue::Ask));
            utterance.cues.push(cue);
        }
    }
    utterance.cues.sort_by_key(|cue| cue.start);
}

/// How surely some parts of a message ask for goods at most, wherever its sentences end.
pub(super) fn most_of_parts(parts: &[Spanned<(Part, f32)>], asks: bool) -> f32 {
    let alone = |part: &Spanned<(Part, f32)>| match ALONE.iter().find(|(alone, _)| asks && *alone == part.what.0) {
        Some((Part::Exist, sure)) => (sure * part.what.1).max(NAMED),
        Some((_, sure)) => sure * part.what.1,
        None => 0.0,
    };
    let near = |first: &Spanned<(Part, f32)>, second: &Spanned<(Part, f32)>| second.start >= first.end && second.start <= first.end + REACH;
    let pairs = parts.iter().flat_map(|first| {
        parts
            .iter()
            .filter(|second| near(first, second))
            .filter_map(|second| pair(first, second, asks))
    });
    parts.iter().map(alone).chain(pairs).fold(0.0, f32::max)
}

/// How surely two parts ask for goods, the first before the second; `asks`: with a question mark.
fn pair(first: &Spanned<(Part, f32)>, second: &Spanned<(Part, f32)>, asks: bool) -> Option<f32> {
    let is_pair = |(a, b, ..): &&(Part, Part, f32, f32)| {
        let parts = (first.what.0, second.what.0);
        // "حد بيبيع" asks, "عندها حد" (she has somebody) does not; نلقاها فين is as good as فين نلقاها.
        parts == (*a, *b) || parts == (*b, *a) && !matches!(a, Part::Who | Part::Must)
    };
    let sure = |(.., asked, told): &(Part, Part, f32, f32)| if asks { *asked } else { *told } * (first.what.1 + second.what.1) / 2.0;
    PAIRS.iter().find(is_pair).map(sure).filter(|sure| *sure > 0.0)
}

/// Words that are prepositions elsewhere ask only where a clause begins with them, or a question ends: "في كفرات؟", "وين في؟".
/// And what a particle is attached to (واحسن: and better) tells more than it asks.
pub(super) fn counts(utterance: &Utterance<'_>, part: &Spanned<(Part, f32)>) -> bool {
    let first = utterance.tokens.token(part.start);
    if first.script == Script::Arabic && part.cost >= ATTACHED {
        return false;
    }
    let at_edge = || first.gap >= Gap::Clause || utterance.tokens.gap_behind(part.end - 1) == Gap::Question;
    // وين فيه جزمة: asked for by the word before.
    let asked = || utterance.parts.iter().any(|p| p.what.0 == Part::Where && p.end == part.start);
    // شاحن زين: good is said of a thing.
    let of_thing = || part.what.0 == Part::Good && utterance.lexemes.iter().any(|l| l.end == part.start);
    part.what.1 > WEAK || at_edge() || asked() || of_thing()
}

fn made(first: &Spanned<(Part, f32)>, second: &Spanned<(Part, f32)>, sure: f32) -> Spanned<(Cue, f32)> {
    Spanned {
        start: first.start,
        end: second.end,
        gapped: second.start > first.end,
        cost: first.cost.max(second.cost),
        what: (Cue::Ask, sure),
    }
}
