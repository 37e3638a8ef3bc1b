//! One commit, open for reading: its searcher, its words, its brands, its offers.

use super::guard::read;
use super::ledger::Ledger;
use super::offers::Offers;
use super::schema::{self, Fields, Stored};
use super::statistics::{self, Part};
use crate::analysis::Vocabulary;
use crate::error::{Error, Result};
use crate::intent::Gazetteer;
use crate::money::Currency;
use crate::offer::Offer;
use crate::product::{Language, Listing, Product};
use crate::time::Timestamp;
use std::ops::Range;
use std::sync::Arc;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentOrdinal, TERMINATED, TantivyDocument, Term};

/// A commit as readers see it. Calls under way keep theirs while a newer one is published.
pub(crate) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// In the order of the searcher's segments.
    pub(super) parts: Vec<Arc<Part>>,
    pub(super) ledger: Ledger,
    pub(super) offers: Arc<Offers>,
    pub(crate) brands: Arc<Gazetteer>,
    /// Mean number of terms of each text field, in the order of [`Fields::texts`].
    pub(super) mean_lengths: [f32; 5],
    /// The currencies of the prices, in the order of their numbers.
    pub(crate) currencies: Vec<Currency>,
}

impl Snapshot {
    /// Opens a commit; what did not change since `before` is taken from there.
    pub(super) fn new(searcher: Searcher, fields: Fields, ledger: Ledger, offers: Arc<Offers>, before: Option<&Self>) -> Result<Self> {
        let known = before.map_or(&[][..], |snapshot| &snapshot.parts);
        let parts = read(|| statistics::parts(searcher.segment_readers(), &fields, known))?;
        let is_same = parts.len() == known.len() && parts.iter().zip(known).all(|(a, b)| Arc::ptr_eq(a, b));
        let mut snapshot = Self {
            searcher,
            fields,
            parts,
            ledger,
            offers,
            brands: Arc::default(),
            mean_lengths: [1.0; 5],
            currencies: Vec::new(),
        };
        snapshot.brands = match before.filter(|_| is_same) {
            Some(before) => before.brands.clone(),
            None => Arc::new(Gazetteer::new(snapshot.terms(fields.brand_key)?)),
        };
        snapshot.mean_lengths = std::array::from_fn(|text| snapshot.exact_mean_length(text).max(1.0));
        snapshot.currencies = snapshot.parts.iter().flat_map(|part| part.currencies.iter().copied()).collect();
        snapshot.currencies.sort_unstable_by_key(|currency| currency.numeric());
        snapshot.currencies.dedup();
        Ok(snapshot)
    }

    /// Mean number of terms of the text field at a place of [`Fields::texts`].
    pub(super) fn exact_mean_length(&self, text: usize) -> f32 {
        let sum: u64 = self.parts.iter().map(|part| part.lengths[text]).sum();
        sum as f32 / self.len().max(1) as f32
    }

    /// The name of the text field at a place of [`Fields::texts`].
    pub(crate) fn text_name(&self, text: usize) -> &str {
        self.searcher.schema().get_field_name(self.fields.texts()[text])
    }

