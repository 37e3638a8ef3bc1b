//! Query tree -> candidates with evidence: which of the wish's groups a product has, where, and how well.
//!
//! Candidates come from a plain union of terms, which keeps block-max pruning alive (a DisjunctionMax would not); the best
//! variant of each group is then found for those few hundred only, by field-weighted BM25 (Robertson, Zaragoza and
//! Taylor 2004: one saturation over the weighted fields).

use super::query::{Filter, Query};
use super::schema::{column, state};
use super::sketch::{sketch_of, stable_hash};
use super::snapshot::{Snapshot, read_error};
use crate::analysis::word_stem;
use crate::error::Result;
use crate::intent::{Concept, Role, Variant};
use crate::money::Currency;
use crate::product::Language;
use crate::weights::Weights;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

/// A name less sure than this ranks a product, but does not make it the wished thing.
const NAMES_THING: f32 = 0.45;
/// A translation as sure as this is what was said.
const SAID_TRANSLATED: f32 = 0.8;
/// A variant less sure than this does not make candidates, it only scores them.
const CANDIDATE_VARIANT: f32 = 0.3;

/// A product that may fit.
pub(crate) struct Candidate {
    pub(crate) address: DocAddress,
    /// Per group of the query: BM25 of its best variant, 0 = absent.
    pub(crate) groups: Vec<f32>,
    /// Per group: where its best variant was found.
    pub(crate) found: Vec<Found>,
    /// The title's hashed stems, with breaks.
    pub(crate) sketch: Vec<u32>,
    /// Variants of one product share it.
    pub(crate) group: u64,
    /// A stable hash of partner and id, for ties.
    pub(crate) tie: u64,
    /// What it costs now, in major units of its own currency.
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
    pub(crate) fn candidates(&self, query: &Query<'_>, count: usize) -> Result<Vec<Candidate>> {
        let Some(union) = self.union(query) else { return Ok(Vec::new()) };
        let weight = union
            .weight(EnableScoring::enabled_from_searcher(&self.searcher))
            .map_err(read_error)?;
        let mut best: Vec<(f32, u64, DocAddress)> = Vec::new();
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let columns = Columns::open(segment, &query.filter).map_err(read_error)?;
            let mut heap = Best::new(count);
            weight
                .for_each_pruning(f32::MIN, segment, &mut |doc, score| {
                    if !segment.is_deleted(doc) && columns.admit(doc, &query.filter) {
                        heap.offer(score, columns.tie(doc), doc);
                    }
                    heap.threshold()
                })
                .map_err(read_error)?;
            best.extend(
                heap.kept
                    .into_iter()
                    .map(|(score, tie, doc)| (score, tie, DocAddress::new(ord as u32, doc))),
            );
        }
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        best.truncate(count);
        self.with_evidence(query, best.into_iter().map(|(_, _, address)| address).collect())
            .map_err(read_error)
    }

    /// The union of all terms that are sure enough, each with its best weight.
    fn union(&self, query: &Query<'_>) -> Option<BooleanQuery> {
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
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        let mut terms: Vec<(&str, f32)> = weights.into_iter().collect();
        terms.sort_by(|a, b| a.0.cmp(b.0));
        for (term, weight) in terms {
            for (field, field_weight) in self.text_fields().into_iter().zip(field_weights(query.weights)) {
                let term = Term::from_field_text(field, term);
                if self.searcher.doc_freq(&term).is_ok_and(|frequency| frequency > 0) {
                    let clause = TermQuery::new(term, IndexRecordOption::WithFreqs);
                    clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(clause), weight * field_weight))));
                }
            }
        }
        // A wish for a brand alone: every product of it, whatever else it should be like.
        if query.groups.iter().all(|concept| concept.role != Role::Head) {
            for brand in &query.filter.brands {
                let clause = TermQuery::new(Term::from_field_text(self.fields.brand_key, brand), IndexRecordOption::Basic);
                clauses.push((Occur::Should, Box::new(clause)));
            }
        }
        (!clauses.is_empty()).then(|| BooleanQuery::new(clauses))
    }

    fn with_evidence(&self, query: &Query<'_>, mut addresses: Vec<DocAddress>) -> tantivy::Result<Vec<Candidate>> {
        addresses.sort_unstable();
        let idf: Vec<f32> = query.groups.iter().map(|concept| self.idf(concept)).collect();
        let mut candidates = Vec::with_capacity(addresses.len());
        for of_segment in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = self.searcher.segment_reader(of_segment[0].segment_ord);
            let columns = Columns::open(segment, &query.filter)?;
            let docs: Vec<DocId> = of_segment.iter().map(|a| a.doc_id).collect();
            let evidence = self.evidence(segment, query, &docs)?;
            for (at, address) in of_segment.iter().enumerate() {
                let groups = evidence.iter().zip(&idf).map(|(group, idf)| group[at].score * idf).collect();
                let found = evidence.iter().map(|group| group[at].found).collect();
                candidates.push(Candidate {
                    address: *address,
                    groups,
                    found,
                    sketch: columns.sketch.values_for_doc(address.doc_id).map(|word| word as u32).collect(),
                    group: columns.group.first(address.doc_id).unwrap_or(0),
                    tie: columns.tie(address.doc_id),
                    price_major: columns.price_major(address.doc_id, &query.filter),
                    brand: columns.brand_of(address.doc_id),
                });
            }
        }
        Ok(candidates)
    }

    /// Inverse document frequency of a group, by its most frequent sure variant, as in BM25.
    fn idf(&self, concept: &Concept) -> f32 {
        let frequency = |term: &String| {
            let of_field = |field: Field| self.searcher.doc_freq(&Term::from_field_text(field, term)).unwrap_or(0);
            self.text_fields().into_iter().map(of_field).max().unwrap_or(0)
        };
        let sure = concept.variants.iter().filter(|v| v.weight >= 0.7);
        let df = sure.map(|v| v.terms.iter().map(frequency).min().unwrap_or(0)).max().unwrap_or(0) as f32;
        let all = self.len() as f32;
        (1.0 + (all - df + 0.5).max(0.5) / (df + 0.5)).ln()
    }

    /// Per group and document, the best variant's saturated frequency, and a part of what the words that were said have themselves.
    fn evidence(&self, segment: &SegmentReader, query: &Query<'_>, docs: &[DocId]) -> tantivy::Result<Vec<Vec<Evidence>>> {
        let said: Vec<Vec<Vec<String>>> = query.groups.iter().map(said).collect();
        let mut terms: FxHashMap<&str, Vec<Evidence>> = FxHashMap::default();
        for (concept, said) in query.groups.iter().zip(&said) {
            let variants = concept.variants.iter().flat_map(|variant| &variant.terms);
            for term in variants.chain(said.iter().flatten()) {
                if let Entry::Vacant(place) = terms.entry(term) {
                    place.insert(self.frequencies(segment, term, docs, query.weights)?);
                }
            }
        }
        let best = |concept: &Concept, said: &[Vec<String>], at: usize| -> Evidence {
            let of_variant = |variant: &Variant| {
                let parts: Vec<Evidence> = variant.terms.iter().map(|term| terms[term.as_str()][at]).collect();
                together(&parts, variant, query.weights)
            };
            let variants = concept.variants.iter().map(of_variant);
            let mut best = variants.max_by(|a, b| a.score.total_cmp(&b.score)).unwrap_or_default();
            let literal = |words: &Vec<String>| words.iter().map(|word| terms[word.as_str()][at].score).sum::<f32>() / words.len() as f32;
            best.score += query.weights.said * said.iter().map(literal).fold(0.0, f32::max);
            best
        };
        let of_group = |(concept, said): (&Concept, &Vec<Vec<String>>)| (0..docs.len()).map(|at| best(concept, said, at)).collect();
        Ok(query.groups.iter().zip(&said).map(of_group).collect())
    }

    /// The saturated, field-weighted frequency of one term in each of some documents (ascending).
    fn frequencies(&self, segment: &SegmentReader, term: &str, docs: &[DocId], weights: &Weights) -> tantivy::Result<Vec<Evidence>> {
        let mut sums = vec![Evidence::default(); docs.len()];
        let (worth, against_length) = (field_weights(weights), length_weights(weights));
        for (at, field) in self.text_fields().into_iter().enumerate() {
            let index = segment.inverted_index(field)?;
            let Some(mut postings) = index.read_postings(&Term::from_field_text(field, term), IndexRecordOption::WithFreqs)? else {
                continue;
            };
            let lengths = segment.get_fieldnorms_reader(field)?;
            for (doc, sum) in docs.iter().zip(&mut sums) {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                if postings.doc() == TERMINATED {
                    break;
                }
                if postings.doc() == *doc {
                    let length = lengths.fieldnorm(*doc) as f32 / self.mean_lengths[at];
                    let frequency = tantivy::postings::Postings::term_freq(&postings) as f32;
                    sum.score += worth[at] * frequency / (1.0 - against_length[at] + against_length[at] * length);
                    sum.found = sum.found.max(match at {
                        0 | 1 => Found::InTitle,
                        2 => Found::InCategory,
                        _ => Found::InText,
                    });
                }
            }
        }
        for sum in &mut sums {
            sum.score = sum.score * (weights.saturation + 1.0) / (sum.score + weights.saturation);
        }
        Ok(sums)
    }
}

