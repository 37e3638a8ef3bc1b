//! What is read of a product without its stored part: the columns of one segment, opened once a commit.

use super::schema::{column, state};
use crate::money::{Currency, Money};
use crate::offer::{Availability, Offer};
use crate::time::Timestamp;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

pub(super) struct Columns {
    price: Column<i64>,
    currency: Column<u64>,
    sale: Column<i64>,
    sale_start: Column<i64>,
    sale_end: Column<i64>,
    expires: Column<i64>,
    as_of: Column<i64>,
    state: Column<u64>,
    group: Column<u64>,
    tie: Column<u64>,
    partner: Column<u64>,
    content: Column<u64>,
    identity: Column<u64>,
    sketch: Column<u64>,
    brand: Column<u64>,
    traits: Column<u64>,
    /// The categories of the main texts; `None` where no product of the segment has one.
    pub(super) aisle: Option<StrColumn>,
}

impl Columns {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            price: columns.i64(column::PRICE)?,
            currency: columns.u64(column::CURRENCY)?,
            sale: columns.i64(column::SALE)?,
            sale_start: columns.i64(column::SALE_START)?,
            sale_end: columns.i64(column::SALE_END)?,
            expires: columns.i64(column::EXPIRES)?,
            as_of: columns.i64(column::AS_OF)?,
            state: columns.u64(column::STATE)?,
            group: columns.u64(column::GROUP)?,
            tie: columns.u64(column::TIE)?,
            partner: columns.u64(column::PARTNER)?,
            content: columns.u64(column::CONTENT)?,
            identity: columns.u64(column::IDENTITY)?,
            sketch: columns.u64(column::SKETCH)?,
            brand: columns.u64(column::BRAND)?,
            traits: columns.u64(column::TRAITS)?,
            aisle: columns.str(column::AISLE)?,
        })
    }

    /// How many products the segment has, deleted ones too.
    pub(super) fn count(&self) -> u32 {
        self.tie.num_docs()
    }

    /// The offer as it was indexed.
    pub(super) fn offer(&self, doc: DocId) -> Offer {
        let currency = self.currency(doc);
        let money = |column: &Column<i64>| column.first(doc).zip(currency).map(|(minor, currency)| Money::new(minor, currency));
        let time = |column: &Column<i64>| column.first(doc).map(Timestamp::from_unix);
        Offer {
            price: money(&self.price),
            sale_price: money(&self.sale),
            sale_start: time(&self.sale_start),
            sale_end: time(&self.sale_end),
            availability: self.availability(doc),
            expires: time(&self.expires),
        }
    }

    /// The currency of its prices. A change of it is a new document, so it is the same for every offer.
    pub(super) fn currency(&self, doc: DocId) -> Option<Currency> {
        self.currency.first(doc).and_then(Currency::of_numeric)
    }

    pub(super) fn currency_number(&self, doc: DocId) -> Option<u64> {
        self.currency.first(doc)
    }

    pub(super) fn availability(&self, doc: DocId) -> Availability {
        Availability::of_code(self.state(doc) >> state::AVAILABILITY)
    }

    pub(super) fn expires(&self, doc: DocId) -> Option<Timestamp> {
        self.expires.first(doc).map(Timestamp::from_unix)
    }

    pub(super) fn as_of(&self, doc: DocId) -> Timestamp {
        Timestamp::from_unix(self.as_of.first(doc).unwrap_or(i64::MIN))
    }

    pub(super) fn state(&self, doc: DocId) -> u64 {
        self.state.first(doc).unwrap_or(0)
    }

    /// Variants of one product share it.
    pub(super) fn group(&self, doc: DocId) -> u64 {
        self.group.first(doc).unwrap_or(0)
    }

    /// A hash of partner and id.
    pub(super) fn tie(&self, doc: DocId) -> u64 {
        self.tie.first(doc).unwrap_or(0)
    }

    /// A hash of the partner.
    pub(super) fn partner(&self, doc: DocId) -> u64 {
        self.partner.first(doc).unwrap_or(0)
    }

    /// A hash of all but the offer.
    pub(super) fn content(&self, doc: DocId) -> u64 {
        self.content.first(doc).unwrap_or(0)
    }

    /// A hash of the brand; 0 = none.
    pub(super) fn brand(&self, doc: DocId) -> u64 {
        self.brand.first(doc).unwrap_or(0)
    }

    /// Hashes of what tells that two partners sell the same product.
    pub(super) fn identities(&self, doc: DocId) -> impl Iterator<Item = u64> {
        self.identity.values_for_doc(doc)
    }

    pub(super) fn sketch(&self, doc: DocId) -> impl Iterator<Item = u32> {
        self.sketch.values_for_doc(doc).map(|word| word as u32)
    }

    pub(super) fn traits(&self, doc: DocId) -> impl Iterator<Item = u32> {
        self.traits.values_for_doc(doc).map(|word| word as u32)
    }
}
