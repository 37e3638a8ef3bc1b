//! Query tree -> candidates with evidence: which of the wish's groups a product has, where, and how well.
//!
//! Candidates come from a plain union of terms, which keeps block-max pruning alive (a DisjunctionMax would not); the best
//! variant of each group is then found for those few hundred only, by field-weighted BM25 (Robertson, Zaragoza and
//! Taylor 2004: one saturation over the weighted fields).

use super::admission::Admission;
use super::guard::read;
use super::query::Query;
use super::snapshot::Snapshot;
use crate::analysis::word_stem;
use crate::error::Result;
use crate::intent::{Concept, Role, Variant};
use crate::money::Money;
use crate::product::Language;
use crate::weights::Weights;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
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
    ///
    /// # Errors
    /// If the index cannot be read, or contradicts itself.
    pub(crate) fn candidates(&self, query: &Query<'_>, count: usize) -> Result<Vec<Candidate>> {
        let admission = Admission::new(self, &query.filter)?;
        read(|| self.found(query, &admission, count))
    }

    fn found(&self, query: &Query<'_>, admission: &Admission<'_>, count: usize) -> tantivy::Result<Vec<Candidate>> {
        let Some(union) = self.union(query) else { return Ok(Vec::new()) };
        // Deleted products do not count, neither here nor below.
        let scoring = EnableScoring::enabled_from_statistics_provider(self, &self.searcher);
        let weight = union.weight(scoring)?;
        let mut best: Vec<(f32, u64, DocAddress)> = Vec::new();
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let part = &self.parts[ord];
            let mut heap = Best::new(count);
            weight.for_each_pruning(f32::MIN, segment, &mut |doc, score| {
                let on_shelf = || query.shelf.is_none_or(|shelf| shelf.holds(DocAddress::new(ord as u32, doc)));
                if !segment.is_deleted(doc) && admission.admits(&part.columns, doc) && on_shelf() {
                    heap.offer(score, part.columns.tie(doc), doc);
                }
                heap.threshold()
            })?;
            best.extend(
                heap.kept
                    .into_iter()
                    .map(|(score, tie, doc)| (score, tie, DocAddress::new(ord as u32, doc))),
            );
        }
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        best.truncate(count);
        self.with_evidence(query, best.into_iter().map(|(_, _, address)| address).collect())
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
            for (text, field_weight) in field_weights(query.weights).into_iter().enumerate() {
                if self.text_frequency(text, term).is_ok_and(|frequency| frequency > 0) {
                    let term = Term::from_field_text(self.fields.texts()[text], term);
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
            let columns = &self.parts[of_segment[0].segment_ord as usize].columns;
            let docs: Vec<DocId> = of_segment.iter().map(|a| a.doc_id).collect();
            let evidence = self.evidence(segment, query, &docs)?;
            for (at, address) in of_segment.iter().enumerate() {
                let groups = evidence.iter().zip(&idf).map(|(group, idf)| group[at].score * idf).collect();
                let found = evidence.iter().map(|group| group[at].found).collect();
                let doc = address.doc_id;
                candidates.push(Candidate {
                    address: *address,
                    groups,
                    found,
                    sketch: columns.sketch(doc).collect(),
                    group: columns.group(doc),
                    tie: columns.tie(doc),
                    price_major: self.offer(*address).price_at(query.filter.now).map(in_major_units),
                    brand: columns.brand(doc),
                });
            }
        }
        Ok(candidates)
    }

    /// Inverse document frequency of a group, by its most frequent sure variant, as in BM25.
    fn idf(&self, concept: &Concept) -> f32 {
        let frequency = |term: &String| {
            let of_text = |text| self.text_frequency(text, term).unwrap_or(0);
            (0..self.fields.texts().len()).map(of_text).max().unwrap_or(0)
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
        for (at, field) in self.fields.texts().into_iter().enumerate() {
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

/// In the order of [`Fields::texts`](super::schema::Fields::texts).
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

fn in_major_units(price: Money) -> f64 {
    price.minor() as f64 / 10_f64.powi(price.currency().exponent() as i32)
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
