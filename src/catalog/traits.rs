//! What the texts of a product say of it, as hashed words: what ranking compares products by, without their stored text.

use super::schema::{column, stable_hash};
use super::snapshot::{Snapshot, read_error};
use crate::analysis::{Script, Tokens, stem};
use crate::error::Result;
use crate::product::Listing;
use tantivy::DocAddress;
use tantivy::columnar::Column;

/// So many traits are kept of a product, of so many letters of each of its texts: enough to tell kinds apart.
const TRAITS: usize = 64;
const TRAIT_LETTERS: usize = 1200;
/// A trait's hash is cut to so many bits, which keeps the column small; two words of a shop in one hash are rare, and do no harm.
const TRAIT_BITS: u32 = (1 << 24) - 1;

/// What a product's texts say of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Traits {
    /// A hash of the partner: each shop describes in its own way.
    pub(crate) partner: u64,
    /// Hashed stems of its category, attributes and description, each once.
    pub(crate) words: Vec<u32>,
}

/// The traits of a listing, as they are indexed. Names of attributes are among them: a laptop has a processor, whatever it is called.
pub(super) fn of(listing: &Listing) -> Vec<u32> {
    let mut words = Vec::with_capacity(TRAITS);
    for text in &listing.texts {
        let attributes = text.attributes.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        let category = text.category.iter().map(String::as_str);
        for part in category.chain(attributes).chain([text.description.as_str()]) {
            let end = part.char_indices().nth(TRAIT_LETTERS).map_or(part.len(), |(at, _)| at);
            add_words(&mut words, &part[..end]);
        }
    }
    words
}

fn add_words(words: &mut Vec<u32>, text: &str) {
    let tokens = Tokens::of(text);
    for (token, form) in tokens
        .iter()
        .filter(|(token, _)| !matches!(token.script, Script::Number | Script::Sign))
    {
        if words.len() == TRAITS {
            return;
        }
        let word = stable_hash(stem(form, token.script).as_bytes()) as u32 & TRAIT_BITS;
        if !words.contains(&word) {
            words.push(word);
        }
    }
}

/// Reads traits of products; its columns are open.
pub(crate) struct TraitReader(Vec<(Column<u64>, Column<u64>)>);

impl Snapshot {
    pub(crate) fn traits(&self) -> Result<TraitReader> {
        let open = || -> tantivy::Result<_> {
            let segments = self.searcher.segment_readers().iter();
            segments
                .map(|segment| {
                    Ok((
                        segment.fast_fields().u64(column::PARTNER)?,
                        segment.fast_fields().u64(column::TRAITS)?,
                    ))
                })
                .collect()
        };
        open().map(TraitReader).map_err(read_error)
    }
}

impl TraitReader {
    /// Those of a product of the same snapshot.
    pub(crate) fn read(&self, address: DocAddress) -> Traits {
        let Some((partner, words)) = self.0.get(address.segment_ord as usize) else {
            return Traits::default();
        };
        Traits {
            partner: partner.first(address.doc_id).unwrap_or_default(),
            words: words.values_for_doc(address.doc_id).map(|word| word as u32).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_once_and_no_numbers() {
        let listing = |description: &str| {
            let mut listing = Listing::new("1", "a mouse", "https://shop.example/1");
            description.clone_into(&mut listing.texts[0].description);
            of(&listing)
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
