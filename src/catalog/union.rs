//! The best documents of a union of terms, without a look at most of those that cannot be among them.
//!
//! MaxScore (Turtle and Flood 1995) over windows of documents: a term adds no more than its bound to a score, so once enough documents
//! are found, terms whose bounds together do not reach the worst of these are read only where a document has another term. A wish has
//! some dozens of terms, and a thousand documents are asked for; there the engine's own block-max WAND, which sorts the terms at each
//! document, took 33 to 42 ms at a million products, and the whole answer takes 18 to 31 (`benches/suggest.rs`).
//!
//! A document's scores are summed in one order of terms, whatever was found before: the same products have the same sums, however their
//! segments lie.

use super::statistics::Part;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

/// So many documents are summed up at once: their sums stay in the nearest cache.
const WINDOW: u32 = 2048;
/// Documents of a block of the engine's lists.
const BLOCK: usize = 128;
/// The engine has chosen each block's best document by the mean length of its segment, and it is another by that of the catalog; and
/// bounds are rounded otherwise than scores.
const SLACK: f32 = 1.05;

/// A term of the union, and what it is worth by the statistics of the whole catalog.
pub(super) struct Clause {
    pub(super) term: Term,
    /// Its place in [`Fields::texts`](super::schema::Fields::texts), if it is of a text.
    pub(super) text: Option<usize>,
    /// Where its list is in each segment.
    pub(super) infos: Vec<Option<TermInfo>>,
    pub(super) weight: Bm25Weight,
}

/// Terms in the order in which they are summed: those that can add most come first.
pub(super) struct Union(Vec<Clause>);

/// Where the documents of a union go.
pub(super) trait Collector {
    /// What a score must be above.
    fn threshold(&self) -> f32;

    fn offer(&mut self, doc: DocId, score: f32);
}

impl Union {
    pub(super) fn new(mut clauses: Vec<Clause>) -> Self {
        clauses.sort_by(|a, b| {
            let by_bound = b.weight.max_score().total_cmp(&a.weight.max_score());
            by_bound.then_with(|| a.term.cmp(&b.term))
        });
        Self(clauses)
    }

    /// Offers the documents of a segment whose scores are above the threshold, deleted ones too, in their order.
    ///
    /// # Errors
    /// If the segment cannot be read.
    pub(super) fn search(&self, segment: &SegmentReader, ord: usize, part: &Part, collector: &mut impl Collector) -> tantivy::Result<()> {
        let mut lists = Vec::with_capacity(self.0.len());
        for clause in &self.0 {
            if let Some(info) = &clause.infos[ord] {
                lists.push(List::open(clause, info, segment, part)?);
            }
        }
        let (mut sums, mut bounds) = (Sums::default(), vec![0.0; lists.len()]);
        let mut start = 0;
        loop {
            let threshold = collector.threshold();
            // Documents that have only terms behind these are not good enough, wherever they are.
            sum_up(&mut bounds, &lists, |list| list.bound);
            let needed = needed(&bounds, threshold);
            let next = lists[..needed].iter_mut().map(|list| list.doc_from(start)).min();
            let Some(first) = next.filter(|doc| *doc != TERMINATED) else {
                return Ok(());
            };
            start = first;
            // And in this window even less may be enough.
            sum_up(&mut bounds, &lists, |list| list.bound_in(start));
            let (needed, others) = lists.split_at_mut(self::needed(&bounds, threshold));
            for list in needed.iter_mut() {
                list.add_all(start, &mut sums);
            }
            for (list, bound) in others.iter_mut().zip(&bounds[needed.len()..]) {
                list.add_to_found(start, threshold - bound, &mut sums);
            }
            sums.drain(|place, score| {
                if score > threshold {
                    collector.offer(start + place, score);
                }
            });
            start = start.saturating_add(WINDOW);
        }
    }
}

/// What the lists from each place on can add together.
fn sum_up(bounds: &mut [f32], lists: &[List], bound: impl Fn(&List) -> f32) {
    let mut sum = 0.0;
    for (place, list) in bounds.iter_mut().zip(lists).rev() {
        sum += bound(list);
        *place = sum;
    }
}

