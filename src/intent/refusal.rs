//! What a message refuses: a brand, a thing, a quality.

use super::Context;
use super::concept::{Concept, Role};
use super::keyword::Gathered;
use super::utterance::{Spanned, Utterance};
use crate::analysis::Gap;
use crate::lexicon::Cue;

/// What makes a lack unbearable is said within so many words.
const NEEDED_WITHIN: usize = 5;
/// A refusal reaches over at most so many small words: "not from the usual apple".
const REFUSAL_REACH: usize = 3;

/// A refusal at `at`: takes what it refuses and says where it ends.
pub(super) fn refusal(utterance: &Utterance<'_>, at: usize, end: usize, gathered: &mut Gathered, context: &Context<'_>) -> Option<usize> {
    let cue = utterance
        .cues
        .iter()
        .find(|c| c.start == at && matches!(c.what.0, Cue::Refuse | Cue::Drop))?;
    if is_needed(utterance, cue) {
        return Some(cue.end);
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
        return Some(next.max(cue.end));
    }
    if let Some(brand) = utterance.brands.iter().find(|b| b.start == next) {
        gathered.refused_brands.extend(brand.keys.iter().cloned());
        return Some(brand.end);
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
        gathered.refused.push((concept.name, terms));
        return Some(lexeme.end);
    }
    if utterance.in_titles[next] && utterance.says_something(next, context) {
        let form = utterance.tokens.form(next).to_owned();
        gathered.refused.push((form.clone(), vec![vec![form]]));
        return Some(next + 1);
    }
    Some(next.max(cue.end))
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
