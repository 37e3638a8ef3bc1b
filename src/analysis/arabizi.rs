//! Arabic in Latin letters and digits: word -> consonant keys under which a lexicon finds its Arabic words.
//!
//! Vowels are written freely (sama3at, sma3at, samma3at), so both sides meet at their consonants; letters that writers mix
//! (ت/ط, س/ص, د/ض, ذ/ز/ظ, ح/ه) share a sign. [`sound::cost`](super::sound::cost) then ranks the words of one key.
//! After the habits of Egypt, the Levant, the Gulf, Iraq and the Maghreb; bounded work a token.

use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// More alternatives than this and the word is noise.
const MAX_KEYS: usize = 16;
const MAX_BYTES: usize = 24;

/// The consonants of a word as one number: five bits a sign, so that keys are made, compared and hashed without allocating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub(crate) struct Key(u128);

impl Key {
    /// A key of more signs is that of no word; it stays as it is, whatever follows.
    const TOO_LONG: Self = Self(u128::MAX);
    const MOST_SIGNS: usize = 25;
    const BITS: u32 = 5;

    fn with(self, sign: Sign) -> Self {
        match self.signs() {
            Self::MOST_SIGNS.. => Self::TOO_LONG,
            _ => Self(self.0 << Self::BITS | sign as u128),
        }
    }

    /// How many signs it has.
    pub(crate) fn signs(self) -> usize {
        (u128::BITS - self.0.leading_zeros()).div_ceil(Self::BITS) as usize
    }
}

/// What writers in Latin letters tell apart. None is 0, so that a key tells how long it is.
#[derive(Clone, Copy)]
enum Sign {
    T = 1,
    S,
    D,
    Z,
    H,
    Kh,
    J,
    Sh,
    Ayn,
    Gh,
    Q,
    K,
    B,
    F,
    L,
    M,
    N,
    R,
    W,
    Y,
    A,
}

/// The key of a folded Arabic word.
pub(crate) fn arabic_key(word: &str) -> Key {
    let mut key = Key::default();
    let mut letters = word.chars().enumerate().peekable();
    while let Some((at, c)) = letters.next() {
        let first = at == 0;
        let last = letters.peek().is_none();
        key = key.with(match c {
            'ت' | 'ط' => Sign::T,
            'ث' | 'س' | 'ص' => Sign::S,
            'د' | 'ض' => Sign::D,
            'ذ' | 'ز' | 'ظ' => Sign::Z,
            'ه' if last && at > 1 => continue,
            'ه' | 'ح' => Sign::H,
            'خ' => Sign::Kh,
            'ج' => Sign::J,
            'ش' => Sign::Sh,
            'ع' => Sign::Ayn,
            'غ' => Sign::Gh,
            'ق' => Sign::Q,
            'ك' => Sign::K,
            'ب' => Sign::B,
            'ف' => Sign::F,
            'ل' => Sign::L,
            'م' => Sign::M,
            'ن' => Sign::N,
            'ر' => Sign::R,
            'و' if first => Sign::W,
            'ي' if first => Sign::Y,
            'ا' if first => Sign::A,
            _ => continue,
        });
    }
    key
}

/// The key of a word that something follows, where its feminine ending is heard as t: وصلة كهربا is `waslet kahraba`.
pub(crate) fn construct_key(word: &str) -> Option<Key> {
    let key = arabic_key(word.strip_suffix('ه')?);
    (key.signs() > 0).then(|| key.with(Sign::T))
}

/// The keys that a Latin word may stand for.
pub(crate) struct Keys {
    keys: [Key; MAX_KEYS],
    count: usize,
}

