//! Which fields the index has, and how a listing becomes a document.

use super::analyzer::{ANALYZER, Reading};
use super::sketch::{self, stable_hash};
use crate::analysis::Tokens;
use crate::error::{Error, Result};
use crate::money::Money;
use crate::offer::Offer;
use crate::product::{Condition, Listing, is_trade_number};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// The fields of the index. Text fields hold terms of our analyzer; the others are columns for filters and ties.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) key: Field,
    pub(super) partner: Field,
    pub(super) brand_key: Field,
    pub(super) category_key: Field,
    pub(super) aisle: Field,
    pub(super) identity: Field,
    pub(super) title: Field,
    pub(super) brand: Field,
    pub(super) category: Field,
    pub(super) details: Field,
    pub(super) description: Field,
    pub(super) listing: Field,
}

/// The names of the columns.
pub(super) mod column {
    pub(in crate::catalog) const PRICE: &str = "price";
    pub(in crate::catalog) const CURRENCY: &str = "currency";
    pub(in crate::catalog) const SALE: &str = "sale";
    pub(in crate::catalog) const SALE_START: &str = "sale_start";
    pub(in crate::catalog) const SALE_END: &str = "sale_end";
    pub(in crate::catalog) const EXPIRES: &str = "expires";
    pub(in crate::catalog) const STATE: &str = "state";
    pub(in crate::catalog) const GROUP: &str = "group";
    pub(in crate::catalog) const TIE: &str = "tie";
    pub(in crate::catalog) const SKETCH: &str = "sketch";
    pub(in crate::catalog) const BRAND: &str = "brand_hash";
    pub(in crate::catalog) const TRAITS: &str = "traits";
    pub(in crate::catalog) const PARTNER: &str = "partner_hash";
    pub(in crate::catalog) const CONTENT: &str = "content";
    pub(in crate::catalog) const AS_OF: &str = "as_of";
    pub(in crate::catalog) const IDENTITY: &str = "identity";
    pub(in crate::catalog) const AISLE: &str = "aisle";
}

/// Bits of the `state` column.
pub(super) mod state {
    pub(in crate::catalog) const ADULT: u64 = 2;
    pub(in crate::catalog) const USED: u64 = 4;
    pub(in crate::catalog) const HIDDEN: u64 = 8;
    /// Above these bits stands the code of the availability.
    pub(in crate::catalog) const AVAILABILITY: u32 = 8;
}

/// What is stored of a product. Its offer is not: that stands in columns, and may be changed beside the index.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) partner: String,
    pub(super) listing: Listing,
}

impl Stored {
    fn to_json(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|e| Error::catalog("a product could not be written").with_source(e))
    }

    /// What is shown.
    fn shortened(&self) -> Self {
        let mut listing = self.listing.clone();
        for text in &mut listing.texts {
            text.description.clear();
            text.attributes.clear();
        }
        Self {
            partner: self.partner.clone(),
            listing,
        }
    }
}

/// A listing taken apart: what is analysed and stored, and what may change without that.
pub(super) struct Row {
    /// [`Stored`], as JSON.
    json: Vec<u8>,
    stored: Stored,
    pub(super) key: String,
    pub(super) offer: Offer,
    /// A hash of all but the offer: two rows with the same one need no second analysis.
    pub(super) content: u64,
    as_of: Timestamp,
}

impl Row {
    /// `compact`: its descriptions and attributes are searched, but not stored.
    pub(super) fn new(partner: &str, as_of: Timestamp, mut listing: Listing, compact: bool) -> Result<Self> {
        let offer = listing.offer().checked();
        listing.set_offer(Offer::default());
        let key = key(partner, &listing.id);
        let stored = Stored {
            partner: partner.to_owned(),
            listing,
        };
        let whole = stored.to_json()?;
        Ok(Self {
            content: stable_hash(&whole),
            json: if compact { stored.shortened().to_json()? } else { whole },
            stored,
            key,
            offer,
            as_of,
        })
    }

