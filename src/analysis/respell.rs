//! One Arabic word in two spellings: loan words are written as they sound (راديو, رادو; تلفزيون, تليفزيون), and writers change letters
//! that their dialect says alike (بطارية, بتارية).
//!
//! Weighted edit distance (Wagner and Fischer 1974) in which only long vowels and such letters may differ. Work: length times
//! length, both bounded.

use super::filled;

/// Longer words are no readings of anything.
const MAX_LETTERS: usize = 16;
/// Shorter ones have too many neighbours.
const LEAST_LETTERS: usize = 4;
/// A long vowel more or less, or another one.
const VOWEL: f32 = 0.08;
/// Letters that many dialects say alike.
const TWIN: f32 = 0.07;
/// One change in a short word makes another word often enough, two do nearly always: كاتب and كتاب.
const MOST: f32 = 0.08;
/// From so many letters on, two changes are forgiven.
const LONG: usize = 7;

/// Letters that writers put for each other; words that differ in others have other keys (see `arabizi`) and never meet here.
const TWINS: &[(char, char)] = &[('ت', 'ط'), ('س', 'ث'), ('س', 'ص'), ('د', 'ض'), ('ز', 'ذ'), ('ز', 'ظ')];

/// What it costs to take one folded word for the other; `None` where they are two words.
pub(crate) fn cost(typed: &str, known: &str) -> Option<f32> {
    let (mut a, mut b) = (['\0'; MAX_LETTERS], ['\0'; MAX_LETTERS]);
    let (a, b) = (filled(&mut a, typed.chars())?, filled(&mut b, known.chars())?);
    let lengths = LEAST_LETTERS..=MAX_LETTERS;
    if !lengths.contains(&a.len()) || !lengths.contains(&b.len()) || is_vowel(a[0]) && a[0] != b[0] {
        return None;
    }
    let most = if a.len().min(b.len()) >= LONG { 2.0 * MOST } else { MOST };
    let (mut up, mut row) = ([f32::INFINITY; MAX_LETTERS + 1], [f32::INFINITY; MAX_LETTERS + 1]);
    // A word that begins with another vowel is another word.
    up[1] = replaced(a[0], b[0]);
    for j in (2..=b.len()).take_while(|j| is_vowel(b[*j - 1])) {
        up[j] = up[j - 1] + VOWEL;
    }
    for letter in &a[1..] {
        row[0] = f32::INFINITY;
        for j in 1..=b.len() {
            let skipped = if is_vowel(*letter) { up[j] + VOWEL } else { f32::INFINITY };
            let added = if j > 1 && is_vowel(b[j - 1]) {
                row[j - 1] + VOWEL
            } else {
                f32::INFINITY
            };
            row[j] = (up[j - 1] + replaced(*letter, b[j - 1])).min(skipped).min(added);
        }
        std::mem::swap(&mut up, &mut row);
    }
    Some(up[b.len()]).filter(|cost| *cost <= most)
}

/// A long ا more or less is how Arabic makes one word of another: منظر (view), منظار (binoculars).
fn is_vowel(letter: char) -> bool {
    matches!(letter, 'و' | 'ي')
}

fn replaced(a: char, b: char) -> f32 {
    match () {
        () if a == b => 0.0,
        () if is_vowel(a) && is_vowel(b) => VOWEL,
        () if TWINS.contains(&(a, b)) || TWINS.contains(&(b, a)) => TWIN,
        () => f32::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::fold;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_word_and_of_two() {
        for (typed, known, same) in [
            ("رادو", "راديو", true),
            ("تليفزيون", "تلفزيون", true),
            ("بتارية", "بطارية", true),
            ("شارجور", "شارجير", true),
            ("لكتور", "ليكتور", true),
            ("كاتب", "كتاب", false),
            ("منظر", "منظار", false),
            ("حامل", "حمالة", false),
            ("ورق", "ورقة", false),
            ("اب", "باب", false),
        ] {
            assert_eq!(cost(&fold(typed), &fold(known)).is_some(), same, "{typed} {known}");
        }
    }

    proptest! {
        #[test]
        fn the_same_both_ways(a in "[ا-ي]{0,20}", b in "[ا-ي]{0,20}") {
            prop_assert_eq!(cost(&a, &b), cost(&b, &a));
        }

        #[test]
        fn a_word_is_itself(a in "[ا-ي]{4,16}") {
            prop_assert_eq!(cost(&a, &a), Some(0.0));
        }
    }
}
