//! Is the product the thing itself, or something for it? "laptop" must not bring laptop bags.
//!
//! Told by the title's order alone: what stands behind "for", which thing ends an English compound (laptop bag), which one
//! starts an Arabic one (شنطة لابتوب).

use crate::analysis::{Script, stem};
use crate::catalog::{BREAK, sketch_word};
use crate::intent::{Concept, Role, Wish};
use crate::lexicon::Lexicon;
use crate::product::Language;
use rustc_hash::FxHashSet;

/// How much an accessory is worth where the thing itself is wanted.
pub(super) const ACCESSORY: f32 = 0.35;
/// A title whose part with the thing stands behind "for".
const MEANT_FOR: f32 = 0.4;
/// A title that names the thing late may still be it.
const LATE: f32 = 0.9;
/// Behind a thing these change nothing: a notebook PC, a headphone set.
const CLASS_NOUNS: &[&str] = &[
    "pc", "computer", "system", "device", "set", "unit", "kit", "machine", "player", "black", "white", "series", "model", "edition",
];
/// An accessory word so near makes the title one of an accessory.
const ACCESSORY_NEAR: usize = 4;
/// From this word on a title is details.
const LATE_FROM: usize = 8;

/// The words of the rows that name things, as a title's sketch holds them.
pub(crate) struct ThingWords {
    accessories: FxHashSet<u32>,
    /// The English ones of them: behind an Arabic thing stands only what it is like (مروحة عمودية).
    english_accessories: FxHashSet<u32>,
    /// English ones: what stands behind another is the head.
    things: FxHashSet<u32>,
    /// Arabic ones: what stands before another is.
    arabic_things: FxHashSet<u32>,
    meant_for: FxHashSet<u32>,
    with: u32,
}

impl ThingWords {
    pub(crate) fn of(lexicon: &Lexicon) -> Self {
        let word = |name: &str| {
            let script = if Language::of(name) == Language::Arabic {
                Script::Arabic
            } else {
                Script::Latin
            };
            sketch_word(&stem(name, script))
        };
        let meant_for = ["for", "fits", "compatible", "replacement", "with", "to", "متوافق", "مع", "pour"];
        Self {
            accessories: lexicon.accessory_words().map(word).collect(),
            english_accessories: lexicon
                .accessory_words()
                .filter(|name| Language::of(name) == Language::English)
                .map(word)
                .collect(),
            things: lexicon
                .thing_words()
                .filter(|name| Language::of(name) == Language::English && !CLASS_NOUNS.contains(name))
                .map(word)
                .collect(),
            arabic_things: lexicon
                .thing_words()
                .filter(|name| Language::of(name) == Language::Arabic)
                .map(word)
                .collect(),
            meant_for: meant_for.map(word).into_iter().collect(),
            with: word("with"),
        }
    }

    /// How sure the title is of the wished kind: 1 = the thing itself, less for what only goes with it.
    pub(super) fn fit(&self, sketch: &[u32], wish: &WishWords) -> f32 {
        if wish.heads.is_empty() {
            return 1.0;
        }
        let positions = sketch
            .iter()
            .enumerate()
            .filter(|(_, word)| wish.heads.contains(word))
            .map(|(at, _)| at);
        let best = positions.map(|at| self.fit_at(sketch, at, wish)).fold(0.0_f32, f32::max);
        // The thing stands in another field, or under a name of several words.
        if best > 0.0 {
            best
        } else if wish.accessory {
            1.0
        } else {
            LATE
        }
    }

    fn fit_at(&self, sketch: &[u32], at: usize, wish: &WishWords) -> f32 {
        let start = sketch[..at].iter().rposition(|word| *word == BREAK).map_or(0, |b| b + 1);
        let end = sketch[at..].iter().position(|word| *word == BREAK).map_or(sketch.len(), |b| at + b);
        // Who wants a case may get one "for" a phone, but not earbuds "with" a case.
        let next = sketch[at + 1..end].first();
        let compound = next.is_some_and(|word| self.things.contains(word) && !wish.words.contains(word));
        if wish.accessory {
            return match (compound, sketch[start..at].contains(&self.with)) {
                (true, _) => ACCESSORY,
                (false, true) => MEANT_FOR,
                (false, false) => 1.0,
            };
        }
        if sketch[start..at].iter().any(|word| self.meant_for.contains(word)) {
            return MEANT_FOR;
        }
        let until = sketch[at + 1..end]
            .iter()
            .position(|word| self.meant_for.contains(word))
            .map_or(end, |f| at + 1 + f);
        let is_other = |word: &u32| self.accessories.contains(word) && !wish.words.contains(word);
        let is_accessory = |word: &u32| self.english_accessories.contains(word) && !wish.words.contains(word);
        let behind = &sketch[at + 1..until.min(at + 1 + ACCESSORY_NEAR)];
        // The first thing of a title is what it is: "screen protector Desktop/Laptop Universal".
        let before = &sketch[start..at];
        // شنطة لابتوب: Arabic puts the head first.
        let annexed = before
            .last()
            .is_some_and(|word| self.arabic_things.contains(word) && !wish.words.contains(word));
        if annexed || compound || behind.iter().any(is_accessory) || before.iter().any(is_other) {
            return ACCESSORY;
        }
        if at >= LATE_FROM { LATE } else { 1.0 }
    }
}

/// The wish's words, hashed as sketches are.
pub(super) struct WishWords {
    heads: FxHashSet<u32>,
    words: FxHashSet<u32>,
    accessory: bool,
}

impl WishWords {
    pub(super) fn of(wish: &Wish) -> Self {
        let hashed = |concept: &Concept| -> Vec<u32> {
            let last = concept.variants.iter().filter_map(|v| v.terms.last());
            last.map(|term| {
                let script = if Language::of(term) == Language::Arabic {
                    Script::Arabic
                } else {
                    Script::Latin
                };
                sketch_word(&stem(term, script))
            })
            .collect()
        };
        let heads = || wish.concepts.iter().filter(|c| c.role == Role::Head);
        let words = wish
            .concepts
            .iter()
            .filter(|c| c.role != Role::Context)
            .flat_map(|c| c.variants.iter().flat_map(|v| &v.terms));
        Self {
            heads: heads().flat_map(hashed).collect(),
            words: words
                .map(|term| {
                    let script = if Language::of(term) == Language::Arabic {
                        Script::Arabic
                    } else {
                        Script::Latin
                    };
                    sketch_word(&stem(term, script))
                })
                .collect(),
            accessory: wish.concepts.iter().any(|c| c.accessory && c.role != Role::Context),
        }
    }
}
