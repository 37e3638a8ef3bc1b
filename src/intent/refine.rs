//! What later messages do to an open wish: they add, correct and refuse.

use super::concept::{Concept, Facet, Role, join};
use super::keyword::{MEASURE, gather};
use super::utterance::Utterance;
use super::{Context, Wish};
use crate::analysis::{Gap, Script, plain_number};
use crate::lexicon::Cue;

/// What words of later messages by the same author are worth, and by a friend.
const LATER: f32 = 0.55;
const ADVICE: f32 = 0.2;

/// A message that says so few things is an answer.
const SHORT_ANSWER: usize = 2;
/// A question of at most so many words about a brand is one for its products.
const SHORT_QUESTION: usize = 9;

/// A later message that raises no wish of its own refines the open one.
pub(super) fn elaborate(wish: &mut Wish, utterance: &Utterance<'_>, own: bool, context: &Context<'_>) {
    let price = super::slot::price(utterance, context, false);
    let gathered = gather(utterance, &(0..utterance.tokens.len()), &price.used, context, false);
    if own {
        wish.price = price.limit.or(wish.price);
        wish.condition = gathered.condition.or(wish.condition);
        wish.used_too |= gathered.used_too;
        if chooses(utterance) && !gathered.brands.is_empty() {
            wish.brands = gathered.brands.clone();
        }
        wish.refused_brands.extend(gathered.refused_brands.iter().cloned());
        for (name, terms) in &gathered.refused {
            wish.refused.push(name.clone());
            wish.refused_terms.extend(terms.iter().cloned());
        }
    }
    if let Some(closer) = gathered
        .concepts
        .iter()
        .find(|c| own && is_closer(wish, c, utterance, context))
        .cloned()
    {
        wish.concepts.retain(|concept| concept.role != Role::Head);
        wish.concepts.insert(
            0,
            Concept {
                role: Role::Head,
                weight: 1.0,
                ..closer
            },
        );
    }
    let meant = own.then(|| meant_measure(wish, utterance, &price.used)).flatten();
    let mut concepts = gathered.into_context();
    // "history": a short answer is about the thing, whatever it says.
    let answers = own && content(utterance, context) <= SHORT_ANSWER;
    concepts.retain(|concept| concept.describes || answers && !concept.is_kind);
    concepts.extend(meant);
    // What was refused just now is no longer wanted: "not a black one".
    wish.concepts
        .retain(|concept| concept.role == Role::Head || !wish.refused.contains(&concept.name));
    for concept in &mut concepts {
        let corrects = own && corrected(&mut wish.concepts, concept);
        concept.role = if corrects { Role::Modifier } else { Role::Context };
        concept.weight *= if own && !corrects {
            LATER
        } else if own {
            1.0
        } else {
            ADVICE
        };
    }
    join(&mut wish.concepts, concepts, 1.0);
}

/// Whether a message chooses the brand that it names: by a cue, or in a question ("is there an apple one").
fn chooses(utterance: &Utterance<'_>) -> bool {
    const ASKS: &[&str] = &["is", "are", "any", "do", "got", "have", "what", "how", "شو", "في", "عندكم"];
    let cue = utterance
        .cues
        .iter()
        .any(|c| matches!(c.what.0, Cue::Want | Cue::Prefer | Cue::Ask));
    let last = utterance.tokens.len().checked_sub(1);
    let asks = last.is_some_and(|last| utterance.tokens.gap_behind(last) == Gap::Question || ASKS.contains(&utterance.tokens.form(0)));
    cue || asks && utterance.tokens.len() <= SHORT_QUESTION
}

