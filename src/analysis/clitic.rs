//! Arabic word -> what it may be once attached particles, possessives and regular plurals are taken off.
//!
//! Only candidates: whoever asks keeps those that a lexicon or vocabulary knows. Stripping without that proof turns
//! لبن (yoghurt) into بن (coffee beans).

use std::sync::LazyLock;

/// Particles that are written onto the next word, with what taking them off costs.
const PREFIXES: &[(&str, f32)] = &[
    ("", 0.0),
    ("ال", 0.02),
    ("وال", 0.05),
    ("بال", 0.05),
    ("لل", 0.05),
    ("ولل", 0.08),
    ("وبال", 0.08),
    ("وهال", 0.1),
    ("وعال", 0.1),
    ("فبال", 0.1),
    ("فال", 0.08),
    ("كال", 0.08),
    ("هال", 0.05),
    ("عال", 0.08),
    ("ه", 0.3),
    ("و", 0.15),
    ("ف", 0.2),
    ("ب", 0.2),
    ("ل", 0.2),
    ("ك", 0.3),
    ("وب", 0.25),
    ("ول", 0.25),
    ("حال", 0.3),
    ("شال", 0.3),
    ("ما", 0.35),
    ("مال", 0.3),
];

/// Endings, what the word ended in without them, and the cost.
const SUFFIXES: &[(&str, &str, f32)] = &[
    ("", "", 0.0),
    ("ات", "ه", 0.05),
    ("ات", "", 0.05),
    ("تين", "ه", 0.08),
    ("تان", "ه", 0.1),
    ("ين", "", 0.1),
    ("ون", "", 0.12),
    ("ان", "", 0.15),
    ("تي", "ه", 0.1),
    ("تك", "ه", 0.1),
    ("تج", "ه", 0.12),
    ("ته", "ه", 0.1),
    ("تو", "ه", 0.12),
    ("تها", "ه", 0.1),
    ("تهم", "ه", 0.1),
    ("تنا", "ه", 0.1),
    ("تكم", "ه", 0.12),
    ("تكن", "ه", 0.12),
    ("ي", "", 0.12),
    ("ك", "", 0.15),
    ("ها", "", 0.12),
    ("هم", "", 0.12),
    ("نا", "", 0.12),
    ("كم", "", 0.15),
    ("كو", "", 0.15),
    ("اتي", "ه", 0.12),
    ("اتي", "", 0.12),
    ("اتك", "ه", 0.15),
    ("اتها", "ه", 0.15),
    ("يه", "ي", 0.2),
    ("ي", "ه", 0.25),
    ("تن", "", 0.3),
    // The accusative of written Arabic, its vowel mark gone: هاتفًا, حاملًا.
    ("ا", "", 0.08),
    // Objects of verbs: اجيبلها (I get her), اشتريله.
    ("الها", "ه", 0.14),
    ("اله", "ه", 0.14),
    ("لها", "", 0.12),
    ("له", "", 0.12),
    ("لو", "", 0.14),
    ("ليه", "", 0.14),
    ("ليها", "", 0.14),
    ("لهم", "", 0.14),
    ("لي", "", 0.14),
    ("لنا", "", 0.14),
    ("لك", "", 0.14),
];
/// His, written like the feminine ending: only where the writer did not put the two dots.
const HIS: (&str, &str, f32) = ("ه", "", 0.2);
/// The feminine form of an adjective (متنقلة -> متنقل). Dear, so that مكتبة (bookcase) stays itself where it is known.
const FEMININE: (&str, &str, f32) = ("ه", "", 0.45);
const LEAST_LETTERS: usize = 3;

/// Rows by the second byte of a letter, which tells the letters of the alphabet apart: nearly all rows fall away before a comparison.
type ByLetter<T> = [Vec<T>; 64];

