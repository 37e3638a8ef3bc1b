//! Counts over the products that are there, not over those that a segment still holds but that were deleted: the same products
//! rank in the same way, whatever happened before.

use super::columns::Columns;
use super::schema::Fields;
use crate::money::Currency;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term};

/// One segment of a commit, and what is counted once for it. The next commit keeps it if it did not change.
pub(super) struct Part {
    pub(super) id: SegmentId,
    pub(super) deleted: u32,
    pub(super) columns: Columns,
    /// In the order of [`Fields::texts`]: to open one costs more than a look into it.
    pub(super) texts: [Arc<InvertedIndexReader>; 5],
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
        let [title, brand, category, details, description] = fields.texts().map(|field| segment.inverted_index(field));
        Ok(Self {
            texts: [title?, brand?, category?, details?, description?],
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

/// In how many products the field has the term.
pub(super) fn frequency(searcher: &Searcher, term: &Term) -> tantivy::Result<u64> {
    let mut sum = 0;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(term.field())?;
        if let Some(info) = index.get_term_info(term)? {
            sum += live_in_segment(segment, &index, &info)?;
        }
    }
    Ok(sum)
}

/// In how many products the text field at a place of [`Fields::texts`] has the term.
pub(super) fn frequency_in_text(searcher: &Searcher, parts: &[Arc<Part>], text: usize, term: &str) -> tantivy::Result<u64> {
    let mut sum = 0;
    for (segment, part) in searcher.segment_readers().iter().zip(parts) {
        let index = &part.texts[text];
        if let Some(info) = index.terms().get(term)? {
            sum += live_in_segment(segment, index, &info)?;
        }
    }
    Ok(sum)
}

/// The terms of a field from `start` on, over all segments in their order, until `each` says that it is enough. How many products
/// have one is counted on demand; it may be none.
pub(super) fn terms_from(
    searcher: &Searcher,
    field: Field,
    start: &str,
    each: &mut dyn FnMut(&str, &dyn Fn() -> u64) -> bool,
) -> tantivy::Result<()> {
    let segments = searcher.segment_readers();
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

pub(super) fn live_in_segment(segment: &SegmentReader, index: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<u64> {
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
