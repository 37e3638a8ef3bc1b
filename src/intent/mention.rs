//! Noun phrases: the runs of words of a message that may name a thing, and how sure it is that they do.
//!
//! A run ends at stop words, cues, limits, verbs, prepositions and commas. English names the thing with the last word of the run,
//! Arabic with the first. A run may end in a word that no row knows: a "cpu overload" is no processor.

use super::Context;
use super::utterance::{Spanned, Utterance};
use crate::analysis::sound::{self, Spelled};
use crate::analysis::{Gap, Script, arabizi, respell};
use crate::lexicon::{Kinds, LexemeId, Part, Tie};
use crate::product::Language;

/// A thing that the rows know.
pub(super) const KNOWN: f32 = 1.0;
/// A thing behind a word that no row knows, in Arabic: it may be what the unknown thing goes with.
const BEHIND_UNKNOWN: f32 = 0.92;
/// A brand of the catalog: people want brands, and talk of them.
pub(super) const BRAND: f32 = 0.92;
/// A thing one slip of the keyboard away.
const MISSPELT: f32 = 0.68;
/// An unknown word with a colour, material, size or measure: "a navy cardholder", "a 28 inch poster".
const DESCRIBED: f32 = 0.65;
/// An unknown word behind a thing: a chocolate assortment, and a cpu overload.
const GOES_ON: f32 = 0.57;
/// An unknown word of several titles: with a sure cue only.
const TITLE_WORD: f32 = 0.52;
/// Words that neither rows nor titles know: only "want to buy" and its like make a wish of them.
const UNKNOWN: f32 = 0.5;

/// From here on a mention is one that rows or brands know.
pub(super) const KNOWN_FROM: f32 = 0.66;

/// From this cost on a Latin reading is a corrected one.
const CORRECTED_FROM: f32 = 0.2;

/// Words behind a thing that leave it what it is: a security camera system, a tripod kit.
pub(super) const CLASS_NOUNS: &[&str] = &[
    "system", "systems", "set", "sets", "kit", "kits", "machine", "device", "unit", "units", "pack", "packs", "bundle", "combo", "player",
    "type", "style", "thing", "things", "thingy", "stuff", "one", "ones", "plus", "pro", "max", "mini", "ultra", "model", "models",
];

/// What things come in; what follows "of" is the thing.
pub(super) const CONTAINERS: &[&str] = &[
    "box", "boxes", "pack", "packs", "packet", "bag", "bags", "bottle", "bottles", "can", "cans", "jar", "pair", "pairs", "set", "sets",
    "ounce", "ounces", "oz", "pound", "pounds", "lb", "lbs", "pint", "pints", "gallon", "gallons", "gram", "grams", "kilo", "kilos",
    "dozen", "roll", "rolls", "bunch", "bundle", "case", "tub", "tube", "carton", "crate", "stack", "piece", "pieces", "type", "kind",
    "sort", "style",
];

/// What stands before a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Determiner {
    /// "a", "some", "new", nothing.
    Open,
    /// "the socket", "that one": something that is there already.
    Definite,
    /// "my files", شاحني: somebody has it.
    Possessed,
}

/// A noun phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    pub(super) start: usize,
    /// Where the word stands that names the thing.
    pub(super) head: usize,
    pub(super) end: usize,
    pub(super) sureness: f32,
    pub(super) determiner: Determiner,
}

/// All noun phrases of a message, in order.
pub(super) fn mentions(utterance: &Utterance<'_>, context: &Context<'_>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < utterance.tokens.len() {
        if !is_content(utterance, at, at, context) {
            at += 1;
            continue;
        }
        // "my wife pearl earrings": a person, and what they get.
        let person = utterance
            .lexeme_at(at)
            .filter(|l| l.start == at && context.lexicon.kinds(l.what) == Kinds::PERSON);
        if let Some(person) = person {
            at = person.end;
            continue;
        }
        let start = at;
        at += 1;
        let goes_on = |at: usize| utterance.tokens.token(at).gap <= Gap::Space && !joins_thing(utterance, at, context);
        while at < utterance.tokens.len() && goes_on(at) && is_content(utterance, start, at, context) {
            at += 1;
        }
        // "a bulk box of AAs": the box is only how they come.
        let contains =
            at < utterance.tokens.len() && utterance.tokens.form(at) == "of" && CONTAINERS.contains(&utterance.tokens.form(at - 1));
        if contains {
            continue;
        }
        if let Some((head, sureness)) = head_of(utterance, start, at, context) {
            mentions.push(Mention {
                start,
                head,
                end: at,
                sureness,
                determiner: determiner(utterance, start, head, context),
            });
        }
    }
    mentions
}