    /// Number of products.
    pub(crate) fn len(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// A product by its key.
    pub(super) fn find(&self, key: &str) -> Result<Option<DocAddress>> {
        let addresses = self.with_term(&Term::from_field_text(self.fields.key, key))?;
        Ok(addresses.first().copied())
    }

    /// The products that have a term, in the order of their addresses.
    pub(super) fn with_term(&self, term: &Term) -> Result<Vec<DocAddress>> {
        read(|| self.postings(term))
    }

    fn postings(&self, term: &Term) -> tantivy::Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let index = segment.inverted_index(term.field())?;
            let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    found.push(DocAddress::new(ord as SegmentOrdinal, postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(found)
    }

    /// Where a term's list is in each segment.
    pub(super) fn infos(&self, term: &Term) -> tantivy::Result<Vec<Option<TermInfo>>> {
        let segments = self.searcher.segment_readers().iter();
        segments
            .map(|segment| Ok(segment.inverted_index(term.field())?.get_term_info(term)?))
            .collect()
    }

    /// All products.
    pub(super) fn all(&self) -> impl Iterator<Item = DocAddress> {
        let segments = self.searcher.segment_readers().iter().enumerate();
        segments.flat_map(|(ord, segment)| segment.doc_ids_alive().map(move |doc| DocAddress::new(ord as SegmentOrdinal, doc)))
    }

    pub(super) fn part(&self, address: DocAddress) -> (&Part, DocId) {
        (&self.parts[address.segment_ord as usize], address.doc_id)
    }

    /// What is asked for a product now.
    pub(super) fn offer(&self, address: DocAddress) -> Offer {
        let (part, doc) = self.part(address);
        match self.offers.of(&part.columns, doc) {
            Some(changed) => changed.offer,
            None => part.columns.offer(doc),
        }
    }

    /// When its data came in: with its partner's last full feed, or later.
    pub(super) fn as_of(&self, address: DocAddress, partner: &str) -> Timestamp {
        let (part, doc) = self.part(address);
        let columns = &part.columns;
        let of_offer = self.offers.of(columns, doc).map(|changed| changed.as_of);
        let of_feed = self.ledger.partners.get(partner).and_then(|record| record.imported_at);
        let latest = of_offer.into_iter().chain(of_feed).chain([columns.as_of(doc)]).max();
        latest.unwrap_or(Timestamp::from_unix(0))
    }

    /// What was stored of a document, with the offer of this commit.
    pub(super) fn stored(&self, address: DocAddress) -> Result<Stored> {
        let doc: TantivyDocument = read(|| self.searcher.doc(address))?;
        let bytes = doc.get_first(self.fields.listing).and_then(|value| value.as_bytes());
        let bytes = bytes.ok_or_else(|| Error::catalog("a product without its stored part"))?;
        let mut stored: Stored =
            serde_json::from_slice(bytes).map_err(|e| Error::catalog("a product's stored part cannot be read").with_source(e))?;
        stored.listing.set_offer(self.offer(address));
        Ok(stored)
    }

    /// A product, titled in a language where it has such a text, and its listing.
    pub(crate) fn product(&self, address: DocAddress, language: Option<Language>) -> Result<(Product, Listing)> {
        let stored = self.stored(address)?;
        let as_of = self.as_of(address, &stored.partner);
        Ok((stored.listing.to_product(&stored.partner, as_of, language), stored.listing))
    }

    /// The terms of a field that products have, sorted.
    pub(super) fn terms(&self, field: Field) -> Result<Vec<String>> {
        let mut terms = Vec::new();
        read(|| {
            statistics::terms_from(&self.searcher, field, "", &mut |term, frequency| {
                if frequency() > 0 {
                    terms.push(term.to_owned());
                }
                true
            })
        })?;
        Ok(terms)
    }

    /// In how many products the field has the term. Cost: as below, and opening the field.
    pub(super) fn live_frequency(&self, term: &Term) -> Result<u64> {
        read(|| statistics::frequency(&self.searcher, term))
    }

    /// In how many products the text field at a place of [`Fields::texts`] has the term. Cost: one look into the dictionary of each
    /// segment; where products were deleted, and the segment was not merged yet, one step a product that has the term.
    pub(super) fn text_frequency(&self, text: usize, term: &str) -> Result<u64> {
        read(|| statistics::frequency_in_text(&self.searcher, &self.parts, text, term))
    }
}

impl Bm25StatisticsProvider for Snapshot {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let at = self.fields.texts().iter().position(|text| *text == field);
        Ok(at.map_or(0, |at| self.parts.iter().map(|part| part.lengths[at]).sum()))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.len())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        statistics::frequency(&self.searcher, term)
    }
}

