//! Features of a candidate -> one score, with the reasons in words.

use super::Ranked;
use super::kind::{Fit, ThingWords, WishWords};
use crate::catalog::{Candidate, Found, is_number, sketch_of};
use crate::intent::{Concept, Role, Wish};
use crate::weights::Weights;

/// Fewer than one title in so many that says what it fits: it is not said in this shop.
const SELDOM_SAID: usize = 5;

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
pub(super) fn score(candidates: &[Candidate], wish: &Wish, things: &ThingWords, weights: &Weights) -> Vec<Ranked> {
    let saying = is_fit_said(candidates, wish);
    let scorer = Scorer {
        wish,
        things,
        weights,
        words: WishWords::of(wish),
        unfitting: if saying { weights.not_compatible } else { weights.fit_not_said },
    };
    let scored = candidates
        .iter()
        .enumerate()
        .filter_map(|(at, candidate)| scorer.score_one(at, candidate));
    let mut scored: Vec<Ranked> = scored.collect();
    if !wish.typed {
        scored.retain(|ranked| !names_another(&candidates[ranked.at], wish));
    }
    // What it goes with is a filter: where a sure one says that it fits, a case for another phone is no answer. Where none does, those
    // are shown that may fit, and the reasons name what they do not mention.
    let fits = |ranked: &Ranked| fits(&candidates[ranked.at], wish);
    if saying && !wish.typed && scored.iter().any(|ranked| ranked.sure && fits(ranked)) {
        scored.retain(fits);
    }
    scored
}

/// Why a candidate is where it is.
pub(super) fn reasons(candidate: &Candidate, wish: &Wish, only_for: bool) -> Vec<Reason> {
    let named = wish
        .concepts
        .iter()
        .zip(&candidate.groups)
        .filter(|(concept, _)| concept.role != Role::Context);
    let words = named.map(|(concept, evidence)| match *evidence > 0.0 {
        true => Reason::Has(concept.name.clone()),
        false => Reason::Lacks(concept.name.clone()),
    });
    words.chain(only_for.then_some(Reason::OnlyFor)).collect()
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

/// Whether the shop's titles of the kind say what they fit: memory cards "for the camera" name no camera, phone cases name the phone.
fn is_fit_said(candidates: &[Candidate], wish: &Wish) -> bool {
    let place = |role: Role| wish.concepts.iter().position(|c| c.role == role);
    let (Some(head), Some(fits)) = (place(Role::Head), place(Role::Compatible)) else {
        return true;
    };
    if !wish.concepts[fits].is_kind {
        return true;
    }
    let of_kind = candidates.iter().filter(|c| c.found[head] == Found::InTitle);
    let (all, saying) = of_kind.fold((0, 0), |(all, saying), c| {
        (all + 1, saying + usize::from(c.found[fits] != Found::Hardly))
    });
    saying * SELDOM_SAID >= all
}

/// All that the candidates of a wish are scored by.
struct Scorer<'a> {
    wish: &'a Wish,
    things: &'a ThingWords,
    weights: &'a Weights,
    words: WishWords,
    /// What an accessory is worth that does not say that it fits.
    unfitting: f32,
}

/// What a candidate has of the wish.
#[derive(Default)]
struct Evidence {
    text: f32,
    covered: f32,
    wanted: f32,
    /// How surely it has the head; `None`: the wish has none.
    head: Option<f32>,
    unfitting: bool,
}

impl Scorer<'_> {
    fn score_one(&self, at: usize, candidate: &Candidate) -> Option<Ranked> {
        let (wish, weights) = (self.wish, self.weights);
        let evidence = self.evidence(candidate);
        let head = evidence.head.unwrap_or(1.0);
        if head == 0.0 && !wish.typed {
            return None;
        }
        let coverage = if evidence.wanted > 0.0 {
            evidence.covered / evidence.wanted
        } else {
            1.0
        };
        let fit = self.things.fit(&candidate.sketch, &self.words);
        let sure = fit == Fit::Itself && head == 1.0 && self.words.has_heads();
        if fit <= Fit::MeantFor && !wish.typed && self.words.known {
            return None;
        }
        // In a query of several words the thing matters most: an adapter before an electric shaver for محول كهرباء (power adapter).
        let head = match wish.typed {
            true if evidence.wanted > 1.5 => weights.typed_headless.max(head),
            true => 1.0,
            false => head,
        };
        let covering = weights.uncovered + (1.0 - weights.uncovered) * coverage;
        let fitting = if evidence.unfitting { self.unfitting } else { 1.0 };
        let text = evidence.text.max(f32::MIN_POSITIVE);
        let score = text * covering * fit.worth(weights) * head * fitting * self.bare_price(candidate);
        Some(Ranked {
            at,
            score,
            sure,
            only_for: fit <= Fit::OtherSense,
            reasons: Vec::new(),
        })
    }

    fn evidence(&self, candidate: &Candidate) -> Evidence {
        let mut all = Evidence::default();
        for ((concept, evidence), found) in self.wish.concepts.iter().zip(&candidate.groups).zip(&candidate.found) {
            let has = *evidence > 0.0;
            all.text += concept.weight * evidence;
            if concept.role != Role::Context {
                all.wanted += concept.weight;
                all.covered += if has { concept.weight } else { 0.0 };
            }
            all.unfitting |= concept.role == Role::Compatible && *found == Found::Hardly;
            if concept.role == Role::Head {
                let found = match found {
                    Found::InTitle => 1.0,
                    Found::InCategory => self.weights.head_in_category,
                    Found::InText => self.weights.head_in_description,
                    Found::Hardly => 0.0,
                };
                all.head = Some(all.head.unwrap_or(0.0_f32).max(found));
            }
        }
        all
    }

    /// A limit without a currency filters nothing; it only ranks, in the price's own major units as near as that is known.
    fn bare_price(&self, candidate: &Candidate) -> f32 {
        let Some(limit) = self.wish.price.filter(|limit| limit.currency.is_none()) else {
            return 1.0;
        };
        let Some(price) = candidate.price_major else {
            return self.weights.over_bare_limit;
        };
        let within = limit.max.is_none_or(|max| price <= max) && limit.min.is_none_or(|min| price >= min);
        if within { 1.0 } else { self.weights.over_bare_limit }
    }
}
