//! Many phrases at once: a trie over words, walked with every reading of each token.

use super::words::{Ends, Lists, Words};
use crate::analysis::stem;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// At most so many words may stand where a phrase has a gap (`*`).
const MAX_GAP: usize = 3;
/// A walk stops after so many steps: readings and gaps multiply, and the text is hostile.
const MAX_STEPS: usize = 400;

/// Phrases and what each of them means: a trie whose nodes are numbered level by level, so that the steps from one node stand side
/// by side.
#[derive(Serialize, Deserialize)]
#[serde(from = "Written<T>")]
pub(super) struct PhraseSet<T> {
    words: Words,
    /// Per node: its steps, in the order of their words. Step `i` leads to node `i + 1`.
    steps: Ends,
    /// The word of each step.
    by: Vec<u32>,
    /// Per node.
    entries: Lists<T>,
    /// Word -> node behind the root, or the root where no phrase starts so.
    #[serde(skip)]
    starts: Vec<u32>,
}

/// [`PhraseSet`] as it is written: where phrases start is found again.
#[derive(Deserialize)]
struct Written<T> {
    words: Words,
    steps: Ends,
    by: Vec<u32>,
    entries: Lists<T>,
}

/// Phrases while they come, in any order.
pub(super) struct PhraseSetBuilder<T> {
    words: Words,
    nodes: Vec<Node<T>>,
    steps: FxHashMap<(u32, u32), u32>,
}

struct Node<T> {
    entries: Vec<T>,
    /// Word and the node behind it.
    steps: Vec<(u32, u32)>,
}

impl<T> Node<T> {
    const EMPTY: Self = Self {
        entries: Vec::new(),
        steps: Vec::new(),
    };
}

/// Stands before the words of English names, so that no cue of the same letters meets them.
pub(super) const NOUN_MARK: &str = "~";
/// A longer word is none of a name: no token is so long.
const LONGEST_NOUN: usize = 96;
const ROOT: u32 = 0;
const GAP: u32 = 0;

/// A phrase found: how many tokens it covers, what its readings cost, and what it means.
pub(super) struct Found<'a, T> {
    pub(super) length: usize,
    pub(super) cost: f32,
    /// How many of the tokens stand in gaps.
    pub(super) skipped: usize,
    pub(super) entries: &'a [T],
}

/// Where a walk stands.
#[derive(Clone, Copy)]
struct Place {
    node: u32,
    at: usize,
    skipped: usize,
    cost: f32,
}

impl<T> PhraseSetBuilder<T> {
    pub(super) fn new() -> Self {
        Self {
            words: Words::default(),
            nodes: vec![Node::EMPTY],
            steps: FxHashMap::default(),
        }
    }

    /// Adds a phrase of words; `*` is a gap. An empty phrase or one that starts with a gap is passed over.
    pub(super) fn insert<'a>(&mut self, phrase: impl IntoIterator<Item = &'a str>, entry: T) {
        let mut node = ROOT;
        for word in phrase {
            // 0 is the gap.
            let word = if word == "*" { GAP } else { self.words.add(word) + 1 };
            if node == ROOT && word == GAP {
                return;
            }
            let next = self.nodes.len() as u32;
            let step = *self.steps.entry((node, word)).or_insert(next);
            if step == next {
                self.nodes.push(Node::EMPTY);
                self.nodes[node as usize].steps.push((word, next));
            }
            node = step;
        }
        if node != ROOT {
            self.nodes[node as usize].entries.push(entry);
        }
    }

    pub(super) fn build(mut self) -> PhraseSet<T> {
        let mut written = Written {
            words: self.words,
            steps: Ends::default(),
            by: Vec::with_capacity(self.nodes.len()),
            entries: Lists::default(),
        };
        let mut level = vec![ROOT];
        while !level.is_empty() {
            let mut below = Vec::new();
            for node in level {
                let Node { entries, mut steps } = std::mem::replace(&mut self.nodes[node as usize], Node::EMPTY);
                steps.sort_unstable();
                written.by.extend(steps.iter().map(|(word, _)| *word));
                written.steps.push(written.by.len() as u32);
                written.entries.push(entries);
                below.extend(steps.into_iter().map(|(_, node)| node));
            }
            level = below;
        }
        written.into()
    }
}

impl<T> From<Written<T>> for PhraseSet<T> {
    fn from(written: Written<T>) -> Self {
        let Written { words, steps, by, entries } = written;
        let mut starts = vec![ROOT; words.len() + 1];
        for step in steps.range(ROOT) {
            starts[by[step] as usize] = step as u32 + 1;
        }
        Self {
            words,
            steps,
            by,
            entries,
            starts,
        }
    }
}