impl Keys {
    /// Every key so far with each choice of signs behind it; more than there is room for are left out.
    fn append(&mut self, choices: &[&[Sign]]) {
        if let [signs] = choices {
            for key in &mut self.keys[..self.count] {
                *key = signs.iter().fold(*key, |key, sign| key.with(*sign));
            }
            return;
        }
        let before = self.keys;
        let all = choices.iter().flat_map(|signs| {
            before[..self.count]
                .iter()
                .map(|key| signs.iter().fold(*key, |key, sign| key.with(*sign)))
        });
        let mut count = 0;
        for (place, key) in self.keys.iter_mut().zip(all) {
            *place = key;
            count += 1;
        }
        self.count = count;
    }
}

impl Deref for Keys {
    type Target = [Key];

    fn deref(&self) -> &[Key] {
        &self.keys[..self.count]
    }
}

/// The keys that a Latin word may stand for, likelier ones first. Empty for what cannot be Arabizi.
pub(crate) fn latin_keys(word: &str) -> Keys {
    use Sign::{A, Ayn, B, D, F, Gh, H, J, K, Kh, L, M, N, Q, R, S, Sh, T, W, Y, Z};
    let mut keys = Keys {
        keys: [Key::default(); MAX_KEYS],
        count: 0,
    };
    if word.len() > MAX_BYTES || !word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'\'') {
        return keys;
    }
    keys.count = 1;
    let bytes = word.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // A doubled consonant is one letter: samma3a. Across a vowel it is two: shasha is شاشة.
        if at > 0 && bytes[at] == bytes[at - 1] {
            at += 1;
            continue;
        }
        let (choices, taken): (&[&[Sign]], usize) = match (bytes[at], bytes.get(at + 1)) {
            (b's', Some(b'h')) => (&[&[Sh]], 2),
            (b'c', Some(b'h')) => (&[&[Sh], &[J], &[K]], 2),
            (b'k', Some(b'h')) | (b'7' | b'5', Some(b'\'')) => (&[&[Kh]], 2),
            (b'g', Some(b'h')) | (b'3', Some(b'\'')) => (&[&[Gh]], 2),
            (b't', Some(b'h')) => (&[&[S], &[T], &[Z]], 2),
            (b'd', Some(b'h')) => (&[&[Z], &[D]], 2),
            (b'o', Some(b'u')) if at > 0 => (&[&[]], 2),
            (b't' | b'6', _) => (&[&[T]], 1),
            (b's', _) => (&[&[S]], 1),
            (b'd', _) => (&[&[D]], 1),
            (b'z', _) => (&[&[Z]], 1),
            (b'h', None) if at > 1 => (&[&[]], 1),
            (b'h' | b'7', _) => (&[&[H]], 1),
            (b'5', _) => (&[&[Kh]], 1),
            (b'j', _) => (&[&[J]], 1),
            (b'3', _) => (&[&[Ayn], &[Gh]], 1),
            (b'8', _) => (&[&[Q], &[Gh]], 1),
            (b'9', _) => (&[&[Q], &[S], &[D]], 1),
            (b'2', _) => (&[&[], &[Q]], 1),
            (b'q', _) => (&[&[Q]], 1),
            (b'g', _) => (&[&[J], &[Q], &[K], &[Gh]], 1),
            (b'k', _) => (&[&[K], &[Q]], 1),
            (b'c', _) => (&[&[K], &[S]], 1),
            (b'b' | b'p', _) => (&[&[B]], 1),
            (b'f' | b'v', _) => (&[&[F]], 1),
            (b'l', _) => (&[&[L]], 1),
            (b'm', _) => (&[&[M]], 1),
            (b'n', _) => (&[&[N]], 1),
            (b'r', _) => (&[&[R]], 1),
            (b'x', _) => (&[&[K, S]], 1),
            (b'w', _) if at == 0 => (&[&[W]], 1),
            (b'y', _) if at == 0 => (&[&[Y]], 1),
            (b'a' | b'e' | b'i' | b'o' | b'u', _) if at == 0 => (&[&[A], &[], &[Ayn]], 1),
            _ => (&[&[]], 1),
        };
        keys.append(choices);
        at += taken;
    }
    keys
}

