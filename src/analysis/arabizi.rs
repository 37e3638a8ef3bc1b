//! Arabic in Latin letters and digits: word -> consonant keys under which a lexicon finds its Arabic words.
//!
//! Vowels are written freely (sama3at, sma3at, samma3at), so both sides meet at their consonants; letters that writers mix
//! (ت/ط, س/ص, د/ض, ذ/ز/ظ, ح/ه) share a sign. [`sound::cost`](super::sound::cost) then ranks the words of one key.
//! After the habits of Egypt, the Levant, the Gulf, Iraq and the Maghreb; bounded work a token.

/// More alternatives than this and the word is noise.
const MAX_KEYS: usize = 16;
const MAX_BYTES: usize = 24;

/// The key of a folded Arabic word.
pub(crate) fn arabic_key(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let mut key = String::with_capacity(chars.len());
    for (at, c) in chars.iter().enumerate() {
        let first = at == 0;
        let last = at + 1 == chars.len();
        let sign = match c {
            'ت' | 'ط' => 't',
            'ث' | 'س' | 'ص' => 's',
            'د' | 'ض' => 'd',
            'ذ' | 'ز' | 'ظ' => 'z',
            'ه' if last && chars.len() > 2 => continue,
            'ه' | 'ح' => 'h',
            'خ' => 'x',
            'ج' => 'j',
            'ش' => 'S',
            'ع' => '3',
            'غ' => 'G',
            'ق' => 'q',
            'ك' => 'k',
            'ب' => 'b',
            'ف' => 'f',
            'ل' => 'l',
            'م' => 'm',
            'ن' => 'n',
            'ر' => 'r',
            'و' if first => 'w',
            'ي' if first => 'y',
            'ا' if first => 'a',
            _ => continue,
        };
        key.push(sign);
    }
    key
}

/// The key of a word that something follows, where its feminine ending is heard as t: وصلة كهربا is `waslet kahraba`.
pub(crate) fn construct_key(word: &str) -> Option<String> {
    let key = arabic_key(word.strip_suffix('ه')?);
    (!key.is_empty()).then(|| key + "t")
}

/// The keys that a Latin word may stand for, likelier ones first. Empty for what cannot be Arabizi.
pub(crate) fn latin_keys(word: &str) -> Vec<String> {
    if word.len() > MAX_BYTES || !word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'\'') {
        return Vec::new();
    }
    let bytes = word.as_bytes();
    let mut keys = vec![String::new()];
    let mut at = 0;
    while at < bytes.len() {
        // A doubled consonant is one letter: samma3a. Across a vowel it is two: shasha is شاشة.
        if at > 0 && bytes[at] == bytes[at - 1] {
            at += 1;
            continue;
        }
        let (signs, taken): (&[&str], usize) = match (bytes[at], bytes.get(at + 1)) {
            (b's', Some(b'h')) => (&["S"], 2),
            (b'c', Some(b'h')) => (&["S", "j", "k"], 2),
            (b'k', Some(b'h')) | (b'7' | b'5', Some(b'\'')) => (&["x"], 2),
            (b'g', Some(b'h')) | (b'3', Some(b'\'')) => (&["G"], 2),
            (b't', Some(b'h')) => (&["s", "t", "z"], 2),
            (b'd', Some(b'h')) => (&["z", "d"], 2),
            (b'o', Some(b'u')) if at > 0 => (&[""], 2),
            (b't' | b'6', _) => (&["t"], 1),
            (b's', _) => (&["s"], 1),
            (b'd', _) => (&["d"], 1),
            (b'z', _) => (&["z"], 1),
            (b'h', None) if at > 1 => (&[""], 1),
            (b'h' | b'7', _) => (&["h"], 1),
            (b'5', _) => (&["x"], 1),
            (b'j', _) => (&["j"], 1),
            (b'3', _) => (&["3", "G"], 1),
            (b'8', _) => (&["q", "G"], 1),
            (b'9', _) => (&["q", "s", "d"], 1),
            (b'2', _) => (&["", "q"], 1),
            (b'q', _) => (&["q"], 1),
            (b'g', _) => (&["j", "q", "k", "G"], 1),
            (b'k', _) => (&["k", "q"], 1),
            (b'c', _) => (&["k", "s"], 1),
            (b'b' | b'p', _) => (&["b"], 1),
            (b'f' | b'v', _) => (&["f"], 1),
            (b'l', _) => (&["l"], 1),
            (b'm', _) => (&["m"], 1),
            (b'n', _) => (&["n"], 1),
            (b'r', _) => (&["r"], 1),
            (b'x', _) => (&["ks"], 1),
            (b'w', _) if at == 0 => (&["w"], 1),
            (b'y', _) if at == 0 => (&["y"], 1),
            (b'a' | b'e' | b'i' | b'o' | b'u', _) if at == 0 => (&["a", "", "3"], 1),
            _ => (&[""], 1),
        };
        keys = append(keys, signs);
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

fn append(keys: Vec<String>, signs: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(keys.len() * signs.len());
    for sign in signs {
        for key in &keys {
            if out.len() == MAX_KEYS {
                return out;
            }
            out.push(format!("{key}{sign}"));
        }
    }
    out
}

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
                assert!(
                    latin_keys(spelling).contains(&key),
                    "{spelling}: {:?} misses {key}",
                    latin_keys(spelling)
                );
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
    }
}
