//! What a message refuses: a brand, a thing, a quality.

use super::Context;
use super::concept::{Concept, Role};
use super::utterance::{Spanned, Utterance};
use crate::analysis::Gap;
use crate::lexicon::Cue;

/// What makes a lack unbearable is said within so many words.
const NEEDED_WITHIN: usize = 5;
/// A refusal reaches over at most so many small words: "not from the usual apple".
const REFUSAL_REACH: usize = 3;

/// What is refused.
#[derive(Debug, PartialEq)]
pub(super) enum Refused {
    /// Nothing that could be left out.
    Nothing,
    /// A brand, by its keys.
    Brand(Vec<String>),
    /// What has all words of one of these, and what it is called.
    Words(String, Vec<Vec<String>>),
}

/// The refusal that starts at `at`, if there is one, and where it ends.
pub(super) fn refusal(utterance: &Utterance<'_>, at: usize, end: usize, context: &Context<'_>) -> Option<(usize, Refused)> {
    let cue = utterance
        .cues
        .iter()
        .find(|c| c.start == at && matches!(c.what.0, Cue::Refuse | Cue::Drop))?;
    if is_needed(utterance, cue) {
        return Some((cue.end, Refused::Nothing));
    }
    // "not buying apc again" is about the brand, "not buying a tv" about the wish.
    let brand_follows = utterance.brands.iter().any(|b| b.start == cue.end);
    if cue.what.0 == Cue::Drop && !brand_follows {
        return None;
    }
    let mut next = cue.end;
    while next < end && next < cue.end + REFUSAL_REACH && utterance.stop[next] && utterance.tokens.token(next).gap <= Gap::Space {
        next += 1;
    }
    if next >= end || utterance.tokens.token(next).gap > Gap::Space {
        return Some((next.max(cue.end), Refused::Nothing));
    }
    if let Some(brand) = utterance.brands.iter().find(|b| b.start == next) {
        return Some((brand.end, Refused::Brand(brand.keys.clone())));
    }
    if let Some(lexeme) = utterance.lexeme_at(next).filter(|l| l.start == next) {
        let concept = Concept::of_lexeme(context.lexicon, lexeme.what, Role::Modifier, 1.0);
        // A refused thing is only left out by its own names: "not a laptop" must not lose what a synonym covers.
        // What only describes is left out in every language.
        let least = if context.lexicon.kinds(lexeme.what).is_thing() { 0.9 } else { 0.6 };
        let terms = concept
            .variants
            .into_iter()
            .filter(|v| v.weight >= least)
            .map(|v| v.terms)
            .collect();
        return Some((lexeme.end, Refused::Words(concept.name, terms)));
    }
    if utterance.in_titles(next) && utterance.says_something(next, context) {
        let form = utterance.tokens.form(next).to_owned();
        return Some((next + 1, Refused::Words(form.clone(), vec![vec![form]])));
    }
    Some((next.max(cue.end), Refused::Nothing))
}

/// "بدون RTX ما بيمشي معي", "without a mic it's useless": what must not lack is wanted.
fn is_needed(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>) -> bool {
    const WITHOUT: &[&str] = &["without", "بدون", "بلا", "bidoon", "bdoun", "bedoun", "bidun", "bala", "bla", "sans"];
    const USELESS: &[&str] = &[
        "useless",
        "pointless",
        "wont",
        "cant",
        "doesnt",
        "ما",
        "مو",
        "مش",
        "مب",
        "ماينفع",
        "مينفعش",
        "ma",
        "mesh",
        "mish",
        "mo",
        "mayenfa3sh",
    ];
    let clause = utterance.clause(cue.start);
    let behind = (cue.end + 1).min(clause.end)..clause.end.min(cue.end + NEEDED_WITHIN);
    (cue.start..cue.end).any(|at| WITHOUT.contains(&utterance.tokens.form(at)))
        && behind.clone().any(|at| USELESS.contains(&utterance.tokens.form(at)))
}
