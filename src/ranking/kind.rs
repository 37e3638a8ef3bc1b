//! Is the product the thing itself, or something for it? "laptop" must not bring laptop bags.
//!
//! Told by the title's order alone: what stands behind "for", which thing ends an English compound (laptop bag), which one
//! starts an Arabic one (شنطة لابتوب).

use crate::analysis::unit::measures;
use crate::catalog::{BREAK, is_number, sketch_of};
use crate::intent::{Role, Variant, Wish};
use crate::lexicon::{Kinds, Lexicon};
use crate::product::Language;
use crate::weights::Weights;
use rustc_hash::FxHashSet;

/// What a title makes of the wished thing; of several places that name it the best counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Something else, for it.
    Accessory,
    /// The part with the thing stands behind "for".
    MeantFor,
    /// A thing of the same name.
    OtherSense,
    /// It stands late in the title, or in another field.
    Late,
    /// The thing itself.
    Itself,
}

impl Fit {
    pub(super) fn worth(self, weights: &Weights) -> f32 {
        match self {
            Self::Accessory => weights.accessory,
            Self::MeantFor => weights.meant_for,
            Self::OtherSense => weights.other_sense,
            Self::Late => weights.late,
            Self::Itself => 1.0,
        }
    }
}

/// Behind a thing these change nothing: a notebook PC, a headphone set.
const CLASS_NOUNS: &[&str] = &[
    "pc", "computer", "system", "device", "set", "unit", "machine", "player", "black", "white", "series", "model", "edition", "bundle",
    "combo",
];
/// The same in Arabic, where they stand first: a set of dumbbells is dumbbells.
const ARABIC_CLASS_NOUNS: &[&str] = &["طقم", "اطقم", "مجموعه", "سيت", "عده", "جهاز", "اجهزه", "ماكينه", "مكينه"];
/// Things with parts that are oftener said of other things (laptop bag, pc monitor), so that rows do not tell that they are heads.
const DEVICES: &[&str] = &[
    "pc",
    "computer",
    "laptop",
    "notebook",
    "tablet",
    "phone",
    "smartphone",
    "workstation",
];
/// A name less sure says where a title names the thing only if no surer one does: "iPhone 3G, mobile phone case" is no phone.
const NAMES_SURELY: f32 = 0.5;
/// The name of a thing goes on over at most so many words: "Laptop Internal UK Keyboard".
const NAME_GOES_ON: usize = 5;
/// The words of a name stand at most so far apart in a title.
const NAME_REACH: usize = 4;
/// An accessory word so near makes the title one of an accessory, even behind a number: "Tablet 8 cell battery".
const ACCESSORY_NEAR: usize = 4;
/// How far before a name a word may stand that makes another thing of it.
const SENSE_REACH: usize = 2;
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
    /// Accessories named by two words of which the second alone is none: a privacy screen.
    pairs: FxHashSet<(u32, u32)>,
    /// Descriptions of two words of which the second alone is a thing: a router with dual band has no band.
    described: FxHashSet<(u32, u32)>,
    /// Names with words that make another thing of them.
    senses: FxHashSet<(u32, u32)>,
    /// Words that end the name of a thing: another one follows, or what it is like.
    ends: FxHashSet<u32>,
    /// Behind a number: 256 GB.
    measures: FxHashSet<u32>,
    meant_for: FxHashSet<u32>,
    /// Words behind which another thing of the title stands.
    joins: FxHashSet<u32>,
    /// Things that have parts, and are none.
    devices: FxHashSet<u32>,
    with: u32,
    replacement: u32,
}

impl ThingWords {
    pub(crate) fn of(lexicon: &Lexicon) -> Self {
        const MEANT_FOR: &[&str] = &["for", "fits", "compatible", "replacement", "with", "to", "متوافق", "مع", "pour"];
        const JOINS: &[&str] = &["and", "or", "plus", "و"];
        const ENDS: &[&str] = &["by", "in", "from", "من"];
        let english = |name: &str| Language::of(name) == Language::English;
        let sketched = |words: &[&str]| -> FxHashSet<u32> { words.iter().copied().map(sketch_of).collect() };
        let colours = lexicon.words_of(Kinds::COLOUR);
        let (english_accessories, arabic_accessories): (Vec<&str>, Vec<&str>) = lexicon.accessory_words().partition(|word| english(word));
        let (english_things, mut arabic_things): (Vec<&str>, Vec<&str>) = lexicon.thing_words().partition(|word| english(word));
        arabic_things.retain(|word| !ARABIC_CLASS_NOUNS.contains(word));
        let english_accessories = sketched(&english_accessories);
        let arabic_accessories = arabic_accessories.into_iter().filter(|word| !ARABIC_CLASS_NOUNS.contains(word));
        let accessories: FxHashSet<u32> = english_accessories
            .iter()
            .copied()
            .chain(arabic_accessories.map(sketch_of))
            .collect();
        let all_things = sketched(&english_things);
        let devices = all_things.difference(&accessories).copied();
        let devices = devices.chain(DEVICES.iter().copied().map(sketch_of)).collect();
        let things = english_things.iter().filter(|word| !CLASS_NOUNS.contains(word));
        Self {
            english_accessories,
            things: things.copied().map(sketch_of).collect(),
            arabic_things: sketched(&arabic_things),
            devices,
            pairs: two_words(lexicon.words_of(Kinds::ACCESSORY)),
            described: two_words(lexicon.words_of(Kinds::DESCRIBES.and(Kinds::PATTERN))),
            senses: lexicon.senses().map(|(name, word)| (sketch_of(name), sketch_of(word))).collect(),
            ends: ENDS
                .iter()
                .chain(JOINS)
                .copied()
                .chain(colours.filter(|name| !name.contains(' ')))
                .map(sketch_of)
                .collect(),
            measures: measures().map(sketch_of).collect(),
            joins: JOINS.iter().copied().map(sketch_of).collect(),
            meant_for: MEANT_FOR.iter().copied().map(sketch_of).collect(),
            with: sketch_of("with"),
            replacement: sketch_of("replacement"),
            accessories,
        }
    }

