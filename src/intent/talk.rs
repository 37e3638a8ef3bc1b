//! What whole messages tell the gate, where cues and things alone do not: does it speak for a wish, is the talk about software?
//!
//! The models are those of `lexicon/talk.rs`. They are asked only where a cue and a thing, or a thing alone, stand there already.

use super::Context;
use super::mention::{Determiner, KNOWN, Mention};
use super::standing::is_governed;
use super::utterance::{Spanned, Utterance};
use crate::lexicon::Cue;
use std::collections::HashSet;

/// What a cue is worth in technical talk.
pub(super) const TECHNICAL: f32 = 0.45;
/// A message and so many before and behind it make the talk technical: by so many words of software,
const TECHNICAL_WITHIN: usize = 10;
const TECHNICAL_WORDS: usize = 3;
/// or from this sum on of what the model gives each of them above the least. From it on were 94 in 100 windows of a Linux channel, and 4 in
/// 100 chats of friends; with 6, 94 and 12; with 12, 89 and none.
const TECHNICAL_FROM: f32 = 8.0;
const NOT_TECHNICAL: f32 = -3.5;
/// And from this much of each message in the mean: twenty lines of small talk have some words of the model between them, and would be taken
/// for talk about software, which drowned the question for a fridge among them.
const TECHNICAL_EACH: f32 = 0.8;
/// What a step of the model of wishes adds where a message speaks for a wish, and takes where it does not; within these bounds.
const EAGER: f32 = 0.45;
const RELUCTANT: f32 = 0.15;
const LEAST_WORTH: f32 = 0.6;
const MOST_WORTH: f32 = 1.5;
/// From this score of the model on a message wants the thing that it names, without any cue; with 1.3, three more of 2,000 lines of a Levantine
/// forum were taken for wishes.
pub(super) const SPOKEN_FROM: f32 = 1.6;
/// What each step of the model of software takes off: "you need to use vlc for that disk" speaks like a wish.
const SOFTWARE: f32 = 0.5;
/// From this score on a message wants a thing though words beside its cue say the opposite: "I've wanted to buy a camera for ages" has the
/// words of who owned one long ago (من زمان).
const SURELY_FROM: f32 = 2.0;

/// Whether the talk around a message is about software: "what is a good console-based web browser" asks for no goods.
pub(super) fn is_technical(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> bool {
    let near = &utterances[at.saturating_sub(TECHNICAL_WITHIN)..utterances.len().min(at + TECHNICAL_WITHIN + 1)];
    let words = near.iter().flat_map(|utterance| utterance.tokens.iter().map(|(_, form)| form));
    let distinct: HashSet<&str> = words.filter(|form| context.lexicon.is_technical(form)).collect();
    let sum: f32 = near.iter().map(|utterance| above(utterance, context)).sum();
    distinct.len() >= TECHNICAL_WORDS || sum >= TECHNICAL_FROM.max(TECHNICAL_EACH * near.len() as f32)
}

/// How much a message speaks of software, from the least on.
fn above(utterance: &Utterance<'_>, context: &Context<'_>) -> f32 {
    (context.lexicon.technicality(&utterance.tokens) - NOT_TECHNICAL).max(0.0)
}

/// Whether a message of so much eagerness wants a thing, whatever a single word of it says.
pub(super) fn surely_wishes(eagerness: f32) -> bool {
    eagerness >= SURELY_FROM
}

/// The thing of a message that no cue wants, but all its words together ("a fat power bank is happening"), as a cue that is sure.
pub(super) fn spoken_for(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> Option<Spanned<(Cue, f32)>> {
    let utterance = &utterances[at];
    if utterance.speaks_against() {
        return None;
    }
    let named = |m: &&Mention| m.sureness >= KNOWN && m.determiner == Determiner::Open && !is_governed(utterance, m);
    let thing = utterance.mentions.iter().find(named)?;
    let eagerness = context.lexicon.eagerness(&utterance.tokens);
    let speaks = eagerness >= SPOKEN_FROM
        && eagerness - SOFTWARE * above(utterance, context) >= SPOKEN_FROM
        && !is_technical(utterances, at, context);
    speaks.then_some(Spanned {
        start: thing.start,
        end: thing.end,
        gapped: false,
        cost: 0.0,
        what: (Cue::Ask, 1.0),
    })
}

/// What a wanting cue is worth whose thing nobody knows, by the eagerness of the whole message: "i would like some gnocchi that is easy to
/// prepare", and "i'd like to have a reminder made".
pub(super) fn worth(eagerness: f32) -> f32 {
    let slope = if eagerness > 0.0 { EAGER } else { RELUCTANT };
    (1.0 + slope * eagerness).clamp(LEAST_WORTH, MOST_WORTH)
}
