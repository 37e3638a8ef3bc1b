//! Does somebody want a thing? Cues and things that belong together raise a wish; later talk refines or ends it.

use super::concept::{Concept, Role};
use super::keyword::{self, Gathered};
use super::slot;
use super::utterance::{Spanned, Utterance};
use super::{Context, Intent, NoIntent, Wish};
use crate::analysis::{Gap, Script};
use crate::lexicon::{Cue, Kinds, LexemeId};
use std::ops::Range;

/// A cue and a thing together must be as sure as this. A bare "need" (0.5) before a thing of the rows passes; "want"
/// (0.4) needs more: a price, a brand, a second cue.
const RAISED_FROM: f32 = 0.45;
/// A thing that the rows know.
const KNOWN_THING: f32 = 1.0;
/// A brand of the catalog: people want brands, and talk of them.
const BRAND_THING: f32 = 0.8;
/// A word of several titles that no row knows: with a sure cue only.
const TITLE_THING: f32 = 0.48;
/// A word that no row knows, with a colour, material or size: "a navy cardholder".
const DESCRIBED_THING: f32 = 0.65;
/// A thing named before and pointed at: "where can I get one".
const POINTED_THING: f32 = 0.9;
/// Something broke: often a story, seldom a purchase by itself.
const BROKE: f32 = 0.6;
/// A cue for the opposite in the same clause.
const CONTRARY: f32 = 0.4;
/// A thing with a definite article is mostly one that is there already.
const DEFINITE: f32 = 0.55;
/// A limit on the price makes a wish of a weak cue.
const PRICED: f32 = 1.4;
/// How many messages before the one that points may have named the thing.
const LOOK_BACK: usize = 3;
/// How many tokens may stand between a cue and its thing.
const REACH: usize = 8;
/// A wish is over when so many admitted messages have followed it.
const MAX_AGE: usize = 24;

/// Words behind a thing that leave it what it is: a security camera system, a tripod kit.
const CLASS_NOUNS: &[&str] = &[
    "system", "systems", "set", "sets", "kit", "kits", "machine", "device", "unit", "pack", "bundle", "combo", "player", "type", "style", "thing",
    "things", "stuff", "one", "ones", "plus", "pro", "max", "mini", "ultra", "bro", "asap", "tho", "rn", "tbh", "lol", "pls", "plz", "today",
    "tomorrow", "tmrw", "soon",
];

type CueSpan<'a> = &'a Spanned<(Cue, f32)>;

/// A wish in the making.
struct Draft {
    author: String,
    message: Option<usize>,
    /// Its place among the utterances.
    at: usize,
    wish: Wish,
    ended: bool,
}

/// Follows the window from its oldest message and keeps the newest wish that is still open.
pub(super) fn wishes(utterances: &[Utterance<'_>], context: &Context<'_>) -> Result<Intent, NoIntent> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (at, utterance) in utterances.iter().enumerate() {
        let raised = raise(utterances, at, context).filter(|raised| {
            // "I want to buy a phone" ... "I'd like more storage": more about the open wish, no new one.
            let open = drafts.last().is_some_and(|open| !open.ended && open.author == utterance.author);
            raised.sureness >= BRAND_THING || !open
        });
        if let Some(raised) = raised {
            let mut draft = Draft {
                author: utterance.author.to_owned(),
                message: utterance.index,
                at,
                wish: raised.wish,
                ended: false,
            };
            draft.ended = ends(utterance, Some(raised.cue_end));
            match drafts.last_mut().filter(|open| !open.ended && same_thing(&open.wish, &draft.wish)) {
                Some(open) => refine(open, draft),
                None => drafts.push(draft),
            }
        } else if let Some(open) = drafts.last_mut().filter(|open| !open.ended) {
            if ends(utterance, None) && utterance.author == open.author {
                open.ended = true;
            } else {
                keyword::elaborate(&mut open.wish, utterance, utterance.author == open.author, context);
            }
        }
    }
    let withdrawn = drafts.iter().any(|draft| draft.ended);
    let newest = drafts
        .into_iter()
        .rev()
        .find(|draft| !draft.ended && utterances.len() - draft.at <= MAX_AGE);
    match newest {
        Some(draft) => Ok(Intent {
            wishes: vec![finished(draft)],
        }),
        None if withdrawn => Err(NoIntent::Withdrawn),
        None => Err(NoIntent::Nothing),
    }
}

/// The wish of a typed query: every word counts, nothing is required.
pub(super) fn typed(utterance: &Utterance<'_>, context: &Context<'_>) -> Wish {
    let price = slot::price(utterance, context, true);
    let all = 0..utterance.tokens.len();
    let mut gathered = keyword::gather(utterance, &all, &price.used, context, true);
    if gathered.concepts.is_empty() && gathered.brands.is_empty() {
        gathered.concepts = keyword::every_word(utterance);
    }
    let mut wish = gathered.into_wish(utterance);
    wish.typed = true;
    wish.price = price.limit;
    wish.authors.clear();
    wish.key = key(&wish);
    wish
}

