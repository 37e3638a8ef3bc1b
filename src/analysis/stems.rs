//! Stems of the words that come again and again: a shop says the same few thousand in every product, and stemming them was a tenth of an
//! import. What people say in chats is never kept here.

use super::segment::Script;
use super::stem;
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::hash::Hasher;

/// So many words are kept, some 100 kB; a word takes the place of another one whose hash ends alike.
const PLACES: usize = 2048;
/// Longer words, in bytes, are rare.
const LONGEST: usize = 22;

/// A word and its stem; a word of no length is none.
#[derive(Clone, Copy, Default)]
struct Place {
    word: [u8; LONGEST],
    stem: [u8; LONGEST],
    word_length: u8,
    stem_length: u8,
}

/// By default no word is kept.
#[derive(Default)]
pub(crate) struct Stems {
    places: Vec<Place>,
}

impl Stems {
    /// Keeps words.
    pub(crate) fn of_shops() -> Self {
        Self {
            places: vec![Place::default(); PLACES],
        }
    }

    /// What [`stem`] says.
    pub(crate) fn of<'a>(&'a mut self, form: &'a str, script: Script) -> Cow<'a, str> {
        if self.places.is_empty() || script != Script::Latin || form.len() > LONGEST || form.is_empty() {
            return stem(form, script);
        }
        let mut hasher = FxHasher::default();
        hasher.write(form.as_bytes());
        let place = &mut self.places[hasher.finish() as usize % PLACES];
        if place.word[..usize::from(place.word_length)] != *form.as_bytes() {
            let stem = stem(form, script);
            if stem.len() > LONGEST {
                return stem;
            }
            place.word[..form.len()].copy_from_slice(form.as_bytes());
            place.word_length = form.len() as u8;
            place.stem[..stem.len()].copy_from_slice(stem.as_bytes());
            place.stem_length = stem.len() as u8;
        }
        let kept = &place.stem[..usize::from(place.stem_length)];
        String::from_utf8_lossy(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_as_without(words in proptest::collection::vec("[a-z]{0,30}|[a-z]{1,3}(s|ed|ing|ies|ness)|[a-zé0-9]{1,25}|[ء-ي]{1,12}", 1..400)) {
            let mut stems = Stems::of_shops();
            for word in words.iter().chain(&words) {
                for script in [Script::Latin, Script::Arabic, Script::Mixed] {
                    prop_assert_eq!(stems.of(word, script), stem(word, script));
                }
            }
        }
    }

    #[test]
    fn one_word_after_the_other_in_one_place() {
        let mut stems = Stems::of_shops();
        // More words than places.
        for number in 0..3 * PLACES {
            let word: String = format!("{number}s")
                .bytes()
                .map(|b| if b.is_ascii_digit() { char::from(b - b'0' + b'a') } else { 's' })
                .collect();
            assert_eq!(stems.of(&word, Script::Latin), stem(&word, Script::Latin));
        }
    }
}
