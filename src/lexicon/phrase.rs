//! Many phrases at once: a trie over words, walked with every reading of each token.

use rustc_hash::FxHashMap;

/// At most so many words may stand where a phrase has a gap (`*`).
const MAX_GAP: usize = 3;
/// A walk stops after so many steps: readings and gaps multiply, and the text is hostile.
const MAX_STEPS: usize = 400;

/// Phrases and what each of them means.
pub(super) struct PhraseSet<T> {
    words: FxHashMap<Box<str>, u32>,
    steps: FxHashMap<(u32, u32), u32>,
    entries: Vec<Vec<T>>,
}

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

impl<T> PhraseSet<T> {
    pub(super) fn new() -> Self {
        Self {
            words: FxHashMap::default(),
            steps: FxHashMap::default(),
            entries: vec![Vec::new()],
        }
    }

    /// Adds a phrase of words; `*` is a gap. An empty phrase or one that starts with a gap is passed over.
    pub(super) fn insert<'a>(&mut self, phrase: impl IntoIterator<Item = &'a str>, entry: T) {
        let mut node = ROOT;
        for word in phrase {
            let word = if word == "*" { GAP } else { self.intern(word) };
            if node == ROOT && word == GAP {
                return;
            }
            let next = self.entries.len() as u32;
            let step = *self.steps.entry((node, word)).or_insert(next);
            if step == next {
                self.entries.push(Vec::new());
            }
            node = step;
        }
        if node != ROOT {
            self.entries[node as usize].push(entry);
        }
    }

    /// The number of a word, if any phrase has it.
    pub(super) fn word(&self, word: &str) -> Option<u32> {
        self.words.get(word).copied()
    }

    /// The English words of all phrases, a noun's mark taken off, with their numbers.
    pub(super) fn latin_words(&self) -> impl Iterator<Item = (&str, u32)> {
        let words = self.words.iter().map(|(word, id)| (word.trim_start_matches('~'), *id));
        words.filter(|(word, _)| word.bytes().all(|b| b.is_ascii_lowercase()))
    }

    /// Whether a word alone is a phrase.
    pub(super) fn is_phrase(&self, word: u32) -> bool {
        let node = self.steps.get(&(ROOT, word));
        node.is_some_and(|node| !self.entries[*node as usize].is_empty())
    }

    /// Every phrase that starts at the first token. `readings[i]` are the words that token i may be, with their costs.
    pub(super) fn walk<'a>(&'a self, readings: &[impl AsRef<[(u32, f32)]>], mut each: impl FnMut(Found<'a, T>)) {
        let mut budget = MAX_STEPS;
        let from = Place {
            node: ROOT,
            at: 0,
            skipped: 0,
            cost: 0.0,
        };
        self.step(from, readings, &mut budget, &mut each);
    }

    fn step<'a>(&'a self, place: Place, readings: &[impl AsRef<[(u32, f32)]>], budget: &mut usize, each: &mut impl FnMut(Found<'a, T>)) {
        let Place { node, at, skipped, cost } = place;
        let entries = &self.entries[node as usize];
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
            if let Some(next) = self.steps.get(&(node, *word)) {
                if *budget == 0 {
                    return;
                }
                *budget -= 1;
                let next = Place {
                    node: *next,
                    at: at + 1,
                    skipped,
                    cost: cost + word_cost,
                };
                self.step(next, readings, budget, each);
            }
        }
        if let Some(next) = self.steps.get(&(node, GAP)).filter(|_| node != ROOT) {
            for more in 0..=MAX_GAP {
                if *budget == 0 || at + more > readings.len() {
                    return;
                }
                *budget -= 1;
                let next = Place {
                    node: *next,
                    at: at + more,
                    skipped: skipped + more,
                    // What a gap swallows makes the phrase a little less sure than one without.
                    cost: cost + 0.01 * more as f32,
                };
                self.step(next, readings, budget, each);
            }
        }
    }

    fn intern(&mut self, word: &str) -> u32 {
        // 0 is the gap.
        let next = self.words.len() as u32 + 1;
        *self.words.entry(word.into()).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_gap_and_readings() {
        let mut set = PhraseSet::new();
        set.insert(["looking", "for"], 1);
        set.insert(["looking", "for", "work"], 2);
        set.insert(["is", "*", "good"], 3);
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