/// In the order of [`Snapshot::text_fields`].
fn field_weights(weights: &Weights) -> [f32; 5] {
    [weights.title, weights.brand, weights.category, weights.details, weights.description]
}

fn length_weights(weights: &Weights) -> [f32; 5] {
    [
        weights.title_length,
        weights.brand_length,
        weights.category_length,
        weights.details_length,
        weights.description_length,
    ]
}

#[derive(Debug, Clone, Copy, Default)]
struct Evidence {
    score: f32,
    found: Found,
}

/// The words that were said, and what they surely are in the other language: titles in either are asked alike.
fn said(concept: &Concept) -> Vec<Vec<String>> {
    let own = concept.name.split(' ').map(|word| word_stem(word).into_owned()).collect();
    let language = Language::of(&concept.name);
    let translated = |variant: &&Variant| variant.weight >= SAID_TRANSLATED && Language::of(&variant.terms[0]) != language;
    let others = concept.variants.iter().filter(translated).map(|variant| variant.terms.clone());
    std::iter::once(own).chain(others).collect()
}

/// All words of a phrase are worth their mean; its head alone a part of that, the rest of it next to nothing.
fn together(parts: &[Evidence], variant: &Variant, weights: &Weights) -> Evidence {
    let sum: f32 = parts.iter().map(|p| p.score).sum();
    let mean = sum / parts.len().max(1) as f32;
    let whole = parts.iter().map(|p| p.found).min().unwrap_or_default();
    let head = parts
        .get(variant.head())
        .map(|p| p.found)
        .filter(|_| variant.by_head)
        .unwrap_or_default();
    let (share, found) = match (whole, head) {
        (Found::Hardly, Found::Hardly) => (weights.rest_of_phrase, Found::Hardly),
        (Found::Hardly, head) => (weights.head_of_phrase, head),
        (whole, _) => (1.0, whole),
    };
    let sure = variant.weight >= NAMES_THING;
    Evidence {
        score: mean * variant.weight * share,
        found: if sure { found } else { Found::Hardly },
    }
}

