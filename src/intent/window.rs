//! Follows the wishes of a window from its oldest message: raised, joined, made more precise, ended.
//!
//! The newest wish takes the place of those before it, but for those that it stands beside.

use super::concept::{self, Concept, Role};
use super::gate::{Raised, raise, wishes_of};
use super::mention::KNOWN_FROM;
use super::refine;
use super::several::{self, MOST};
use super::thing::{Bond, Thing};
use super::utterance::Utterance;
use super::{Context, Intent, NoIntent, Wish};
use crate::lexicon::Cue;

/// A later wish takes the place of an open one from here on; a vaguer one refines it.
const REPLACES_FROM: f32 = 0.82;
/// A wish is over when so many admitted messages have followed it.
const MAX_AGE: usize = 24;

/// A wish in the making.
struct Draft {
    author: String,
    message: Option<usize>,
    /// Its place among the utterances.
    at: usize,
    wish: Wish,
    /// It did not take the place of the draft before it.
    beside: bool,
    ended: bool,
}

/// The newest wish that is still open, and those that it stands beside; newest message first, in a message as they were said.
pub(super) fn wishes(utterances: &[Utterance<'_>], context: &Context<'_>) -> Result<Intent, NoIntent> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (at, utterance) in utterances.iter().enumerate() {
        let open = drafts.last().filter(|open| !open.ended);
        let own = open.is_some_and(|open| open.author == utterance.author);
        let mut raised = raise(utterances, at, context);
        // "I want to buy a phone" ... "I'd like more storage", "might buy it": more about the open wish, no new one.
        if open.is_some() {
            raised.retain(|raised| raised.sureness >= REPLACES_FROM && !raised.part && !raised.pointed);
        }
        if raised.is_empty() && own {
            raised = added(utterances, at, context);
        }
        if raised.is_empty() {
            follow(&mut drafts, utterances, at, context);
        } else {
            raised.into_iter().for_each(|raised| take(&mut drafts, utterance, at, raised));
        }
    }
    let withdrawn = drafts.iter().any(|draft| draft.ended);
    let mut open = newest(drafts, utterances.len());
    open.sort_by_key(|draft| std::cmp::Reverse(draft.at));
    match open.is_empty() {
        false => Ok(Intent {
            wishes: open.into_iter().map(finished).collect(),
        }),
        true if withdrawn => Err(NoIntent::Withdrawn),
        true => Err(NoIntent::Nothing),
    }
}

/// The newest draft that is open, with those that it stands beside, in the order in which they were said.
fn newest(mut drafts: Vec<Draft>, utterances: usize) -> Vec<Draft> {
    let is_open = |draft: &Draft| !draft.ended && utterances - draft.at <= MAX_AGE;
    let mut open: Vec<Draft> = Vec::new();
    while let Some(draft) = drafts.pop() {
        let goes_on = draft.beside;
        if is_open(&draft) {
            open.push(draft);
        }
        if !open.is_empty() && !goes_on || open.len() == MOST {
            break;
        }
    }
    open.reverse();
    open
}

/// Takes a wish that a message raised: as another word for an open one, beside it, or in its place.
fn take(drafts: &mut Vec<Draft>, utterance: &Utterance<'_>, at: usize, raised: Raised) {
    let draft = Draft {
        author: utterance.author.to_owned(),
        message: utterance.index,
        at,
        beside: raised.beside,
        ended: ends(utterance, Some(raised.cue_end)),
        wish: raised.wish,
    };
    let from = first_of_newest(drafts);
    let same = drafts[from..]
        .iter_mut()
        .find(|open| !open.ended && same_thing(&open.wish, &draft.wish));
    match same {
        Some(open) => refine(open, draft),
        None => drafts.push(draft),
    }
}

/// What a message without a cue adds to the open wish of its author.
fn added(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> Vec<Raised> {
    let bonds: Vec<Bond> = several::addition(&utterances[at], at, context).into_iter().collect();
    let mut raised = wishes_of(utterances, at, &bonds, context);
    raised.iter_mut().for_each(|raised| raised.beside = true);
    raised
}

/// What a message that raises no wish does to the open ones: it ends them or says more about them.
fn follow(drafts: &mut Vec<Draft>, utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) {
    let utterance = &utterances[at];
    let from = first_of_newest(drafts);
    // Of several wishes a message is about the one that it names; about all that were raised at once, or else the last.
    let named: Vec<bool> = drafts[from..].iter().map(|draft| names(utterance, &draft.wish, context)).collect();
    let any_named = named.contains(&true);
    let newest = drafts.last().map_or(0, |draft| draft.at);
    let mut corrected = None;
    let open = drafts[from..].iter_mut().zip(named).filter(|(draft, _)| !draft.ended);
    for (draft, named) in open {
        let own = utterance.author == draft.author;
        let meant = if any_named { named } else { draft.at == newest };
        if own && ends(utterance, None) && (meant || !any_named) {
            draft.ended = true;
        } else if meant {
            refine::elaborate(&mut draft.wish, utterance, own, context);
            // "I don't want a camera any more": what is refused is the thing itself.
            let refused = |c: &Concept| c.role == Role::Head && draft.wish.refused.contains(&c.name);
            if own && draft.wish.concepts.iter().any(refused) {
                draft.ended = true;
                corrected = correction(utterances, at, context);
            }
        }
    }
    drafts.extend(corrected);
}

/// Where the wishes begin that stand beside the newest one.
fn first_of_newest(drafts: &[Draft]) -> usize {
    let last = drafts.len().saturating_sub(1);
    (0..=last)
        .rev()
        .find(|at| drafts.get(*at).is_none_or(|draft| !draft.beside))
        .unwrap_or(0)
}

fn names(utterance: &Utterance<'_>, wish: &Wish, context: &Context<'_>) -> bool {
    let is_head = |name: &str| wish.concepts.iter().any(|c| c.role == Role::Head && c.name == name);
    utterance.lexemes.iter().any(|l| is_head(context.lexicon.name(l.what)))
}

/// "not a mattress, a pillow": the thing behind the refused one is what is wanted.
fn correction(utterances: &[Utterance<'_>], at: usize, context: &Context<'_>) -> Option<Draft> {
    let utterance = &utterances[at];
    let cue = utterance.cues.iter().find(|c| c.what.0 == Cue::Refuse)?;
    let mut known = utterance.mentions.iter().filter(|m| m.start >= cue.end && m.sureness >= KNOWN_FROM);
    let (refused, meant) = (known.next()?, known.next()?);
    let bond = Bond {
        cue: *cue,
        thing: Thing::named(at, meant.start..utterance.sentence(meant.start).end, meant.sureness),
        score: meant.sureness,
    };
    let raised = wishes_of(utterances, at, &[bond], context).pop()?;
    (meant.start > refused.end).then(|| Draft {
        author: utterance.author.to_owned(),
        message: utterance.index,
        at,
        wish: raised.wish,
        beside: false,
        ended: false,
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
    wish.key = wish.key();
    wish
}
