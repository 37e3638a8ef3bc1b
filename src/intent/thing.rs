//! Which thing a cue is about: behind it, ahead of it, inside its gap, in the next sentence, or named before and pointed at.
//!
//! Every noun phrase near a cue is weighed by how sure it is that it names a thing and by how it hangs on the cue; the best one is
//! the thing.

use super::Context;
use super::mention::{BRAND, Determiner, KNOWN, KNOWN_FROM, Mention, before_one};
use super::pointing::{self, Pointing, SURE_CUE};
use super::standing::{is_attached, is_part, is_tied, is_topic};
use super::utterance::{Spanned, Utterance};
use crate::analysis::Gap;
use crate::lexicon::Cue;
use std::ops::Range;

/// What each token between a cue and its thing takes off: "need, like yesterday, a charger".
const FAR: f32 = 0.03;
/// How many tokens may stand between a cue and its thing, beside those that say what it is like.
const REACH: usize = 9;
/// Behind a preposition stands what the thing is for: "need help with my printer".
const BEHIND_PREPOSITION: f32 = 0.5;
/// A thing that is there already: "grab the socket". People also say "I want the black one".
const DEFINITE: f32 = 0.55;
const POSSESSED: f32 = 0.45;
/// Ahead of its cue: "headphones, any recommendations?". For a wanting word that is the exception: "a tablet is what I need".
const AHEAD: f32 = 0.95;
const AHEAD_OF_WANT: f32 = 0.75;
const VAGUE: f32 = 0.75;
/// In the next sentence: "I need to buy something. A gift bag".
const NEXT_SENTENCE: f32 = 0.75;
/// Named only behind the word that points at it.
const NAMED_LATE: f32 = 0.8;

/// Where the thing of a cue was found.
pub(super) struct Thing {
    pub(super) sureness: f32,
    /// The utterance that names it: the cue's own, or one before.
    pub(super) source: usize,
    /// The tokens that describe it.
    pub(super) range: Range<usize>,
    /// Rows or brands know what it is called.
    pub(super) known: bool,
    /// It is what other things consist of: a screen, a battery.
    pub(super) part: bool,
    /// It was named before; here stands only what points at it.
    pub(super) pointed: bool,
}

/// A cue and its thing, and how sure they are together.
pub(super) struct Bond {
    pub(super) cue: Spanned<(Cue, f32)>,
    pub(super) thing: Thing,
    pub(super) score: f32,
}

impl Thing {
    /// A thing that the rows know, named where it is wanted.
    pub(super) fn named(source: usize, range: Range<usize>, sureness: f32) -> Self {
        Self {
            sureness,
            source,
            range,
            known: true,
            part: false,
            pointed: false,
        }
    }
}

