//! Which thing a cue is about: behind it, ahead of it, inside its gap, or named before and pointed at.

use super::Context;
use super::concept::{Concept, Role};
use super::keyword;
use super::utterance::{Spanned, Utterance};
use crate::analysis::{Gap, Script, measured};
use crate::lexicon::{Cue, Kinds, LexemeId};
use std::ops::Range;

/// A thing that the rows know.
const KNOWN_THING: f32 = 1.0;
/// A brand of the catalog: people want brands, and talk of them.
pub(super) const BRAND_THING: f32 = 0.8;
/// A word of several titles that no row knows: with a sure cue only.
const TITLE_THING: f32 = 0.48;
/// A word that no row knows, with a colour, material or size: "a navy cardholder".
const DESCRIBED_THING: f32 = 0.65;
/// A thing named before and pointed at: "where can I get one".
const POINTED_THING: f32 = 0.9;
/// What an accessory's thing counts that was only spoken of before.
const OWNER: f32 = 0.6;
/// How many messages before the one that points may have named the thing.
const LOOK_BACK: usize = 3;
/// How many tokens may stand between a cue and its thing.
const REACH: usize = 8;

/// Words that stand for a thing named before.
const ONE: &[&str] = &["one", "ones", "واحد", "واحده", "وحده", "wa7ed", "wa7da", "wa7de", "wahed", "wahda"];

/// Words behind a thing that leave it what it is: a security camera system, a tripod kit.
const CLASS_NOUNS: &[&str] = &[
    "system", "systems", "set", "sets", "kit", "kits", "machine", "device", "unit", "pack", "bundle", "combo", "player", "type", "style",
    "thing", "things", "stuff", "one", "ones", "plus", "pro", "max", "mini", "ultra", "bro", "asap", "tho", "rn", "tbh", "lol", "pls",
    "plz", "today", "tomorrow", "tmrw", "soon",
];

/// Where the thing of a cue was found.
pub(super) struct Thing {
    pub(super) sureness: f32,
    /// The utterance that names it: the cue's own, or one before.
    pub(super) source: usize,
    /// The tokens that describe it.
    pub(super) range: Range<usize>,
}

