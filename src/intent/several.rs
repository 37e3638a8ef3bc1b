//! Several things wanted at once: "a kettle, a toaster and some mugs", "I'm also after a stove", "وكمان شاحن".
//!
//! Things are wanted together where nothing but an "and" or a comma and their articles stand between them. What has an "also" beside it,
//! in this message or a later one, is wanted beside the thing before it and does not take its place.

use super::Context;
use super::mention::{CLASS_NOUNS, Determiner, KNOWN_FROM, Mention, joins_thing};
use super::standing::{is_governed, is_part};
use super::thing::{Bond, Thing, is_refused};
use super::utterance::{Spanned, Utterance};
use crate::analysis::{Gap, Script};
use crate::lexicon::{Cue, Kinds, Part};
use std::ops::Range;

/// At most so many things of a message are wishes of their own.
pub(super) const MOST: usize = 3;
/// What says "also" less surely than this has other uses ("too big", بعد العيد) and must touch the cue or the thing, or end the clause.
const SURELY_ALSO: f32 = 0.6;
/// A message that only adds something is short.
const SHORT: usize = 14;
/// Another cue of a message raises a wish of its own from here on: "I need a tent. I'm after a stove".
const ANOTHER_FROM: f32 = 0.8;
/// And its thing must be as sure: one that is there already ("the camera") is not.
const OPEN_FROM: f32 = 0.7;
/// How many words may stand before what is added: "oh yeah and a".
const FILLERS: usize = 3;

/// Behind these another thing begins, whatever stood before: "a thobe for dad and a black abaya".
const INDEFINITE: &[&str] = &["a", "an", "some", "another", "un", "une", "des", "شي"];
/// Behind these what follows is somebody's, a part, another choice or refused.
const NOT_BETWEEN: &[&str] = &["i", "you", "he", "she", "we", "they", "with", "without", "has", "have", "or", "not"];

/// Adds the things that are named beside the things of a message's cues, and gives each its own words.
pub(super) fn with_those_beside(utterance: &Utterance<'_>, at: usize, bonds: &mut Vec<Bond>, context: &Context<'_>) {
    for place in 0..bonds.len() {
        let bond = &bonds[place];
        if bond.thing.source != at {
            continue;
        }
        let (cue, score, end) = (bond.cue, bond.score, bond.thing.range.end);
        for mention in row(utterance, &bond.thing, context) {
            if bonds.iter().all(|b| b.thing.source != at || b.thing.range.start != mention.start) {
                let thing = Thing::named(at, mention.start..end.max(mention.end), mention.sureness);
                bonds.push(Bond { cue, thing, score });
            }
        }
    }
    // "I want a grill for the yard. a garden hose too"
    let last = bonds.iter().filter(|b| b.thing.source == at).map(|b| b.cue.start).max();
    let no_cue = |m: &&Mention| last.is_some_and(|cue| m.start > cue && !utterance.sentence(cue).contains(&m.start));
    for mention in utterance.mentions.iter().filter(no_cue) {
        let known = bonds
            .iter()
            .any(|b| b.thing.source == at && utterance.sentence(b.thing.range.start).contains(&mention.start));
        let open = mention.determiner != Determiner::Possessed && is_wanted_thing(utterance, mention, context);
        if !known && open && is_added(utterance, mention) {
            bonds.push(without_cue(utterance, at, mention));
        }
    }
    if bonds.len() < 2 {
        return;
    }
    bonds.sort_by_key(|bond| bond.thing.range.start);
    bonds.truncate(MOST);
    for place in 1..bonds.len() {
        let next = bonds[place].thing.range.start;
        let before = &mut bonds[place - 1].thing;
        if before.source == at {
            before.range.end = before.range.end.min(next);
        }
    }
}

/// Whether a cue's thing is wanted beside another one: "also a", "a mouse too", or an "and" that begins the message.
pub(super) fn adds(utterance: &Utterance<'_>, bond: &Bond) -> bool {
    let (cue, thing) = (&bond.cue, &bond.thing.range);
    let begins = utterance.is_and(0) || cue.start == 0 && begins_with_and(utterance, 0);
    begins
        || utterance
            .parts
            .iter()
            .any(|part| part.what.0 == Part::Also && says_also(utterance, part, cue.start, thing))
}

