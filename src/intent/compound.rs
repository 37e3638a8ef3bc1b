//! A thing and what stands beside it, as the one name that shops have for both: تابلت اندرويد is an android tablet, شنطة للكاميرا a
//! camera bag, "a stand for my laptop" a laptop stand.
//!
//! Word by word each half has several translations; a name that the rows know as one is surer than any two of them.

use super::Context;
use super::concept::{Concept, Role};
use super::utterance::{Spanned, Utterance};
use crate::analysis::{Gap, word_stem};
use crate::lexicon::{Kinds, LexemeId, Lexicon, Tie};
use crate::product::Language;

/// Names less sure than this make other things: سماعة is a speaker too.
const SURE: f32 = 0.7;
/// At most so many small words stand between a thing and what it is for or made of: "for my".
const MAX_TIES: usize = 2;

/// The concept of a head together with what follows it, if the rows have one name for both.
pub(super) fn with_next(utterance: &Utterance<'_>, head: &Spanned<LexemeId>, context: &Context<'_>) -> Option<Concept> {
    let next = next_to(utterance, head)?;
    let made = name_of_both(context.lexicon, head.what, next.what)?;
    let (first, second) = (context.lexicon.name(head.what), context.lexicon.name(next.what));
    let whole = Concept::of_lexeme(context.lexicon, made, Role::Head, 1.0);
    // Any bag is no camera bag; but a gaming mouse is a mouse, and its title need not say gaming mouse.
    let is_made_for = context.lexicon.kinds(head.what).has(Kinds::ACCESSORY) && context.lexicon.kinds(next.what).is_thing();
    let mut concept = match is_made_for {
        true => whole,
        false => with_names(Concept::of_lexeme(context.lexicon, head.what, Role::Head, 1.0), whole),
    };
    concept.name = format!("{first} {second}");
    if Language::of(first) == Language::Arabic {
        // What Arabic titles say, whether or not the rows have it as one name.
        let words = concept.name.split(' ');
        let stems = words.map(|word| word_stem(word).into_owned()).collect();
        concept.add(stems, 1.0);
    }
    Some(concept)
}

/// A name that says what its thing is like, in two: external dvd drive is a dvd drive, and external. Titles have both, seldom side by
/// side.
pub(super) fn described(lexicon: &Lexicon, whole: LexemeId) -> Option<(Concept, LexemeId)> {
    let name = lexicon.name(whole);
    let (thing, like) = match Language::of(name) {
        Language::Arabic => name.rsplit_once(' ')?,
        Language::English => name.split_once(' ').map(|(like, thing)| (thing, like))?,
    };
    let (thing, like) = (lexicon.lexeme(thing)?, lexicon.lexeme(like)?);
    let splits = lexicon.kinds(thing).is_thing() && !lexicon.kinds(like).is_thing() && lexicon.kinds(like).has(Kinds::DESCRIBES);
    (splits && says(lexicon, whole, like)).then(|| {
        let named = Concept::of_lexeme(lexicon, whole, Role::Head, 1.0);
        let mut concept = with_names(Concept::of_lexeme(lexicon, thing, Role::Head, 1.0), named);
        concept.name = name.to_owned();
        (concept, like)
    })
}

/// Whether a name says in English, too, what its thing is like: وصلة كهرباء is an extension cord, nothing electric.
fn says(lexicon: &Lexicon, whole: LexemeId, like: LexemeId) -> bool {
    if lexicon.language(whole) == Language::English {
        return true;
    }
    let english = |id: LexemeId| {
        let names = lexicon.names(id).into_iter().map(|(id, _)| lexicon.name(id));
        names.filter(|name| Language::of(name) == Language::English)
    };
    let likes: Vec<&str> = english(like).collect();
    english(whole).any(|name| likes.iter().any(|like| name.starts_with(like)))
}

/// A concept that may be called what another one is, too.
fn with_names(mut concept: Concept, other: Concept) -> Concept {
    for variant in other.variants {
        concept.add(variant.terms, variant.weight);
    }
    concept
}

/// The lexeme right behind, small words that tie it to the head passed over.
fn next_to<'a>(utterance: &'a Utterance<'_>, head: &Spanned<LexemeId>) -> Option<&'a Spanned<LexemeId>> {
    let next = utterance.lexemes.iter().find(|l| l.start >= head.end)?;
    let between = head.end..next.start;
    let near = (head.end..=next.start).all(|at| utterance.tokens.token(at).gap <= Gap::Space);
    let tied = between.len() <= MAX_TIES && between.clone().all(|at| utterance.ties(at, Tie::Of));
    let refused = utterance
        .cues
        .iter()
        .any(|c| !c.gapped && c.start >= head.end && c.start <= next.start);
    (near && tied && !refused).then_some(next)
}

/// The English name made of both: modifier before head.
fn name_of_both(lexicon: &Lexicon, head: LexemeId, modifier: LexemeId) -> Option<LexemeId> {
    let english = |id: LexemeId| {
        let names = lexicon.names(id).into_iter();
        names.filter(|(id, weight)| *weight >= SURE && lexicon.language(*id) == Language::English)
    };
    let modifiers: Vec<(LexemeId, f32)> = english(modifier).collect();
    let mut best: Option<(f32, LexemeId)> = None;
    for (head, sure) in english(head) {
        for (modifier, also) in &modifiers {
            let weight = sure * also;
            let known = || lexicon.lexeme(&format!("{} {}", lexicon.name(*modifier), lexicon.name(head)));
            if best.is_none_or(|(least, _)| weight > least)
                && let Some(made) = known().filter(|made| lexicon.kinds(*made).is_thing())
            {
                best = Some((weight, made));
            }
        }
    }
    best.map(|(_, made)| made)
}
