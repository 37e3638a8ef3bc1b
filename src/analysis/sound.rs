//! How well an Arabic word and a Latin spelling sound alike: the cost of the cheapest alignment, 0 = letter by letter.
//!
//! Weighted edit distance (Wagner and Fischer 1974) over a table of spellings: long vowels should be written, short ones may be,
//! consonants have the habits of Egypt, the Levant, the Gulf, Iraq and the Maghreb. Work: length times length, both bounded.

/// Longer words are no readings of anything.
const MAX_LETTERS: usize = 24;
/// A short vowel is written in Latin letters only: `ktab`, `kitab`.
const SHORT_VOWEL: f32 = 0.03;
/// A vowel before the first letter or behind the last is one that the Arabic word lacks: `gam3a` is no جماع.
const FIRST_VOWEL: f32 = 0.15;
const LAST_VOWEL: f32 = 0.3;
/// Not in English, where a final e is silent: Nike, Braun Oral-B Genie.
const SILENT_E: f32 = 0.05;

/// How a Latin spelling came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelled {
    /// An Arabic word that somebody typed in Latin letters.
    Arabizi,
    /// A foreign name that somebody wrote in Arabic letters.
    Name,
}

/// One or two Arabic letters, what stands for them in Latin letters, and what that costs.
type Spelling = (&'static str, f32);

/// The cost of reading a folded Arabic word as a folded Latin one; `None` if no alignment exists.
pub(crate) fn cost(arabic: &str, latin: &str, spelled: Spelled) -> Option<f32> {
    // On the stack: this runs for every word of a key, for every token of a chat.
    let mut letters = ['\0'; MAX_LETTERS];
    let letters = filled(&mut letters, arabic.chars().filter(|c| *c != ' '))?;
    let mut bytes = [0; MAX_LETTERS];
    let latin = filled(&mut bytes, latin.bytes().filter(|b| !matches!(b, b' ' | b'-' | b'.')))?;
    if letters.is_empty() || !latin.is_ascii() {
        return None;
    }
    let mut best = [[f32::INFINITY; MAX_LETTERS + 1]; MAX_LETTERS + 1];
    best[0][0] = 0.0;
    for at in 0..=latin.len() {
        for letter in 0..=letters.len() {
            if best[at][letter].is_finite() {
                step(&mut best, latin, letters, (at, letter), spelled);
            }
        }
    }
    Some(best[latin.len()][letters.len()]).filter(|cost| cost.is_finite())
}

/// A buffer with these items; `None` where they are too many.
fn filled<T: Copy>(buffer: &mut [T; MAX_LETTERS], items: impl Iterator<Item = T>) -> Option<&[T]> {
    let mut length = 0;
    for item in items {
        *buffer.get_mut(length)? = item;
        length += 1;
    }
    Some(&buffer[..length])
}

type Costs = [[f32; MAX_LETTERS + 1]; MAX_LETTERS + 1];

/// Relaxes everything that may follow one place of the alignment.
fn step(best: &mut Costs, latin: &[u8], letters: &[char], (at, letter): (usize, usize), spelled: Spelled) {
    let here = best[at][letter];
    let mut relax = |at: usize, letter: usize, more: f32| {
        let place = &mut best[at][letter];
        *place = place.min(here + more);
    };
    let rest = &latin[at..];
    if let Some(first) = rest.first() {
        let ends = letter == letters.len();
        match first {
            b'a' | b'e' | b'i' | b'o' | b'u' => {
                let more = match () {
                    () if at == 0 => FIRST_VOWEL,
                    () if ends && rest == b"e" && spelled == Spelled::Name => SILENT_E,
                    () if ends => LAST_VOWEL,
                    () => SHORT_VOWEL,
                };
                relax(at + 1, letter, more);
            }
            b'\'' => relax(at + 1, letter, 0.0),
            // A doubled consonant is one letter: samma3at.
            same if at > 0 && latin[at - 1] == *same => relax(at + 1, letter, 0.0),
            _ => {}
        }
    }
    let Some(arabic) = letters.get(letter) else { return };
    let last = letter + 1 == letters.len();
    for (spelling, more) in spellings(*arabic, letter == 0, last) {
        if rest.starts_with(spelling.as_bytes()) {
            relax(at + spelling.len(), letter + 1, *more);
        }
    }
    if let Some(next) = letters.get(letter + 1) {
        for (spelling, more) in two_letters(*arabic, *next) {
            if rest.starts_with(spelling.as_bytes()) {
                relax(at + spelling.len(), letter + 2, *more);
            }
        }
    }
}

fn spellings(letter: char, first: bool, last: bool) -> &'static [Spelling] {
    match letter {
        'ا' if first => &[
            ("a", 0.0),
            ("2", 0.0),
            ("e", 0.05),
            ("i", 0.05),
            ("o", 0.05),
            ("u", 0.05),
            ("", 0.2),
        ],
        'ا' => &[("a", 0.0), ("2", 0.05), ("e", 0.1), ("", 0.25)],
        'ب' => &[("b", 0.0), ("p", 0.05)],
        'ت' => &[("t", 0.0)],
        'ث' => &[("th", 0.0), ("s", 0.05), ("t", 0.1)],
        'ج' => &[("j", 0.0), ("g", 0.0), ("dj", 0.0), ("ch", 0.15), ("y", 0.3)],
        'ح' => &[("7", 0.0), ("h", 0.05)],
        'خ' => &[("kh", 0.0), ("5", 0.0), ("7'", 0.0), ("x", 0.05), ("k", 0.25), ("7", 0.2)],
        'د' => &[("d", 0.0)],
        'ذ' => &[("th", 0.05), ("dh", 0.0), ("z", 0.05), ("d", 0.1)],
        'ر' => &[("r", 0.0)],
        'ز' => &[("z", 0.0)],
        'س' => &[("s", 0.0), ("c", 0.05)],
        'ش' => &[("sh", 0.0), ("ch", 0.03), ("4", 0.1), ("s", 0.3)],
        'ص' => &[("s", 0.0), ("9", 0.0), ("c", 0.1)],
        'ض' => &[("d", 0.0), ("dh", 0.03), ("9", 0.05), ("9'", 0.0), ("th", 0.1), ("6", 0.2)],
        'ط' => &[("t", 0.0), ("6", 0.0)],
        'ظ' => &[("z", 0.0), ("6'", 0.0), ("dh", 0.05), ("th", 0.1), ("6", 0.1), ("d", 0.15)],
        'ع' => &[("3", 0.0), ("a", 0.1), ("e", 0.15), ("o", 0.15), ("i", 0.15), ("", 0.2)],
        'غ' => &[("gh", 0.0), ("3", 0.1), ("3'", 0.0), ("8", 0.05), ("g", 0.1)],
        'ف' => &[("f", 0.0), ("v", 0.03), ("ph", 0.1)],
        'ق' => &[("q", 0.0), ("9", 0.0), ("2", 0.0), ("8", 0.1), ("g", 0.05), ("k", 0.1), ("", 0.3)],
        'ك' => &[("k", 0.0), ("c", 0.03), ("ch", 0.08), ("g", 0.1), ("q", 0.15)],
        'ل' => &[("l", 0.0)],
        'م' => &[("m", 0.0)],
        'ن' => &[("n", 0.0)],
        // The feminine ending is heard as a vowel: shanta has one, shant has none.
        'ه' if last => &[
            ("a", 0.0),
            ("e", 0.0),
            ("ah", 0.0),
            ("eh", 0.0),
            ("h", 0.05),
            ("i", 0.1),
            // With something behind it: waslet kahraba.
            ("et", 0.05),
            ("at", 0.05),
            ("it", 0.08),
            ("t", 0.1),
            ("", 0.35),
        ],
        'ه' => &[("h", 0.0), ("", 0.35)],
        'و' => &[("w", 0.0), ("o", 0.0), ("u", 0.0), ("ou", 0.0), ("oo", 0.0), ("v", 0.1), ("", 0.3)],
        'ي' if last => &[("y", 0.0), ("i", 0.0), ("ee", 0.0), ("e", 0.05), ("a", 0.15), ("", 0.3)],
        'ي' => &[
            ("y", 0.0),
            ("i", 0.0),
            ("ee", 0.0),
            ("e", 0.05),
            ("ai", 0.05),
            ("ei", 0.0),
            ("ay", 0.05),
            ("ey", 0.0),
            ("", 0.3),
        ],
        _ => &[],
    }
}