/// Whether another cue of a message has a thing of its own to want.
pub(super) fn is_another(utterance: &Utterance<'_>, bonds: &[Bond], other: &Bond) -> bool {
    let wants = matches!(other.cue.what.0, Cue::Want | Cue::Ask | Cue::Gift) && other.thing.known && bonds.len() < MOST;
    let apart = |bond: &Bond| {
        let later = if bond.cue.start > other.cue.start { bond } else { other };
        let said = adds(utterance, later) || begins_with_and(utterance, later.cue.start);
        let open = other.thing.sureness >= OPEN_FROM;
        let surely = other.score >= ANOTHER_FROM && !other.thing.part && !other.thing.pointed;
        let sentences = !utterance.sentence(bond.cue.start).contains(&other.cue.start);
        let things = bond.thing.source == other.thing.source && bond.thing.range.start != other.thing.range.start;
        things && open && (said || surely && sentences)
    };
    // "i want something that protects the camera"
    let between = other.cue.end..other.thing.range.start;
    let something = |part: &Spanned<(Part, f32)>| part.what.0 == Part::Kind && between.contains(&part.start);
    wants && !utterance.parts.iter().any(something) && bonds.iter().all(apart)
}

/// What a message adds to an open wish that has no cue of its own: "and a mouse too", "oh plus a charger", "وكمان شاحن".
pub(super) fn addition(utterance: &Utterance<'_>, at: usize, context: &Context<'_>) -> Option<Bond> {
    if utterance.tokens.len() > SHORT || utterance.speaks_against() {
        return None;
    }
    let open = |m: &&Mention| m.determiner != Determiner::Possessed && is_wanted_thing(utterance, m, context);
    let mention = utterance.mentions.first().filter(open)?;
    let and = |at: usize| utterance.is_and(at);
    let small = |at: usize| utterance.stop[at] || and(at) || utterance.is_part(at);
    let first = (0..mention.start).rev().take_while(|at| small(*at)).last().unwrap_or(mention.start);
    let begins = (first..mention.start).any(and) || joins_thing(utterance, mention.start, context);
    let adds = is_added(utterance, mention) || begins && !is_part(utterance, mention, context);
    (adds && first <= FILLERS).then(|| without_cue(utterance, at, mention))
}

/// Whether an "also" stands beside a noun phrase.
fn is_added(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let said = |part: &Spanned<(Part, f32)>| says_also(utterance, part, mention.start, &(mention.start..mention.end));
    utterance.parts.iter().any(|part| part.what.0 == Part::Also && said(part))
}

/// A thing that another cue's wish was extended to.
fn without_cue(utterance: &Utterance<'_>, at: usize, mention: &Mention) -> Bond {
    Bond {
        cue: Spanned {
            start: mention.start,
            end: mention.end,
            gapped: false,
            cost: 0.0,
            what: (Cue::Want, 1.0),
        },
        thing: Thing::named(at, mention.start..utterance.sentence(mention.start).end, mention.sureness),
        score: 1.0,
    }
}

/// The things that stand in a row with a thing of a message, without that thing.
fn row<'u>(utterance: &'u Utterance<'_>, thing: &Thing, context: &Context<'_>) -> Vec<&'u Mention> {
    let things: Vec<&Mention> = utterance
        .mentions
        .iter()
        .filter(|m| is_named_thing(utterance, m, context))
        .collect();
    let Some(own) = things.iter().position(|m| m.start == thing.range.start) else {
        return Vec::new();
    };
    let joined = |a: usize, b: usize| are_joined(utterance, things[a], things[b], context);
    // "both my dryer and my iron died, i need new ones": what is replaced is somebody's.
    let free = |m: &Mention| thing.pointed || m.determiner != Determiner::Possessed;
    let last = (own + 1..things.len())
        .take_while(|next| (thing.pointed || things[*next].start < thing.range.end) && free(things[*next]) && joined(next - 1, *next))
        .last();
    let wanted = |at: usize| free(things[at]) && is_wanted_thing(utterance, things[at], context);
    let first = (0..own)
        .rev()
        .take_while(|before| wanted(*before) && joined(*before, before + 1))
        .last();
    let row = first.unwrap_or(own)..last.unwrap_or(own) + 1;
    row.filter(|at| *at != own).map(|at| things[at]).collect()
}

/// Whether two things that follow each other are wanted together.
fn are_joined(utterance: &Utterance<'_>, before: &Mention, next: &Mention, context: &Context<'_>) -> bool {
    let alike = next.determiner == Determiner::Open || next.determiner == before.determiner;
    let wanted = is_wanted_thing(utterance, next, context) && alike && utterance.sentence(before.start).contains(&next.start);
    let between = before.end..next.start;
    let form = |at: usize| utterance.tokens.form(at);
    let and = |at: usize| utterance.is_and(at) || utterance.says_also(at);
    let in_cue = |at: usize| utterance.cues.iter().any(|c| !c.gapped && c.start <= at && at < c.end);
    if !wanted
        || between
            .clone()
            .any(|at| NOT_BETWEEN.contains(&form(at)) && !utterance.says_also(at) || in_cue(at))
    {
        return false;
    }
    let said = |last: usize| (before.end.max(last.saturating_sub(FILLERS))..last).any(and);
    let indefinite = |at: usize| INDEFINITE.contains(&form(at)) && said(at);
    let small = |at: usize| {
        and(at) || is_amount(utterance, at) || utterance.stop[at] && !utterance.breaks(at) && !context.lexicon.is_verb(form(at))
    };
    let comma = (before.end..=next.start).any(|at| utterance.tokens.token(at).gap >= Gap::Clause);
    let joins = comma || joins_thing(utterance, next.start, context) || between.clone().any(and);
    let article = comma || between.clone().any(|at| !and(at));
    between.clone().any(indefinite) || joins && between.clone().all(small) && (article || !shares_head(utterance, next, context))
}