/// Whether a thing of a later message is a closer name of the wished one: "I want a display" ... "sorry, it's a computer monitor";
/// "a book" ... "a novel is ok".
fn is_closer(wish: &Wish, thing: &Concept, utterance: &Utterance<'_>, context: &Context<'_>) -> bool {
    /// As sure as this two names are of one thing, or one of a kind of the other: a macbook, of laptops.
    const RELATED: f32 = 0.3;
    let Some(head) = wish.concepts.iter().find(|c| c.role == Role::Head) else {
        return false;
    };
    let ids = context.lexicon.lexeme(&head.name).zip(context.lexicon.lexeme(&thing.name));
    let Some((open, named)) = ids.filter(|(open, named)| open != named && thing.is_kind && thing.role == Role::Head) else {
        return false;
    };
    let names = |a, b| {
        context
            .lexicon
            .names(a)
            .iter()
            .any(|(id, sureness)| *id == b && *sureness >= RELATED)
    };
    let related = names(open, named) || names(named, open);
    let only_asks = utterance
        .cues
        .iter()
        .all(|c| matches!(c.what.0, Cue::Want | Cue::Prefer | Cue::Ask));
    related && only_asks && (chooses(utterance) || says_which(utterance) || content(utterance, context) <= SHORT_ANSWER)
}

/// "It's a monitor", "a novel is fine".
fn says_which(utterance: &Utterance<'_>) -> bool {
    const FINE: &[&str] = &["ok", "okay", "fine", "good", "works"];
    let form = |at: usize| (at < utterance.tokens.len()).then(|| utterance.tokens.form(at));
    let is_a = |at: usize| match form(at) {
        Some("its" | "it's") => matches!(form(at + 1), Some("a" | "an")),
        Some("it") => form(at + 1) == Some("is") && matches!(form(at + 2), Some("a" | "an")),
        _ => false,
    };
    let last = utterance.tokens.len().saturating_sub(1);
    (0..utterance.tokens.len()).any(is_a) || form(last).is_some_and(|last| FINE.contains(&last))
}

/// How many words of a message say something.
fn content(utterance: &Utterance<'_>, context: &Context<'_>) -> usize {
    (0..utterance.tokens.len())
        .filter(|at| utterance.says_something(*at, context))
        .count()
}

/// "need a laptop 14 inch" ... "*15.6 i meant": a bare number in the place of the measure that was said.
fn meant_measure(wish: &Wish, utterance: &Utterance<'_>, used: &[bool]) -> Option<Concept> {
    const MEANT: &[&str] = &[
        "meant", "mean", "sorry", "no", "nope", "wait", "not", "قصدي", "اقصد", "لا", "مو", "مش", "2asde", "2asdi", "8asdi", "la2", "la",
        "estanna",
    ];
    let unit = wish.concepts.iter().find_map(|c| match c.facet {
        Some(Facet::Measure(unit)) => Some(unit),
        _ => None,
    })?;
    let corrects = utterance.tokens.iter().any(|(_, form)| MEANT.contains(&form));
    let is_bare = |at: &usize| {
        let number = utterance.tokens.token(*at).script == Script::Number;
        number && !used.get(*at).copied().unwrap_or(false) && utterance.measured(*at).is_none()
    };
    let negated = |at: usize| at > 0 && matches!(utterance.tokens.form(at - 1), "not" | "مو" | "مش" | "no" | "mish" | "msh");
    let at = (0..utterance.tokens.len())
        .filter(|at| corrects && is_bare(at))
        .find(|at| !negated(*at))?;
    let term = format!("{}{unit}", plain_number(utterance.tokens.form(at)));
    let mut concept = Concept::of_terms(&term, vec![term.clone()], Role::Modifier, MEASURE);
    concept.describes = true;
    concept.facet = Some(Facet::Measure(unit));
    Some(concept)
}

/// Takes out what a later word of the same person corrects: "black ... no, white", "43 inch ... sorry, 55 inch".
pub(super) fn corrected(concepts: &mut Vec<Concept>, by: &Concept) -> bool {
    let before = concepts.len();
    if by.facet.is_some() {
        concepts.retain(|known| known.facet != by.facet || known.name == by.name);
    }
    concepts.len() < before
}
