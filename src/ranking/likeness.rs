//! How like a product is to those that are surely the wished thing.
//!
//! Titles lie by being short: "Notebook QuickDock" is no notebook. What the sure products of a kind say of themselves (category,
//! attributes, the words of their descriptions) tells: relevance feedback over the first answers (Rocchio 1971), by the cosine between
//! a product and their sum. Each shop describes in its own way, so products are compared within their shop.

use super::{Ranked, Wanted};
use crate::catalog::{Candidate, Traits};
use rustc_hash::FxHashMap;

/// So many of the first are compared.
const COMPARED: usize = 200;
/// From so many sure products of a shop on it is known what its products of the kind are like.
const LEAST_SURE: usize = 12;

/// What the sure products of a kind are like, in each shop that has enough of them; `ranked` are places in `candidates`, best first.
pub(super) fn kinds(ranked: &[Ranked], candidates: &[Candidate], traits: &dyn Fn(&Candidate) -> Traits) -> FxHashMap<u64, Kind> {
    let sure = ranked.iter().take(COMPARED).filter(|r| r.sure);
    let mut shops: FxHashMap<u64, Vec<Vec<u32>>> = FxHashMap::default();
    for traits in sure.map(|r| traits(&candidates[r.at])).filter(|traits| !traits.words.is_empty()) {
        shops.entry(traits.partner).or_default().push(traits.words);
    }
    shops.retain(|_, products| products.len() >= LEAST_SURE);
    shops.into_iter().map(|(shop, products)| (shop, Kind::of(&products))).collect()
}

/// Lowers the scores of those among the first that are unlike the sure ones of their shop.
pub(super) fn weigh(ranked: &mut [Ranked], candidates: &[Candidate], kinds: &FxHashMap<u64, Kind>, wanted: &Wanted<'_>) {
    if kinds.is_empty() {
        return;
    }
    let weights = wanted.weights;
    for r in ranked.iter_mut().take(COMPARED) {
        let traits = (wanted.traits)(&candidates[r.at]);
        let Some(kind) = kinds.get(&traits.partner).filter(|_| !traits.words.is_empty()) else {
            continue;
        };
        let alike = (kind.cosine(&traits.words) / (kind.usual * weights.alike_from)).min(1.0);
        r.score *= weights.unlike + (1.0 - weights.unlike) * alike;
    }
}

/// What the products of a kind are like.
pub(super) struct Kind {
    /// Per word, how many of them say it.
    words: FxHashMap<u32, f32>,
    /// The median of the sure products' own cosines, up to a factor.
    usual: f32,
}

impl Kind {
    fn of(products: &[Vec<u32>]) -> Self {
        let mut kind = Self {
            words: FxHashMap::default(),
            usual: 1.0,
        };
        for word in products.iter().flatten() {
            *kind.words.entry(*word).or_insert(0.0) += 1.0;
        }
        let mut likeness: Vec<f32> = products.iter().map(|words| kind.cosine(words)).collect();
        likeness.sort_unstable_by(f32::total_cmp);
        kind.usual = likeness[likeness.len() / 2];
        kind
    }

    /// The cosine, up to a factor that all products share.
    fn cosine(&self, words: &[u32]) -> f32 {
        words.iter().filter_map(|word| self.words.get(word)).sum::<f32>() / (words.len() as f32).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::Weights;

    /// Products of a shop each, all with the same words but one.
    fn shop(odd: usize, count: usize) -> (Kind, Vec<Vec<u32>>) {
        let products: Vec<Vec<u32>> = (0..count)
            .map(|at| if at == odd { vec![7, 8, 9] } else { (100..106).collect() })
            .collect();
        (Kind::of(&products), products)
    }

    #[test]
    fn the_odd_one_is_unlike_and_the_others_are_alike() {
        let (kind, products) = shop(3, 20);
        for (at, words) in products.iter().enumerate() {
            assert_eq!(kind.cosine(words) < kind.usual * Weights::default().alike_from, at == 3, "{at}");
        }
        assert!(kind.cosine(&[]).is_nan() && kind.cosine(&[1, 2]) == 0.0);
    }

    #[test]
    fn a_part_of_the_words_is_enough() {
        let (kind, _) = shop(20, 20);
        assert!(kind.cosine(&[100, 101, 102]) >= kind.usual * Weights::default().alike_from);
        assert!(kind.cosine(&[100, 1, 2, 3, 4, 5, 6, 7, 8]) < kind.usual * Weights::default().alike_from);
    }
}
