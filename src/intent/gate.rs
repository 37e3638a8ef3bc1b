//! Does somebody want a thing? Cues and things that belong together raise a wish.

use super::concept::{Concept, Role};
use super::fronted;
use super::keyword::{self, Gathered};
use super::owner::belongs_to;
use super::several;
use super::slot::{self, PriceSlot};
use super::talk;
use super::thing::{Bond, Thing, thing_of};
use super::utterance::{Spanned, Utterance};
use super::{Context, Wish};
use crate::lexicon::Cue;
use std::cell::LazyCell;
use std::ops::Range;

/// A cue and a thing together must be as sure as this. A bare "need" (0.5) before a thing of the rows passes; "want"
/// (0.4) needs more: a price, a brand, a second cue.
pub(super) const RAISED_FROM: f32 = 0.45;
/// So many cues of a message are tried: whoever wants more things in one breath repeats himself.
const MOST_CUES: usize = 32;
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
pub(super) const PRICED: f32 = 1.4;

/// A wish that a message raises.
pub(super) struct Raised {
    pub(super) wish: Wish,
    /// How sure it is that its thing is one.
    pub(super) sureness: f32,
    /// It asks for a part: "I'd like a larger screen" behind a wish for a television.
    pub(super) part: bool,
    /// Its thing was named before and is only pointed at.
    pub(super) pointed: bool,
    /// It stands beside the wish before it and does not take its place: "also a mouse".
    pub(super) beside: bool,
    pub(super) cue_end: usize,
}

