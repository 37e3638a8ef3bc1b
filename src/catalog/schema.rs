//! Which fields the index has, and how a listing becomes a document.

use super::sketch::{self, stable_hash};
use crate::analysis::{Tokens, index_terms};
use crate::error::{Error, Result};
use crate::money::Money;
use crate::product::{Availability, Condition, Listing};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which our analyzer is registered.
pub(super) const ANALYZER: &str = "shoptalk";
/// The fields of the index. Text fields hold terms of our analyzer; the others are columns for filters and ties.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) key: Field,
    pub(super) partner: Field,
    pub(super) brand_key: Field,
    pub(super) category_key: Field,
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
}

/// Bits of the `state` column.
pub(super) mod state {
    pub(in crate::catalog) const UNAVAILABLE: u64 = 1;
    pub(in crate::catalog) const ADULT: u64 = 2;
    pub(in crate::catalog) const USED: u64 = 4;
    pub(in crate::catalog) const HIDDEN: u64 = 8;
    pub(in crate::catalog) const LIMITED_MARKETS: u64 = 16;
}

/// What is stored of a product.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) partner: String,
    pub(super) as_of: Timestamp,
    pub(super) listing: Listing,
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ANALYZER)
        .set_index_option(IndexRecordOption::WithFreqs);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        partner: builder.add_text_field("partner", STRING | FAST),
        brand_key: builder.add_text_field("brand_key", STRING | FAST),
        category_key: builder.add_text_field("category_key", STRING | FAST),
        title: builder.add_text_field("title", text.clone()),
        brand: builder.add_text_field("brand", text.clone()),
        category: builder.add_text_field("category", text.clone()),
        details: builder.add_text_field("details", text.clone()),
        description: builder.add_text_field("description", text),
        listing: builder.add_bytes_field("listing", STORED),
    };
    for name in [column::PRICE, column::SALE, column::SALE_START, column::SALE_END, column::EXPIRES] {
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
    ] {
        builder.add_u64_field(name, FAST);
    }
    (builder.build(), fields)
}

/// The key of a product over all partners. Control characters cannot occur in either part: feeds are cleaned.
pub(super) fn key(partner: &str, id: &str) -> String {
    format!("{partner}\u{1F}{id}")
}

/// A folded brand in one spelling: `Kingston Technology` -> `kingston technology`.
pub(crate) fn brand_key(brand: &str) -> String {
    let tokens = Tokens::of(brand);
    tokens.iter().map(|(_, form)| form).collect::<Vec<_>>().join(" ")
}

/// A document. Its text is analysed when the index takes it, on the threads of the writer.
pub(super) fn document(schema: &Schema, fields: &Fields, partner: &str, as_of: Timestamp, listing: Listing) -> Result<TantivyDocument> {
    let mut doc = TantivyDocument::default();
    let key = key(partner, &listing.id);
    doc.add_text(fields.partner, partner);
    if let Some(brand) = &listing.brand {
        doc.add_text(fields.brand, brand);
        doc.add_text(fields.brand_key, brand_key(brand));
    }
    for text in &listing.texts {
        doc.add_text(fields.title, &text.title);
        for word in sketch::sketch(&text.title) {
            doc.add_u64(field(schema, column::SKETCH)?, u64::from(word));
        }
        if !text.category.is_empty() {
            doc.add_text(fields.category, text.category.join(" "));
            for depth in 1..=text.category.len() {
                doc.add_text(fields.category_key, text.category[..depth].join("\u{1F}"));
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
    for mpn in listing.mpn.iter().chain(&listing.gtin) {
        doc.add_text(fields.details, mpn);
    }
    for word in sketch::traits(&listing) {
        doc.add_u64(field(schema, column::TRAITS)?, u64::from(word));
    }
    add_columns(schema, &mut doc, &key, partner, &listing)?;
    doc.add_text(fields.key, key);
    let stored = Stored {
        partner: partner.to_owned(),
        as_of,
        listing,
    };
    let json = serde_json::to_vec(&stored).map_err(|e| Error::catalog("a product could not be written").with_source(e))?;
    doc.add_bytes(fields.listing, &json);
    Ok(doc)
}

fn add_columns(schema: &Schema, doc: &mut TantivyDocument, key: &str, partner: &str, listing: &Listing) -> Result<()> {
    let mut number = |name: &str, value: i64| field(schema, name).map(|field| doc.add_i64(field, value));
    let money = |money: Option<Money>| money.map(Money::minor);
    for (name, value) in [
        (column::PRICE, money(listing.price)),
        (column::SALE, money(listing.sale_price)),
        (column::SALE_START, listing.sale_start.map(Timestamp::unix)),
        (column::SALE_END, listing.sale_end.map(Timestamp::unix)),
        (column::EXPIRES, listing.expires.map(Timestamp::unix)),
    ] {
        if let Some(value) = value {
            number(name, value)?;
        }
    }
    if let Some(price) = listing.price.or(listing.sale_price) {
        doc.add_u64(field(schema, column::CURRENCY)?, price.currency().numeric());
    }
    let bits = [
        (listing.availability == Availability::OutOfStock, state::UNAVAILABLE),
        (listing.adult, state::ADULT),
        (listing.condition != Condition::New, state::USED),
        (listing.hidden, state::HIDDEN),
        (!listing.countries.is_empty(), state::LIMITED_MARKETS),
    ];
    doc.add_u64(
        field(schema, column::STATE)?,
        bits.iter().filter(|(set, _)| *set).map(|(_, bit)| bit).sum(),
    );
    // A product without variants is a group of its own.
    let group = listing
        .group_id
        .as_ref()
        .map_or_else(|| key.to_owned(), |group| format!("{partner}\u{1E}{group}"));
    doc.add_u64(field(schema, column::GROUP)?, stable_hash(group.as_bytes()));
    if let Some(brand) = &listing.brand {
        doc.add_u64(field(schema, column::BRAND)?, stable_hash(brand_key(brand).as_bytes()));
    }
    doc.add_u64(field(schema, column::TIE)?, stable_hash(key.as_bytes()));
    doc.add_u64(field(schema, column::PARTNER)?, stable_hash(partner.as_bytes()));
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

/// Our analyzer as tantivy wants it.
#[derive(Clone)]
pub(super) struct IndexAnalyzer;

pub(super) struct Terms {
    rest: VecDeque<(String, usize)>,
    token: Token,
}

impl Tokenizer for IndexAnalyzer {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        let mut rest = VecDeque::new();
        index_terms(&Tokens::of(text), |term, position| rest.push_back((term.to_owned(), position)));
        Terms {
            rest,
            token: Token::default(),
        }
    }
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.rest.pop_front() else {
            return false;
        };
        self.token = Token {
            text,
            position,
            ..Token::default()
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