struct Raised {
    wish: Wish,
    /// How sure it is that its thing is one.
    sureness: f32,
    cue_end: usize,
}

/// The surest wish that a message raises, if any is sure enough.
fn raise(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> Option<Raised> {
    let utterance = &utterances[at];
    let price = slot::price(utterance, context, true);
    let mut best: Option<(f32, CueSpan<'_>, Thing)> = None;
    for cue in utterance.cues.iter().filter(|cue| raises(cue.what.0)) {
        let Some(thing) = thing_of(utterances, at, cue, context) else {
            continue;
        };
        let mut score = strength(cue.what) * thing.sureness;
        if cue.what.0 == Cue::Want && is_definite(utterance, cue.end) {
            score *= DEFINITE;
        }
        if contradicted(utterance, cue, (thing.source == at).then_some(&thing.range)) {
            score *= CONTRARY;
        }
        if price.limit.is_some() {
            score *= PRICED;
        }
        if score >= RAISED_FROM && best.as_ref().is_none_or(|(least, ..)| score > *least) {
            best = Some((score, cue, thing));
        }
    }
    let (_, cue, thing) = best?;
    let before = thing.source != at;
    let sureness = thing.sureness;
    let used: &[bool] = if before { &[] } else { &price.used };
    let mut gathered = keyword::gather(&utterances[thing.source], &thing.range, used, context, false);
    gathered.ensure_head();
    // What it should be like is said around the cue, where the thing was not.
    let apart = before || thing.range.end <= cue.start;
    if apart {
        gathered.add_description(keyword::gather(
            utterance,
            &utterance.sentence(cue.start),
            &price.used,
            context,
            false,
        ));
    }
    let skipped = if before { 0..0 } else { thing.range };
    gathered.add_context(rest_of_message(utterance, skipped, &price.used, context));
    let mut wish = gathered.into_wish(utterance);
    wish.price = price.limit;
    let says_something = !wish.concepts.is_empty() || !wish.brands.is_empty();
    says_something.then_some(Raised {
        wish,
        sureness,
        cue_end: cue.end,
    })
}

/// Where the thing of a cue was found.
struct Thing {
    sureness: f32,
    /// The utterance that names it: the cue's own, or one before.
    source: usize,
    /// The tokens that describe it.
    range: Range<usize>,
}

fn thing_of(utterances: &[Utterance<'_>], at: usize, cue: &Spanned<(Cue, f32)>, context: &Context<'_>) -> Option<Thing> {
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
    if only_describes && utterance.cues.iter().any(says_one)
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

/// "grab the socket", "need my files": something that is there already.
fn is_definite(utterance: &Utterance<'_>, at: usize) -> bool {
    at < utterance.tokens.len() && matches!(utterance.tokens.form(at), "the" | "this" | "that" | "my" | "your" | "his" | "her" | "their" | "our")
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
    let points = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Point && c.overlaps(sentence) && c.end > cue.start && c.start <= cue.end + REACH / 2;
    // "any recommendations?" alone in its sentence asks about what the message before named.
    let alone = cue.end == sentence.end
        && cue.what.0 != Cue::Want
        && !(sentence.start..cue.start).any(|at| keyword::says_something(utterance, at, context));
    let look_back = match (utterance.cues.iter().any(points), alone) {
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
    let named = |lexeme: &&Spanned<LexemeId>| near.contains(&lexeme.start) && context.lexicon.kinds(lexeme.what).is_thing();
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
        utterance.lexeme_at(*at).is_none() && keyword::says_something(utterance, *at, context) && form.chars().all(char::is_alphabetic)
    };
    let described = utterance.lexemes.iter().any(|l| near.contains(&l.start) && context.lexicon.kinds(l.what).has(Kinds::DESCRIBES));
    if described {
        return near.clone().find(is_word).map(|at| (DESCRIBED_THING, at));
    }
    near.clone().find(|at| utterance.in_titles[*at] && is_word(at)).map(|at| (TITLE_THING, at))
}

/// "how to mount a raid": a verb, unless an article or a number says that it is a noun.
fn is_verb(utterance: &Utterance<'_>, lexeme: &Spanned<LexemeId>, context: &Context<'_>) -> bool {
    let noun = lexeme.start > 0
        && (matches!(utterance.tokens.form(lexeme.start - 1), "a" | "an" | "new" | "some" | "any" | "one" | "good" | "my" | "for")
            || utterance.lexeme_at(lexeme.start - 1).is_some());
    lexeme.end == lexeme.start + 1 && context.lexicon.is_verb(utterance.tokens.form(lexeme.start)) && !noun
}

/// Whether a word that nobody knows goes on behind a thing and becomes the head: a "cpu overload" is no processor.
fn heads_unknown(utterance: &Utterance<'_>, at: usize, range: &Range<usize>, context: &Context<'_>) -> bool {
    range.contains(&at)
        && utterance.tokens.token(at).gap <= Gap::Space
        && utterance.tokens.token(at).script == Script::Latin
        && utterance.lexeme_at(at).is_none()
        && !CLASS_NOUNS.contains(&utterance.tokens.form(at))
        && !utterance.limits.iter().any(|l| l.start == at)
        && !utterance.brands.iter().any(|b| b.start == at)
        && keyword::says_something(utterance, at, context)
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

fn raises(cue: Cue) -> bool {
    matches!(cue, Cue::Want | Cue::Ask | Cue::Price | Cue::Gift | Cue::Broke | Cue::Plan)
}

fn strength((cue, weight): (Cue, f32)) -> f32 {
    match cue {
        Cue::Broke | Cue::Plan => weight * BROKE,
        _ => weight,
    }
}

fn is_contrary(cue: Cue) -> bool {
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

/// Whether the clause of cue or thing says the opposite: owning, selling, joking; or refuses the cue itself.
fn contradicted(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, thing: Option<&Range<usize>>) -> bool {
    let clause = utterance.clause(cue.start);
    let until = thing.map_or(cue.end, |range| range.end.min(utterance.sentence(cue.start).end));
    utterance.cues.iter().any(|other| {
        let near = clause.contains(&other.start) || (cue.end..until).contains(&other.start);
        let refused = matches!(other.what.0, Cue::Refuse | Cue::Drop) && other.start < cue.start && other.end + 1 >= cue.start;
        let contrary = is_contrary(other.what.0) && near && other.start != cue.start && other.start < until;
        refused || contrary
    })
}

/// Whether a message ends an open wish: behind `from`, or anywhere.
fn ends(utterance: &Utterance<'_>, from: Option<usize>) -> bool {
    let from = from.unwrap_or(0);
    utterance
        .cues
        .iter()
        .any(|c| c.start >= from && matches!(c.what.0, Cue::Drop | Cue::Bought | Cue::End))
}

/// What the rest of the message says about the thing.
fn rest_of_message(utterance: &Utterance<'_>, skipped: Range<usize>, used: &[bool], context: &Context<'_>) -> Gathered {
    let mut rest = Gathered::default();
    let mut at = 0;
    while at < utterance.tokens.len() {
        let sentence = utterance.sentence(at);
        for part in [
            sentence.start..sentence.end.min(skipped.start),
            sentence.start.max(skipped.end)..sentence.end,
        ] {
            if part.start < part.end {
                rest.add_context(keyword::gather(utterance, &part, used, context, false));
            }
        }
        at = sentence.end;
    }
    rest
}

fn same_thing(a: &Wish, b: &Wish) -> bool {
    let heads = |wish: &Wish| -> Vec<Concept> { wish.concepts.iter().filter(|c| c.role == Role::Head).cloned().collect() };
    let (a_heads, b_heads) = (heads(a), heads(b));
    b_heads.is_empty()
        || a_heads.iter().any(|x| {
            b_heads
                .iter()
                .any(|y| x.name == y.name || x.variants.first().zip(y.variants.first()).is_some_and(|(v, w)| v.terms == w.terms))
        })
}

/// The newer message of one wish says more: its limits win, its words join.
fn refine(open: &mut Draft, newer: Draft) {
    let wish = newer.wish;
    open.wish.price = wish.price.or(open.wish.price);
    if !wish.brands.is_empty() {
        open.wish.brands = wish.brands;
    }
    open.wish.condition = wish.condition.or(open.wish.condition);
    open.wish.refused_brands.extend(wish.refused_brands);
    open.wish.refused.extend(wish.refused);
    open.wish.refused_terms.extend(wish.refused_terms);
    keyword::join(&mut open.wish.concepts, wish.concepts, 1.0);
    open.wish.language = wish.language;
    open.at = newer.at;
    open.ended = newer.ended;
    if open.author != newer.author && !open.wish.authors.contains(&newer.author) {
        open.wish.authors.push(newer.author);
    }
}

fn finished(draft: Draft) -> Wish {
    let mut wish = draft.wish;
    wish.message = draft.message;
    if !wish.authors.contains(&draft.author) {
        wish.authors.insert(0, draft.author);
    }
    wish.key = key(&wish);
    wish
}

/// A hash of what is wanted: heads, brands and limits, not of the words around them.
fn key(wish: &Wish) -> String {
    let mut text = String::new();
    let heads = wish.concepts.iter().filter(|c| c.role == Role::Head).map(|c| c.name.as_str());
    for part in heads.chain(wish.brands.iter().map(String::as_str)) {
        text.push_str(part);
        text.push('\n');
    }
    let price = wish.price.map(|p| format!("{:?}-{:?} {:?}", p.min, p.max, p.currency));
    text.extend(price);
    format!("{:016x}", twox_hash::XxHash64::oneshot(0, text.as_bytes()))
}