/// Title, brand and category, by their places in [`Fields::texts`]: what products are called.
const TITLES: Range<usize> = 0..3;

impl Fields {
    /// The fields whose text is searched.
    pub(super) fn texts(&self) -> [Field; 5] {
        [self.title, self.brand, self.category, self.details, self.description]
    }
}

impl Vocabulary for Snapshot {
    fn title_frequency(&self, term: &str) -> u64 {
        // A dictionary that cannot be read knows no word; opening and verifying report the damage.
        let frequency = |text| self.text_frequency(text, term).unwrap_or(0);
        TITLES.map(frequency).max().unwrap_or(0)
    }

    fn stands_in(&self, term: &str, least: u64) -> bool {
        let mut texts = TITLES;
        texts.any(|text| self.text_frequency(text, term).is_ok_and(|count| count >= least))
    }

    fn products(&self) -> u64 {
        self.len()
    }

    fn with_prefix(&self, prefix: &str, each: &mut dyn FnMut(&str, &dyn Fn() -> u64) -> bool) {
        // As above: what cannot be read has no words.
        let _ = read(|| {
            statistics::terms_from(&self.searcher, self.fields.title, prefix, &mut |term, frequency| {
                term.starts_with(prefix) && each(term, frequency)
            })
        });
    }
}

impl Stored {
    pub(super) fn key(&self) -> String {
        schema::key(&self.partner, &self.listing.id)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::analyzer::Reading;
    use super::super::index::Store;
    use super::super::schema;
    use super::*;
    use crate::product::Listing;
    use crate::time::Timestamp;

    /// Products by id and title, and without some of them again; segments with deletions are not merged.
    pub(in super::super) fn snapshot(titles: &[&str], deleted: &[&str]) -> Snapshot {
        let store = Store::in_memory().unwrap();
        let mut ledger = store.ledger().unwrap();
        let mut commit = |change: &dyn Fn(&tantivy::IndexWriter)| {
            let mut writer = store.writer().unwrap();
            writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
            change(&writer);
            let mut prepared = writer.prepare_commit().unwrap();
            (ledger.number, ledger.opstamp) = (ledger.number + 1, prepared.opstamp());
            prepared.set_payload(&ledger.encode().unwrap());
            prepared.commit().unwrap();
        };
        commit(&|writer| {
            for title in titles {
                let listing = Listing::new(*title, *title, "https://shop.example/1");
                let row = schema::Row::new("shop", Timestamp::from_unix(0), listing, false).unwrap();
                let document = schema::document(&store.index.schema(), &store.fields, row, &mut Reading::default()).unwrap();
                writer.add_document(document).unwrap();
            }
        });
        commit(&|writer| {
            for title in deleted {
                writer.delete_term(Term::from_field_text(store.fields.key, &schema::key("shop", title)));
            }
        });
        store.load(None).unwrap()
    }

    #[test]
    fn what_was_deleted_does_not_count() {
        let all = ["white desk lamp", "desk", "lamp lamp lamp"];
        let (left, fresh) = (snapshot(&all, &all[2..]), snapshot(&all[..2], &[]));
        assert!(left.parts.iter().any(|part| part.deleted > 0));
        let title = left.fields.title;
        for (word, count) in [("lamp", 1), ("desk", 2), ("white", 1)] {
            let term = Term::from_field_text(title, word);
            assert_eq!(
                (left.doc_freq(&term).unwrap(), fresh.doc_freq(&term).unwrap()),
                (count, count),
                "{word}"
            );
        }
        assert_eq!(left.total_num_tokens(title).unwrap(), fresh.total_num_tokens(title).unwrap());
        assert_eq!((left.mean_lengths, left.len()), (fresh.mean_lengths, fresh.len()));
        let only = snapshot(&all, &all[..2]);
        assert_eq!(only.terms(title).unwrap(), ["lamp"]);
    }
}
