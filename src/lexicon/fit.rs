//! Examples -> the weights of a model of talk.
//!
//! Gradient descent on a smooth loss with a step size for each weight (AdaGrad; Duchi and others 2011). Only sums, products,
//! quotients and square roots, so that every machine finds the same weights; they are kept in steps of a 127th of the greatest.

use super::table::rows;
use super::talk::{Talk, share};
use crate::analysis::{PIECES, Tokens, with_pieces};
use crate::error::Result;
use rustc_hash::FxHashMap;

macro_rules! examples {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../data/talk/", $name)))),*]
    };
}

/// Examples of sensitive talk and of other talk.
const MATTERS: &[(&str, &str)] = examples! { "matters_arabic.tsv" "matters_arabizi.tsv" "matters_english.tsv" };
/// Examples of talk about nothing in particular.
const EVERYDAY: &[(&str, &str)] = examples! { "everyday_arabic.tsv" "everyday_arabizi.tsv" "everyday_english.tsv" };
/// Examples of wishes and of other talk.
const WISHES: &[(&str, &str)] = examples! { "wishes_arabic.tsv" "wishes_arabizi.tsv" "wishes_english.tsv" };
/// Examples of talk about software.
const TECHNICAL: &[(&str, &str)] = examples! { "technical_english.tsv" };

/// So often all examples are gone through. With 6 and with 25 the same chats were understood.
const ROUNDS: usize = 12;
/// The weights are the mean of those after each of so many last rounds, which hang less on the order of the examples (Polyak and
/// Juditsky 1992).
const AVERAGED: usize = 8;
/// How far a weight moves at first; the bias, which every example moves, goes in smaller steps. With 0.1 the same chats were understood.
const STEP: f32 = 0.25;
const STEP_OF_BIAS: f32 = 0.05;

/// Pulls weights to 0 that few examples need. Over four folds of the examples, with harmless lines of another hand (benches/common/chitchat.tsv)
/// set to 1 of 100 taken for sensitive, 53 of 100 sensitive ones are found; with 1e-4, 37.
const DECAY: f32 = 1e-2;
/// Pieces of fewer examples weigh nothing: what one example alone has, it is learnt by, in the place of what others share.
const LEAST_EXAMPLES: u16 = 2;
/// So many weights: less than pieces where each message of a chat asks for them.
const FEW: usize = 1 << 18;

/// The model of sensitive talk. Wishes, and what looks like them, are other talk.
pub(super) fn matters() -> Result<Talk> {
    let is_sensitive = |label: &str| Some(!matches!(label, "safe" | "wish" | "none"));
    fit(&[MATTERS, EVERYDAY, WISHES], PIECES, &is_sensitive)
}

/// The model of wishes.
pub(super) fn wishes() -> Result<Talk> {
    fit(&[WISHES, EVERYDAY], FEW, &|label| Some(label == "wish"))
}

/// The model of talk about software. What only looks like a wish is often such talk, and tells nothing.
pub(super) fn technical() -> Result<Talk> {
    let is_technical = |label: &str| (label != "none").then_some(label == "tech");
    fit(&[TECHNICAL, MATTERS, EVERYDAY, WISHES], FEW, &is_technical)
}

struct Example<'a> {
    positive: bool,
    /// The language form, by the file's name.
    form: &'a str,
    pieces: Vec<u32>,
}

/// Fits a model of so many weights to rows of a label and a text; `is_positive` tells by the label, `None` = no example of either.
fn fit(files: &[&[(&str, &str)]], weights: usize, is_positive: &dyn Fn(&str) -> Option<bool>) -> Result<Talk> {
    let mut examples = Vec::new();
    for (file, tsv) in files.iter().copied().flatten() {
        let form = file.rsplit('_').next().unwrap_or(file);
        for row in rows(file, tsv, 2) {
            let row = row?;
            let tokens = Tokens::of(row.columns[1]);
            examples.extend(is_positive(row.columns[0]).map(|positive| Example {
                positive,
                form,
                pieces: with_pieces(&tokens, 0..tokens.len(), |pieces| {
                    pieces.iter().map(|piece| piece % weights as u32).collect()
                }),
            }));
        }
    }
    Ok(quantized(&descend(&mut examples, weights)))
}

struct Weights {
    bias: f32,
    of_pieces: Vec<f32>,
}

impl Weights {
    fn none(count: usize) -> Self {
        Self {
            bias: 0.0,
            of_pieces: vec![0.0; count],
        }
    }
}