    /// What the title is to the wished kind.
    pub(super) fn fit(&self, sketch: &[u32], wish: &WishWords) -> Fit {
        if !wish.has_heads() {
            return Fit::Itself;
        }
        let best_of = |names: &[Vec<u32>]| {
            let positions = (0..sketch.len()).filter(|at| named_at(names, sketch, *at));
            positions.map(|at| self.fit_at(sketch, at, wish)).max()
        };
        // Else the thing stands in another field, or under a name of several words.
        let elsewhere = if wish.accessory { Fit::Itself } else { Fit::Late };
        best_of(&wish.heads).or_else(|| best_of(&wish.unsure_heads)).unwrap_or(elsewhere)
    }

    fn fit_at(&self, sketch: &[u32], at: usize, wish: &WishWords) -> Fit {
        let start = sketch[..at].iter().rposition(|word| *word == BREAK).map_or(0, |b| b + 1);
        let end = sketch[at..].iter().position(|word| *word == BREAK).map_or(sketch.len(), |b| at + b);
        let before = &sketch[start..at];
        let other_sense = |named: usize, word: &u32| !wish.said.contains(word) && self.senses.contains(&(sketch[named], *word));
        // A "monitor privacy screen" is none, though the name ends in a screen.
        let next = sketch[at + 1..end].first().is_some_and(|word| other_sense(at, word));
        // A name may end in the thing again: a "DVD drive optical disc drive" is a drive, with no disc to follow.
        let at = at
            + self
                .name(&sketch[at + 1..end])
                .iter()
                .rposition(|word| wish.ends_in(*word))
                .map_or(0, |again| again + 1);
        let behind = &sketch[at + 1..end];
        let goes_on = self.goes_on(sketch[at], behind, wish);
        // "handheld mobile computer": what makes another thing of it may stand before what it is like.
        let mut near = before.iter().rev().take(SENSE_REACH).take_while(|word| !is_number(**word));
        if next || near.any(|word| other_sense(at, word)) || behind.first().is_some_and(|word| other_sense(at, word)) {
            return Fit::OtherSense;
        }
        // Who wants a case may get one "for" a phone, but not earbuds "with" a case.
        if wish.accessory {
            return match (goes_on, before.contains(&self.with)) {
                (true, _) => Fit::Accessory,
                (false, true) => Fit::MeantFor,
                (false, false) => Fit::Itself,
            };
        }
        if before.iter().any(|word| self.meant_for.contains(word)) {
            return Fit::MeantFor;
        }
        // "Tablet replacement battery" goes on.
        let ends = |word: &u32| *word != self.replacement && self.meant_for.contains(word);
        let meant_for = behind.iter().position(ends).unwrap_or(behind.len());
        let near = &behind[..meant_for.min(ACCESSORY_NEAR)];
        // The first thing of a title is what it is: "screen protector Desktop/Laptop Universal".
        let other_first = before
            .iter()
            .any(|word| self.accessories.contains(word) && !wish.words.contains(word));
        // شنطة لابتوب: Arabic puts the head first.
        let annexed = before
            .last()
            .is_some_and(|word| self.arabic_things.contains(word) && !wish.words.contains(word));
        let mut last = sketch[at];
        let accessory_near = near.iter().any(|word| {
            let pair = (std::mem::replace(&mut last, *word), *word);
            self.english_accessories.contains(word) && !wish.words.contains(word) && !self.described.contains(&pair)
        });
        if annexed || goes_on || other_first || accessory_near || self.is_part(&sketch[..at], behind, wish) {
            return Fit::Accessory;
        }
        if at >= LATE_FROM { Fit::Late } else { Fit::Itself }
    }

