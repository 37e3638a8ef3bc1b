//! A text as pieces of its words, hashed: what a linear model weighs (see `lexicon/talk.rs`).
//!
//! Words and pairs of words say it exactly; runs of three to five letters hold through inflection, attached particles and slips of
//! the keyboard; the consonants alone hold through dialects, and are the same in Arabic letters and in Arabizi (Bojanowski and
//! others 2017 for the runs; Weinberger and others 2009 for hashing them into one table).

use super::segment::{Script, Tokens};
use std::cell::RefCell;
use std::ops::Range;

/// Pieces are numbered below this.
pub(crate) const PIECES: usize = 1 << 20;
/// The shortest and the longest run of letters.
const RUNS: std::ops::RangeInclusive<usize> = 3..=5;
/// No token is longer, in bytes.
const LONGEST_WORD: usize = 64;
/// Fewer consonants say nothing.
const LEAST_CONSONANTS: usize = 2;

/// Calls `weigh` with the pieces of some tokens of a text, each once. Nothing is allocated but for the first text of a thread.
pub(crate) fn with_pieces<T>(tokens: &Tokens, range: Range<usize>, weigh: impl FnOnce(&[u32]) -> T) -> T {
    thread_local! {
        static PIECES_OF_TEXT: RefCell<Pieces> = RefCell::new(Pieces::new());
    }
    PIECES_OF_TEXT.with_borrow_mut(|pieces| {
        pieces.read(tokens, range);
        let weighed = weigh(&pieces.found);
        pieces.clear();
        weighed
    })
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

/// Numbers only: no letter of a text is kept.
struct Pieces {
    found: Vec<u32>,
    /// A bit a number.
    seen: Vec<u64>,
}

impl Pieces {
    fn new() -> Self {
        Self {
            found: Vec::new(),
            seen: vec![0; PIECES / 64],
        }
    }

    fn clear(&mut self) {
        for piece in self.found.drain(..) {
            self.seen[piece as usize / 64] = 0;
        }
    }

    fn read(&mut self, tokens: &Tokens, range: Range<usize>) {
        let mut last: Option<(&str, Consonants)> = None;
        let words = range.map(|at| (tokens.token(at), tokens.form(at)));
        for (token, form) in words.filter(|(token, _)| token.script != Script::Sign) {
            // Which number it is says nothing.
            let word = if token.script == Script::Number { "0" } else { form };
            self.add(Kind::Word, word.as_bytes(), &[]);
            let consonants = Consonants::of(word);
            if consonants.length >= LEAST_CONSONANTS {
                self.add(Kind::Consonants, consonants.as_bytes(), &[]);
            }
            if let Some((last, of_last)) = &last {
                self.add(Kind::Pair, last.as_bytes(), word.as_bytes());
                self.add(Kind::ConsonantsOfPair, of_last.as_bytes(), consonants.as_bytes());
            }
            self.add_runs(word);
            last = Some((word, consonants));
        }
    }

    /// The runs of letters of a word between the marks of its beginning and its end.
    fn add_runs(&mut self, word: &str) {
        let mut marked = [0; LONGEST_WORD + 4];
        let mut starts = [0; LONGEST_WORD + 3];
        let bytes = &word.as_bytes()[..word.len().min(LONGEST_WORD)];
        let end = bytes.len() + 3;
        marked[1] = b'<';
        marked[2..end - 1].copy_from_slice(bytes);
        marked[end - 1] = b'>';
        // Every byte but those that go on with a letter.
        let letters = (1..end).filter(|at| marked[*at] & 0xC0 != 0x80).chain([end]);
        let mut count = 0;
        for (place, start) in starts.iter_mut().zip(letters) {
            *place = start;
            count += 1;
        }
        for ends in RUNS.flat_map(|length| starts[..count].windows(length + 1)) {
            // As `add` puts it together, but in place: most pieces are runs.
            let (before, behind) = (ends[0] - 1, ends[ends.len() - 1]);
            let kept = (marked[before], marked[behind]);
            (marked[before], marked[behind]) = (Kind::Run as u8, 0);
            self.add_bytes(&marked[before..=behind]);
            (marked[before], marked[behind]) = kept;
        }
    }

    fn add(&mut self, kind: Kind, first: &[u8], second: &[u8]) {
        /// Two tokens, at their longest, with what stands between.
        const LONGEST: usize = 160;
        let mut bytes = [0; LONGEST];
        bytes[0] = kind as u8;
        let first = &first[..first.len().min(LONGEST / 2 - 2)];
        let second = &second[..second.len().min(LONGEST / 2 - 2)];
        bytes[1..=first.len()].copy_from_slice(first);
        let until = first.len() + 2 + second.len();
        bytes[first.len() + 2..until].copy_from_slice(second);
        self.add_bytes(&bytes[..until]);
    }

    fn add_bytes(&mut self, bytes: &[u8]) {
        let piece = twox_hash::XxHash64::oneshot(0, bytes) as u32 % PIECES as u32;
        let (word, bit) = (piece as usize / 64, 1 << (piece % 64));
        if self.seen[word] & bit == 0 {
            self.seen[word] |= bit;
            self.found.push(piece);
        }
    }
}

/// The consonants of a word, in one alphabet for Arabic and Latin letters; those that dialects and spellers mix up are one.
#[derive(Clone, Copy)]
struct Consonants {
    signs: [u8; LONGEST_WORD],
    length: usize,
}

impl Consonants {
    fn of(word: &str) -> Self {
        let mut consonants = Self {
            signs: [0; LONGEST_WORD],
            length: 0,
        };
        let mut letters = word.chars().peekable();
        while let Some(letter) = letters.next() {
            let Some(sign) = sign(letter, letters.peek().copied()) else {
                continue;
            };
            let last = consonants.as_bytes().last();
            if last != Some(&sign) && consonants.length < LONGEST_WORD {
                consonants.signs[consonants.length] = sign;
                consonants.length += 1;
            }
        }
        consonants
    }

    fn as_bytes(&self) -> &[u8] {
        &self.signs[..self.length]
    }
}

/// What stands for a letter before another one; vowels have nothing.
fn sign(letter: char, next: Option<char>) -> Option<u8> {
    let sign = match (letter, next) {
        ('k', Some('h')) => b'5',
        ('s' | 'c', Some('h')) => b'c',
        ('g', Some('h')) => b'8',
        ('t', Some('h')) => b't',
        ('d', Some('h')) => b'd',
        ('ب' | 'پ' | 'b' | 'p', _) => b'b',
        ('ت' | 'ط' | 'ث' | 't' | '6', _) => b't',
        ('ج' | 'j' | 'g', _) => b'j',
        ('ح' | '7', _) => b'7',
        ('خ' | '5', _) => b'5',
        ('د' | 'ض' | 'ذ' | 'd', _) => b'd',
        ('ر' | 'r', _) => b'r',
        ('ز' | 'ظ' | 'z', _) => b'z',
        ('س' | 'ص' | 's' | '9', _) => b's',
        ('ش' | 'چ' | 'c', _) => b'c',
        ('ع' | '3', _) => b'3',
        ('غ' | '8', _) => b'8',
        ('ف' | 'ڤ' | 'f' | 'v', _) => b'f',
        ('ق' | 'q', _) => b'q',
        ('ك' | 'k', _) => b'k',
        ('گ', _) => b'j',
        ('ل' | 'l', _) => b'l',
        ('م' | 'm', _) => b'm',
        ('ن' | 'n', _) => b'n',
        ('x', _) => b'x',
        _ => return None,
    };
    Some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<u32> {
        let tokens = Tokens::of(text);
        with_pieces(&tokens, 0..tokens.len(), <[u32]>::to_vec)
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
            assert_eq!(
                Consonants::of(arabic).as_bytes(),
                Consonants::of(latin).as_bytes(),
                "{arabic} {latin}"
            );
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
