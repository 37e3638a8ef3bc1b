//! Names of things and which of them mean the same: nodes are lexemes, edges are pair and synonym rows.

use super::words::Words;
use crate::product::Language;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// At most so many names of each language for one thing reach the search: a thing has more Arabic spellings than English names, and
/// they must not crowd those out.
pub(crate) const MAX_NAMES: usize = 12;
/// A name less sure than this brings other things: سماعة is a speaker too, at 0.3.
const LEAST_WEIGHT: f32 = 0.3;
/// A name two edges away (a synonym's translation) is less sure than the product of its edges.
const SECOND_STEP: f32 = 0.85;
/// English by way of Arabic: سماعة is a headphone and a speaker, which makes them no synonyms. Arabic by way of English is how one
/// dialect finds another's words.
const THERE_AND_BACK: f32 = 0.5;
/// A translation that translates back is surer than one that does not (DESIGN, 72 % against 69 %).
const BACK_AND_FORTH: f32 = 1.0;
const ONE_WAY: f32 = 0.8;

/// The plural is the same thing; a title with the very word comes first.
const OTHER_NUMBER: f32 = 0.95;
/// Names that are another thing in the plural.
const OTHER_IN_PLURAL: &[&str] = &[
    "glasses", "shorts", "pumps", "slides", "scrubs", "boxers", "jeans", "denims", "scales", "tights", "briefs", "shades", "flats",
    "spirits", "trunks", "braces", "blinds",
];

/// A lexeme of one [`Graph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct LexemeId(u32);

/// What a lexeme names, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Kinds(u16);

impl Kinds {
    pub(crate) const PRODUCT: Self = Self(1);
    pub(crate) const ACCESSORY: Self = Self(2);
    pub(crate) const ATTRIBUTE: Self = Self(4);
    pub(crate) const COLOUR: Self = Self(8);
    pub(crate) const MATERIAL: Self = Self(16);
    pub(crate) const PATTERN: Self = Self(32);
    pub(crate) const SIZE: Self = Self(64);
    pub(crate) const PERSON: Self = Self(128);
    pub(crate) const OCCASION: Self = Self(256);
    pub(crate) const BRAND: Self = Self(512);

    /// What is only said of things that one can have.
    pub(crate) const DESCRIBES: Self = Self(Self::ATTRIBUTE.0 | Self::COLOUR.0 | Self::MATERIAL.0 | Self::SIZE.0);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Something that one buys.
    pub(crate) fn is_thing(self) -> bool {
        self.has(Self::PRODUCT.and(Self::ACCESSORY))
    }

    pub(super) const NAMES: &'static [(&'static str, Self)] = &[
        ("product", Self::PRODUCT),
        ("accessory", Self::ACCESSORY),
        ("attribute", Self::ATTRIBUTE),
        ("colour", Self::COLOUR),
        ("material", Self::MATERIAL),
        ("pattern", Self::PATTERN),
        ("size", Self::SIZE),
        ("person", Self::PERSON),
        ("occasion", Self::OCCASION),
        ("brand", Self::BRAND),
    ];
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Graph {
    /// Numbered as the lexemes are.
    names: Words,
    lexemes: Vec<Lexeme>,
}

#[derive(Serialize, Deserialize)]
struct Lexeme {
    language: Language,
    kinds: Kinds,
    /// Said in French.
    french: bool,
    /// Said in English, as titles do: `table` is both.
    english: bool,
    /// To the lexeme with that weight.
    edges: Vec<(LexemeId, f32)>,
}

impl Graph {
    pub(super) fn name(&self, id: LexemeId) -> &str {
        self.names.get(id.0)
    }

    pub(super) fn language(&self, id: LexemeId) -> Language {
        self.lexemes[id.0 as usize].language
    }

    pub(super) fn is_french(&self, id: LexemeId) -> bool {
        let lexeme = &self.lexemes[id.0 as usize];
        lexeme.french && !lexeme.english
    }

    /// Marks a name as one that French has.
    pub(super) fn set_french(&mut self, id: LexemeId) {
        self.lexemes[id.0 as usize].french = true;
    }

    /// Marks a name as one that English titles have.
    pub(super) fn set_english(&mut self, id: LexemeId) {
        self.lexemes[id.0 as usize].english = true;
    }

    pub(super) fn kinds(&self, id: LexemeId) -> Kinds {
        self.lexemes[id.0 as usize].kinds
    }