/// So many lists must be read for themselves: those behind them are not enough even together.
fn needed(bounds: &[f32], threshold: f32) -> usize {
    bounds.iter().take_while(|bound| **bound > threshold).count()
}

/// The documents of a term in one segment.
struct List {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    weight: Bm25Weight,
    /// Of each block its last document, and what one of its documents scores at most.
    blocks: Vec<(DocId, f32)>,
    /// The most of all blocks.
    bound: f32,
}

impl List {
    fn open(clause: &Clause, info: &TermInfo, segment: &SegmentReader, part: &Part) -> tantivy::Result<Self> {
        let field = clause.term.field();
        let index = match clause.text {
            Some(text) => part.texts[text].clone(),
            None => segment.inverted_index(field)?,
        };
        let lengths = segment.fieldnorms_readers().get_field(field)?;
        let lengths = lengths.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1));
        let mut block = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let mut blocks = Vec::with_capacity(info.doc_freq as usize / BLOCK + 1);
        while let Some(last) = block.docs().last() {
            blocks.push((*last, block.block_max_score(&lengths, &clause.weight) * SLACK));
            block.advance();
        }
        Ok(Self {
            postings: index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?,
            lengths,
            weight: clause.weight.clone(),
            bound: blocks.iter().map(|(_, most)| *most).fold(0.0, f32::max),
            blocks,
        })
    }

    /// Its first document from a place on.
    fn doc_from(&mut self, start: DocId) -> DocId {
        match self.postings.doc() {
            doc if doc < start => self.postings.seek(start),
            doc => doc,
        }
    }

    /// What a document of the window scores at most.
    fn bound_in(&self, start: DocId) -> f32 {
        let end = start.saturating_add(WINDOW);
        let first = self.blocks.partition_point(|(last, _)| *last < start);
        let mut most = 0.0_f32;
        for (last, bound) in &self.blocks[first..] {
            most = most.max(*bound);
            if *last >= end {
                break;
            }
        }
        most
    }

    fn score(&self, doc: DocId) -> f32 {
        self.weight.score(self.lengths.fieldnorm_id(doc), self.postings.term_freq())
    }

    /// Adds to the sums of all its documents in a window.
    fn add_all(&mut self, start: DocId, sums: &mut Sums) {
        let mut doc = self.doc_from(start);
        while doc < start.saturating_add(WINDOW) && doc != TERMINATED {
            sums.add(doc - start, self.score(doc));
            doc = self.postings.advance();
        }
    }

    /// Adds to the sums of the documents that were found already, and drops those that are not above `least` without it.
    fn add_to_found(&mut self, start: DocId, least: f32, sums: &mut Sums) {
        sums.retain(|place, sum| {
            if *sum <= least {
                return false;
            }
            let doc = start + place;
            if self.postings.doc() < doc && self.postings.seek(doc) == doc || self.postings.doc() == doc {
                *sum += self.score(doc);
            }
            true
        });
    }
}

/// The sums of a window's documents by their places in it, and which of them were found.
struct Sums {
    sums: Vec<f32>,
    found: [u64; WINDOW as usize / 64],
}

impl Default for Sums {
    fn default() -> Self {
        Self {
            sums: vec![0.0; WINDOW as usize],
            found: [0; WINDOW as usize / 64],
        }
    }
}

impl Sums {
    fn add(&mut self, place: u32, score: f32) {
        self.sums[place as usize] += score;
        self.found[place as usize / 64] |= 1 << (place % 64);
    }

    /// In the order of places.
    fn retain(&mut self, mut keep: impl FnMut(u32, &mut f32) -> bool) {
        for (word, found) in self.found.iter_mut().enumerate() {
            let mut left = *found;
            while left != 0 {
                let place = word as u32 * 64 + left.trailing_zeros();
                let sum = &mut self.sums[place as usize];
                if !keep(place, sum) {
                    *sum = 0.0;
                    *found &= !(1 << (place % 64));
                }
                left &= left - 1;
            }
        }
    }