/// "a light one", "the leather ones": what stands before it only describes.
pub(super) fn before_one(utterance: &Utterance<'_>, end: usize) -> bool {
    let form = || utterance.tokens.form(end);
    end < utterance.tokens.len() && utterance.tokens.token(end).gap <= Gap::Space && (ONE.contains(&form()) || OF_THINGS.contains(&form()))
}

/// What is said of things only: "light colors" are no lamp.
const OF_THINGS: &[&str] = &["color", "colors", "colour", "colours", "coloured", "colored"];

/// Words that stand for a thing named before.
pub(super) const ONE: &[&str] = &[
    "one",
    "ones",
    "kind",
    "replacement",
    "alternative",
    "pair",
    "واحد",
    "واحده",
    "وحده",
    "wa7ed",
    "wa7da",
    "wa7de",
    "wahed",
    "wahda",
    "wa7ad",
];

/// Whether an "and" is written onto the name of a thing: of غلاية وتوستر the second word begins another noun phrase.
pub(super) fn joins_thing(utterance: &Utterance<'_>, at: usize, context: &Context<'_>) -> bool {
    let joined = |l: Spanned<LexemeId>| {
        let begins = l.start == at && !context.lexicon.name(l.what).starts_with('و');
        begins && context.lexicon.kinds(l.what).is_thing()
    };
    utterance.tokens.form(at).starts_with('و') && utterance.lexeme_at(at).is_some_and(joined)
}

/// Whether a token belongs to the noun phrase that starts at `start`.
fn is_content(utterance: &Utterance<'_>, start: usize, at: usize, context: &Context<'_>) -> bool {
    let (token, form) = (utterance.tokens.token(at), utterance.tokens.form(at));
    let known = utterance.lexeme_at(at).is_some();
    // "a gold colored ornament"
    let of_colour = at > start && (OF_THINGS.contains(&form) || matches!(form, "sized" | "size"));
    if token.script == Script::Sign || utterance.breaks(at) || utterance.stop[at] && !known && !of_colour {
        return false;
    }
    // "on top of that" is no top.
    if utterance.says_also(at) {
        return false;
    }
    // المشاتل الزينة are good nurseries, no decoration (زينة).
    let praises = |p: &Spanned<(Part, f32)>| matches!(p.what.0, Part::Good | Part::Best) && p.start <= at && at < p.end;
    if at > start && utterance.reads_arabic() && utterance.parts.iter().any(praises) {
        return false;
    }
    let in_cue = || utterance.is_part(at) || utterance.cues.iter().any(|c| !c.gapped && c.start <= at && at < c.end);
    if !known && in_cue() || utterance.limits.iter().any(|l| l.start == at) {
        return false;
    }
    if utterance.currencies.iter().any(|c| c.start <= at && at < c.end) || ONE.contains(&form) {
        return false;
    }
    // "my card filled up", "screen cracked": what happened to the thing ends its name; "padded case" begins one.
    if at > start && !known && form.len() > 4 && form.ends_with("ed") {
        return false;
    }
    if token.script == Script::Number {
        // "a 4k tv": the number begins a name of the rows.
        return at > start || known || utterance.measured(at).is_some();
    }
    // "want to print", "they ship it": a verb, unless the phrase has begun or an article says that it is a noun.
    // "travel bags", "flip flops": nor where it begins a name of several words.
    let begins_name = || utterance.lexeme_at(at).is_some_and(|l| l.end > l.start + 1);
    let verb = context.lexicon.is_verb(form) && at == start && !behind_article(utterance, at) && !begins_name();
    !verb
}

