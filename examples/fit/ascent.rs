//! Fits weights by coordinate ascent, and measures them where they were not fitted.

use crate::Difference;
use crate::judgments::{Judgments, Scores};
use shoptalk::Weights;
use std::collections::HashMap;

/// Each weight is tried at these parts of its value.
const STEPS: [f32; 2] = [0.7, 1.4];
/// Over all weights so often.
const ROUNDS: usize = 2;
/// A smaller gain is chance.
const LEAST_GAIN: f64 = 5e-4;

/// Fits on all folds but one and measures on that one, in turn; then the same with catalogs. Prints both, and the spread of each weight:
/// what moves in one direction in every fold holds.
pub(crate) fn cross_validate(judgments: &Judgments, folds: usize) {
    let mut ascent = Ascent::over(judgments);
    let all: Vec<(&str, Vec<usize>)> = judgments.by_catalog();
    let mut fitted = Vec::new();
    let mut held_out: Vec<Vec<f64>> = vec![Vec::new(); all.len()];
    for fold in 0..folds {
        let part = |inside: bool| -> Vec<Vec<usize>> {
            let of = |queries: &Vec<usize>| {
                queries
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| (at % folds == fold) == inside)
                    .map(|(_, q)| *q)
                    .collect()
            };
            all.iter().map(|(_, queries)| of(queries)).collect()
        };
        let weights = ascent.fit(&part(false));
        for (differences, queries) in held_out.iter_mut().zip(part(true)) {
            differences.extend(ascent.differences(&weights, &queries));
        }
        fitted.push(weights);
    }
    println!(
        "\nfitted on {} of {folds} folds, measured on the other, mean of both figures",
        folds - 1
    );
    for ((catalog, _), differences) in all.iter().zip(held_out) {
        println!("  {catalog:32} {}", Difference::of(differences.into_iter()));
    }
    print_spread(&fitted);
    for (at, (catalog, queries)) in all.iter().enumerate().filter(|_| all.len() > 1) {
        let others = all
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, (_, queries))| queries.clone());
        let weights = ascent.fit(&others.collect::<Vec<_>>());
        let differences = ascent.differences(&weights, queries).into_iter();
        println!(
            "fitted on the other catalogs, measured on {catalog}: {}",
            Difference::of(differences)
        );
    }
}

fn print_spread(fitted: &[Weights]) {
    let default = Weights::default();
    println!("\n{:20} {:>8}   per fold", "weight", "default");
    for name in Weights::NAMES {
        let of = |weights: &Weights| weights.get(name).unwrap_or_default();
        let base = of(&default);
        let values: Vec<f32> = fitted.iter().map(of).collect();
        let holds = values.iter().all(|v| *v > base) || values.iter().all(|v| *v < base);
        let values: Vec<String> = values.iter().map(|v| format!("{v:7.3}")).collect();
        println!("{name:20} {base:8.3}   {} {}", values.join(" "), if holds { "holds" } else { "" });
    }
}

/// Answers are kept: folds share most of their first round.
struct Ascent<'a> {
    judgments: &'a Judgments,
    known: HashMap<Vec<u32>, Vec<Scores>>,
}

impl<'a> Ascent<'a> {
    fn over(judgments: &'a Judgments) -> Self {
        Self {
            judgments,
            known: HashMap::new(),
        }
    }

    /// The best weights that one walk over them finds for some queries of each catalog; catalogs count alike.
    fn fit(&mut self, queries: &[Vec<usize>]) -> Weights {
        let mut best = Weights::default();
        let mut figure = self.figure(&best, queries);
        for _ in 0..ROUNDS {
            for name in Weights::NAMES {
                let from = best.get(name).unwrap_or_default();
                for step in STEPS {
                    let mut weights = best.clone();
                    weights.set(name, from * step);
                    let other = self.figure(&weights, queries);
                    if other > figure + LEAST_GAIN {
                        (best, figure) = (weights, other);
                    }
                }
            }
        }
        best
    }

    fn figure(&mut self, weights: &Weights, queries: &[Vec<usize>]) -> f64 {
        let scores = self.scores(weights);
        let mean = |of: &Vec<usize>| of.iter().map(|at| scores[*at].both()).sum::<f64>() / of.len().max(1) as f64;
        queries.iter().map(mean).sum::<f64>() / queries.len().max(1) as f64
    }

    /// Of some queries, what weights gain over the default ones.
    fn differences(&mut self, weights: &Weights, queries: &[usize]) -> Vec<f64> {
        let default = self.scores(&Weights::default()).to_vec();
        let scores = self.scores(weights);
        queries.iter().map(|at| scores[*at].both() - default[*at].both()).collect()
    }

    fn scores(&mut self, weights: &Weights) -> &[Scores] {
        let key = Weights::NAMES
            .iter()
            .map(|name| weights.get(name).unwrap_or_default().to_bits())
            .collect();
        self.known.entry(key).or_insert_with(|| self.judgments.scores(weights))
    }
}