/// The columns that filters and features read, of one segment.
struct Columns {
    price: Column<i64>,
    currency: Column<u64>,
    sale: Column<i64>,
    sale_start: Column<i64>,
    sale_end: Column<i64>,
    expires: Column<i64>,
    state: Column<u64>,
    group: Column<u64>,
    tie: Column<u64>,
    sketch: Column<u64>,
    brand: Column<u64>,
    wanted_brands: Vec<u64>,
    refused_brands: Vec<u64>,
    shown: Vec<u64>,
    /// Sketches of what is refused: one entry is fulfilled by all of its words.
    refused: Vec<Vec<u32>>,
}

impl Columns {
    fn open(segment: &SegmentReader, filter: &Filter) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let hashes = |keys: &[String]| keys.iter().map(|key| stable_hash(key.as_bytes())).collect();
        Ok(Self {
            price: columns.i64(column::PRICE)?,
            currency: columns.u64(column::CURRENCY)?,
            sale: columns.i64(column::SALE)?,
            sale_start: columns.i64(column::SALE_START)?,
            sale_end: columns.i64(column::SALE_END)?,
            expires: columns.i64(column::EXPIRES)?,
            state: columns.u64(column::STATE)?,
            group: columns.u64(column::GROUP)?,
            tie: columns.u64(column::TIE)?,
            sketch: columns.u64(column::SKETCH)?,
            wanted_brands: hashes(&filter.brands),
            refused_brands: hashes(&filter.refused_brands),
            shown: filter
                .shown
                .iter()
                .map(|p| stable_hash(super::schema::key(&p.partner, &p.id).as_bytes()))
                .collect(),
            refused: filter
                .refused_terms
                .iter()
                .map(|terms| terms.iter().map(|t| sketch_of(t)).collect())
                .collect(),
            brand: columns.u64(column::BRAND)?,
        })
    }

    /// Whether the product may be suggested at all.
    fn admit(&self, doc: DocId, filter: &Filter) -> bool {
        let state = self.state.first(doc).unwrap_or(0);
        let forbidden = state::UNAVAILABLE | state::HIDDEN | if filter.adult { 0 } else { state::ADULT };
        if state & forbidden != 0 || self.expires.first(doc).is_some_and(|expires| expires <= filter.now.unix()) {
            return false;
        }
        if filter.used.is_some_and(|used| used != (state & state::USED != 0)) {
            return false;
        }
        if !self.brand_fits(doc, filter) || !self.price_fits(doc, filter) {
            return false;
        }
        if !self.shown.is_empty() && self.shown.contains(&self.tie(doc)) {
            return false;
        }
        self.refused.is_empty() || !self.is_refused(doc)
    }

    fn brand_fits(&self, doc: DocId, filter: &Filter) -> bool {
        if filter.brands.is_empty() && filter.refused_brands.is_empty() {
            return true;
        }
        let brand = self.brand_of(doc);
        (filter.brands.is_empty() || self.wanted_brands.contains(&brand)) && !self.refused_brands.contains(&brand)
    }

    fn price_fits(&self, doc: DocId, filter: &Filter) -> bool {
        if filter.price.is_empty() {
            return true;
        }
        let Some(price) = self.price_at(doc, filter) else {
            return !filter.priced_only;
        };
        let currency = self.currency.first(doc);
        // Another currency without a rate cannot be compared: it is not filtered.
        filter
            .price
            .iter()
            .find(|range| Some(range.currency) == currency)
            .is_none_or(|range| (range.min..=range.max).contains(&price))
    }

    fn is_refused(&self, doc: DocId) -> bool {
        let words: Vec<u32> = self.sketch.values_for_doc(doc).map(|word| word as u32).collect();
        self.refused
            .iter()
            .any(|terms| !terms.is_empty() && terms.iter().all(|term| words.contains(term)))
    }

    fn price_at(&self, doc: DocId, filter: &Filter) -> Option<i64> {
        let now = filter.now.unix();
        let on_sale = self.sale_start.first(doc).is_none_or(|start| start <= now) && self.sale_end.first(doc).is_none_or(|end| now < end);
        self.sale.first(doc).filter(|_| on_sale).or_else(|| self.price.first(doc))
    }

    fn price_major(&self, doc: DocId, filter: &Filter) -> Option<f64> {
        let currency = self.currency.first(doc).and_then(Currency::of_numeric)?;
        self.price_at(doc, filter)
            .map(|minor| minor as f64 / 10_f64.powi(currency.exponent() as i32))
    }

    fn tie(&self, doc: DocId) -> u64 {
        self.tie.first(doc).unwrap_or(0)
    }

    /// The hash of the brand; 0 = none.
    fn brand_of(&self, doc: DocId) -> u64 {
        self.brand.first(doc).unwrap_or(0)
    }
}

/// The best documents of a segment: by score, of equals the smaller tie.
struct Best {
    count: usize,
    kept: Vec<(f32, u64, DocId)>,
    least: f32,
}

impl Best {
    fn new(count: usize) -> Self {
        Self {
            count: count.max(1),
            kept: Vec::with_capacity(count * 2),
            least: f32::MIN,
        }
    }

    fn offer(&mut self, score: f32, tie: u64, doc: DocId) {
        self.kept.push((score, tie, doc));
        // Twice the room, cut in half when full: the cost of a selection is spread over `count` offers.
        if self.kept.len() >= self.count * 2 {
            let by_rank = |a: &(f32, u64, DocId), b: &(f32, u64, DocId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
            self.kept.select_nth_unstable_by(self.count - 1, by_rank);
            self.kept.truncate(self.count);
            self.least = self.kept.iter().map(|k| k.0).fold(f32::MAX, f32::min);
        }
    }

    /// Scores at or below this cannot enter any more. A little lower than the least kept, so that ties still come.
    fn threshold(&self) -> f32 {
        if self.least == f32::MIN {
            f32::MIN
        } else {
            self.least - self.least.abs() * 1e-6
        }
    }
}
