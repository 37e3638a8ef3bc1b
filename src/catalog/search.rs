//! Query tree -> candidates with evidence: which of the wish's groups a product has, where, and how well.
//!
//! Candidates come from a plain union of terms (`union.rs`); the best variant of each group is then found for those few hundred only
//! (`evidence.rs`).

use super::admission::Admission;
use super::columns::Columns;
use super::evidence::{Evidence, Scheme};
use super::guard::read;
use super::lookup::{Looked, TEXTS};
use super::query::Query;
use super::shelf::Shelf;
use super::snapshot::Snapshot;
use super::union::{Clause, Collector, Union};
use crate::error::Result;
use crate::intent::{Concept, Role};
use crate::money::Money;
use crate::weights::Weights;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::{DocAddress, DocId, SegmentOrdinal, SegmentReader, Term};

/// A variant less sure than this does not make candidates, it only scores them.
const CANDIDATE_VARIANT: f32 = 0.3;

/// A wish has no more concepts, but for one or two of its context: in place up to here.
const MOST_GROUPS: usize = 12;

/// A product that may fit.
pub(crate) struct Candidate {
    pub(crate) address: DocAddress,
    /// Per group of the query: BM25 of its best variant, 0 = absent.
    pub(crate) groups: SmallVec<[f32; MOST_GROUPS]>,
    /// Per group: where its best variant was found.
    pub(crate) found: SmallVec<[Found; MOST_GROUPS]>,
    /// The title's hashed stems, with breaks.
    pub(crate) sketch: Vec<u32>,
    /// Variants of one product share it.
    pub(crate) group: u64,
    /// A stable hash of partner and id, for ties.
    pub(crate) tie: u64,
    /// What it costs now, in major units of its own currency, where the query is for candidates with their prices.
    pub(crate) price_major: Option<f64>,
    /// A hash of the brand, 0 = none.
    pub(crate) brand: u64,
}

/// How much of a group a product has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Found {
    /// Nothing, or some words of a phrase.
    #[default]
    Hardly,
    /// A name of it, somewhere.
    InText,
    /// A name of it in the category: a charger stands under "Phone accessories".
    InCategory,
    /// A name of it in title or brand.
    InTitle,
}

impl Snapshot {
    /// At most `count` candidates, in no order.
    ///
    /// # Errors
    /// If the index cannot be read, or contradicts itself.
    pub(crate) fn candidates(&self, query: &Query<'_>, count: usize) -> Result<Vec<Candidate>> {
        let admission = Admission::new(self, &query.filter)?;
        read(|| self.found(query, &admission, count))
    }

    fn found(&self, query: &Query<'_>, admission: &Admission<'_>, count: usize) -> tantivy::Result<Vec<Candidate>> {
        let scheme = Scheme::of(query);
        let looked = self.look_up(&scheme.terms)?;
        let union = self.union(query, &scheme, &looked)?;
        let mut best = Best::new(count);
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let mut collector = OfSegment {
                admission,
                shelf: query.shelf,
                segment,
                ord: ord as u32,
                columns: &self.parts[ord].columns,
                best: &mut best,
            };
            union.search(segment, ord, &self.parts[ord], &mut collector)?;
        }
        self.with_evidence(query, &scheme, &looked, best.into_addresses())
    }

    /// The terms that candidates come from: all that are sure enough, in each text by its place in
    /// [`Fields::texts`](super::schema::Fields::texts), with its best weight.
    pub(crate) fn search_terms<'q>(&self, query: &Query<'q>) -> Vec<(usize, &'q str, f32)> {
        let mut weights: FxHashMap<&str, f32> = FxHashMap::default();
        for concept in query.groups {
            for variant in concept.variants.iter().filter(|v| v.weight >= CANDIDATE_VARIANT) {
                for term in &variant.terms {
                    let weight = concept.weight * variant.weight / variant.terms.len() as f32;
                    let known = weights.entry(term).or_insert(0.0);
                    *known = known.max(weight);
                }
            }
        }
        let of_fields = |(term, weight): (&'q str, f32)| {
            let fields = field_weights(query.weights).into_iter().enumerate();
            fields.map(move |(text, of_field)| (text, term, weight * of_field))
        };
        weights.into_iter().flat_map(of_fields).collect()
    }

    fn union(&self, query: &Query<'_>, scheme: &Scheme<'_>, looked: &Looked) -> tantivy::Result<Union> {
        let (products, fields) = (self.len(), self.fields.texts());
        let mut clauses = Vec::new();
        for (text, term, boost) in self.search_terms(query) {
            let number = scheme.number(term);
            // Deleted products do not count.
            let frequency = looked.frequency(text, number);
            if frequency > 0 {
                let bm25 = Bm25Weight::for_one_term_without_explain(frequency, products, self.exact_mean_length(text));
                clauses.push(Clause {
                    term: Term::from_field_text(fields[text], term),
                    text: Some(text),
                    infos: looked.infos(text, number),
                    weight: bm25.boost_by(boost),
                });
            }
        }
        // A wish for a brand alone: every product of it, whatever else it should be like.
        if query.groups.iter().all(|concept| concept.role != Role::Head) {
            for brand in &query.filter.brands {
                let term = Term::from_field_text(self.fields.brand_key, brand);
                clauses.push(Clause {
                    text: None,
                    infos: self.infos(&term)?,
                    weight: Bm25Weight::for_one_term_without_explain(self.doc_freq(&term)?, products, 1.0),
                    term,
                });
            }
        }
        Ok(Union::new(clauses))
    }

    fn with_evidence(
        &self,
        query: &Query<'_>,
        scheme: &Scheme<'_>,
        looked: &Looked,
        mut addresses: Vec<DocAddress>,
    ) -> tantivy::Result<Vec<Candidate>> {
        addresses.sort_unstable();
        let frequency = |term: &String| {
            (0..TEXTS)
                .map(|text| looked.frequency(text, scheme.number(term)))
                .max()
                .unwrap_or(0)
        };
        let idf: Vec<f32> = query.groups.iter().map(|concept| self.idf(concept, frequency)).collect();
        let price = |address| {
            let offer = query.priced.then(|| self.offer(address))?;
            offer.price_at(query.filter.now).map(in_major_units)
        };
        let mut candidates = Vec::with_capacity(addresses.len());
        for of_segment in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let ord = of_segment[0].segment_ord;
            let columns = &self.parts[ord as usize].columns;
            let docs: Vec<DocId> = of_segment.iter().map(|a| a.doc_id).collect();
            let terms = self.found_terms(ord, looked, &docs, query.weights)?;
            let groups = scheme.ready(&terms);
            for (at, address) in of_segment.iter().enumerate() {
                let evidence: SmallVec<[Evidence; MOST_GROUPS]> = groups.iter().map(|group| group.evidence(at, query.weights)).collect();
                let doc = address.doc_id;
                candidates.push(Candidate {
                    address: *address,
                    groups: evidence.iter().zip(&idf).map(|(group, idf)| group.score * idf).collect(),
                    found: evidence.iter().map(|group| group.found).collect(),
                    sketch: columns.sketch(doc).collect(),
                    group: columns.group(doc),
                    tie: columns.tie(doc),
                    price_major: price(*address),
                    brand: columns.brand(doc),
                });
            }
        }
        Ok(candidates)
    }

    /// Inverse document frequency of a group, by its most frequent sure variant, as in BM25.
    fn idf(&self, concept: &Concept, frequency: impl Fn(&String) -> u64) -> f32 {
        let sure = concept.variants.iter().filter(|v| v.weight >= 0.7);
        let df = sure.map(|v| v.terms.iter().map(&frequency).min().unwrap_or(0)).max().unwrap_or(0) as f32;
        let all = self.len() as f32;
        (1.0 + (all - df + 0.5).max(0.5) / (df + 0.5)).ln()
    }
}

