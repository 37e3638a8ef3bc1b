//! Does somebody want a thing? Cues and things that belong together raise a wish; later talk refines or ends it.

use super::concept::{self, Concept, Role};
use super::fronted;
use super::keyword::{self, Gathered};
use super::mention::KNOWN_FROM;
use super::owner::belongs_to;
use super::refine;
use super::slot;
use super::talk;
use super::thing::{Thing, thing_of};
use super::utterance::{Spanned, Utterance};
use super::{Context, Intent, NoIntent, Wish};
use crate::lexicon::Cue;
use std::ops::Range;

/// A cue and a thing together must be as sure as this. A bare "need" (0.5) before a thing of the rows passes; "want"
/// (0.4) needs more: a price, a brand, a second cue.
const RAISED_FROM: f32 = 0.45;
/// A later wish of the same person takes the place of an open one from here on; a vaguer one refines it.
const REPLACES_FROM: f32 = 0.82;
/// Something broke: often a story, seldom a purchase by itself.
const BROKE: f32 = 0.6;
/// A cue for the opposite in the same clause.
const CONTRARY: f32 = 0.4;
/// Words right before a wanting verb that turn it, in Arabic of all regions.
const NEGATIONS: &[&str] = &[
    "ما", "مو", "مش", "مب", "مهب", "موش", "ماني", "ماشي", "وما", "ومش", "ومو", "ma", "mo", "mu", "mish", "mesh", "mosh", "mb", "moch",
];
/// How many words may stand between a contrary cue and the one that it turns.
const CONTRARY_REACH: usize = 3;
/// What taking an "and" off a cue costs (see `clitic`).
const AND_COST: f32 = 0.15;
/// A limit on the price makes a wish of a weak cue.
const PRICED: f32 = 1.4;
/// A wish is over when so many admitted messages have followed it.
const MAX_AGE: usize = 24;

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
            // "I want to buy a phone" ... "I'd like more storage", "might buy it": more about the open wish, no new one.
            let open = drafts.last().is_some_and(|open| !open.ended);
            raised.sureness >= REPLACES_FROM && !raised.part && !raised.pointed || !open
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
                let own = utterance.author == open.author;
                refine::elaborate(&mut open.wish, utterance, own, context);
                // "I don't want a camera any more": what is refused is the thing itself.
                let refused = |c: &Concept| c.role == Role::Head && open.wish.refused.contains(&c.name);
                if own && open.wish.concepts.iter().any(refused) {
                    open.ended = true;
                    drafts.extend(correction(utterances, at, context));
                }
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
    /// It asks for a part: "I'd like a larger screen" behind a wish for a television.
    part: bool,
    /// Its thing was named before and is only pointed at.
    pointed: bool,
    cue_end: usize,
}

