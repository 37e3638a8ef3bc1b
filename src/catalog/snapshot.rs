//! One commit, open for reading: its searcher, its words, its brands.

use super::index::Store;
use super::schema::{self, Fields, Stored};
use crate::analysis::Vocabulary;
use crate::error::{Error, Result};
use crate::intent::Gazetteer;
use crate::money::Currency;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

/// A commit as readers see it. Calls under way keep theirs while a newer one is published.
pub(crate) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(crate) brands: Gazetteer,
    /// Mean number of terms of each text field, in the order of [`Snapshot::text_fields`].
    pub(super) mean_lengths: [f32; 5],
    /// The currencies of the prices.
    pub(super) currencies: Vec<Currency>,
}

impl Snapshot {
    pub(super) fn of(store: &Store) -> Result<Self> {
        let searcher = store.reader.searcher();
        let fields = store.fields;
        let brands = Gazetteer::new(distinct_terms(&searcher, fields.brand_key).map_err(|e| store.refused(e))?);
        let mut snapshot = Self {
            searcher,
            fields,
            brands,
            mean_lengths: [1.0; 5],
            currencies: Vec::new(),
        };
        snapshot.currencies = snapshot.currencies_of_prices().map_err(|e| store.refused(e))?;
        for (at, field) in snapshot.text_fields().into_iter().enumerate() {
            snapshot.mean_lengths[at] = snapshot.mean_length(field).map_err(|e| store.refused(e))?;
        }
        Ok(snapshot)
    }

    /// Number of products.
    pub(crate) fn len(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Identifies the commit.
    pub(super) fn generation(&self) -> u64 {
        self.searcher.generation().generation_id()
    }

    pub(super) fn text_fields(&self) -> [Field; 5] {
        let f = &self.fields;
        [f.title, f.brand, f.category, f.details, f.description]
    }

    /// A product by its key.
    pub(super) fn get(&self, key: &str) -> Result<Option<Stored>> {
        let term = Term::from_field_text(self.fields.key, key);
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let index = segment.inverted_index(self.fields.key).map_err(read_error)?;
            let postings = index
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(|e| read_error(e.into()))?;
            let Some(mut postings) = postings else { continue };
            loop {
                let doc = tantivy::DocSet::doc(&postings);
                if doc == tantivy::TERMINATED {
                    break;
                }
                if !segment.is_deleted(doc) {
                    return self.stored(DocAddress::new(ord as u32, doc)).map(Some);
                }
                tantivy::DocSet::advance(&mut postings);
            }
        }
        Ok(None)
    }

    /// What was stored of a document.
    pub(super) fn stored(&self, address: DocAddress) -> Result<Stored> {
        let doc: TantivyDocument = self.searcher.doc(address).map_err(read_error)?;
        let bytes = doc.get_first(self.fields.listing).and_then(|value| value.as_bytes());
        let bytes = bytes.ok_or_else(|| Error::catalog("a product without its stored part"))?;
        serde_json::from_slice(bytes).map_err(|e| Error::catalog("a product's stored part cannot be read").with_source(e))
    }

    pub(super) fn distinct(&self, field: Field) -> Result<Vec<String>> {
        distinct_terms(&self.searcher, field).map_err(read_error)
    }

    fn currencies_of_prices(&self) -> tantivy::Result<Vec<Currency>> {
        let mut currencies: Vec<Currency> = Vec::new();
        for segment in self.searcher.segment_readers() {
            let column = segment.fast_fields().u64(schema::column::CURRENCY)?;
            for doc in 0..segment.max_doc() {
                let Some(numeric) = column.first(doc) else { continue };
                if !currencies.iter().any(|c| c.numeric() == numeric) {
                    currencies.extend(Currency::of_numeric(numeric));
                }
            }
        }
        Ok(currencies)
    }

    fn mean_length(&self, field: Field) -> tantivy::Result<f32> {
        let (mut tokens, mut docs) = (0_u64, 0_u64);
        for segment in self.searcher.segment_readers() {
            tokens += segment.inverted_index(field)?.total_num_tokens();
            docs += u64::from(segment.max_doc());
        }
        Ok((tokens as f32 / docs.max(1) as f32).max(1.0))
    }
}

impl Vocabulary for Snapshot {
    fn title_frequency(&self, term: &str) -> u64 {
        let fields = [self.fields.title, self.fields.brand, self.fields.category];
        // A dictionary that cannot be read knows no word; opening and verifying report the damage.
        let frequency = |field| self.searcher.doc_freq(&Term::from_field_text(field, term)).unwrap_or(0);
        fields.into_iter().map(frequency).max().unwrap_or(0)
    }

    fn products(&self) -> u64 {
        self.len()
    }

    fn with_prefix(&self, prefix: &str, each: &mut dyn FnMut(&str, u64) -> bool) {
        for segment in self.searcher.segment_readers() {
            let Ok(index) = segment.inverted_index(self.fields.title) else {
                continue;
            };
            let Ok(mut terms) = index.terms().range().ge(prefix.as_bytes()).into_stream() else {
                continue;
            };
            while terms.advance() {
                let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
                if !term.starts_with(prefix) || !each(term, u64::from(terms.value().doc_freq)) {
                    break;
                }
            }
        }
    }
}

pub(super) fn read_error(error: tantivy::TantivyError) -> Error {
    Error::catalog(format!("the index cannot be read: {error}")).with_source(error)
}

/// The terms of a field over all segments, sorted.
fn distinct_terms(searcher: &Searcher, field: Field) -> tantivy::Result<Vec<String>> {
    let mut terms = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            terms.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
        }
    }
    terms.sort_unstable();
    terms.dedup();
    Ok(terms)
}

impl Stored {
    pub(super) fn key(&self) -> String {
        schema::key(&self.partner, &self.listing.id)
    }
}
