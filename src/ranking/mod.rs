//! Candidates -> the order in which they are shown.
//!
//! In: candidates with evidence, and the wish. Out: places in the candidate list, best first, with score and reasons. The
//! order hangs on the wish and the products' text alone: never on commission, bids or sponsorship.

mod kind;
mod likeness;
mod mmr;
mod scorer;

pub(crate) use kind::ThingWords;
pub(crate) use scorer::Reason;

use crate::catalog::{Candidate, Traits};
use crate::intent::Wish;
use crate::weights::Weights;
use std::collections::HashMap;

/// So many candidates are fetched for each product that is shown, and at least so many in all: the union that finds them is coarser
/// than the scorer that orders them, and prefers the short titles of accessories. Typed queries had nDCG 0.873 with 300, 0.880 with 2,000,
/// and with 1,000 no less than with 2,000.
const CANDIDATES_EACH: usize = 8;
const LEAST_CANDIDATES: usize = 1000;
/// So many products tell what a kind is like.
pub(crate) const OF_KIND: usize = 600;
/// More are ranked than shown: some are dropped later, for what their stored text says.
const SPARE: usize = 3;

/// A candidate in its place.
pub(crate) struct Ranked {
    /// Its place in the candidate list.
    pub(crate) at: usize,
    pub(crate) score: f32,
    /// Its title names the wished thing, as the thing that it is.
    pub(crate) sure: bool,
    /// It is something for the wished thing, or of its name.
    only_for: bool,
    /// Of what is shown alone.
    pub(crate) reasons: Vec<Reason>,
}

/// How many candidates to ask for.
pub(crate) fn candidates_for(limit: usize) -> usize {
    limit.saturating_mul(CANDIDATES_EACH).max(LEAST_CANDIDATES)
}

/// What is ranked for, and by what.
pub(crate) struct Wanted<'a> {
    pub(crate) wish: &'a Wish,
    /// The wish for any such thing, and products for it, whether or not they are within the wish's limits; at least [`OF_KIND`], if there
    /// are so many. `None`: the candidates themselves.
    pub(crate) kind: Option<(&'a Wish, &'a [Candidate])>,
    /// What the texts of a candidate say of it.
    pub(crate) traits: &'a dyn Fn(&Candidate) -> Traits,
    /// 0 = by relevance alone; more = products unlike each other.
    pub(crate) diversity: f32,
    pub(crate) limit: usize,
    pub(crate) weights: &'a Weights,
}

/// Orders candidates; at most `limit` and some spare ones, one of each variant group.
pub(crate) fn rank(candidates: &[Candidate], wanted: &Wanted<'_>, things: &ThingWords) -> Vec<Ranked> {
    let (wish, weights) = (wanted.wish, wanted.weights);
    let mut ranked = scorer::score(candidates, wish, things, weights);
    best_first(&mut ranked, candidates);
    let kinds = match wanted.kind {
        Some((kind, of_kind)) => {
            let mut ranked = scorer::score(of_kind, kind, things, weights);
            best_first(&mut ranked, of_kind);
            likeness::kinds(&ranked, of_kind, wanted.traits)
        }
        None => likeness::kinds(&ranked, candidates, wanted.traits),
    };
    likeness::weigh(&mut ranked, candidates, &kinds, wanted);
    best_first(&mut ranked, candidates);
    let best = ranked.first().map_or(0.0, |r| r.score);
    if !wish.typed {
        ranked.retain(|r| r.score >= best * weights.chat_floor);
    }
    let mut groups: HashMap<u64, ()> = HashMap::new();
    ranked.retain(|r| groups.insert(candidates[r.at].group, ()).is_none());
    let count = wanted.limit.saturating_mul(SPARE).saturating_add(10);
    let alike = |a: &Ranked, b: &Ranked| similarity(&candidates[a.at], &candidates[b.at]);
    let mut shown = mmr::diversify(ranked, count, wanted.diversity, |r| r.score, alike);
    for r in &mut shown {
        r.reasons = scorer::reasons(&candidates[r.at], wish, r.only_for);
    }
    shown
}

/// By score; of equals in an order that hangs on the products alone.
fn best_first(ranked: &mut [Ranked], candidates: &[Candidate]) {
    ranked.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| candidates[a.at].tie.cmp(&candidates[b.at].tie))
    });
}

/// How alike two titles are: Jaccard over their words, 1 = the same words.
fn similarity(a: &Candidate, b: &Candidate) -> f32 {
    let common = a.sketch.iter().filter(|word| b.sketch.contains(word)).count();
    let all = a.sketch.len() + b.sketch.len() - common;
    let same_brand = if a.brand != 0 && a.brand == b.brand { 1.0 } else { 0.9 };
    if all == 0 { 0.0 } else { common as f32 / all as f32 * same_brand }
}