fn two_letters(first: char, second: char) -> &'static [Spelling] {
    match (first, second) {
        ('ا', 'ي') => &[("i", 0.03), ("y", 0.03), ("ie", 0.03), ("ei", 0.0)],
        ('ا', 'و') => &[("o", 0.05), ("au", 0.0), ("ow", 0.0)],
        ('ك', 'س') => &[("x", 0.0)],
        ('ت', 'ش') => &[("ch", 0.0), ("tsh", 0.0)],
        ('ن', 'ج' | 'غ' | 'ق' | 'ك') => &[("ng", 0.0)],
        ('ك', 'و') => &[("qu", 0.0)],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::fold;
    use proptest::prelude::*;

    fn of(arabic: &str, latin: &str) -> f32 {
        cost(&fold(arabic), latin, Spelled::Arabizi).unwrap_or(f32::INFINITY)
    }

    #[test]
    fn the_meant_word_is_nearer() {
        for (latin, meant, other) in [
            ("kitab", "كتاب", "كتب"),
            ("kbir", "كبير", "كبار"),
            ("kbir", "كبير", "قبر"),
            ("gam3a", "جامعة", "جماع"),
            ("gama3a", "جماعة", "جماع"),
            ("maktab", "مكتب", "مكتئب"),
            ("baddna", "بدنا", "بدينا"),
            ("shanta", "شنطة", "شنت"),
            ("sama3at", "سماعات", "سمعت"),
        ] {
            assert!(
                of(meant, latin) < of(other, latin),
                "{latin}: {} and {}",
                of(meant, latin),
                of(other, latin)
            );
        }
    }

    #[test]
    fn names_by_sound() {
        for (arabic, name) in [
            ("سامسونج", "samsung"),
            ("سامسونغ", "samsung"),
            ("سامسنق", "samsung"),
            ("هواوي", "huawei"),
            ("نايك", "nike"),
            ("نايكي", "nike"),
            ("لينوفو", "lenovo"),
            ("لوجيتك", "logitech"),
            ("شاومي", "xiaomi"),
        ] {
            let cost = cost(&fold(arabic), name, Spelled::Name);
            // Xiaomi is written as nothing else is: a row says it.
            assert_eq!(cost.is_some_and(|c| c <= 0.4), name != "xiaomi", "{arabic} {name}: {cost:?}");
        }
    }

    proptest! {
        #[test]
        fn any_words_have_a_cost_or_none(arabic in "[ا-ي]{0,40}", latin in "[a-z0-9']{0,40}") {
            if let Some(cost) = cost(&arabic, &latin, Spelled::Arabizi) {
                prop_assert!(cost >= 0.0);
            }
        }
    }
}
