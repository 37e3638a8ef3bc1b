//! The words that names hang on: which of them name things, and which name accessories and nothing else. Found when rows are compiled.

use super::graph::{Graph, Kinds, LexemeId};
use super::words::Words;
use crate::product::Language;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// Folded words, each once.
#[derive(Serialize, Deserialize)]
pub(super) struct Heads {
    /// They name things, by themselves or as the head of a longer name.
    pub(super) things: Words,
    /// They name accessories and nothing else: by themselves, or as the head of a longer name (`mount` of `tv mount`).
    pub(super) accessories: Words,
}

impl Heads {
    pub(super) fn of(graph: &Graph, stops: &FxHashSet<Box<str>>) -> Self {
        let kinds = |word: &str| graph.find(word).map(|id| graph.kinds(id)).unwrap_or_default();
        // "Wired headphones" has the stem of wire, and is none.
        let describes = |word: String| kinds(&word).has(Kinds::DESCRIBES);
        let participle = |word: &str| describes(format!("{word}d")) || describes(format!("{word}ed"));
        let heads = sure(graph, stops);
        let of_kind = |wanted: &dyn Fn(Kinds) -> bool| -> Words {
            let words = heads.iter().filter(|(own, _)| wanted(*own)).map(|(_, word)| *word);
            words.collect()
        };
        let only_accessory = of_kind(&|own| own.has(Kinds::ACCESSORY) && !own.has(Kinds::PRODUCT));
        let accessories = only_accessory.iter();
        Self {
            things: of_kind(&|own| own.is_thing()),
            accessories: accessories
                .filter(|word| !kinds(word).has(Kinds::PRODUCT) && !participle(word))
                .collect(),
        }
    }
}

/// The heads of names that seldom only describe a thing: a `usb cable` is no usb.
fn sure<'a>(graph: &'a Graph, stops: &FxHashSet<Box<str>>) -> Vec<(Kinds, &'a str)> {
    // French is what people say; as words of titles its nouns would be English ones ("pâte à modeler" is no model).
    let named = || graph.all().filter(|(id, ..)| !graph.is_french(*id));
    let mut uses: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    for (_, name, language) in named().filter(|(_, name, _)| name.contains(' ')) {
        let head = head_word(name, language);
        for word in name.split(' ') {
            let (as_head, as_other) = uses.entry(word).or_default();
            *(if word == head { as_head } else { as_other }) += 1;
        }
    }
    let describes = Kinds::DESCRIBES.and(Kinds::PATTERN);
    let own = |word: &str| graph.find(word).map(|id: LexemeId| graph.kinds(id)).unwrap_or_default();
    let is_sure = |word: &str| {
        let (as_head, as_other) = uses.get(word).copied().unwrap_or_default();
        let by_itself = own(word).is_thing();
        let spelled = word.chars().count() > 1 && !word.bytes().any(|b| b.is_ascii_digit()) && !stops.contains(word);
        // A keyboard is one, however many trays there are for it.
        let often = as_head * if by_itself { 2 } else { 1 } + u32::from(by_itself);
        spelled && !own(word).has(describes) && often >= as_other
    };
    let heads = named().map(|(id, name, language)| (graph.kinds(id), head_word(name, language)));
    heads.filter(|(_, word)| is_sure(word)).collect()
}

/// The word that a name hangs on: English puts it last, Arabic first.
fn head_word(name: &str, language: Language) -> &str {
    let mut words = name.split(' ');
    let head = match language {
        Language::Arabic => words.next(),
        Language::English => words.next_back(),
    };
    head.unwrap_or(name)
}