/// "a phone and tablet stand", "hat and scarf set": one thing for both.
fn shares_head(utterance: &Utterance<'_>, next: &Mention, context: &Context<'_>) -> bool {
    let accessory = utterance
        .lexemes
        .iter()
        .filter(|l| l.start >= next.start && l.end <= next.end)
        .any(|l| context.lexicon.kinds(l.what).has(Kinds::ACCESSORY));
    next.end > next.start + 1 && accessory && !utterance.reads_arabic() || CLASS_NOUNS.contains(&utterance.tokens.form(next.end - 1))
}

fn is_named_thing(utterance: &Utterance<'_>, mention: &Mention, context: &Context<'_>) -> bool {
    let is_thing = utterance
        .lexeme_at(mention.head)
        .is_some_and(|l| context.lexicon.kinds(l.what).is_thing());
    is_thing && mention.sureness >= KNOWN_FROM
}

/// Whether a noun phrase names a thing that one may want beside another: it is not what another one is for or with, and not refused.
fn is_wanted_thing(utterance: &Utterance<'_>, mention: &Mention, context: &Context<'_>) -> bool {
    let beside = |at: usize| at > 0 && utterance.says_also(at - 1);
    let governed = is_governed(utterance, mention) && !beside(mention.start) && !beside(mention.start.saturating_sub(1));
    // محتاجة برنتر، حبر عندي كتير
    let clause = utterance.clause(mention.start);
    let contrary = |c: &Spanned<(Cue, f32)>| c.what.0.is_contrary() && c.start >= mention.end && clause.contains(&c.start);
    let free = !governed && !has_particle(utterance, mention, context);
    // "telefon, bin 60 w 90": between, in Arabizi.
    let number = |at: usize| at < utterance.tokens.len() && utterance.tokens.token(at).script == Script::Number;
    let behind = utterance.lexeme_at(mention.head).map_or(mention.end, |l| l.end);
    let amount = utterance.reads_arabic() && number(behind) && utterance.measured(behind).is_none();
    let kept = !is_refused(utterance, mention) && !amount && !utterance.cues.iter().any(contrary);
    free && kept && is_named_thing(utterance, mention, context)
}

/// Whether a preposition is written onto a name: بالزربة (in haste) is no carpet to buy.
fn has_particle(utterance: &Utterance<'_>, mention: &Mention, context: &Context<'_>) -> bool {
    let form = utterance.tokens.form(mention.head);
    let attached = |particle: char| {
        let name = |id| context.lexicon.name(id).starts_with(particle);
        form.starts_with(particle) && utterance.lexeme_at(mention.head).is_some_and(|l| !name(l.what))
    };
    ['ب', 'ل', 'ف', 'ك', 'ع'].into_iter().any(attached)
}

/// Whether an "also" is said of a cue and its thing, by where it stands.
fn says_also(utterance: &Utterance<'_>, also: &Spanned<(Part, f32)>, cue: usize, thing: &Range<usize>) -> bool {
    let clause = utterance.clause(cue);
    let last = also.end - 1;
    let ends = also.end >= utterance.clause(last).end || utterance.tokens.gap_behind(last) >= Gap::Clause;
    let surely = also.what.1 >= SURELY_ALSO;
    let touches = also.end == cue || also.end == thing.start;
    // "another thing, i'm looking for covers": a clause of its own.
    let before = also.start < thing.start && also.end >= clause.start;
    let behind = also.start >= thing.start && utterance.clause(thing.start).contains(&also.start) && ends;
    before && (surely || touches) || behind
}

/// Whether an "and" stands before a cue, or is written onto it: "and i need", وبدي.
fn begins_with_and(utterance: &Utterance<'_>, cue: usize) -> bool {
    let near = cue.saturating_sub(2)..cue;
    let attached = utterance.cues.iter().any(|c| c.start == cue && c.cost > 0.0) && utterance.tokens.form(cue).starts_with('و');
    attached || near.into_iter().any(|at| utterance.is_and(at))
}

/// Whether a token belongs to a price.
fn is_amount(utterance: &Utterance<'_>, at: usize) -> bool {
    let limit = utterance.limits.iter().any(|l| l.start <= at && at < l.end);
    limit || utterance.tokens.token(at).script == Script::Number || utterance.currencies.iter().any(|c| c.start <= at && at < c.end)
}
