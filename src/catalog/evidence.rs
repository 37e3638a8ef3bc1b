//! How much of a wish's groups some documents have: of each group its best variant, by field-weighted BM25 (Robertson, Zaragoza and
//! Taylor 2004: one saturation over the weighted fields).

use super::lookup::{Looked, TEXTS};
use super::query::Query;
use super::search::{Found, field_weights};
use super::snapshot::Snapshot;
use crate::analysis::word_stem;
use crate::intent::{Concept, Variant};
use crate::product::Language;
use crate::weights::Weights;
use rustc_hash::FxHashMap;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentOrdinal, TERMINATED};

/// A name less sure than this ranks a product, but does not make it the wished thing.
const NAMES_THING: f32 = 0.45;
/// A translation as sure as this is what was said.
const SAID_TRANSLATED: f32 = 0.8;

/// What a document has of a term, a variant or a group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    pub(super) score: f32,
    pub(super) found: Found,
}

/// The groups of a query with their terms numbered, each term once.
pub(super) struct Scheme<'a> {
    pub(super) terms: Vec<String>,
    numbers: FxHashMap<String, usize>,
    groups: Vec<Group<'a>>,
}

struct Group<'a> {
    variants: Vec<(&'a Variant, Vec<usize>)>,
    /// The words that were said, and what they surely are in the other language: titles in either are asked alike.
    said: Vec<Vec<usize>>,
}

/// A term's evidence in each of some documents of a segment; `None` where the segment does not have it.
type OfTerm = Option<Vec<Evidence>>;

impl<'a> Scheme<'a> {
    pub(super) fn of(query: &Query<'a>) -> Self {
        let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
        let mut number = |term: String| {
            let next = numbers.len();
            *numbers.entry(term).or_insert(next)
        };
        let mut group = |concept: &'a Concept| {
            let variants = concept.variants.iter();
            let variants = variants.map(|variant| (variant, variant.terms.iter().map(|term| number(term.clone())).collect()));
            let variants = variants.collect();
            let said = said(concept).into_iter().map(|words| words.into_iter().map(&mut number).collect());
            Group {
                variants,
                said: said.collect(),
            }
        };
        let groups = query.groups.iter().map(&mut group).collect();
        let mut terms = vec![String::new(); numbers.len()];
        for (term, number) in &numbers {
            terms[*number].clone_from(term);
        }
        Self { terms, numbers, groups }
    }

    /// The number of a term of its groups.
    pub(super) fn number(&self, term: &str) -> usize {
        *self.numbers.get(term).expect("every term of the groups was numbered")
    }

    /// The groups of the scheme for the documents that the terms were looked up in. What the segment lacks is left out: most names of a
    /// thing stand in no title.
    pub(super) fn ready<'t>(&'t self, terms: &'t [OfTerm]) -> Vec<Ready<'t>> {
        let variant = |(variant, words): &'t (&'a Variant, Vec<usize>)| {
            let terms: Vec<Option<&[Evidence]>> = words.iter().map(|word| terms[*word].as_deref()).collect();
            terms.iter().any(Option::is_some).then_some((*variant, terms))
        };
        let said = |words: &Vec<usize>| {
            (
                words.len() as f32,
                words.iter().filter_map(|word| terms[*word].as_deref()).collect(),
            )
        };
        let ready = |group: &'t Group<'a>| Ready {
            variants: group.variants.iter().filter_map(variant).collect(),
            said: group.said.iter().map(said).collect(),
        };
        self.groups.iter().map(ready).collect()
    }
}

/// A group with the evidence of its terms in some documents of a segment.
pub(super) struct Ready<'t> {
    variants: Vec<(&'t Variant, Vec<Option<&'t [Evidence]>>)>,
    /// How many words were said, and the evidence of those that are there.
    said: Vec<(f32, Vec<&'t [Evidence]>)>,
}