    /// Calls back with each, in the order of places, and begins anew.
    fn drain(&mut self, mut each: impl FnMut(u32, f32)) {
        self.retain(|place, sum| {
            each(place, *sum);
            false
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::Snapshot;
    use super::super::snapshot::tests::snapshot;
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    const PRODUCTS: u64 = 6_000;
    const WORDS: u64 = 40;

    /// Titles of two to nine words, of which the first are frequent and the last are rare.
    static SHOP: LazyLock<Snapshot> = LazyLock::new(|| {
        let mixed = |n: u64| {
            n.wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(31)
                .wrapping_mul(0xBF58_476D_1CE4_E5B9)
                >> 33
        };
        let word = |n: u64| format!("w{}", mixed(n) % WORDS * (mixed(n + 7_000_000) % WORDS) / WORDS);
        let title = |n: u64| {
            (0..2 + mixed(n) % 8)
                .map(|at| word(n * 10 + at))
                .chain([format!("n{n}")])
                .collect::<Vec<_>>()
                .join(" ")
        };
        let titles: Vec<String> = (0..PRODUCTS).map(title).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        snapshot(&titles, &[])
    });

    /// The best of what was offered.
    struct Kept {
        count: usize,
        scores: Vec<(DocId, f32)>,
    }

    impl Collector for Kept {
        fn threshold(&self) -> f32 {
            let last = self.scores.get(self.count.wrapping_sub(1));
            last.map_or(f32::MIN, |(_, score)| score - score.abs() * 1e-6)
        }

        fn offer(&mut self, doc: DocId, score: f32) {
            self.scores.push((doc, score));
            self.scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
    }

    fn clauses(words: &BTreeMap<u64, f32>) -> Vec<Clause> {
        let title = SHOP.fields.title;
        let clause = |(word, boost): (&u64, &f32)| {
            let term = Term::from_field_text(title, &format!("w{word}"));
            let frequency = SHOP.live_frequency(&term).unwrap();
            Clause {
                text: Some(0),
                infos: SHOP.infos(&term).unwrap(),
                weight: Bm25Weight::for_one_term_without_explain(frequency, PRODUCTS, SHOP.exact_mean_length(0)).boost_by(*boost),
                term,
            }
        };
        words.iter().map(clause).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn the_best_are_found(words in proptest::collection::btree_map(0..WORDS, 0.1..3.0_f32, 1..8), count in 1..60_usize) {
            for (ord, (segment, part)) in SHOP.searcher.segment_readers().iter().zip(&SHOP.parts).enumerate() {
                let union = Union::new(clauses(&words));
                let mut all: BTreeMap<DocId, f32> = BTreeMap::new();
                for clause in &union.0 {
                    let Some(info) = &clause.infos[ord] else { continue };
                    let mut list = List::open(clause, info, segment, part).unwrap();
                    while list.postings.doc() != TERMINATED {
                        let doc = list.postings.doc();
                        *all.entry(doc).or_default() += list.score(doc);
                        list.postings.advance();
                    }
                }
                let mut best: Vec<(DocId, f32)> = all.into_iter().collect();
                best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                best.truncate(count);
                let mut kept = Kept { count, scores: Vec::new() };
                union.search(segment, ord, part, &mut kept).unwrap();
                let offered = kept.scores.len();
                kept.scores.truncate(count);
                prop_assert_eq!(kept.scores, best, "{} offered", offered);
            }
        }
    }

    #[test]
    fn most_documents_are_not_offered() {
        let words = [(0, 0.1), (1, 0.1), (35, 3.0)].into_iter().collect();
        let union = Union::new(clauses(&words));
        let mut kept = Kept {
            count: 10,
            scores: Vec::new(),
        };
        let mut frequency = 0;
        for (ord, (segment, part)) in SHOP.searcher.segment_readers().iter().zip(&SHOP.parts).enumerate() {
            union.search(segment, ord, part, &mut kept).unwrap();
            frequency += segment.num_docs();
        }
        assert!(
            kept.scores.len() >= 10 && kept.scores.len() < frequency as usize / 2,
            "{} of {frequency}",
            kept.scores.len()
        );
    }
}