/// The wishes that a message raises, in the order in which it names their things; mostly none.
pub(super) fn raise(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> Vec<Raised> {
    let utterance = &utterances[at];
    let mut bonds = bonds(utterances, at, context);
    if bonds.is_empty() {
        let cue = fronted::fronted(utterance)
            .filter(|cue| cue.what.1 >= RAISED_FROM)
            .or_else(|| talk::spoken_for(utterances, at, context));
        bonds.extend(cue.map(|cue| Bond {
            thing: Thing::named(at, cue.start..utterance.sentence(cue.start).end, 1.0),
            cue,
            score: RAISED_FROM,
        }));
    }
    several::with_those_beside(utterance, at, &mut bonds, context);
    wishes_of(utterances, at, &bonds, context)
}

/// The wishes for some things of a message.
pub(super) fn wishes_of(utterances: &[Utterance<'_>], at: usize, bonds: &[Bond], context: &Context<'_>) -> Vec<Raised> {
    let utterance = &utterances[at];
    let price = slot::price(utterance, context, true);
    let here = bonds.iter().filter(|bond| bond.thing.source == at);
    let said: Vec<Range<usize>> = here.map(|bond| bond.thing.range.clone()).collect();
    let message = Message {
        utterances,
        at,
        price: &price,
        said: &said,
    };
    let of_bond = |(place, bond): (usize, &Bond)| {
        let mut raised = wish_of(&message, bond, context)?;
        raised.beside = place > 0 || several::adds(utterance, bond);
        Some(raised)
    };
    bonds.iter().enumerate().filter_map(of_bond).collect()
}

/// The surest cue of a message with its thing, and other cues for other things.
fn bonds(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> Vec<Bond> {
    let utterance = &utterances[at];
    let priced = slot::price(utterance, context, true).limit.is_some();
    // Asked once a message, however many cues it has.
    let eagerness = LazyCell::new(|| context.lexicon.eagerness(&utterance.tokens));
    let is_technical = LazyCell::new(|| talk::is_technical(utterances, at, context));
    let mut found: Vec<Bond> = Vec::new();
    for cue in utterance.cues.iter().filter(|cue| cue.what.0.raises()).take(MOST_CUES) {
        let Some(thing) = thing_of(utterances, at, cue, context).filter(|_| !asks_back(utterance, cue)) else {
            continue;
        };
        let mut score = strength(cue.what) * thing.sureness;
        let surely = || talk::surely_wishes(*eagerness);
        if contradicted(utterance, cue, (thing.source == at).then_some(&thing.range), &surely) {
            score *= CONTRARY;
        }
        if priced {
            score *= PRICED;
        }
        // Who wants or needs a thing that rows know, or asks where to buy one, may talk about software as well.
        let buys = thing.known && matches!(cue.what.0, Cue::Want | Cue::Gift) || cue.what.1 >= 1.0;
        if cue.what.0 == Cue::Want && !thing.known {
            score *= talk::worth(*eagerness);
        }
        if !buys && score >= RAISED_FROM && *is_technical {
            score *= talk::TECHNICAL;
        }
        if score >= RAISED_FROM {
            found.push(Bond { cue: *cue, thing, score });
        }
    }
    // Of equals the first.
    let Some(best) = (0..found.len()).rev().max_by(|a, b| found[*a].score.total_cmp(&found[*b].score)) else {
        return found;
    };
    let mut bonds = vec![found.swap_remove(best)];
    found.sort_by_key(|bond| bond.cue.start);
    for other in found {
        if several::is_another(utterance, &bonds, &other) {
            bonds.push(other);
        }
    }
    bonds.sort_by_key(|bond| bond.thing.range.start);
    bonds
}

/// The message that wishes are read from.
struct Message<'a, 'b> {
    utterances: &'b [Utterance<'a>],
    at: usize,
    price: &'b PriceSlot,
    /// The tokens that say what its things are like; what one is like the others are not.
    said: &'b [Range<usize>],
}

/// The wish for a thing: what is said of it, around the cue and in the rest of the message.
fn wish_of(message: &Message<'_, '_>, bond: &Bond, context: &Context<'_>) -> Option<Raised> {
    let Message {
        utterances,
        at,
        price,
        said,
    } = *message;
    let (utterance, cue, thing) = (&utterances[at], &bond.cue, &bond.thing);
    let before = thing.source != at;
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
        && let Some((owner, made_for)) = belongs_to(utterances, at, thing, &accessory, context)
    {
        gathered.concepts.push(owner);
        if let Some(made_for) = made_for {
            gathered.rename_head(Concept::of_lexeme(context.lexicon, made_for, Role::Head, 1.0));
        }
    }
    gathered.add_context(rest_of_message(utterance, said, &price.used, context));
    let mut wish = gathered.into_wish(utterance);
    wish.price = match said.iter().position(|range| !before && *range == thing.range) {
        Some(place) if said.len() > 1 => {
            // "a kettle and a toaster under 50" has one limit, "a power bank, and a case, nothing over 10" has one for the case.
            let clause = utterance.clause(thing.range.start);
            let apart = said
                .iter()
                .enumerate()
                .filter(|(other, range)| *other < place || !clause.contains(&range.start));
            price.limit_of(&thing.range, &apart.map(|(_, range)| range.clone()).collect::<Vec<_>>())
        }
        _ => price.limit,
    };
    let says_something = !wish.concepts.is_empty() || !wish.brands.is_empty();
    says_something.then_some(Raised {
        wish,
        sureness: thing.sureness,
        part: thing.part,
        pointed: thing.pointed,
        beside: false,
        cue_end: cue.end,
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

/// How surely a cue wants something, of the weight of its row.
pub(super) fn strength((cue, weight): (Cue, f32)) -> f32 {
    match cue {
        Cue::Broke | Cue::Plan => weight * BROKE,
        _ => weight,
    }
}

/// Whether the words around the cue say the opposite: owning, selling, joking; or refuse the cue itself. Near it, since chats
/// have few commas: "my pc has no slot so i need a drive" wants one.
fn contradicted(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, thing: Option<&Range<usize>>, surely: &dyn Fn() -> bool) -> bool {
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
    let attached = cue.cost >= AND_COST && utterance.tokens.form(cue.start).starts_with('و');
    let begins = attached || cue.start > 0 && utterance.reads_arabic() && utterance.is_and(cue.start - 1) || is_joined(utterance, cue);
    utterance.cues.iter().any(|other| {
        let in_clause = clause.contains(&other.start);
        let before = !begins && in_clause && other.start < cue.start && other.end + CONTRARY_REACH >= cue.start;
        let behind = other.start >= cue.start && other.start < until && other.start != cue.start;
        // Who sells asks for offers, not for things: "selling my screen, the price is in the post".
        // "I'm selling the table and want to buy a shelf" buys.
        let apart = begins && cue.what.0 == Cue::Want;
        let sells = other.what.0 == Cue::Sell && utterance.sentence(cue.start).contains(&other.start) && !apart;
        let refused = matches!(other.what.0, Cue::Refuse | Cue::Drop) && in_clause && other.start < cue.start && other.end >= cue.start;
        let names = utterance.lexemes.iter().any(|l| l.start <= other.start && other.end <= l.end);
        refused || sells || other.what.0.is_contrary() && !names && (before || behind) && !surely()
    })
}

/// "got it working but i need a mouse", "picking up the kids then we need a printer": the cue begins a clause of its own.
fn is_joined(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>) -> bool {
    const CONJUNCTIONS: &[&str] = &["but", "then", "so", "now"];
    let subject = cue.start > 0 && matches!(utterance.tokens.form(cue.start - 1), "i" | "we");
    let before = cue.start.checked_sub(if subject { 2 } else { 1 });
    before.is_some_and(|at| CONJUNCTIONS.contains(&utterance.tokens.form(at)))
}

/// What a message says outside of what it says about its things.
fn rest_of_message(utterance: &Utterance<'_>, said: &[Range<usize>], used: &[bool], context: &Context<'_>) -> Gathered {
    let mut rest = Gathered::default();
    let mut at = 0;
    while at < utterance.tokens.len() {
        let sentence = utterance.sentence(at);
        let end = sentence.end;
        let mut parts = vec![sentence];
        for range in said {
            parts = parts
                .into_iter()
                .flat_map(|part| [part.start..part.end.min(range.start), part.start.max(range.end)..part.end])
                .filter(|part| part.start < part.end)
                .collect();
        }
        for part in parts {
            rest.add_context(keyword::gather(utterance, &part, used, context, false));
        }
        at = end;
    }
    rest
}
