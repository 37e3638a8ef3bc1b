//! A word that nobody knows -> known words one or two slips away.

use super::{Vocabulary, filled};

/// Shorter words have too many neighbours: `cat`, `car`, `cap`.
const LEAST_LETTERS: usize = 4;
/// From this length on two slips are forgiven.
pub(crate) const TWO_SLIPS_FROM: usize = 8;
/// A correction must be a word of this many titles at least: a catalog's own slips are no corrections.
const LEAST_FREQUENCY: u64 = 2;
/// The dictionary is read at most this far for one word; at one first letter that is a catalog of some 200,000 words.
const MAX_SCANNED: usize = 20_000;
/// Weight of a word one slip away, per slip.
const PER_SLIP: f32 = 0.75;
const KEPT: usize = 3;

/// The likeliest corrections of a folded word, best first: fewer slips before more, then the more frequent.
///
/// The first letter is taken as right (Pollock and Zamora 1984: wrong in 8 % of slips), which bounds the scan.
pub(crate) fn corrections(word: &str, vocabulary: &dyn Vocabulary) -> Vec<(String, f32)> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < LEAST_LETTERS || letters.len() > 24 || letters.iter().any(char::is_ascii_digit) {
        return Vec::new();
    }
    let allowed = if letters.len() >= TWO_SLIPS_FROM { 2 } else { 1 };
    let mut found: Vec<(usize, u64, String)> = Vec::new();
    let mut scanned = 0;
    vocabulary.with_prefix(&letters[0].to_string(), &mut |term, frequency| {
        scanned += 1;
        if let Some(slips) = distance(&letters, term, allowed) {
            let frequency = frequency();
            if frequency >= LEAST_FREQUENCY {
                found.push((slips, frequency, term.to_owned()));
            }
        }
        scanned < MAX_SCANNED
    });
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    found.truncate(KEPT);
    found
        .into_iter()
        .filter(|(slips, ..)| *slips > 0)
        .map(|(slips, _, term)| (term, PER_SLIP.powi(slips as i32)))
        .collect()
}

/// Longer words are no slips of anything: no token has more letters.
pub(crate) const MOST_LETTERS: usize = 64;

/// Optimal string alignment distance (insert, delete, replace, swap neighbours), if it is at most `allowed`. On the stack: it runs for
/// many words of a vocabulary.
pub(crate) fn distance(a: &[char], b: &str, allowed: usize) -> Option<usize> {
    let mut letters = ['\0'; MOST_LETTERS];
    let b = filled(&mut letters, b.chars())?;
    if a.len().abs_diff(b.len()) > allowed || a.len() > MOST_LETTERS {
        return None;
    }
    let mut rows = [[0_u8; MOST_LETTERS + 1]; 3];
    let [two_up, up, row] = &mut rows;
    let (mut two_up, mut up, mut row) = (two_up, up, row);
    for (j, cost) in up.iter_mut().enumerate() {
        *cost = j as u8;
    }
    for i in 1..=a.len() {
        row[0] = i as u8;
        let mut least = row[0];
        for j in 1..=b.len() {
            let replace = up[j - 1] + u8::from(a[i - 1] != b[j - 1]);
            row[j] = replace.min(up[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(two_up[j - 2] + 1);
            }
            least = least.min(row[j]);
        }
        if usize::from(least) > allowed {
            return None;
        }
        (two_up, up, row) = (up, row, two_up);
    }
    Some(usize::from(up[b.len()])).filter(|slips| *slips <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words(&'static [(&'static str, u64)]);

    impl Vocabulary for Words {
        fn title_frequency(&self, term: &str) -> u64 {
            self.0.iter().find(|(word, _)| *word == term).map_or(0, |(_, n)| *n)
        }

        fn products(&self) -> u64 {
            self.0.len() as u64
        }

        fn with_prefix(&self, prefix: &str, each: &mut dyn FnMut(&str, &dyn Fn() -> u64) -> bool) {
            let _ = self
                .0
                .iter()
                .filter(|(word, _)| word.starts_with(prefix))
                .all(|(word, n)| each(word, &|| *n));
        }
    }

    #[test]
    fn named_cases() {
        let words = Words(&[
            ("headphone", 40),
            ("headphones", 50),
            ("keyboard", 9),
            ("printer", 30),
            ("printers", 1),
            ("pointer", 3),
        ]);
        for (word, best) in [
            ("hedphones", Some("headphones")),
            ("keybaord", Some("keyboard")),
            ("prnter", Some("printer")),
            ("zzzz", None),
            ("pri", None),
        ] {
            assert_eq!(corrections(word, &words).first().map(|(w, _)| w.as_str()), best, "{word}");
        }
    }
}