/// In the order of [`Fields::texts`](super::schema::Fields::texts).
pub(super) fn field_weights(weights: &Weights) -> [f32; TEXTS] {
    [weights.title, weights.brand, weights.category, weights.details, weights.description]
}

fn in_major_units(price: Money) -> f64 {
    price.minor() as f64 / 10_f64.powi(price.currency().exponent() as i32)
}

/// The documents of one segment that may be suggested, on their way to the best of all.
struct OfSegment<'a> {
    admission: &'a Admission<'a>,
    shelf: Option<&'a Shelf<'a>>,
    segment: &'a SegmentReader,
    ord: SegmentOrdinal,
    columns: &'a Columns,
    best: &'a mut Best,
}

impl Collector for OfSegment<'_> {
    fn threshold(&self) -> f32 {
        self.best.threshold()
    }

    fn offer(&mut self, doc: DocId, score: f32) {
        let address = DocAddress::new(self.ord, doc);
        let on_shelf = || self.shelf.is_none_or(|shelf| shelf.holds(address));
        if !self.segment.is_deleted(doc) && self.admission.admits(self.columns, doc) && on_shelf() {
            self.best.offer(score, self.columns.tie(doc), address);
        }
    }
}

/// The best documents: by score, of equals the smaller tie.
struct Best {
    count: usize,
    kept: Vec<(f32, u64, DocAddress)>,
    least: f32,
}

impl Best {
    fn new(count: usize) -> Self {
        Self {
            count: count.max(1),
            kept: Vec::new(),
            least: f32::MIN,
        }
    }

    fn offer(&mut self, score: f32, tie: u64, address: DocAddress) {
        self.kept.push((score, tie, address));
        // Twice the room, cut in half when full: the cost of a selection is spread over `count` offers.
        if self.kept.len() >= self.count.saturating_mul(2) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.count {
            let by_rank = |a: &(f32, u64, DocAddress), b: &(f32, u64, DocAddress)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
            self.kept.select_nth_unstable_by(self.count - 1, by_rank);
            self.kept.truncate(self.count);
            self.least = self.kept.iter().map(|k| k.0).fold(f32::MAX, f32::min);
        }
    }

    /// Scores at or below this cannot enter any more. A little lower than the least kept, so that ties still come.
    fn threshold(&self) -> f32 {
        match self.least {
            f32::MIN => f32::MIN,
            least => least - least.abs() * 1e-6,
        }
    }

    fn into_addresses(mut self) -> Vec<DocAddress> {
        self.cut();
        self.kept.into_iter().map(|(.., address)| address).collect()
    }
}