/// Where the head of a run stands and how sure it is that it names a thing.
fn head_of(utterance: &Utterance<'_>, start: usize, end: usize, context: &Context<'_>) -> Option<(usize, f32)> {
    let kinds = |at: usize| utterance.lexeme_at(at).map(|l| context.lexicon.kinds(l.what)).unwrap_or_default();
    let things: Vec<_> = utterance
        .lexemes
        .iter()
        .filter(|l| l.start >= start && l.end <= end && context.lexicon.kinds(l.what).is_thing() && !before_one(utterance, l.end))
        .collect();
    let brand = utterance.brands.iter().find(|b| b.start >= start && b.end <= end);
    if let Some(first) = things.first() {
        // By the language of the word, not of its letters: Arabizi puts the thing first as well.
        if context.lexicon.language(first.what) == Language::Arabic {
            let counted = (start..first.start).all(|at| {
                let number = |at: usize| utterance.tokens.token(at).script == Script::Number;
                number(at) || at > start && number(at - 1)
            });
            let begins = counted || kinds(start) != Kinds::default() || brand.is_some_and(|b| b.start == start);
            return Some((first.start, if begins { KNOWN } else { BEHIND_UNKNOWN }));
        }
        let last = things[1..].iter().fold(
            first,
            |head, next| if keeps_head(utterance, head, next, context) { head } else { next },
        );
        let slips = last.cost >= CORRECTED_FROM;
        let described = (start..end).any(|at| kinds(at).has(Kinds::COLOUR.and(Kinds::PATTERN)) || utterance.measured(at).is_some());
        return Some(match (ends_unknown(utterance, last.end, end, context), slips) {
            (true, _) if described => (last.start, DESCRIBED),
            (true, _) => (last.start, GOES_ON),
            (false, true) => (last.start, MISSPELT),
            (false, false) => (last.start, KNOWN),
        });
    }
    if let Some(brand) = brand {
        return Some((brand.start, BRAND));
    }
    let is_word = |at: &usize| {
        let form = utterance.tokens.form(*at);
        kinds(*at) == Kinds::default()
            && utterance.says_something(*at, context)
            && form.chars().all(char::is_alphabetic)
            && !(*at > 0 && utterance.tokens.token(*at - 1).script == Script::Number && utterance.measured(*at - 1).is_some())
    };
    let head = match utterance.tokens.token(end - 1).script {
        Script::Arabic => (start..end).find(is_word)?,
        _ => (start..end).rev().find(is_word)?,
    };
    let described =
        (start..end).any(|at| at != head && (kinds(at).has(Kinds::DESCRIBES.and(Kinds::PATTERN)) || utterance.measured(at).is_some()));
    Some(match (described, utterance.in_titles(head)) {
        (true, _) => (head, DESCRIBED),
        (false, true) => (head, TITLE_WORD),
        (false, false) => (head, UNKNOWN),
    })
}

/// Whether the first of two things in Latin letters is the head: English puts it last, French first, and who mixes English into Arabic
/// says "cover iphone" as well as "iphone cover".
pub(super) fn keeps_head(utterance: &Utterance<'_>, head: &Spanned<LexemeId>, next: &Spanned<LexemeId>, context: &Context<'_>) -> bool {
    let accessory = |l: &Spanned<LexemeId>| context.lexicon.kinds(l.what).has(Kinds::ACCESSORY);
    utterance.arabizi && (context.lexicon.is_french(head.what) || accessory(head) && !accessory(next))
}

/// Whether words that nobody knows go on behind a thing and become the head. A plural is a head already ("sd cards first"), and
/// numbers and descriptions follow as they like ("iphone 13 pro black").
fn ends_unknown(utterance: &Utterance<'_>, from: usize, end: usize, context: &Context<'_>) -> bool {
    let is_unknown = |at: usize| {
        utterance.tokens.token(at).script == Script::Latin
            && utterance.lexeme_at(at).is_none()
            && !CLASS_NOUNS.contains(&utterance.tokens.form(at))
            && !utterance.brands.iter().any(|b| b.start <= at && at < b.end)
            && utterance.says_something(at, context)
    };
    // Arabic puts what describes behind, in Latin letters too: "air fryer jdide".
    if utterance.arabizi {
        return false;
    }
    let plural = from > 0 && utterance.tokens.form(from - 1).len() > 3 && utterance.tokens.form(from - 1).ends_with('s');
    from < end && is_unknown(from) && !plural
}

