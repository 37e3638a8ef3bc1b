//! Counts over the products that are there, not over those that a segment still holds but that were deleted: the same products
//! rank in the same way, whatever happened before.

use super::columns::Columns;
use super::schema::Fields;
use super::snapshot::{Snapshot, read};
use crate::error::Result;
use crate::money::Currency;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

/// One segment of a commit, and what is counted once for it. The next commit keeps it if it did not change.
pub(super) struct Part {
    pub(super) id: SegmentId,
    pub(super) deleted: u32,
    pub(super) columns: Columns,
    /// The sum of the products' lengths in each text field. By the rounded lengths that the engine keeps of each product: the exact
    /// sum that it keeps of all counts the deleted ones too.
    pub(super) lengths: [u64; 5],
    /// The currencies of its prices.
    pub(super) currencies: Vec<Currency>,
}

impl Part {
    pub(super) fn open(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let columns = Columns::open(segment)?;
        let mut lengths = [0; 5];
        for (sum, field) in lengths.iter_mut().zip(fields.texts()) {
            let norms = segment.get_fieldnorms_reader(field)?;
            *sum = segment.doc_ids_alive().map(|doc| u64::from(norms.fieldnorm(doc))).sum();
        }
        let mut numbers: Vec<u64> = Vec::new();
        for number in segment.doc_ids_alive().filter_map(|doc| columns.currency_number(doc)) {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        Ok(Self {
            id: segment.segment_id(),
            deleted: segment.num_deleted_docs(),
            columns,
            lengths,
            currencies: numbers.into_iter().filter_map(Currency::of_numeric).collect(),
        })
    }

    pub(super) fn is_of(&self, segment: &SegmentReader) -> bool {
        self.id == segment.segment_id() && self.deleted == segment.num_deleted_docs()
    }
}

/// The parts of a commit: those of the one before, where they are the same.
pub(super) fn parts(segments: &[SegmentReader], fields: &Fields, before: &[Arc<Part>]) -> tantivy::Result<Vec<Arc<Part>>> {
    let part = |segment: &SegmentReader| match before.iter().find(|part| part.is_of(segment)) {
        Some(part) => Ok(part.clone()),
        None => Part::open(segment, fields).map(Arc::new),
    };
    segments.iter().map(part).collect()
}

impl Snapshot {
    /// In how many products the field has the term. Cost: one look into the dictionary of each segment; where products were
    /// deleted, and the segment was not merged yet, one step a product that has the term.
    pub(super) fn live_frequency(&self, term: &Term) -> Result<u64> {
        read(|| self.frequency(term))
    }

    fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        let mut sum = 0;
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(term.field())?;
            if let Some(info) = index.get_term_info(term)? {
                sum += live_in_segment(segment, &index, &info)?;
            }
        }
        Ok(sum)
    }

    /// The terms of a field from `start` on that products have, over all segments in their order, until `each` says that it is
    /// enough. How many products have one is counted on demand.
    pub(super) fn terms_from(&self, field: Field, start: &str, each: &mut dyn FnMut(&str, &dyn Fn() -> u64) -> bool) -> Result<()> {
        read(|| self.merged_terms(field, start, each))
    }

    fn merged_terms(&self, field: Field, start: &str, each: &mut dyn FnMut(&str, &dyn Fn() -> u64) -> bool) -> tantivy::Result<()> {
        let segments = self.searcher.segment_readers();
        let indexes = segments
            .iter()
            .map(|s| s.inverted_index(field))
            .collect::<tantivy::Result<Vec<_>>>()?;
        let mut streams = Vec::with_capacity(indexes.len());
        for index in &indexes {
            streams.push(index.terms().range().ge(start.as_bytes()).into_stream()?);
        }
        let mut open: Vec<bool> = streams.iter_mut().map(|stream| stream.advance()).collect();
        let mut least: Vec<u8> = Vec::new();
        loop {
            let keys = streams.iter().zip(&open).filter(|(_, open)| **open).map(|(stream, _)| stream.key());
            let Some(key) = keys.min() else { return Ok(()) };
            least.clear();
            least.extend_from_slice(key);
            let here: Vec<usize> = (0..streams.len()).filter(|at| open[*at] && streams[*at].key() == least).collect();
            let frequency = || {
                let of = |at: &usize| live_in_segment(&segments[*at], &indexes[*at], streams[*at].value()).unwrap_or(0);
                here.iter().map(of).sum()
            };
            let more = std::str::from_utf8(&least).is_ok_and(|term| each(term, &frequency));
            if !more {
                return Ok(());
            }
            for at in here {
                open[at] = streams[at].advance();
            }
        }
    }
}

fn live_in_segment(segment: &SegmentReader, index: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<u64> {
    if !segment.has_deletes() {
        return Ok(u64::from(info.doc_freq));
    }
    let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let mut count = 0;
    while postings.doc() != TERMINATED {
        count += u64::from(!segment.is_deleted(postings.doc()));
        postings.advance();
    }
    Ok(count)
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
        self.frequency(term)
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::Store;
    use super::super::schema;
    use super::*;
    use crate::product::Listing;
    use crate::time::Timestamp;

    /// Products by id and title, and without some of them again; segments with deletions are not merged.
    fn snapshot(titles: &[&str], deleted: &[&str]) -> Snapshot {
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
                let row = schema::Row::new("shop", Timestamp::from_unix(0), listing).unwrap();
                let document = schema::document(&store.index.schema(), &store.fields, row).unwrap();
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