    pub(super) fn tie(&self) -> u64 {
        stable_hash(self.key.as_bytes())
    }
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ANALYZER)
        .set_index_option(IndexRecordOption::WithFreqs);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        partner: builder.add_text_field("partner", STRING),
        brand_key: builder.add_text_field("brand_key", STRING),
        category_key: builder.add_text_field("category_key", STRING),
        aisle: builder.add_text_field(column::AISLE, STRING | FAST),
        identity: builder.add_u64_field(column::IDENTITY, INDEXED | FAST),
        title: builder.add_text_field("title", text.clone()),
        brand: builder.add_text_field("brand", text.clone()),
        category: builder.add_text_field("category", text.clone()),
        details: builder.add_text_field("details", text.clone()),
        description: builder.add_text_field("description", text),
        listing: builder.add_bytes_field("listing", STORED),
    };
    for name in [
        column::PRICE,
        column::SALE,
        column::SALE_START,
        column::SALE_END,
        column::EXPIRES,
        column::AS_OF,
    ] {
        builder.add_i64_field(name, FAST);
    }
    for name in [
        column::CURRENCY,
        column::STATE,
        column::GROUP,
        column::TIE,
        column::SKETCH,
        column::BRAND,
        column::TRAITS,
        column::PARTNER,
        column::CONTENT,
    ] {
        builder.add_u64_field(name, FAST);
    }
    (builder.build(), fields)
}

/// Stands between partner and id in a key.
pub(super) const KEY_BREAK: char = '\u{1F}';

/// The key of a product over all partners. Control characters cannot occur in either part: feeds are cleaned.
pub(super) fn key(partner: &str, id: &str) -> String {
    format!("{partner}{KEY_BREAK}{id}")
}

/// A folded brand in one spelling: `Kingston Technology` -> `kingston technology`.
pub(crate) fn brand_key(brand: &str) -> String {
    let tokens = Tokens::of(brand);
    tokens.iter().map(|(_, form)| form).collect::<Vec<_>>().join(" ")
}

/// A document. Its text is analysed when the index takes it, on the threads of the writer.
pub(super) fn document(schema: &Schema, fields: &Fields, row: Row, reading: &mut Reading) -> Result<TantivyDocument> {
    let mut doc = TantivyDocument::default();
    let (sketch_field, traits_field) = (field(schema, column::SKETCH)?, field(schema, column::TRAITS)?);
    let listing = &row.stored.listing;
    doc.add_text(fields.partner, &row.stored.partner);
    if let Some(brand) = &listing.brand {
        doc.add_text(fields.brand, brand);
        doc.add_text(fields.brand_key, brand_key(brand));
    }
    for text in &listing.texts {
        doc.add_text(fields.title, &text.title);
        for word in sketch::sketch(&text.title, reading) {
            doc.add_u64(sketch_field, u64::from(word));
        }
        if !text.category.is_empty() {
            doc.add_text(fields.category, text.category.join(" "));
            for depth in 1..=text.category.len() {
                doc.add_text(fields.category_key, category_key(&text.category[..depth]));
            }
        }
        let details: Vec<&str> = text
            .attributes
            .iter()
            .flat_map(|(name, value)| worth_indexing(name, value))
            .collect();
        if !details.is_empty() {
            doc.add_text(fields.details, details.join(" ; "));
        }
        if !text.description.is_empty() {
            doc.add_text(fields.description, &text.description);
        }
    }
    if let Some(text) = listing.texts.first().filter(|text| !text.category.is_empty()) {
        doc.add_text(fields.aisle, category_key(&text.category));
    }
    for mpn in listing.mpn.iter().chain(&listing.gtin) {
        doc.add_text(fields.details, mpn);
    }
    for identity in identities(listing) {
        doc.add_u64(fields.identity, stable_hash(identity.as_bytes()));
    }
    for word in sketch::traits(listing, reading) {
        doc.add_u64(traits_field, u64::from(word));
    }
    add_offer(schema, &mut doc, &row)?;
    add_columns(schema, &mut doc, &row)?;
    doc.add_text(fields.key, &row.key);
    doc.add_bytes(fields.listing, &row.json);
    Ok(doc)
}

/// A category path as one term.
pub(super) fn category_key(path: &[String]) -> String {
    path.join("\u{1F}")
}