/// Which particles a word that begins so may have, and which endings one that ends so.
struct Rows {
    prefixes: ByLetter<(&'static str, f32)>,
    suffixes: ByLetter<(&'static str, &'static str, f32)>,
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let mut rows = Rows {
        prefixes: std::array::from_fn(|_| Vec::new()),
        suffixes: std::array::from_fn(|_| Vec::new()),
    };
    for place in 0..64 {
        let begins = |row: &&(&str, f32)| row.0.as_bytes().get(1).is_none_or(|byte| letter(*byte) == place);
        let ends = |row: &&(&str, &str, f32)| row.0.as_bytes().last().is_none_or(|byte| letter(*byte) == place);
        rows.prefixes[place].extend(PREFIXES.iter().filter(begins));
        rows.suffixes[place].extend(SUFFIXES.iter().filter(ends));
    }
    rows
});

/// The second byte of a letter in as many bits as it tells by.
fn letter(byte: u8) -> usize {
    usize::from(byte & 0x3F)
}

/// Calls back with each candidate and its cost (0 = the word itself), in no order; at most some dozens.
pub(crate) fn readings(form: &str, marbuta: bool, mut each: impl FnMut(&str, f32)) {
    let (Some(first), Some(last)) = (form.as_bytes().get(1), form.as_bytes().last()) else {
        return each(form, 0.0);
    };
    let mut candidate = Candidate::default();
    let of_he = if marbuta { FEMININE } else { HIS };
    let rows = &*ROWS;
    for (prefix, prefix_cost) in &rows.prefixes[letter(*first)] {
        let Some(rest) = form.strip_prefix(prefix) else { continue };
        for (suffix, ending, suffix_cost) in rows.suffixes[letter(*last)].iter().chain([&of_he]) {
            let Some(core) = rest.strip_suffix(suffix) else { continue };
            let cost = prefix_cost + suffix_cost;
            if cost > 0.0 && letters(core) + letters(ending) < LEAST_LETTERS {
                continue;
            }
            match *ending {
                "" => each(core, cost),
                ending => {
                    if let Some(candidate) = candidate.joined(core, ending) {
                        each(candidate, cost);
                    }
                }
            }
        }
    }
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

/// Room for a word with another ending. No token is longer.
struct Candidate([u8; 96]);

impl Default for Candidate {
    fn default() -> Self {
        Self([0; 96])
    }
}

impl Candidate {
    fn joined(&mut self, core: &str, ending: &str) -> Option<&str> {
        let length = core.len() + ending.len();
        self.0.get_mut(..core.len())?.copy_from_slice(core.as_bytes());
        self.0.get_mut(core.len()..length)?.copy_from_slice(ending.as_bytes());
        std::str::from_utf8(&self.0[..length]).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(form: &str, marbuta: bool, known: &[&str]) -> Option<String> {
        let mut best: Option<(String, f32)> = None;
        readings(form, marbuta, |candidate, cost| {
            if known.contains(&candidate) && best.as_ref().is_none_or(|(_, c)| cost < *c) {
                best = Some((candidate.to_owned(), cost));
            }
        });
        best.map(|(word, _)| word)
    }

    #[test]
    fn named_cases() {
        for (form, marbuta, known, expected) in [
            ("وبالسماعات", false, &["سماعه"][..], Some("سماعه")),
            ("بالسماعات", false, &["سماعه"], Some("سماعه")),
            ("شنطتي", false, &["شنطه"], Some("شنطه")),
            ("للسيارات", false, &["سياره"], Some("سياره")),
            ("مكتبه", true, &["مكتب", "مكتبه"], Some("مكتبه")),
            ("مكتبه", false, &["مكتب"], Some("مكتب")),
            ("لبن", false, &["بن"], None),
            ("هالموبايل", false, &["موبايل"], Some("موبايل")),
            ("جوالين", false, &["جوال"], Some("جوال")),
        ] {
            assert_eq!(best(form, marbuta, known).as_deref(), expected, "{form}");
        }
    }
}
