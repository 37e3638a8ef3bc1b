//! A text as pieces of its words, hashed: what a linear model weighs (see `lexicon/talk.rs`).
//!
//! Words and pairs of words say it exactly; runs of three to five letters hold through inflection, attached particles and slips of
//! the keyboard; the consonants alone hold through dialects, and are the same in Arabic letters and in Arabizi (Bojanowski and
//! others 2017 for the runs; Weinberger and others 2009 for hashing them into one table).

use super::segment::{Script, Tokens};
use std::ops::Range;

/// Pieces are numbered below this.
pub(crate) const PIECES: usize = 1 << 18;
/// The shortest and the longest run of letters.
const RUNS: std::ops::RangeInclusive<usize> = 3..=5;
/// Fewer consonants say nothing.
const LEAST_CONSONANTS: usize = 2;

/// The pieces of some tokens of a text, each once.
pub(crate) fn pieces(tokens: &Tokens, range: Range<usize>) -> Vec<u32> {
    let mut pieces = Pieces {
        found: Vec::with_capacity(range.len() * 16),
        seen: vec![0; PIECES / 64],
    };
    let (mut last, mut last_consonants) = (String::new(), String::new());
    let (mut marked, mut starts) = (String::new(), Vec::new());
    let words = range.map(|at| (tokens.token(at), tokens.form(at)));
    for (token, form) in words.filter(|(token, _)| token.script != Script::Sign) {
        // Which number it is says nothing.
        let word = if token.script == Script::Number { "0" } else { form };
        pieces.add(Kind::Word, word, "");
        let consonants = consonants(word);
        if consonants.len() >= LEAST_CONSONANTS {
            pieces.add(Kind::Consonants, &consonants, "");
        }
        if !last.is_empty() {
            pieces.add(Kind::Pair, &last, word);
            pieces.add(Kind::ConsonantsOfPair, &last_consonants, &consonants);
        }
        marked.clear();
        marked.extend(['<'].into_iter().chain(word.chars()).chain(['>']));
        starts.clear();
        starts.extend(marked.char_indices().map(|(at, _)| at).chain([marked.len()]));
        for ends in RUNS.flat_map(|length| starts.windows(length + 1)) {
            pieces.add(Kind::Run, &marked[ends[0]..ends[ends.len() - 1]], "");
        }
        word.clone_into(&mut last);
        last_consonants = consonants;
    }
    pieces.found
}

/// What a piece is: the same letters as a word and as a run are two.
#[derive(Clone, Copy)]
enum Kind {
    Word = 1,
    Pair,
    Consonants,
    ConsonantsOfPair,
    Run,
}

struct Pieces {
    found: Vec<u32>,
    /// A bit a number.
    seen: Vec<u64>,
}

impl Pieces {
    fn add(&mut self, kind: Kind, first: &str, second: &str) {
        /// Two tokens, at their longest, with what stands between.
        const LONGEST: usize = 160;
        let mut bytes = [0; LONGEST];
        bytes[0] = kind as u8;
        let first = &first.as_bytes()[..first.len().min(LONGEST / 2 - 2)];
        let second = &second.as_bytes()[..second.len().min(LONGEST / 2 - 2)];
        bytes[1..=first.len()].copy_from_slice(first);
        let until = first.len() + 2 + second.len();
        bytes[first.len() + 2..until].copy_from_slice(second);
        let piece = twox_hash::XxHash64::oneshot(0, &bytes[..until]) as u32 % PIECES as u32;
        let (word, bit) = (piece as usize / 64, 1 << (piece % 64));
        if self.seen[word] & bit == 0 {
            self.seen[word] |= bit;
            self.found.push(piece);
        }
    }
}

/// The consonants of a word, in one alphabet for Arabic and Latin letters; those that dialects and spellers mix up are one.
fn consonants(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let sound = match (letter, letters.peek()) {
            ('k', Some('h')) => '5',
            ('s' | 'c', Some('h')) => 'c',
            ('g', Some('h')) => '8',
            ('t', Some('h')) => 't',
            ('d', Some('h')) => 'd',
            ('ب' | 'پ' | 'b' | 'p', _) => 'b',
            ('ت' | 'ط' | 'ث' | 't' | '6', _) => 't',
            ('ج' | 'j' | 'g', _) => 'j',
            ('ح' | '7', _) => '7',
            ('خ' | '5', _) => '5',
            ('د' | 'ض' | 'ذ' | 'd', _) => 'd',
            ('ر' | 'r', _) => 'r',
            ('ز' | 'ظ' | 'z', _) => 'z',
            ('س' | 'ص' | 's' | '9', _) => 's',
            ('ش' | 'چ' | 'c', _) => 'c',
            ('ع' | '3', _) => '3',
            ('غ' | '8', _) => '8',
            ('ف' | 'ڤ' | 'f' | 'v', _) => 'f',
            ('ق' | 'q', _) => 'q',
            ('ك' | 'k', _) => 'k',
            ('گ', _) => 'j',
            ('ل' | 'l', _) => 'l',
            ('م' | 'm', _) => 'm',
            ('ن' | 'n', _) => 'n',
            ('x', _) => 'x',
            _ => continue,
        };
        if !out.ends_with(sound) {
            out.push(sound);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<u32> {
        let tokens = Tokens::of(text);
        pieces(&tokens, 0..tokens.len())
    }

    #[test]
    fn arabizi_has_the_consonants_of_arabic() {
        for (arabic, latin) in [
            ("شاحن", "sha7en"),
            ("محتاج", "me7tag"),
            ("خلصت", "khelset"),
            ("عايز", "3ayez"),
            ("صباط", "sabbat"),
        ] {
            assert_eq!(consonants(arabic), consonants(latin), "{arabic} {latin}");
        }
    }

    #[test]
    fn inflections_share_most_pieces_and_other_words_few() {
        let of = |text: &str| all(text);
        let shared = |a: &str, b: &str| {
            let (a, b) = (of(a), of(b));
            a.iter().filter(|piece| b.contains(piece)).count() * 100 / a.len()
        };
        assert!(shared("headphones", "headphone") > 50);
        assert!(shared("والشنطة", "الشنطة") > 40);
        assert!(shared("headphones", "umbrella") < 10);
    }

    #[test]
    fn each_once() {
        let long = all(&"word and more ".repeat(500));
        assert_eq!(long, all(&"word and more ".repeat(2)));
        let distinct: std::collections::HashSet<_> = long.iter().collect();
        assert_eq!(distinct.len(), long.len());
        assert!(all("").is_empty() && all("$ $ $").is_empty());
    }
}