/// What says that products of several partners are one: the trade item number, and brand with the maker's own number.
pub(super) fn identities(listing: &Listing) -> impl Iterator<Item = String> {
    let gtin = listing
        .gtin
        .as_deref()
        .and_then(trade_number)
        .map(|number| format!("gtin {number}"));
    let letters = |mpn: &String| {
        mpn.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let mpn = listing.mpn.as_ref().map(letters).filter(|mpn| mpn.chars().count() >= LEAST_MPN);
    let made = listing
        .brand
        .as_deref()
        .zip(mpn)
        .map(|(brand, mpn)| format!("mpn {} {mpn}", brand_key(brand)));
    gtin.into_iter().chain(made)
}

/// A maker's number of fewer letters tells nothing: "1", "XL".
const LEAST_MPN: usize = 4;

/// A GTIN without leading zeros: a UPC is an EAN with a zero before it. One without a right check digit is none: shops write
/// 1234567890123 there and their own numbers, and those would make one product of many.
fn trade_number(gtin: &str) -> Option<&str> {
    let bare = gtin.trim_start_matches('0');
    (is_trade_number(gtin) && !bare.is_empty()).then_some(bare)
}

fn add_offer(schema: &Schema, doc: &mut TantivyDocument, row: &Row) -> Result<()> {
    let offer = &row.offer;
    for (name, value) in [
        (column::PRICE, offer.price.map(Money::minor)),
        (column::SALE, offer.sale_price.map(Money::minor)),
        (column::SALE_START, offer.sale_start.map(Timestamp::unix)),
        (column::SALE_END, offer.sale_end.map(Timestamp::unix)),
        (column::EXPIRES, offer.expires.map(Timestamp::unix)),
        (column::AS_OF, Some(row.as_of.unix())),
    ] {
        if let Some(value) = value {
            doc.add_i64(field(schema, name)?, value);
        }
    }
    if offer.currency() != 0 {
        doc.add_u64(field(schema, column::CURRENCY)?, offer.currency());
    }
    Ok(())
}

fn add_columns(schema: &Schema, doc: &mut TantivyDocument, row: &Row) -> Result<()> {
    let Stored { partner, listing } = &row.stored;
    let bits = [
        (listing.adult, state::ADULT),
        (listing.condition != Condition::New, state::USED),
        (listing.hidden, state::HIDDEN),
    ];
    let bits: u64 = bits.iter().filter(|(set, _)| *set).map(|(_, bit)| bit).sum();
    // A product without variants is a group of its own.
    let group = listing
        .group_id
        .as_ref()
        .map_or_else(|| row.key.clone(), |group| format!("{partner}\u{1E}{group}"));
    let brand = listing.brand.as_ref().map(|brand| stable_hash(brand_key(brand).as_bytes()));
    for (name, value) in [
        (column::STATE, Some(bits | row.offer.availability.code() << state::AVAILABILITY)),
        (column::GROUP, Some(stable_hash(group.as_bytes()))),
        (column::BRAND, brand),
        (column::TIE, Some(row.tie())),
        (column::PARTNER, Some(stable_hash(partner.as_bytes()))),
        (column::CONTENT, Some(row.content)),
    ] {
        if let Some(value) = value {
            doc.add_u64(field(schema, name)?, value);
        }
    }
    Ok(())
}

/// Names of details are the same on every product of a shop; only the values tell products apart. Bare flags and bare
/// numbers (`False`, `50.5`) name nothing, but a flag that is set names its attribute (`touchscreen: True`).
fn worth_indexing<'a>(name: &'a str, value: &'a str) -> Option<&'a str> {
    let plain = value.trim();
    if plain.eq_ignore_ascii_case("true") || plain.eq_ignore_ascii_case("yes") || plain == "Y" {
        return Some(name);
    }
    let is_flag = plain.eq_ignore_ascii_case("false") || plain.eq_ignore_ascii_case("no") || plain == "N";
    let is_number = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (!is_flag && !is_number).then_some(plain)
}

pub(super) fn field(schema: &Schema, name: &str) -> Result<Field> {
    schema
        .get_field(name)
        .map_err(|e| Error::version("the index has other fields than this version of the crate").with_source(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trade_numbers_with_a_right_check_digit() {
        for (written, number) in [
            ("4006381333931", Some("4006381333931")),
            ("036000291452", Some("36000291452")),
            ("0036000291452", Some("36000291452")),
            ("4006381333932", None),
            ("1234567890123", None),
            ("0000000000000", None),
            ("40063813", None),
            ("ISBN", None),
        ] {
            assert_eq!(trade_number(written), number, "{written}");
        }
    }

    #[test]
    fn one_product_at_several_partners() {
        let listing = |gtin: &str, brand: &str, mpn: &str| {
            let mut listing = Listing::new("1", "Lamp", "https://shop.example/1");
            (listing.gtin, listing.brand, listing.mpn) = (Some(gtin.to_owned()), Some(brand.to_owned()), Some(mpn.to_owned()));
            identities(&listing).collect::<Vec<_>>()
        };
        assert_eq!(listing("", "SONY", "WH-1000XM4"), listing("12", "Sony", "wh1000xm4"));
        assert_eq!(listing("", "Sony", "XL"), [""; 0]);
        assert_eq!(listing("036000291452", "", "").len(), 1);
    }

    #[test]
    fn details_keep_what_tells_products_apart() {
        for (name, value, kept) in [
            ("touchscreen", "True", Some("touchscreen")),
            ("touchscreen", "False", None),
            ("width", "50.5", None),
            ("colour", "Black", Some("Black")),
        ] {
            assert_eq!(worth_indexing(name, value), kept, "{name}: {value}");
        }
    }
}