/// Whether the digits in a word stand for Arabic letters: `3ayez`, `sama3at`; not `wh1000xm4`, `mp3`, `5pm`.
pub(crate) fn has_letter_digit(word: &str) -> bool {
    let bytes = word.as_bytes();
    let letters = bytes.iter().filter(|b| b.is_ascii_lowercase()).count();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let only_arabizi = bytes.iter().all(|b| !matches!(b, b'0' | b'1' | b'4'));
    let adjacent = bytes.windows(2).any(|w| w[0].is_ascii_digit() && w[1].is_ascii_digit());
    // mp3, ps5, bob2: a digit at the end only is a model or a name more often than a letter; rows know the others (la2, ro7).
    let model = bytes
        .iter()
        .position(u8::is_ascii_digit)
        .is_some_and(|first| first + 1 == bytes.len());
    digits > 0 && letters >= digits && only_arabizi && !adjacent && !model
}

/// A word without the digit at its end, where that may be a letter (btefre2, te7tag7): one digit, behind letters enough for a word.
pub(crate) fn without_last_letter_digit(word: &str) -> Option<&str> {
    let rest = word.strip_suffix(['2', '3', '5', '6', '7', '8', '9'])?;
    (rest.len() >= LEAST_BEFORE_DIGIT && rest.bytes().all(|b| b.is_ascii_lowercase())).then_some(rest)
}

/// What may be attached to the front of an Arabizi word: articles and particles.
pub(crate) const ATTACHED: &[&str] = &[
    "wel", "wil", "wl", "bel", "bil", "bal", "bl", "lel", "lil", "lal", "fel", "fil", "fl", "hal", "3al", "el", "al", "il", "l", "w", "b",
];

/// What may be attached to its end: possessives and "for me" (mobili, laptopak, shantetha, a7tajli).
pub(crate) const POSSESSIVES: &[&str] = &[
    "etha", "ity", "eti", "ti", "ha", "na", "ak", "ek", "ik", "li", "ly", "ee", "i", "y", "o", "k",
];

/// mp3, ps5, s9 are no words of Arabic.
const LEAST_BEFORE_DIGIT: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::fold;

    #[test]
    fn spellings_meet_their_word() {
        for (arabic, spellings) in [
            ("سماعات", &["sama3at", "sma3at", "samma3at"][..]),
            ("عايز", &["3ayez", "3ayz", "3aayiz"]),
            ("شنطة", &["shanta", "shan6a", "chanta", "shantah"]),
            ("قهوة", &["qahwa", "9ahwa", "2ahwa", "gahwa"]),
            ("جوال", &["jawwal", "gawal"]),
            ("خاتم", &["khatem", "5atem", "7'atem"]),
            ("غسالة", &["ghasala", "3'assala"]),
            ("بغيت", &["bghit", "bghiit"]),
        ] {
            let key = arabic_key(&fold(arabic));
            for spelling in spellings {
                assert!(latin_keys(spelling).contains(&key), "{spelling} misses {arabic}");
            }
        }
    }

    #[test]
    fn digits_that_are_letters() {
        for word in ["3ayez", "sama3at", "7elw", "2albi", "6aweela"] {
            assert!(has_letter_digit(word), "{word}");
        }
        for word in ["wh1000xm4", "mp3", "ps5", "s9", "802", "4k", "a55"] {
            assert!(!has_letter_digit(word), "{word}");
        }
    }

    #[test]
    fn work_is_bounded() {
        assert!(latin_keys(&"gk".repeat(12)).len() <= MAX_KEYS);
        assert!(latin_keys(&"a".repeat(10_000)).is_empty());
        let long = latin_keys(&"xb".repeat(12))[0];
        assert!(long == Key::TOO_LONG && long != latin_keys(&"xb".repeat(8))[0]);
        assert_eq!((latin_keys("")[0].signs(), latin_keys("shanta")[0].signs()), (0, 3));
    }
}
