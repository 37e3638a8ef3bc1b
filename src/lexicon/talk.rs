//! What a message is about, by a linear model over the pieces of its words.
//!
//! Phrases of rows say what is said in the words of the rows. What people say in their own words, nobody can list: "they moved
//! grandpa to the comfort floor". Examples of such talk and of talk that only looks like it (`data/talk`) tell how much each piece
//! speaks for it; `fit.rs` weighs them when the crate is built. The work is a look-up for each piece.

use crate::analysis::{Gap, PIECES, Tokens, with_pieces};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A part of a message has at most so many words; from so many on it ends with its sentence.
const MOST_WORDS: usize = 40;
const ENOUGH_WORDS: usize = 20;
/// Fewer pieces, which five words have, count no more each.
const LEAST_PIECES: usize = 64;
/// The more parts, the likelier one of them looks so by chance: what twice as many take off.
const EACH_DOUBLING: f32 = 0.33;

/// The weights of the pieces.
#[derive(Serialize, Deserialize)]
pub(crate) struct Talk {
    pub(super) bias: f32,
    /// What a weight of 1 is worth.
    pub(super) unit: f32,
    /// As many as a power of two; pieces that are the same below it share one.
    pub(super) weights: Vec<i8>,
}

impl Talk {
    /// How much a message speaks for what the model was fitted to, by the part of it that does most; above 0 it is more likely that than
    /// not, as far as examples of both are as frequent.
    pub(crate) fn score(&self, tokens: &Tokens) -> f32 {
        let scores = parts(tokens).map(|part| with_pieces(tokens, part, |pieces| self.score_of(pieces)));
        let (most, count) = scores.fold((f32::MIN, 0.0_f32), |(most, count), score| (most.max(score), count + 1.0));
        most - EACH_DOUBLING * count.max(1.0).log2()
    }

    fn score_of(&self, pieces: &[u32]) -> f32 {
        if pieces.is_empty() {
            return self.bias;
        }
        let below = self.weights.len() - 1;
        let sum: i32 = pieces.iter().map(|piece| i32::from(self.weights[*piece as usize & below])).sum();
        self.bias + self.unit * sum as f32 * share(pieces.len())
    }

    /// Reads what the build script wrote.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let talk: Self = postcard::from_bytes(bytes).expect("the same build wrote it, of the same type");
        let count = talk.weights.len();
        assert!(count.is_power_of_two() && count <= PIECES, "the same build wrote it");
        talk
    }
}

/// What each of so many pieces counts. A few words say little, whatever they weigh: "nine!!" is no matter of health.
pub(super) fn share(pieces: usize) -> f32 {
    1.0 / (pieces.max(LEAST_PIECES) as f32).sqrt()
}

/// A message in parts as long as the examples are: of a longer text every sum of weights grows, whatever it is about.
fn parts(tokens: &Tokens) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let ends = |at: &usize| {
            let length = at - start;
            length >= MOST_WORDS || length >= ENOUGH_WORDS && tokens.token(*at).gap >= Gap::Stop
        };
        let end = (start + 1..tokens.len()).find(ends).unwrap_or(tokens.len());
        let part = start..end;
        start = end;
        (!part.is_empty()).then_some(part)
    })
}