    pub(super) fn find(&self, name: &str) -> Option<LexemeId> {
        self.names.find(name).map(LexemeId)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (LexemeId, &str, Language)> {
        let named = self.names.iter().zip(&self.lexemes).enumerate();
        named.map(|(at, (name, lexeme))| (LexemeId(at as u32), name, lexeme.language))
    }

    pub(super) fn add(&mut self, name: &str, kinds: Kinds) -> LexemeId {
        let id = LexemeId(self.names.add(name));
        if id.0 as usize == self.lexemes.len() {
            self.lexemes.push(Lexeme {
                language: Language::of(name),
                kinds,
                french: false,
                english: false,
                edges: Vec::new(),
            });
        } else {
            let lexeme = &mut self.lexemes[id.0 as usize];
            lexeme.kinds = lexeme.kinds.and(kinds);
        }
        id
    }

    /// Sets the weight of an edge; 0 removes it.
    pub(super) fn connect(&mut self, from: LexemeId, to: LexemeId, weight: f32) {
        if from == to {
            return;
        }
        let edges = &mut self.lexemes[from.0 as usize].edges;
        edges.retain(|(id, _)| *id != to);
        if weight > 0.0 {
            edges.push((to, weight));
        }
    }

    /// The weight of an edge; 0 where there is none.
    pub(super) fn weight(&self, from: LexemeId, to: LexemeId) -> f32 {
        let mut edges = self.lexemes[from.0 as usize].edges.iter();
        edges.find(|(id, _)| *id == to).map_or(0.0, |(_, weight)| *weight)
    }

    /// Lexemes without a kind take those of what they are a synonym of, and are products at least.
    pub(super) fn settle_kinds(&mut self) {
        for at in 0..self.lexemes.len() {
            if self.lexemes[at].kinds == Kinds::default() {
                let of_neighbours = self.lexemes[at]
                    .edges
                    .iter()
                    .fold(Kinds::default(), |kinds, (id, _)| kinds.and(self.kinds(*id)));
                self.lexemes[at].kinds = if of_neighbours == Kinds::default() {
                    Kinds::PRODUCT
                } else {
                    of_neighbours
                };
            }
        }
    }

    /// Makes one thing of an English name and its plural where rows have both: who asks for dumbbells means what دمبل is called, too.
    pub(super) fn join_plurals(&mut self, singular: impl Fn(&str) -> String) {
        let one = |name: &str| match name.rsplit_once(' ') {
            Some((rest, last)) => format!("{rest} {}", singular(last)),
            None => singular(name),
        };
        let is_name = |id: LexemeId| self.lexemes[id.0 as usize].english && self.kinds(id).is_thing();
        let plurals = self.all().filter(|(id, name, _)| is_name(*id) && !OTHER_IN_PLURAL.contains(name));
        let pairs: Vec<(LexemeId, LexemeId)> = plurals
            .filter_map(|(id, name, _)| Some((id, self.find(&one(name)).filter(|one| is_name(*one) && *one != id)?)))
            .collect();
        for (plural, one) in pairs {
            self.connect(plural, one, OTHER_NUMBER);
            self.connect(one, plural, OTHER_NUMBER);
        }
    }

    pub(super) fn names(&self, id: LexemeId) -> Vec<(LexemeId, f32)> {
        let mut weights: FxHashMap<LexemeId, f32> = FxHashMap::default();
        weights.insert(id, 1.0);
        for (first, weight) in self.reached(id) {
            keep_best(&mut weights, first, weight);
            for (second, more) in self.reached(first) {
                let there_and_back = self.language(id) == Language::English
                    && self.language(first) != Language::English
                    && self.language(second) == Language::English;
                let step = if there_and_back { THERE_AND_BACK } else { SECOND_STEP };
                keep_best(&mut weights, second, weight * more * step);
            }
        }
        let mut names: Vec<(LexemeId, f32)> = weights.into_iter().filter(|(_, weight)| *weight >= LEAST_WEIGHT).collect();
        names.sort_by(|a, b| b.1.total_cmp(&a.1).then((a.0 != id).cmp(&(b.0 != id))).then(a.0.cmp(&b.0)));
        let (mut arabic, mut english) = (0, 0);
        names.retain(|(id, _)| {
            let of_language = match self.language(*id) {
                Language::Arabic => &mut arabic,
                Language::English => &mut english,
            };
            *of_language += 1;
            *of_language <= MAX_NAMES
        });
        names
    }

    fn reached(&self, id: LexemeId) -> impl Iterator<Item = (LexemeId, f32)> {
        let lexeme = &self.lexemes[id.0 as usize];
        let best = lexeme.edges.iter().map(|(_, w)| *w).fold(0.0, f32::max);
        lexeme.edges.iter().map(move |(to, weight)| {
            let back = self.lexemes[to.0 as usize]
                .edges
                .iter()
                .filter(|(other, _)| *other == id)
                .map(|(_, w)| *w)
                .next();
            let best_back = self.lexemes[to.0 as usize].edges.iter().map(|(_, w)| *w).fold(0.0, f32::max);
            // Both take each other for their best: the translation that translates back.
            let mutual = *weight >= best && back.is_some_and(|w| w >= best_back);
            (*to, weight * if mutual { BACK_AND_FORTH } else { ONE_WAY.max(*weight) })
        })
    }
}

fn keep_best(weights: &mut FxHashMap<LexemeId, f32>, id: LexemeId, weight: f32) {
    let entry = weights.entry(id).or_insert(0.0);
    *entry = entry.max(weight);
}