impl<T> PhraseSet<T> {
    /// The number of a word, if any phrase has it.
    pub(super) fn word(&self, word: &str) -> Option<u32> {
        self.words.find(word).map(|number| number + 1)
    }

    /// The number of a noun's word, in singular or plural, if any name has it.
    pub(super) fn noun(&self, word: &str) -> Option<u32> {
        let (kept, ending) = stem::singular(word);
        // On the stack: this is asked with every word of every message.
        let mut key = [0; LONGEST_NOUN];
        let mut length = 0;
        for part in [NOUN_MARK, kept, ending] {
            key.get_mut(length..length + part.len())?.copy_from_slice(part.as_bytes());
            length += part.len();
        }
        self.word(std::str::from_utf8(&key[..length]).ok()?)
    }

    /// The word of a number, a noun's mark taken off.
    pub(super) fn letters(&self, word: u32) -> &str {
        self.words.get(word - 1).trim_start_matches(NOUN_MARK)
    }

    /// The words of all phrases with their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.words.iter().zip(1..)
    }

    /// The English words of all phrases, a noun's mark taken off, with their numbers.
    pub(super) fn latin_words(&self) -> impl Iterator<Item = (&str, u32)> {
        let words = (1..=self.words.len() as u32).map(|id| (self.letters(id), id));
        words.filter(|(word, _)| word.bytes().all(|b| b.is_ascii_lowercase()))
    }

    /// Whether a word alone is a phrase.
    pub(super) fn is_phrase(&self, word: u32) -> bool {
        let node = self.next(ROOT, word);
        node.is_some_and(|node| !self.entries.get(node).is_empty())
    }

    /// Every phrase that starts at the first token. `readings[i]` are the words that token i may be, with their costs. Says whether
    /// there were no more phrases than there was time for.
    pub(super) fn walk<'a>(&'a self, readings: &[impl AsRef<[(u32, f32)]>], mut each: impl FnMut(Found<'a, T>)) -> bool {
        let mut budget = MAX_STEPS;
        let from = Place {
            node: ROOT,
            at: 0,
            skipped: 0,
            cost: 0.0,
        };
        self.step(from, readings, &mut budget, &mut each);
        budget > 0
    }

    fn step<'a>(&'a self, place: Place, readings: &[impl AsRef<[(u32, f32)]>], budget: &mut usize, each: &mut impl FnMut(Found<'a, T>)) {
        let Place { node, at, skipped, cost } = place;
        let entries = self.entries.get(node);
        if !entries.is_empty() {
            each(Found {
                length: at,
                cost,
                skipped,
                entries,
            });
        }
        let Some(words) = readings.get(at) else { return };
        for (word, word_cost) in words.as_ref() {
            if let Some(next) = self.next(node, *word) {
                if *budget == 0 {
                    return;
                }
                *budget -= 1;
                let next = Place {
                    node: next,
                    at: at + 1,
                    skipped,
                    cost: cost + word_cost,
                };
                self.step(next, readings, budget, each);
            }
        }
        if let Some(next) = self.next(node, GAP) {
            for more in 0..=MAX_GAP {
                if *budget == 0 || at + more > readings.len() {
                    return;
                }
                *budget -= 1;
                let next = Place {
                    node: next,
                    at: at + more,
                    skipped: skipped + more,
                    // What a gap swallows makes the phrase a little less sure than one without.
                    cost: cost + 0.01 * more as f32,
                };
                self.step(next, readings, budget, each);
            }
        }
    }

    fn next(&self, node: u32, word: u32) -> Option<u32> {
        if node == ROOT {
            return self.starts.get(word as usize).copied().filter(|next| *next != ROOT);
        }
        let steps = self.steps.range(node);
        let at = self.by[steps.clone()].binary_search(&word).ok()?;
        Some((steps.start + at) as u32 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_gap_and_readings() {
        let mut set = PhraseSetBuilder::new();
        set.insert(["looking", "for"], 1);
        set.insert(["looking", "for", "work"], 2);
        set.insert(["is", "*", "good"], 3);
        let set = set.build();
        let find = |text: &str| {
            let readings: Vec<Vec<(u32, f32)>> = text
                .split(' ')
                .map(|w| set.word(w).map(|id| (id, 0.0)).into_iter().collect())
                .collect();
            let mut found: Vec<(usize, i32)> = Vec::new();
            set.walk(&readings, |f| found.push((f.length, f.entries[0])));
            found
        };
        assert_eq!(find("looking for work"), [(2, 1), (3, 2)]);
        assert_eq!(find("is the sony any good"), [(5, 3)]);
        assert_eq!(find("is a b c d good"), []);
        assert_eq!(find("nothing"), []);
    }
}