/// The surest wish that a message raises, if any is sure enough.
fn raise(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> Option<Raised> {
    let utterance = &utterances[at];
    let price = slot::price(utterance, context, true);
    let mut best: Option<(f32, CueSpan<'_>, Thing)> = None;
    for cue in utterance.cues.iter().filter(|cue| raises(cue.what.0)) {
        let Some(thing) = thing_of(utterances, at, cue, context).filter(|_| !asks_back(utterance, cue)) else {
            continue;
        };
        let mut score = strength(cue.what) * thing.sureness;
        if contradicted(utterance, cue, (thing.source == at).then_some(&thing.range)) {
            score *= CONTRARY;
        }
        if price.limit.is_some() {
            score *= PRICED;
        }
        // Who wants or needs a thing that rows know, or asks where to buy one, may talk about software as well.
        let buys = thing.known && matches!(cue.what.0, Cue::Want | Cue::Gift) || cue.what.1 >= 1.0;
        if cue.what.0 == Cue::Want && !thing.known {
            score *= talk::worth(utterance, context);
        }
        if !buys && score >= RAISED_FROM && talk::is_technical(utterances, at, context) {
            score *= talk::TECHNICAL;
        }
        if score >= RAISED_FROM && best.as_ref().is_none_or(|(least, ..)| score > *least) {
            best = Some((score, cue, thing));
        }
    }
    if let Some((_, cue, thing)) = best {
        return wish_of(utterances, at, cue, thing, context);
    }
    let cue = fronted::fronted(utterance)
        .filter(|cue| cue.what.1 >= RAISED_FROM)
        .or_else(|| talk::spoken_for(utterances, at, context))?;
    let thing = Thing {
        sureness: 1.0,
        source: at,
        range: cue.start..utterance.sentence(cue.start).end,
        known: true,
        part: false,
        pointed: false,
    };
    wish_of(utterances, at, &cue, thing, context)
}

/// The wish for a thing: what is said of it, around the cue and in the rest of the message.
fn wish_of(utterances: &[Utterance<'_>], at: usize, cue: CueSpan<'_>, thing: Thing, context: &Context<'_>) -> Option<Raised> {
    let utterance = &utterances[at];
    let price = slot::price(utterance, context, true);
    let before = thing.source != at;
    let (sureness, part, pointed) = (thing.sureness, thing.part, thing.pointed);
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
    if let Some(accessory) = gathered.lone_accessory()
        && let Some((owner, made_for)) = belongs_to(utterances, at, &thing, &accessory, context)
    {
        gathered.concepts.push(owner);
        if let Some(made_for) = made_for {
            gathered.rename_head(Concept::of_lexeme(context.lexicon, made_for, Role::Head, 1.0));
        }
    }
    let skipped = if before { 0..0 } else { thing.range };
    gathered.add_context(rest_of_message(utterance, skipped, &price.used, context));
    let mut wish = gathered.into_wish(utterance);
    wish.price = price.limit;
    let says_something = !wish.concepts.is_empty() || !wish.brands.is_empty();
    says_something.then_some(Raised {
        wish,
        sureness,
        part,
        pointed,
        cue_end: cue.end,
    })
}

/// "not a mattress, a pillow": the thing behind the refused one is what is wanted.
fn correction(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> Option<Draft> {
    let utterance = &utterances[at];
    let cue = utterance.cues.iter().find(|c| c.what.0 == Cue::Refuse)?;
    let mut known = utterance.mentions.iter().filter(|m| m.start >= cue.end && m.sureness >= KNOWN_FROM);
    let (refused, meant) = (known.next()?, known.next()?);
    let thing = Thing {
        sureness: meant.sureness,
        source: at,
        range: meant.start..utterance.sentence(meant.start).end,
        known: true,
        part: false,
        pointed: false,
    };
    let raised = wish_of(utterances, at, cue, thing, context)?;
    (meant.start > refused.end).then(|| Draft {
        author: utterance.author.to_owned(),
        message: utterance.index,
        at,
        wish: raised.wish,
        ended: false,
    })
}

/// "were you still hunting for a tv?", "do you want my old desk", "you'll need a windows channel": somebody else's wish.
fn asks_back(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>) -> bool {
    const YOU: &[&str] = &["you", "u", "ya", "yall"];
    const BE: &[&str] = &["are", "were", "r", "do", "did", "dont", "didnt", "if"];
    const WILL: &[&str] = &["will", "ll", "wont", "would", "might", "may"];
    const I: &[&str] = &["i", "im", "ill", "id", "we", "were", "wed"];
    let clause = utterance.clause(cue.start);
    let near = clause.start.max(cue.start.saturating_sub(4))..cue.start;
    let wants = cue.what.0 == Cue::Want && !cue.gapped;
    let you = |at: &usize| YOU.contains(&utterance.tokens.form(*at));
    let asked = |at: usize| at > clause.start && BE.contains(&utterance.tokens.form(at - 1));
    // "you may laugh but i need a tent" is the writer's own.
    let own = |at: usize| (at + 1..cue.end).any(|at| I.contains(&utterance.tokens.form(at)));
    let will = |at: usize| at + 1 < cue.start && WILL.contains(&utterance.tokens.form(at + 1));
    let told = |at: usize| matches!(utterance.tokens.form(at), "youll" | "ull" | "youd") || you(&at) && will(at);
    wants && near.clone().any(|at| you(&at) && asked(at) || told(at) && !own(at))
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

/// Whether the words around the cue say the opposite: owning, selling, joking; or refuse the cue itself. Near it, since chats
/// have few commas: "my pc has no slot so i need a drive" wants one.
fn contradicted(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, thing: Option<&Range<usize>>) -> bool {
    let clause = utterance.clause(cue.start);
    let until = thing.map_or(cue.end, |range| range.end.min(utterance.sentence(cue.start).end));
    // ما محتاج, مو عايز: nothing is wanted. وما حدا بيعرف: nobody is asked.
    let negated = matches!(cue.what.0, Cue::Want | Cue::Ask)
        && cue.start > clause.start
        && utterance.reads_arabic()
        && NEGATIONS.contains(&utterance.tokens.form(cue.start - 1));
    if negated {
        return true;
    }
    // "... my phone, and I want": وابي begins a clause of its own.
    let begins = cue.cost >= AND_COST && utterance.tokens.form(cue.start).starts_with('و');
    utterance.cues.iter().any(|other| {
        let in_clause = clause.contains(&other.start);
        let before = !begins && in_clause && other.start < cue.start && other.end + CONTRARY_REACH >= cue.start;
        let behind = other.start >= cue.start && other.start < until && other.start != cue.start;
        // Who sells asks for offers, not for things: "selling my screen, the price is in the post".
        let sells = other.what.0 == Cue::Sell && utterance.sentence(cue.start).contains(&other.start);
        let refused = matches!(other.what.0, Cue::Refuse | Cue::Drop) && in_clause && other.start < cue.start && other.end >= cue.start;
        let names = utterance.lexemes.iter().any(|l| l.start <= other.start && other.end <= l.end);
        refused || sells || other.what.0.is_contrary() && !names && (before || behind)
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
    open.wish.used_too |= wish.used_too;
    open.wish.refused_brands.extend(wish.refused_brands);
    open.wish.refused.extend(wish.refused);
    open.wish.refused_terms.extend(wish.refused_terms);
    for concept in &wish.concepts {
        refine::corrected(&mut open.wish.concepts, concept);
    }
    concept::join(&mut open.wish.concepts, wish.concepts, 1.0);
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
    // "even used is fine" ... "no, only a new one": what was said in so many words holds.
    wish.used_too &= wish.condition.is_none();
    wish.words = wish.concepts.iter().map(|concept| concept.name.clone()).collect();
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