    /// Whether the thing is a measured part of another that the title names: a notebook (14") with 16 GB DDR4 RAM, 256 GB SSD.
    fn is_part(&self, before: &[u32], behind: &[u32], wish: &WishWords) -> bool {
        let measured = |before: &[u32]| match before {
            [.., number, unit] => is_number(*number) && self.measures.contains(unit),
            _ => false,
        };
        if !measured(before) && !before.split_last().is_some_and(|(_, before)| measured(before)) {
            return false;
        }
        let another = |word: &u32| self.devices.contains(word) && !wish.words.contains(word);
        let apart = |word: &&u32| !self.joins.contains(word) && !self.meant_for.contains(word);
        before.iter().rev().take_while(apart).any(another) || behind.iter().take_while(apart).any(another)
    }

    /// Whether the name that `word` stands in goes on and ends in another thing: English puts the head last.
    fn goes_on(&self, word: u32, behind: &[u32], wish: &WishWords) -> bool {
        let mut last = word;
        self.name(behind).iter().any(|word| {
            let pair = (std::mem::replace(&mut last, *word), *word);
            self.pairs.contains(&pair) || self.things.contains(word) && !wish.words.contains(word) && !self.described.contains(&pair)
        })
    }

    /// So many of some words as may still be of the name of a thing.
    fn name<'a>(&self, behind: &'a [u32]) -> &'a [u32] {
        let ends = |word: &u32| is_number(*word) || self.ends.contains(word) || self.meant_for.contains(word);
        let most = behind.len().min(NAME_GOES_ON);
        &behind[..behind[..most].iter().position(ends).unwrap_or(most)]
    }
}

/// The English names of two words.
fn two_words<'a>(names: impl Iterator<Item = &'a str>) -> FxHashSet<(u32, u32)> {
    names
        .filter_map(|name| name.split_once(' '))
        .filter(|(_, second)| Language::of(second) == Language::English && !second.contains(' '))
        .map(|(first, second)| (sketch_of(first), sketch_of(second)))
        .collect()
}

/// The wish's words, hashed as sketches are.
pub(super) struct WishWords {
    /// The names of its heads; whole, since a computer is not yet a portable computer.
    heads: Vec<Vec<u32>>,
    /// Those that a wish is only content with.
    unsure_heads: Vec<Vec<u32>>,
    words: FxHashSet<u32>,
    /// Those that were said nearby as well: "شاحن ... laptop".
    said: FxHashSet<u32>,
    accessory: bool,
    /// Rows know what the thing is. Of a word that only titles have nobody can say what goes with it: lint, and a lint remover.
    pub(super) known: bool,
}

impl WishWords {
    pub(super) fn of(wish: &Wish) -> Self {
        let heads = wish.concepts.iter().filter(|c| c.role == Role::Head);
        let words = |nearby: bool| -> FxHashSet<u32> {
            let concepts = wish.concepts.iter().filter(|c| nearby || c.role != Role::Context);
            let terms = concepts.flat_map(|c| c.variants.iter().flat_map(|v| &v.terms));
            terms.map(|term| sketch_of(term)).collect()
        };
        let name = |variant: &Variant| -> Vec<u32> {
            let from = if variant.by_head { variant.head() } else { 0 };
            let until = if variant.by_head { variant.head() + 1 } else { variant.terms.len() };
            variant.terms[from..until].iter().map(|term| sketch_of(term)).collect()
        };
        let names = |surely: bool| -> Vec<Vec<u32>> {
            let variants = heads
                .clone()
                .flat_map(|c| &c.variants)
                .filter(|v| (v.weight >= NAMES_SURELY) == surely);
            let mut names: Vec<Vec<u32>> = variants.map(name).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        Self {
            heads: names(true),
            unsure_heads: names(false),
            words: words(false),
            said: words(true),
            accessory: wish.concepts.iter().any(|c| c.accessory && c.role != Role::Context),
            known: wish.concepts.iter().any(|c| c.is_kind && c.role == Role::Head),
        }
    }

    /// Whether a name of its heads ends in a word.
    fn ends_in(&self, word: u32) -> bool {
        let mut names = self.heads.iter().chain(&self.unsure_heads);
        names.any(|name| name.last() == Some(&word))
    }

    pub(super) fn has_heads(&self) -> bool {
        !self.heads.is_empty() || !self.unsure_heads.is_empty()
    }
}

/// Whether one of some names ends at a place of a title, its other words somewhere before: "WiFi 6 Router".
fn named_at(names: &[Vec<u32>], sketch: &[u32], at: usize) -> bool {
    names.iter().any(|name| {
        let Some((head, others)) = name.split_last() else { return false };
        *head == sketch[at] && others.iter().all(|word| sketch[at.saturating_sub(NAME_REACH)..at].contains(word))
    })
}