fn determiner(utterance: &Utterance<'_>, start: usize, head: usize, context: &Context<'_>) -> Determiner {
    let before = |tie| start > 0 && utterance.tokens.token(start).gap <= Gap::Space && utterance.ties(start - 1, tie);
    // التليفون بتاعي, l'ordi dyali; not a card for what is mine: كارط للبيسي ديالي
    let named_until = utterance.lexeme_at(head).map_or(head + 1, |l| l.end);
    let near = |at: usize| at < utterance.tokens.len() && utterance.tokens.token(at).gap <= Gap::Space;
    let mine = near(named_until) && utterance.ties(named_until, Tie::Mine);
    let arabic_possessive = utterance.tokens.token(head).script == Script::Arabic
        && utterance.lexeme_at(head).is_some_and(|l| {
            // بهاردسك ends as the word itself does: only a particle was taken off. رادو is راديو in another spelling.
            let word = context.lexicon.name(l.what).split(' ').next().unwrap_or_default();
            let form = utterance.tokens.form(head);
            l.cost >= POSSESSIVE_COST && !form.ends_with(word) && respell::cost(form, word).is_none()
        })
        && utterance.tokens.form(head).ends_with(['ي', 'ك', 'ه', 'ا', 'و']);
    // نازل اجيب الكراسي (I'm off to fetch the chairs): the article says that they are there. A brand or model keeps its own.
    let has_article = utterance.tokens.form(head).starts_with("ال") || utterance.tokens.form(head).starts_with("وال");
    let arabic_article = has_article && utterance.lexeme_at(head).is_some_and(|l| l.cost > 0.0);
    let (article, possessive) = sounds_attached(utterance, head, context);
    match () {
        () if arabic_possessive || possessive || before(Tie::My) => Determiner::Possessed,
        // التليفون بتاعي is somebody's, لابتوب بتاعي one of their own to be.
        () if arabic_article || article || before(Tie::The) => match mine {
            true => Determiner::Possessed,
            false => Determiner::Definite,
        },
        () => Determiner::Open,
    }
}

/// Whether an article, and whether a possessive, was taken off an Arabizi word: `elmous`, `telefoni`; al3ab is ألعاب as it stands.
fn sounds_attached(utterance: &Utterance<'_>, at: usize, context: &Context<'_>) -> (bool, bool) {
    const ARTICLES: &[&str] = &["el", "al", "il", "wel", "wil", "bel", "bil", "fel", "fil"];
    let Some(lexeme) = utterance.lexeme_at(at).filter(|l| utterance.arabizi && l.cost > 0.0) else {
        return (false, false);
    };
    let form = utterance.tokens.form(at);
    let word = context.lexicon.name(lexeme.what).split(' ').next().unwrap_or_default();
    let sounds = |rest: &str| sound::cost(word, rest, Spelled::Arabizi, lexeme.cost).is_some() || word == rest;
    let article = ARTICLES.iter().filter_map(|article| form.strip_prefix(article)).any(sounds);
    let mut endings = arabizi::POSSESSIVES.iter().filter_map(|ending| form.strip_suffix(ending));
    (article, lexeme.cost >= ENDING_COST && !sounds(form) && endings.any(sounds))
}

/// What a reading with something taken off a Latin word costs at least.
const ENDING_COST: f32 = 0.16;
/// What taking a possessive off costs at least (see `clitic`).
const POSSESSIVE_COST: f32 = 0.1;

fn behind_article(utterance: &Utterance<'_>, at: usize) -> bool {
    at > 0
        && utterance.tokens.token(at).gap <= Gap::Space
        && matches!(
            utterance.tokens.form(at - 1),
            "a" | "an" | "new" | "some" | "any" | "one" | "good" | "my" | "your" | "the" | "for" | "of" | "those" | "these" | "another"
        )
}
