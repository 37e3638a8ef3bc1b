//! Features of a candidate -> one score, with the reasons in words.

use super::Ranked;
use super::kind::{MEANT_FOR, ThingWords, WishWords};
use crate::catalog::{Candidate, Found, is_number, sketch_of};
use crate::intent::{Concept, Role, Wish};

/// Of a product's score, this part is there however little of the wish it covers; the rest grows with coverage: all of
/// the wish once is worth more than one word of it often.
const UNCOVERED: f32 = 0.35;
/// In chat a product must have the wish's head; a head found only in a description is hearsay.
const HEAD_IN_DESCRIPTION: f32 = 0.5;
/// A category says what a product is, or only what it belongs to.
const HEAD_IN_CATEGORY: f32 = 0.55;
/// What a product is worth at least for a query of several words whose thing it is not.
const TYPED_HEADLESS: f32 = 0.5;
/// A case that does not say that it fits the phone.
const NOT_COMPATIBLE: f32 = 0.12;
/// The same where fewer than one title in so many says what it fits.
const NOT_SAID: f32 = 0.8;
const SELDOM_SAID: usize = 5;
/// Over a limit whose currency is unknown: ranked behind everything within.
const OVER_BARE_LIMIT: f32 = 0.2;

/// Why a product is where it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reason {
    /// It has this word of the wish.
    Has(String),
    /// It is something for the wished thing.
    OnlyFor,
    /// It lacks this word of the wish.
    Lacks(String),
}

/// Scores every candidate that may be shown for the wish.
pub(super) fn score(candidates: &[Candidate], wish: &Wish, things: &ThingWords) -> Vec<Ranked> {
    let words = WishWords::of(wish);
    let unfitting = unfitting(candidates, wish);
    let scored = candidates.iter().enumerate().filter_map(|(at, candidate)| {
        score_one(candidate, wish, things, &words, unfitting).map(|(score, sure, reasons)| Ranked { at, score, sure, reasons })
    });
    let mut scored: Vec<Ranked> = scored.collect();
    if !wish.typed {
        scored.retain(|ranked| !names_another(&candidates[ranked.at], wish));
    }
    // What it goes with is a filter: where a sure one says that it fits, a case for another phone is no answer. Where none does, those
    // are shown that may fit, and the reasons name what they do not mention.
    let fits = |ranked: &Ranked| fits(&candidates[ranked.at], wish);
    if unfitting < NOT_SAID && !wish.typed && scored.iter().any(|ranked| ranked.sure && fits(ranked)) {
        scored.retain(fits);
    }
    scored
}

/// Whether a product names all that it must go with.
fn fits(candidate: &Candidate, wish: &Wish) -> bool {
    let mut named = wish.concepts.iter().zip(&candidate.found);
    named.all(|(concept, found)| concept.role != Role::Compatible || *found != Found::Hardly)
}

/// Whether a title has another number behind what the accessory must go with: "iPhone 12 case" for an iphone 13.
fn names_another(candidate: &Candidate, wish: &Wish) -> bool {
    let compatible = || {
        wish.concepts
            .iter()
            .zip(&candidate.found)
            .filter(|(c, _)| c.role == Role::Compatible)
    };
    let has_digit = |concept: &Concept| concept.name.contains(|c: char| c.is_ascii_digit());
    if !compatible().any(|(concept, found)| has_digit(concept) && *found == Found::Hardly) {
        return false;
    }
    let names = compatible().filter(|(concept, _)| !has_digit(concept));
    let last_words = names.flat_map(|(concept, _)| concept.variants.iter().filter_map(|v| v.terms.last()));
    let last_words: Vec<u32> = last_words.map(|word| sketch_of(word)).collect();
    let mut pairs = candidate.sketch.windows(2);
    pairs.any(|pair| last_words.contains(&pair[0]) && is_number(pair[1]))
}

/// What an accessory is worth that does not say that it fits. Where a shop's titles of the kind hardly ever say so, it says little: memory
/// cards "for the camera" name no camera, phone cases name the phone.
fn unfitting(candidates: &[Candidate], wish: &Wish) -> f32 {
    let place = |role: Role| wish.concepts.iter().position(|c| c.role == role);
    let (Some(head), Some(fits)) = (place(Role::Head), place(Role::Compatible)) else {
        return NOT_COMPATIBLE;
    };
    if !wish.concepts[fits].is_kind {
        return NOT_COMPATIBLE;
    }
    let of_kind = candidates.iter().filter(|c| c.found[head] == Found::InTitle);
    let (all, saying) = of_kind.fold((0, 0), |(all, saying), c| {
        (all + 1, saying + usize::from(c.found[fits] != Found::Hardly))
    });
    if saying * SELDOM_SAID < all { NOT_SAID } else { NOT_COMPATIBLE }
}

fn score_one(
    candidate: &Candidate,
    wish: &Wish,
    things: &ThingWords,
    words: &WishWords,
    unfitting: f32,
) -> Option<(f32, bool, Vec<Reason>)> {
    let mut text = 0.0;
    let (mut covered, mut wanted) = (0.0, 0.0);
    let mut head = None;
    let mut compatible = 1.0;
    let mut reasons = Vec::new();
    for ((concept, evidence), found) in wish.concepts.iter().zip(&candidate.groups).zip(&candidate.found) {
        text += concept.weight * evidence;
        if concept.role != Role::Context {
            wanted += concept.weight;
            covered += if *evidence > 0.0 { concept.weight } else { 0.0 };
            reasons.push(if *evidence > 0.0 {
                Reason::Has(concept.name.clone())
            } else {
                Reason::Lacks(concept.name.clone())
            });
        }
        if concept.role == Role::Compatible && *found == Found::Hardly {
            compatible *= unfitting;
        }
        if concept.role == Role::Head {
            let found = match found {
                Found::InTitle => 1.0,
                Found::InCategory => HEAD_IN_CATEGORY,
                Found::InText => HEAD_IN_DESCRIPTION,
                Found::Hardly => 0.0,
            };
            head = Some(head.unwrap_or(0.0_f32).max(found));
        }
    }
    let head = head.unwrap_or(1.0);
    if head == 0.0 && !wish.typed {
        return None;
    }
    let coverage = if wanted > 0.0 { covered / wanted } else { 1.0 };
    let fit = things.fit(&candidate.sketch, words);
    let sure = fit >= 1.0 && head == 1.0 && words.has_heads();
    if fit <= MEANT_FOR && !wish.typed && words.known {
        return None;
    }
    if fit < 0.5 {
        reasons.push(Reason::OnlyFor);
    }
    // In a query of several words the thing matters most: an adapter before an electric shaver for محول كهرباء (power adapter).
    let head = match wish.typed {
        true if wanted > 1.5 => TYPED_HEADLESS.max(head),
        true => 1.0,
        false => head,
    };
    let score =
        (text.max(f32::MIN_POSITIVE)) * (UNCOVERED + (1.0 - UNCOVERED) * coverage) * fit * head * compatible * bare_price(candidate, wish);
    Some((score, sure, reasons))
}

/// A limit without a currency filters nothing; it only ranks, in the price's own major units as near as that is known.
fn bare_price(candidate: &Candidate, wish: &Wish) -> f32 {
    let Some(limit) = wish.price.filter(|limit| limit.currency.is_none()) else {
        return 1.0;
    };
    let Some(price) = candidate.price_major else {
        return OVER_BARE_LIMIT;
    };
    let within = limit.max.is_none_or(|max| price <= max) && limit.min.is_none_or(|min| price >= min);
    if within { 1.0 } else { OVER_BARE_LIMIT }
}