pub(super) fn thing_of(utterances: &[Utterance<'_>], at: usize, cue: &Spanned<(Cue, f32)>, context: &Context<'_>) -> Option<Thing> {
    let utterance = &utterances[at];
    let sentence = utterance.sentence(cue.start);
    if cue.what.0 == Cue::Want && says_verb(utterance, cue.end, &sentence, context) {
        return None;
    }
    let found = |sureness: f32, range: Range<usize>| {
        Some(Thing {
            sureness,
            source: at,
            range,
        })
    };
    // "which phone should i buy": inside the cue's own gap.
    let inside = || first_thing(utterance, cue.start + 1..cue.end, REACH, context).filter(|(sureness, _)| *sureness >= BRAND_THING);
    if cue.end < sentence.end && starts_elsewhere(utterance, cue) {
        return None;
    }
    if let Some((sureness, first)) = cue.gapped.then(inside).flatten() {
        return found(sureness, first..sentence.end);
    }
    let behind = cue.end..sentence.end.min(contrary_after(utterance, cue.end));
    let behind = behind.start..breaks_off(utterance, behind, context);
    let named = first_thing(utterance, behind.clone(), REACH, context);
    // "want a light one": what it is was said before, here stands only what it should be like.
    let only_describes = named.is_none_or(|(sureness, _)| sureness < BRAND_THING);
    let says_one = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Point && behind.contains(&c.start) && c.start < cue.end + REACH / 2;
    if only_describes
        && (ONE.contains(&utterance.tokens.form(cue.end - 1)) || utterance.cues.iter().any(says_one))
        && let Some(thing) = pointed_at(utterances, at, cue, &sentence, context)
    {
        return Some(thing);
    }
    if let Some((sureness, first)) = named {
        return found(sureness, cue.end.min(first)..behind.end);
    }
    // "headphones, any recommendations?", "my printer died", "الجزمة دي بكام"
    if cue.what.0 != Cue::Want || cue.end + 1 >= sentence.end {
        let ahead = sentence.start.max(cue.start.saturating_sub(REACH))..cue.start;
        if let Some((sureness, _)) = first_thing(utterance, ahead.clone(), REACH, context) {
            return found(sureness, ahead);
        }
    }
    if sentence.end < utterance.tokens.len() && cue.what.1 >= 0.7 && cue.end + 2 >= sentence.end {
        let next = utterance.sentence(sentence.end);
        if let Some((sureness, _)) = first_thing(utterance, next.clone(), REACH / 2, context) {
            return found(sureness, next);
        }
    }
    pointed_at(utterances, at, cue, &sentence, context)
}

/// "which is best for games", "an overlay I could use that shows the cpu": what follows is a purpose or a clause, not the thing.
fn starts_elsewhere(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>) -> bool {
    let form = utterance.tokens.form(cue.end);
    // "want no windows anywhere" wants nothing.
    if utterance.cues.iter().any(|c| c.start == cue.end && c.what.0 == Cue::Refuse) {
        return true;
    }
    let clause = matches!(form, "that" | "which" | "if" | "when" | "because" | "so");
    clause || cue.what.0 == Cue::Ask && matches!(form, "for" | "in" | "on" | "with" | "to")
}

/// Where the words behind a cue stop being about its thing: "know a good tutorial to modify ... windows" asks for a tutorial.
/// A preposition or conjunction ends it, once something has been named.
fn breaks_off(utterance: &Utterance<'_>, behind: Range<usize>, context: &Context<'_>) -> usize {
    let mut named = false;
    for at in behind.clone() {
        let form = utterance.tokens.form(at);
        if named && utterance.breaks(at) {
            return at;
        }
        if utterance.lexeme_at(at).is_some_and(|l| context.lexicon.kinds(l.what).is_thing()) {
            break;
        }
        named |= utterance.lexeme_at(at).is_none() && (keyword::says_something(utterance, at, context) || context.lexicon.is_verb(form));
    }
    behind.end
}

/// "where can I get one", "محتاجة وحدة": the thing is what was spoken of before, in this message or in the last ones.
fn pointed_at(
    utterances: &[Utterance<'_>],
    at: usize,
    cue: &Spanned<(Cue, f32)>,
    sentence: &Range<usize>,
    context: &Context<'_>,
) -> Option<Thing> {
    let utterance = &utterances[at];
    let points =
        |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Point && c.overlaps(sentence) && c.end > cue.start && c.start <= cue.end + REACH / 2;
    // "ordering one today": the row itself ends in what points.
    let cue_points = ONE.contains(&utterance.tokens.form(cue.end - 1));
    // "any recommendations?" alone in its sentence asks about what the message before named.
    let alone = cue.end == sentence.end
        && cue.what.0 != Cue::Want
        && !(sentence.start..cue.start).any(|at| keyword::says_something(utterance, at, context));
    let look_back = match (cue_points || utterance.cues.iter().any(points), alone) {
        (true, _) => LOOK_BACK,
        (false, true) => 1,
        (false, false) => return None,
    };
    for source in (at.saturating_sub(look_back)..=at).rev() {
        let named = &utterances[source];
        let is_named = |l: &&Spanned<LexemeId>| context.lexicon.kinds(l.what).is_thing() && !is_verb(named, l, context);
        let mut things = named.lexemes.iter().filter(is_named);
        // In the message itself the thing named last ("swap the drive for an ssd, so I'm shopping for one"), in others their topic.
        let thing = if source == at {
            things.rfind(|l| l.end <= cue.start)
        } else {
            things.next()
        };
        if let Some(thing) = thing {
            return Some(Thing {
                sureness: POINTED_THING,
                source,
                range: described_from(named, thing)..thing.end,
            });
        }
    }
    None
}

/// The product that was spoken of before an accessory was asked for: "wiped my laptop ... i want a case for it".
pub(super) fn belongs_to(
    utterances: &[Utterance<'_>],
    at: usize,
    source: usize,
    range: &Range<usize>,
    context: &Context<'_>,
) -> Option<Concept> {
    for earlier in (at.saturating_sub(LOOK_BACK)..=at).rev() {
        let is_owner = |l: &&Spanned<LexemeId>| {
            let own = earlier == source && l.overlaps(range);
            let kinds = context.lexicon.kinds(l.what);
            kinds.has(Kinds::PRODUCT) && !kinds.has(Kinds::ACCESSORY) && !own && !is_verb(&utterances[earlier], l, context)
        };
        if let Some(owner) = utterances[earlier].lexemes.iter().rfind(is_owner) {
            return Some(Concept::of_lexeme(context.lexicon, owner.what, Role::Modifier, OWNER));
        }
    }
    None
}

/// Where the words that describe a thing begin: the colours and names right before it.
fn described_from(utterance: &Utterance<'_>, thing: &Spanned<LexemeId>) -> usize {
    let describes = |at: usize| utterance.lexeme_at(at).is_some() || utterance.brands.iter().any(|b| (b.start..b.end).contains(&at));
    let mut start = thing.start;
    while start > 0 && utterance.tokens.token(start).gap <= Gap::Space && describes(start - 1) {
        start -= 1;
    }
    start
}

/// The first thing in a range: one of the rows before a brand before a word of titles, and where it starts.
fn first_thing(utterance: &Utterance<'_>, range: Range<usize>, reach: usize, context: &Context<'_>) -> Option<(f32, usize)> {
    let near = range.start..range.end.min(range.start + reach);
    let named = |lexeme: &&Spanned<LexemeId>| {
        near.contains(&lexeme.start) && context.lexicon.kinds(lexeme.what).is_thing() && !before_one(utterance, lexeme.end)
    };
    if let Some(lexeme) = utterance.lexemes.iter().find(named) {
        let sureness = if heads_unknown(utterance, lexeme.end, &range, context) || is_verb(utterance, lexeme, context) {
            TITLE_THING
        } else {
            KNOWN_THING
        };
        return Some((sureness, lexeme.start));
    }
    if let Some(brand) = utterance.brands.iter().find(|b| near.contains(&b.start)) {
        return Some((BRAND_THING, brand.start));
    }
    let is_word = |at: &usize| {
        let form = utterance.tokens.form(*at);
        let is_unit = *at > 0 && measured(&utterance.tokens, *at - 1).is_some() && utterance.tokens.token(*at - 1).script == Script::Number;
        !is_unit
            && utterance.lexeme_at(*at).is_none()
            && keyword::says_something(utterance, *at, context)
            && form.chars().all(char::is_alphabetic)
    };
    let described = utterance
        .lexemes
        .iter()
        .any(|l| near.contains(&l.start) && context.lexicon.kinds(l.what).has(Kinds::DESCRIBES));
    if described {
        return near.clone().find(is_word).map(|at| (DESCRIBED_THING, at));
    }
    near.clone()
        .find(|at| utterance.in_titles[*at] && is_word(at))
        .map(|at| (TITLE_THING, at))
}

/// "a light one", "the leather ones": what stands before it only describes.
pub(super) fn before_one(utterance: &Utterance<'_>, end: usize) -> bool {
    end < utterance.tokens.len() && utterance.tokens.token(end).gap <= Gap::Space && ONE.contains(&utterance.tokens.form(end))
}

/// "how to mount a raid": a verb, unless an article or a number says that it is a noun.
fn is_verb(utterance: &Utterance<'_>, lexeme: &Spanned<LexemeId>, context: &Context<'_>) -> bool {
    let noun = lexeme.start > 0
        && (matches!(
            utterance.tokens.form(lexeme.start - 1),
            "a" | "an" | "new" | "some" | "any" | "one" | "good" | "my" | "for"
        ) || utterance.lexeme_at(lexeme.start - 1).is_some());
    lexeme.end == lexeme.start + 1 && context.lexicon.is_verb(utterance.tokens.form(lexeme.start)) && !noun
}

/// Whether a word that nobody knows goes on behind a thing and becomes the head: a "cpu overload" is no processor. Another
/// thing may follow and be the head: "computer science books".
fn heads_unknown(utterance: &Utterance<'_>, from: usize, range: &Range<usize>, context: &Context<'_>) -> bool {
    let is_unknown = |at: usize| {
        range.contains(&at)
            && utterance.tokens.token(at).gap <= Gap::Space
            && utterance.tokens.token(at).script == Script::Latin
            && utterance.lexeme_at(at).is_none()
            && !CLASS_NOUNS.contains(&utterance.tokens.form(at))
            && !utterance.limits.iter().any(|l| l.start == at)
            && !utterance.brands.iter().any(|b| b.start == at)
            && keyword::says_something(utterance, at, context)
    };
    let end = (from..from + REACH).find(|at| !is_unknown(*at)).unwrap_or(from + REACH);
    let thing_follows = range.contains(&end)
        && utterance.tokens.token(end).gap <= Gap::Space
        && utterance.lexeme_at(end).is_some_and(|l| context.lexicon.kinds(l.what).is_thing());
    end > from && !thing_follows
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
    form == "to" || context.lexicon.is_verb(form) && (at > from || utterance.lexeme_at(at).is_none())
}

pub(super) fn is_contrary(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Own | Cue::Sell | Cue::Bought | Cue::Hypothetical | Cue::Repair | Cue::Other
    )
}

/// Where the first contrary cue behind `from` starts.
fn contrary_after(utterance: &Utterance<'_>, from: usize) -> usize {
    utterance
        .cues
        .iter()
        .filter(|c| c.start >= from && is_contrary(c.what.0))
        .map(|c| c.start)
        .min()
        .unwrap_or(usize::MAX)
}
