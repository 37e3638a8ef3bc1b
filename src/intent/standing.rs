//! How a noun phrase stands in its sentence: as its topic, behind a preposition, tied to another thing, missed.

use super::Context;
use super::mention::{Determiner, KNOWN, Mention};
use super::utterance::{Spanned, Utterance};
use crate::analysis::Gap;
use crate::lexicon::{Cue, LexemeId, Tie};

/// What things consist of, by English name.
const PARTS: &[&str] = &[
    "screen",
    "display",
    "battery",
    "mic",
    "microphone",
    "button",
    "key",
    "cable",
    "cord",
    "lens",
    "flash",
    "camera",
    "memory",
    "storage",
    "processor",
    "fan",
    "keyboard",
    "speaker",
    "strap",
    "handle",
    "wheel",
    "zipper",
    "sole",
    "hinge",
    "lid",
    "wire",
    "corner",
    "edge",
];

/// Whether a noun phrase is what a sentence of Arabic is about: it comes first, whatever stands between it and the question.
/// "حفاضات مقاس 4 للبنت, وين موجودة؟" asks for nappies.
pub(super) fn is_topic(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let first = utterance.sentence(mention.start).start == mention.start;
    first && mention.sureness >= KNOWN && mention.determiner == Determiner::Open && utterance.reads_arabic()
}

/// Whether a thing is what another one goes with: "شاحن حق الجوال".
pub(super) fn is_tied(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let article = mention.start > 1 && utterance.ties(mention.start - 1, Tie::The);
    let before = mention.start.checked_sub(if article { 2 } else { 1 });
    before.is_some_and(|at| utterance.ties(at, Tie::For))
}

/// Whether a preposition stands before a noun phrase, its article passed over: "on the table", "with gps".
pub(super) fn is_governed(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    const WITH: &[&str] = &["with", "w", "off", "under", "over", "behind", "next"];
    // In Arabizi w is "and".
    let with = |at: usize| WITH.contains(&utterance.tokens.form(at)) && !(utterance.arabizi && utterance.tokens.form(at) == "w");
    let governs = |at: usize| utterance.breaks(at) || with(at);
    let article = mention.start > 0 && utterance.stop[mention.start - 1];
    mention.start > 0 && governs(mention.start - 1) || article && mention.start > 1 && governs(mention.start - 2)
}

/// Whether a preposition is written onto an Arabic noun phrase: فالبيسي, عالمكتب, للماوس.
pub(super) fn is_attached(utterance: &Utterance<'_>, mention: &Mention, context: &Context<'_>) -> bool {
    const PREPOSITIONS: &[&str] = &["عال", "فال", "بال", "لل", "وعال", "وفال", "وبال", "ولل"];
    let form = utterance.tokens.form(mention.start);
    let begins = PREPOSITIONS.iter().any(|preposition| form.starts_with(preposition));
    let named = |l: Spanned<LexemeId>| form.starts_with(context.lexicon.name(l.what).split(' ').next().unwrap_or_default());
    begins && !utterance.lexeme_at(mention.start).is_some_and(named)
}

/// Whether a noun phrase has an indefinite article.
pub(super) fn is_indefinite(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let article = |at: usize| matches!(utterance.tokens.form(at), "a" | "an" | "another" | "un" | "une");
    mention.start > 0 && utterance.tokens.token(mention.start).gap <= Gap::Space && article(mention.start - 1)
}

/// Whether something behind a noun phrase says that it broke or ran out: "the tv died tuesday".
pub(super) fn is_missed(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let sentence = utterance.sentence(mention.start);
    let behind = |c: &Spanned<(Cue, f32)>| c.start >= mention.end && c.start <= mention.end + 3 && c.overlaps(&sentence);
    let ahead = |c: &Spanned<(Cue, f32)>| c.end <= mention.start && c.end + 2 >= mention.start && c.overlaps(&sentence);
    let missing = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Broke && (behind(c) || ahead(c));
    utterance.cues.iter().any(missing)
}

pub(super) fn is_part(utterance: &Utterance<'_>, mention: &Mention, context: &Context<'_>) -> bool {
    let names = utterance
        .lexeme_at(mention.head)
        .map(|l| context.lexicon.names(l.what))
        .unwrap_or_default();
    names
        .iter()
        .any(|(id, weight)| *weight >= 0.9 && PARTS.contains(&context.lexicon.name(*id)))
}
