//! Texts of a product as hashed words, kept in columns: what ranking reads of a candidate without its stored text.

use super::analyzer::Reading;
use crate::analysis::{Gap, Script, counts, word_stem};
use crate::product::Listing;

/// A title longer than this many words is stuffed with keywords; its sketch keeps the front.
const SKETCH_WORDS: usize = 40;
/// Stands in the sketch where a comma, bracket or dash ends a part of the title.
pub(crate) const BREAK: u32 = 0;
/// This bit of a sketch's word says that it is a number: measures and model codes end the name of a thing.
const NUMBER: u32 = 1 << 31;

/// So many traits are kept of a product, of so many letters of each of its texts: enough to tell kinds apart.
const TRAITS: usize = 64;
const TRAIT_LETTERS: usize = 1200;
/// A trait's hash is cut to so many bits, which keeps the column small; two words of a shop in one hash are rare, and do no harm.
const TRAIT_BITS: u32 = (1 << 24) - 1;

/// The title's words as hashed stems, in order, with breaks: what ranking reads of a candidate without its stored text.
pub(super) fn sketch(title: &str, reading: &mut Reading) -> Vec<u32> {
    let Reading { tokens, stems } = reading;
    tokens.read(title);
    let mut words = Vec::with_capacity(tokens.len());
    for (at, (token, form)) in tokens.iter().enumerate().take(SKETCH_WORDS) {
        if counts(tokens, at) {
            continue;
        }
        if token.gap >= Gap::Clause && !words.is_empty() {
            words.push(BREAK);
        }
        words.push(sketch_word(&stems.of(form, token.script)));
    }
    // Texts in two languages follow each other.
    words.push(BREAK);
    words
}

/// A stable 64-bit hash for what is kept on disk (xxHash64).
pub(crate) fn stable_hash(bytes: &[u8]) -> u64 {
    twox_hash::XxHash64::oneshot(0, bytes)
}

/// A word of a sketch. Never [`BREAK`].
fn sketch_word(stem: &str) -> u32 {
    let hash = stable_hash(stem.as_bytes()) as u32;
    match stem.starts_with(|c: char| c.is_ascii_digit()) {
        true => hash | NUMBER,
        false => (hash & !NUMBER).max(1),
    }
}

/// A folded word of rows or wishes as the sketch of a title holds it.
pub(crate) fn sketch_of(word: &str) -> u32 {
    sketch_word(&word_stem(word))
}

/// Whether a word of a sketch is a number or a model code that starts with one.
pub(crate) fn is_number(word: u32) -> bool {
    word & NUMBER != 0
}

/// The traits of a listing, as they are indexed. Names of attributes are among them: a laptop has a processor, whatever it is called.
pub(super) fn traits(listing: &Listing, reading: &mut Reading) -> Vec<u32> {
    let mut words = Vec::with_capacity(TRAITS);
    for text in &listing.texts {
        let attributes = text.attributes.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        let category = text.category.iter().map(String::as_str);
        for part in category.chain(attributes).chain([text.description.as_str()]) {
            let end = part.char_indices().nth(TRAIT_LETTERS).map_or(part.len(), |(at, _)| at);
            add_words(&mut words, &part[..end], reading);
        }
    }
    words
}

fn add_words(words: &mut Vec<u32>, text: &str, reading: &mut Reading) {
    if words.len() == TRAITS {
        return;
    }
    let Reading { tokens, stems } = reading;
    tokens.read(text);
    for (token, form) in tokens
        .iter()
        .filter(|(token, _)| !matches!(token.script, Script::Number | Script::Sign))
    {
        if words.len() == TRAITS {
            return;
        }
        let word = stable_hash(stems.of(form, token.script).as_bytes()) as u32 & TRAIT_BITS;
        if !words.contains(&word) {
            words.push(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sketch_keeps_order_and_breaks() {
        let word = |w| sketch_word(w);
        assert_eq!(
            sketch("Laptop bag, black", &mut Reading::default()),
            [word("laptop"), word("bag"), BREAK, word("black"), BREAK]
        );
    }

    #[test]
    fn each_word_once_and_no_numbers() {
        let listing = |description: &str| {
            let mut listing = Listing::new("1", "a mouse", "https://shop.example/1");
            description.clone_into(&mut listing.texts[0].description);
            traits(&listing, &mut Reading::default())
        };
        assert_eq!(listing("mice and mouse 12, 7"), listing("mice and mouse"));
        assert_eq!(listing("red red red").len(), 1);
        assert!(listing(&"word ".repeat(5_000)).len() == 1 && listing("").is_empty());
        let many: String = (0..26)
            .flat_map(|a| (0..26).map(move |b| format!("x{}{} ", (97 + a) as u8 as char, (97 + b) as u8 as char)))
            .collect();
        assert_eq!(listing(&many).len(), TRAITS);
    }
}
