//! Many words in one string, and lists behind them: what a compiled lexicon is made of.
//!
//! Opening one costs a few large allocations and one hash a word; nothing is allocated for a word or a list by itself.

use crate::analysis::arabizi::Key;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::hash::BuildHasher;
use std::ops::Range;

/// A set of words, numbered from 0 in the order they came.
#[derive(Default, Serialize, Deserialize)]
#[serde(from = "Written")]
pub(super) struct Words {
    text: String,
    ends: Ends,
    #[serde(skip)]
    numbers: HashTable<u32>,
}

/// [`Words`] as they are written: the numbers are found again.
#[derive(Deserialize)]
struct Written {
    text: String,
    ends: Ends,
}

impl Words {
    /// The number of a word, new where it was not there.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        self.find(word).unwrap_or_else(|| {
            let number = self.len() as u32;
            self.text.push_str(word);
            self.ends.push(self.text.len() as u32);
            self.index(number);
            number
        })
    }

    pub(super) fn find(&self, word: &str) -> Option<u32> {
        let found = self.numbers.find(hash(word), |number| self.get(*number) == word);
        found.copied()
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        self.find(word).is_some()
    }

    pub(super) fn get(&self, number: u32) -> &str {
        &self.text[self.ends.range(number)]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    fn index(&mut self, number: u32) {
        let Self { text, ends, numbers } = self;
        let hash_of = |number: &u32| hash(&text[ends.range(*number)]);
        numbers.insert_unique(hash_of(&number), number, hash_of);
    }
}

impl<S: AsRef<str>> FromIterator<S> for Words {
    fn from_iter<I: IntoIterator<Item = S>>(words: I) -> Self {
        let mut all = Self::default();
        for word in words {
            all.add(word.as_ref());
        }
        all
    }
}

impl From<Written> for Words {
    fn from(Written { text, ends }: Written) -> Self {
        let numbers = HashTable::with_capacity(ends.0.len());
        let mut words = Self { text, ends, numbers };
        for number in 0..words.len() as u32 {
            words.index(number);
        }
        words
    }
}

fn hash(word: &str) -> u64 {
    FxBuildHasher.hash_one(word)
}

/// Lists one behind the other.
#[derive(Serialize, Deserialize)]
pub(super) struct Lists<T> {
    ends: Ends,
    items: Vec<T>,
}

impl<T> Lists<T> {
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends.push(self.items.len() as u32);
    }

    pub(super) fn get(&self, number: u32) -> &[T] {
        &self.items[self.ends.range(number)]
    }
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            ends: Ends::default(),
            items: Vec::new(),
        }
    }
}

/// Word -> list.
#[derive(Serialize, Deserialize)]
pub(super) struct Index<T> {
    keys: Words,
    lists: Lists<T>,
}

impl<T> Index<T> {
    /// The list of a word; empty where there is none.
    pub(super) fn get(&self, key: &str) -> &[T] {
        self.keys.find(key).map_or(&[], |number| self.lists.get(number))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[T])> {
        let lists = (0..self.keys.len() as u32).map(|number| self.lists.get(number));
        self.keys.iter().zip(lists)
    }
}

/// Of keys that differ.
impl<S: AsRef<str>, L: IntoIterator<Item = T>, T> FromIterator<(S, L)> for Index<T> {
    fn from_iter<I: IntoIterator<Item = (S, L)>>(entries: I) -> Self {
        let (mut keys, mut lists) = (Words::default(), Lists::default());
        for (key, list) in entries {
            keys.add(key.as_ref());
            lists.push(list);
        }
        Self { keys, lists }
    }
}

/// Consonant key -> list.
#[derive(Serialize, Deserialize)]
#[serde(from = "WrittenHeard<T>")]
pub(super) struct Heard<T> {
    keys: Vec<Key>,
    lists: Lists<T>,
    #[serde(skip)]
    numbers: HashTable<u32>,
}

/// [`Heard`] as it is written: the numbers are found again.
#[derive(Deserialize)]
struct WrittenHeard<T> {
    keys: Vec<Key>,
    lists: Lists<T>,
}

impl<T> Heard<T> {
    /// The list of a key; empty where there is none.
    pub(super) fn get(&self, key: Key) -> &[T] {
        let number = self
            .numbers
            .find(FxBuildHasher.hash_one(key), |number| self.keys[*number as usize] == key);
        number.map_or(&[], |number| self.lists.get(*number))
    }
}

impl<T> From<WrittenHeard<T>> for Heard<T> {
    fn from(WrittenHeard { keys, lists }: WrittenHeard<T>) -> Self {
        let mut numbers = HashTable::with_capacity(keys.len());
        let hash_of = |number: &u32| FxBuildHasher.hash_one(keys[*number as usize]);
        for number in 0..keys.len() as u32 {
            numbers.insert_unique(hash_of(&number), number, hash_of);
        }
        Self { keys, lists, numbers }
    }
}

/// Of keys that differ.
impl<L: IntoIterator<Item = T>, T> FromIterator<(Key, L)> for Heard<T> {
    fn from_iter<I: IntoIterator<Item = (Key, L)>>(entries: I) -> Self {
        let mut written = WrittenHeard {
            keys: Vec::new(),
            lists: Lists::default(),
        };
        for (key, list) in entries {
            written.keys.push(key);
            written.lists.push(list);
        }
        written.into()
    }
}

/// A set of numbers.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn set(&mut self, number: u32) {
        let word = number as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    pub(super) fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word & 1 << (number % 64) != 0)
    }
}

/// Where each of the pieces of something ends; each begins where the one before it ends. Written as lengths, which are short.
#[derive(Default)]
pub(super) struct Ends(Vec<u32>);

impl Ends {
    pub(super) fn push(&mut self, end: u32) {
        self.0.push(end);
    }

    pub(super) fn range(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.0[before]);
        start as usize..self.0[number] as usize
    }
}

impl Serialize for Ends {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let starts = std::iter::once(&0).chain(&self.0);
        serializer.collect_seq(self.0.iter().zip(starts).map(|(end, start)| end - start))
    }
}

impl<'de> Deserialize<'de> for Ends {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut ends = Vec::<u32>::deserialize(deserializer)?;
        let mut end = 0;
        for piece in &mut ends {
            end += *piece;
            *piece = end;
        }
        Ok(Self(ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_words_and_lists_are_the_same_again() {
        let words: Words = ["سماعه", "", "usb", "سماعه"].into_iter().collect();
        let index: Index<u8> = [("a", vec![1, 2]), ("b", vec![]), ("c", vec![3])].into_iter().collect();
        let bytes = postcard::to_allocvec(&(&words, &index)).unwrap();
        let (words, index): (Words, Index<u8>) = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(words.iter().collect::<Vec<_>>(), ["سماعه", "", "usb"]);
        assert_eq!((words.find("usb"), words.find(""), words.find("us")), (Some(2), Some(1), None));
        assert_eq!((index.get("a"), index.get("b"), index.get("c")), (&[1, 2][..], &[][..], &[3][..]));
        assert!(index.get("d").is_empty());
    }
}