/// In each language form examples of both kinds count the same together, however many there are of each: else the model takes what is
/// written in the one for what is seldom said in it.
fn worths<'a>(examples: &[Example<'a>]) -> FxHashMap<(&'a str, bool), f32> {
    let mut counts: FxHashMap<(&str, bool), usize> = FxHashMap::default();
    for example in examples {
        *counts.entry((example.form, example.positive)).or_default() += 1;
    }
    let of_form = |form: &str| -> usize { [true, false].iter().filter_map(|kind| counts.get(&(form, *kind))).sum() };
    let worth = |((form, kind), count): (&(&'a str, bool), &usize)| ((*form, *kind), of_form(form) as f32 / (2 * count) as f32);
    counts.iter().map(worth).collect()
}

fn descend(examples: &mut [Example<'_>], count: usize) -> Weights {
    let worths = worths(examples);
    let (mut weights, mut mean) = (Weights::none(count), Weights::none(count));
    let mut steepness = vec![1e-6_f32; count];
    let is_rare = rare(examples, count);
    let mut chance = Chance(1);
    for round in 0..ROUNDS {
        chance.shuffle(examples);
        for example in examples.iter().filter(|example| !example.pieces.is_empty()) {
            let share = share(example.pieces.len());
            let sum: f32 = example.pieces.iter().map(|p| weights.of_pieces[*p as usize]).sum();
            let likely = likelihood(weights.bias + share * sum);
            let error = worths[&(example.form, example.positive)] * (f32::from(u8::from(example.positive)) - likely);
            weights.bias += STEP_OF_BIAS * error;
            for piece in example.pieces.iter().filter(|piece| !is_rare[**piece as usize]) {
                let (weight, steepness) = (&mut weights.of_pieces[*piece as usize], &mut steepness[*piece as usize]);
                let slope = error * share - DECAY * *weight;
                *steepness += slope * slope;
                *weight += STEP * slope / steepness.sqrt();
            }
        }
        if round >= ROUNDS - AVERAGED {
            mean.bias += weights.bias / AVERAGED as f32;
            for (mean, weight) in mean.of_pieces.iter_mut().zip(&weights.of_pieces) {
                *mean += weight / AVERAGED as f32;
            }
        }
    }
    mean
}

/// Which pieces too few examples have.
fn rare(examples: &[Example<'_>], count: usize) -> Vec<bool> {
    let mut examples_of = vec![0_u16; count];
    for piece in examples.iter().flat_map(|example| &example.pieces) {
        examples_of[*piece as usize] = examples_of[*piece as usize].saturating_add(1);
    }
    examples_of.iter().map(|examples| *examples < LEAST_EXAMPLES).collect()
}

/// From 0 to 1, as a logistic curve is, without its exponential.
fn likelihood(score: f32) -> f32 {
    0.5 + 0.5 * score / (1.0 + score.abs())
}

fn quantized(weights: &Weights) -> Talk {
    let greatest = weights
        .of_pieces
        .iter()
        .fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
    let unit = greatest / f32::from(i8::MAX);
    Talk {
        bias: weights.bias,
        unit,
        weights: weights.of_pieces.iter().map(|weight| (weight / unit).round() as i8).collect(),
    }
}

/// Numbers in no order, the same in every build (xorshift; Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            items.swap(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = "# a comment\nhealth\tthe ward called about grandma's scan\nhealth\tthe ward rang, her scan is back\n\
                        health\tانقلوه المستشفى بالليل\nhealth\tالمستشفى اتصلوا بالليل\nsafe\tthe shop called about the sofa\n\
                        safe\tthe shop rang, the sofa is here\nsafe\tاشترينا كنبة جديدة\nsafe\tوصلت كنبة جديدة\n";

    #[test]
    fn tells_its_examples_apart_and_is_the_same_each_time() {
        let model = || fit(&[&[("rows.tsv", ROWS)]], FEW, &|label| Some(label != "safe")).unwrap();
        let score = |text: &str| model().score(&Tokens::of(text));
        assert!(score("the ward called about grandma's scan") > 0.5 && score("the shop called about the sofa") < -0.5);
        assert!(score("ward, scan") > score("shop, sofa"));
        assert_eq!(model().weights, model().weights);
    }

    #[test]
    fn a_bad_row_is_named() {
        let error = fit(&[&[("rows.tsv", "safe\thello\nsafe hello\n")]], FEW, &|_| Some(true))
            .err()
            .unwrap();
        assert!(error.to_string().contains("rows.tsv") && error.to_string().contains('2'), "{error}");
    }
}
