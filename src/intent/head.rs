//! Which of the things that some words name is the thing, and what the others are to it.

use super::Context;
use super::mention::keeps_head;
use super::utterance::{Spanned, Utterance};
use crate::analysis::{Gap, Script};
use crate::lexicon::{LexemeId, Tie};
use crate::product::Language;
use std::ops::Range;

/// Words that join.
pub(super) const AND: &[&str] = &["and", "or", "&", "+", "w", "و", "او", "et", "ou"];
/// So many words stand between two things of one English name.
const NAME_REACH: usize = 2;

/// The tokens at which the heads of a range start. English puts the head last (`laptop bag`), Arabic first (شنطة لابتوب);
/// behind "for" stands what it goes with.
pub(super) fn heads(utterance: &Utterance<'_>, range: &Range<usize>, context: &Context<'_>) -> Vec<usize> {
    let is_thing = |l: &&Spanned<LexemeId>| range.contains(&l.start) && context.lexicon.kinds(l.what).is_thing();
    let things: Vec<&Spanned<LexemeId>> = utterance.lexemes.iter().filter(is_thing).collect();
    let Some(first) = things.first() else { return Vec::new() };
    let mut head = **first;
    for next in &things[1..] {
        if !goes_on(utterance, head.end, next.start) || is_arabic(context, next.what) || is_arabic(context, head.what) {
            break;
        }
        if keeps_head(utterance, &head, next, context) {
            break;
        }
        head = **next;
    }
    vec![head.start]
}

/// Whether an English name goes on to another thing, over a word or two of what it is like: "computer science books", "a phone
/// leather case". Not over numbers: "a laptop 16gb ram".
fn goes_on(utterance: &Utterance<'_>, end: usize, next: usize) -> bool {
    let near = |at: usize| utterance.tokens.token(at).gap <= Gap::Space;
    let is_word = |at: usize| {
        let latin = utterance.tokens.token(at).script == Script::Latin;
        near(at) && latin && !utterance.stop[at] && !utterance.breaks(at)
    };
    let between = if utterance.arabizi { 0 } else { NAME_REACH };
    near(next) && next - end <= between && (end..next).all(is_word)
}

/// Whether a lexeme is Arabic, in whatever letters it was written.
pub(super) fn is_arabic(context: &Context<'_>, lexeme: LexemeId) -> bool {
    context.lexicon.language(lexeme) == Language::Arabic
}

/// Whether what starts at `at` is what the thing goes with: "for iphone", "متوافق مع", "للايفون".
pub(super) fn goes_with(utterance: &Utterance<'_>, at: usize) -> bool {
    let small = |i: usize| {
        matches!(
            utterance.tokens.form(i),
            "my" | "a" | "an" | "the" | "his" | "her" | "our" | "with" | "new" | "old"
        )
    };
    let mut before = at;
    while before > 0 && small(before - 1) && at - before < 3 {
        before -= 1;
    }
    // The "for" of "going for a samsung" is the wish's own.
    let in_cue = |at: usize| utterance.cues.iter().any(|c| !c.gapped && c.start <= at && at < c.end);
    let by_particle = before > 0 && utterance.ties(before - 1, Tie::For) && !in_cue(before - 1);
    by_particle || utterance.tokens.form(at).starts_with("لل")
}

/// Whether a brand is that of what the thing goes with: "docking station la laptop dell".
pub(super) fn is_of_tied(utterance: &Utterance<'_>, at: usize, context: &Context<'_>) -> bool {
    let touches = at > 0 && utterance.tokens.token(at).gap <= Gap::Space;
    let before = utterance.lexeme_at(at.saturating_sub(1)).filter(|l| touches && l.end == at);
    before.is_some_and(|l| context.lexicon.kinds(l.what).is_thing() && goes_with(utterance, l.start))
}

/// Whether a word of the titles and a model's number behind it are what the thing goes with: "for my galaxy s21".
pub(super) fn names_model(utterance: &Utterance<'_>, at: usize) -> bool {
    let next = at + 1;
    let follows = next < utterance.tokens.len() && utterance.tokens.token(next).gap <= Gap::Space && utterance.measured(next).is_none();
    let model = || matches!(utterance.tokens.token(next).script, Script::Mixed | Script::Number);
    follows && model() && utterance.in_titles(at) && !utterance.stop[at] && goes_with(utterance, at)
}

/// Whether more than an "and" stands between the head and a thing: what follows is then a part of it, or another matter: "a small tablet
/// for reading, with a battery that lasts" is no battery for tablets.
pub(super) fn is_apart(utterance: &Utterance<'_>, head: usize, at: usize) -> bool {
    let near = |at: usize| utterance.tokens.token(at).gap <= Gap::Space;
    let joined = |at: usize| near(at) && (AND.contains(&utterance.tokens.form(at)) || !utterance.stop[at] && !utterance.breaks(at));
    at > head && !(near(at) && (head + 1..at).all(joined))
}