impl Ready<'_> {
    /// The best variant's evidence in a document, and a part of what the words that were said have themselves.
    pub(super) fn evidence(&self, at: usize, weights: &Weights) -> Evidence {
        let mut best = Evidence::default();
        for (variant, terms) in &self.variants {
            let evidence = together(variant, terms, at, weights);
            // Of equals the last, which is what they are sorted by.
            if evidence.score >= best.score {
                best = evidence;
            }
        }
        let literal = |(count, words): &(f32, Vec<&[Evidence]>)| words.iter().map(|word| word[at].score).sum::<f32>() / count;
        best.score += weights.said * self.said.iter().map(literal).fold(0.0, f32::max);
        best
    }
}

impl Snapshot {
    /// The evidence of each term that was looked up in each of some documents (ascending) of a segment.
    ///
    /// # Errors
    /// If the segment cannot be read.
    pub(super) fn found_terms(
        &self,
        ord: SegmentOrdinal,
        looked: &Looked,
        docs: &[DocId],
        weights: &Weights,
    ) -> tantivy::Result<Vec<OfTerm>> {
        (0..looked.terms())
            .map(|term| {
                let infos = std::array::from_fn(|text| looked.info(ord, text, term));
                self.found_term(ord, infos, docs, weights)
            })
            .collect()
    }

    /// The saturated, field-weighted frequency of one term.
    fn found_term(
        &self,
        ord: SegmentOrdinal,
        infos: [Option<&TermInfo>; TEXTS],
        docs: &[DocId],
        weights: &Weights,
    ) -> tantivy::Result<OfTerm> {
        let (worth, against_length) = (field_weights(weights), length_weights(weights));
        let mut sums: OfTerm = None;
        for ((at, field), info) in self.fields.texts().into_iter().enumerate().zip(infos) {
            let Some(info) = info else { continue };
            let index = &self.parts[ord as usize].texts[at];
            let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            let sums = sums.get_or_insert_with(|| vec![Evidence::default(); docs.len()]);
            let lengths = self.searcher.segment_reader(ord).get_fieldnorms_reader(field)?;
            for (doc, sum) in docs.iter().zip(sums) {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                if postings.doc() == TERMINATED {
                    break;
                }
                if postings.doc() == *doc {
                    let length = lengths.fieldnorm(*doc) as f32 / self.mean_lengths[at];
                    let frequency = postings.term_freq() as f32;
                    sum.score += worth[at] * frequency / (1.0 - against_length[at] + against_length[at] * length);
                    sum.found = sum.found.max(match at {
                        0 | 1 => Found::InTitle,
                        2 => Found::InCategory,
                        _ => Found::InText,
                    });
                }
            }
        }
        for sum in sums.iter_mut().flatten() {
            sum.score = sum.score * (weights.saturation + 1.0) / (sum.score + weights.saturation);
        }
        Ok(sums)
    }
}

fn length_weights(weights: &Weights) -> [f32; TEXTS] {
    [
        weights.title_length,
        weights.brand_length,
        weights.category_length,
        weights.details_length,
        weights.description_length,
    ]
}

/// The words that were said, and what they surely are in the other language.
fn said(concept: &Concept) -> Vec<Vec<String>> {
    let own = concept.name.split(' ').map(|word| word_stem(word).into_owned()).collect();
    let language = Language::of(&concept.name);
    let translated = |variant: &&Variant| variant.weight >= SAID_TRANSLATED && Language::of(&variant.terms[0]) != language;
    let others = concept.variants.iter().filter(translated).map(|variant| variant.terms.clone());
    std::iter::once(own).chain(others).collect()
}

/// All words of a phrase are worth their mean; its head alone a part of that, the rest of it next to nothing.
fn together(variant: &Variant, terms: &[Option<&[Evidence]>], at: usize, weights: &Weights) -> Evidence {
    let of_term = |term: &Option<&[Evidence]>| term.map_or_else(Evidence::default, |term| term[at]);
    let sum: f32 = terms.iter().map(|term| of_term(term).score).sum();
    if sum == 0.0 {
        return Evidence::default();
    }
    let mean = sum / terms.len() as f32;
    let whole = terms.iter().map(|term| of_term(term).found).min().unwrap_or_default();
    let head = match variant.by_head {
        true => terms.get(variant.head()).map(|term| of_term(term).found).unwrap_or_default(),
        false => Found::Hardly,
    };
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