/// The thing that a cue is about.
pub(super) fn thing_of(utterances: &[Utterance<'_>], at: usize, cue: &Spanned<(Cue, f32)>, context: &Context<'_>) -> Option<Thing> {
    let utterance = &utterances[at];
    let sentence = utterance.sentence(cue.start);
    if cue.what.0 == Cue::Want && says_verb(utterance, cue.end, &sentence, context) || starts_elsewhere(utterance, cue, &sentence) {
        return None;
    }
    let until = contrary_after(utterance, cue.end);
    // "what command would i use to mount a thumb drive" asks for a command.
    let is_inside = |mention: &Mention| cue.gapped && mention.head > cue.start && mention.head < cue.end;
    let asked_inside = utterance.mentions.iter().any(is_inside);
    let linked = utterance
        .mentions
        .iter()
        .filter(|mention| mention.start < until && (!asked_inside || is_inside(mention)) && !is_refused(utterance, mention));
    let points = pointing::points(utterance, cue, &sentence);
    let best = linked
        .filter_map(|mention| link(utterance, cue, mention, &sentence, context).map(|link| (link * mention.sureness, mention)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.start.cmp(&a.1.start)));
    // "want a light one": what it is was said before, here stands only what it should be like.
    let named_here = best.filter(|(_, mention)| points != Pointing::Said || is_named_beside(utterance, cue, mention));
    if let Some((sureness, mention)) = named_here {
        let own_sentence = utterance.sentence(mention.start);
        let end = if mention.end <= cue.start {
            cue.start
        } else {
            own_sentence.end.min(until)
        };
        return Some(Thing {
            sureness,
            source: at,
            range: mention.start..end.max(mention.end),
            known: mention.sureness >= KNOWN_FROM,
            part: is_part(utterance, mention, context),
            pointed: false,
        });
    }
    // "shopping for one myself, a monitor that ...": named behind what points, since nothing was before.
    pointed_at(utterances, at, cue, points, context).or_else(|| {
        let (sureness, mention) = best.filter(|(_, mention)| mention.sureness >= BRAND && mention.start >= cue.end)?;
        Some(Thing {
            sureness: sureness * NAMED_LATE,
            source: at,
            range: mention.start..utterance.sentence(mention.start).end.min(until),
            known: true,
            part: is_part(utterance, mention, context),
            pointed: false,
        })
    })
}

fn pointed_at(
    utterances: &[Utterance<'_>],
    at: usize,
    cue: &Spanned<(Cue, f32)>,
    points: Pointing,
    context: &Context<'_>,
) -> Option<Thing> {
    let antecedent = pointing::antecedent(utterances, at, cue, points, context)?;
    Some(Thing {
        sureness: antecedent.sureness,
        source: antecedent.source,
        range: antecedent.mention.start..antecedent.mention.end,
        known: true,
        part: false,
        pointed: true,
    })
}

/// Whether a cue that points has its thing beside it all the same: "one of those portable units". Not "a logitech one", which is one
/// of the mice that were spoken of, nor "my own, type c".
fn is_named_beside(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, mention: &Mention) -> bool {
    let near = mention.start < cue.end + 3 && mention.end > cue.start;
    let apart = (cue.end..=mention.start).any(|at| utterance.tokens.token(at).gap >= Gap::Clause);
    let only_brand = mention.sureness == BRAND && before_one(utterance, mention.end);
    // khassni wa7ed y3elli l écran (I need one that lifts the screen): what has an article is there already.
    let there = mention.determiner == Determiner::Definite && mention.start >= cue.end && utterance.reads_arabic();
    mention.sureness >= BRAND && near && !apart && !only_brand && !there
}

/// "samsung mo iphone", "a tablet not a laptop": what is refused is not the thing.
pub(super) fn is_refused(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let refuses = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Refuse && !c.gapped && c.end == mention.start;
    utterance.tokens.token(mention.start).gap <= Gap::Space && utterance.cues.iter().any(refuses)
}

/// How well a noun phrase hangs on a cue; `None` if not at all.
fn link(
    utterance: &Utterance<'_>,
    cue: &Spanned<(Cue, f32)>,
    mention: &Mention,
    sentence: &Range<usize>,
    context: &Context<'_>,
) -> Option<f32> {
    let wants = matches!(cue.what.0, Cue::Want | Cue::Plan);
    let inside = cue.gapped && mention.head > cue.start && mention.head < cue.end;
    // A question about an unknown thing is mostly none about goods: "whats a good lightweight file manager".
    let vague = cue.what.0 == Cue::Ask && cue.what.1 < 1.0 && mention.sureness < KNOWN_FROM;
    let known = if vague { VAGUE } else { 1.0 };
    // "which phone should i buy"
    if inside {
        return Some(known);
    }
    let determiner = match mention.determiner {
        Determiner::Possessed if cue.what.0 != Cue::Broke => POSSESSED,
        // Who wants to replace or buy "the television" means one all the same.
        Determiner::Definite if wants && cue.what.1 < SURE_CUE => DEFINITE,
        _ => 1.0,
    } * known;
    if mention.end > cue.end && mention.start < sentence.end {
        let from = mention.start.max(cue.end);
        let distance = utterance.distance(cue.end..from);
        // "a gift for my sister, maybe a necklace": a comma ends what the preposition governs.
        let governed_from = (cue.end..=from)
            .rev()
            .find(|at| utterance.tokens.token(*at).gap >= Gap::Clause)
            .unwrap_or(cue.end);
        // عايزة بس جراب (I only want a case): right behind the cue it is "only", elsewhere "but".
        let preposition = (governed_from..from).any(|at| utterance.breaks(at) && !(at == cue.end && utterance.tokens.form(at) == "بس"));
        // كنقلب على rtx 2060 نركبها فالبيسي: it goes into the computer. Right behind the cue it is the verb's own: محتاج لشاحن.
        let attached = from > cue.end && is_attached(utterance, mention, context);
        let preposition = if preposition || attached { BEHIND_PREPOSITION } else { 1.0 };
        return (distance <= REACH).then_some((1.0 - FAR * distance as f32) * preposition * determiner);
    }
    // شاشة حق الكمبيوتر بكم: what the thing is for is not asked for.
    let determiner = if is_tied(utterance, mention) {
        determiner * BEHIND_PREPOSITION
    } else {
        determiner
    };
    // "headphones, any recommendations?", "my printer died", "الجزمة دي بكام"
    if mention.end <= cue.start && mention.start >= sentence.start {
        let distance = utterance.distance(mention.end..cue.start);
        let nothing_behind = cue.end + 1 >= sentence.end;
        let ahead = match cue.what.0 {
            Cue::Want | Cue::Plan if !nothing_behind => return None,
            Cue::Want | Cue::Plan => AHEAD_OF_WANT,
            _ => AHEAD,
        };
        if is_topic(utterance, mention) {
            return Some(ahead);
        }
        return (distance <= REACH).then_some((1.0 - FAR * distance as f32) * ahead * determiner);
    }
    let next = utterance.tokens.len() > sentence.end && utterance.sentence(sentence.end).contains(&mention.start);
    (next && cue.what.1 >= 0.6 && cue.end + 2 >= sentence.end && mention.start <= sentence.end + 3).then_some(NEXT_SENTENCE * determiner)
}

/// "which is best for games", "an overlay I could use that shows the cpu": what follows is a purpose or a clause, not the thing.
fn starts_elsewhere(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, sentence: &Range<usize>) -> bool {
    if cue.end >= sentence.end || cue.gapped {
        return false;
    }
    // "want no windows anywhere" wants nothing.
    if utterance.cues.iter().any(|c| c.start == cue.end && c.what.0 == Cue::Refuse) {
        return true;
    }
    matches!(utterance.tokens.form(cue.end), "that" | "which" | "if" | "when" | "because" | "so") && cue.what.0 == Cue::Want
}

/// "want to sleep", "i need you to call": a verb follows the cue and no buying is meant.
fn says_verb(utterance: &Utterance<'_>, from: usize, sentence: &Range<usize>, context: &Context<'_>) -> bool {
    const SMALL: &[&str] = &["really", "just", "also", "you", "u", "me", "us", "him", "her", "them"];
    let mut at = from;
    while at < sentence.end && SMALL.contains(&utterance.tokens.form(at)) {
        at += 1;
    }
    if at >= sentence.end {
        return false;
    }
    let form = utterance.tokens.form(at);
    // عايزة اكسر (I want to break), بدي انام: a verb of the present that is no buying.
    let arabic_verb = utterance.stop[at] && form.chars().count() >= 3 && form.starts_with(['ا', 'ن', 'ي', 'ت']) && !form.starts_with("ال");
    if arabic_verb && at == from && utterance.tokens.token(at).gap <= Gap::Space {
        return true;
    }
    // "i want open toe sandals": without a "to" a verb is none, where a thing follows; nor behind an article ("buy a carry case").
    const TO: &[&str] = &["to", "wanna", "gonna", "gotta", "lemme", "ill"];
    let last = utterance.tokens.form(from - 1);
    let is_noun = |m: &Mention| m.sureness >= KNOWN && (at..=at + 1).contains(&m.start);
    if at == from && !TO.contains(&last) && utterance.mentions.iter().any(is_noun) {
        return false;
    }
    let named = utterance.lexeme_at(at).is_some_and(|l| l.end > at + 1) || utterance.tokens.token(at).gap > Gap::Space;
    form == "to" || context.lexicon.is_verb(form) && !named && (at > from || utterance.lexeme_at(at).is_none())
}

/// Where the first contrary cue behind `from` starts.
fn contrary_after(utterance: &Utterance<'_>, from: usize) -> usize {
    // What also names a thing is no contrary talk: "one of those plug in drives".
    let names = |c: &Spanned<(Cue, f32)>| utterance.lexemes.iter().any(|l| l.start <= c.start && c.end <= l.end);
    let contrary = utterance
        .cues
        .iter()
        .filter(|c| c.start >= from && c.what.0.is_contrary() && !names(c));
    contrary.map(|c| c.start).min().unwrap_or(usize::MAX)
}
