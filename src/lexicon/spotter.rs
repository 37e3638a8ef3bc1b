//! Phrases that wishes hang on, as they are compiled: what `spotting.rs` looks for.

use super::compiled::Spelling;
use super::load::{self, Loader, sorted};
use super::meaning::{Cue, Meaning, Part};
use super::phrase::{NOUN_MARK, PhraseSet, PhraseSetBuilder};
use super::words::{Bits, Heard, Index, Lists, Words};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// The phrases that wishes hang on, and how their words are written.
#[derive(Serialize, Deserialize)]
pub(super) struct Spotter {
    pub(super) phrases: PhraseSet<Meaning>,
    /// A folded word as it may be written -> its numbers in `phrases`: the word itself, slang for it, its broken plural.
    pub(super) spelled: Index<u32>,
    /// As in [`Inner`], of the words of these phrases alone.
    pub(super) slips: Lists<Spelling>,
    pub(super) heard: Heard<(u32, Option<u32>)>,
    /// Words of all phrases that names of things have: of each name one that is no stop word, if it has such a one.
    pub(super) things: Bits,
    /// Stop words that such a word of a name may be written as. By itself a stop word is no thing.
    pub(super) stops_of_names: Words,
}

/// Whether a wish may hang on a phrase.
fn is_spotted(meaning: Meaning) -> bool {
    match meaning {
        Meaning::Cue(cue, weight) => weight > 0.0 && (cue.raises() || cue == Cue::Prefer),
        Meaning::Part(part, weight) => weight > 0.0 && part != Part::Also,
        Meaning::Limit(_) | Meaning::Number(_) => true,
        Meaning::Lexeme(_) | Meaning::Sensitive(..) | Meaning::Safe | Meaning::Currency { .. } => false,
    }
}

impl Loader {
    /// `all` are the phrases of all rows.
    pub(super) fn spotter(&self, all: &PhraseSet<Meaning>, forms: &mut Words) -> Spotter {
        let mut phrases = PhraseSetBuilder::new();
        let mut spotted: Vec<(&str, Meaning)> = self
            .meanings
            .iter()
            .map(|((phrase, _), meaning)| (phrase.as_str(), *meaning))
            .collect();
        spotted.retain(|(_, meaning)| is_spotted(*meaning));
        spotted.sort_unstable_by_key(|(phrase, _)| *phrase);
        for (phrase, meaning) in &spotted {
            phrases.insert(phrase.split(' '), *meaning);
        }
        let phrases = phrases.build();
        let (things, stops_of_names) = self.words_of_things(all);
        Spotter {
            spelled: self.spelled(&phrases),
            slips: load::spellings(&phrases),
            heard: self.arabizi_index(&phrases, None, forms),
            phrases,
            things,
            stops_of_names,
        }
    }

    /// Of each name of a thing a word that tells that it may be there; and the stop words that tell it.
    fn words_of_things(&self, all: &PhraseSet<Meaning>) -> (Bits, Words) {
        let (mut things, mut joined) = (Bits::default(), Bits::default());
        for (_, words) in self.names().filter(|(id, _)| self.graph.kinds(*id).is_thing()) {
            let is_stop = |word: &&String| self.stops.contains(word.trim_start_matches(NOUN_MARK));
            let telling = words.iter().find(|word| !is_stop(word)).or(words.last());
            if let Some(number) = telling.and_then(|word| all.word(word)) {
                things.set(number);
                if words.len() > 1 {
                    joined.set(number);
                }
            }
        }
        let tells = |stop: &&str| {
            let slang = self.slang.get(*stop).into_iter().flatten().map(AsRef::as_ref);
            let mut meant = slang.chain([*stop]).filter_map(|word| all.noun(word));
            meant.any(|number| joined.has(number))
        };
        let mut stops: Vec<&str> = self.stops.iter().map(AsRef::as_ref).filter(tells).collect();
        stops.sort_unstable();
        (things, stops.into_iter().collect())
    }

    fn spelled(&self, phrases: &PhraseSet<Meaning>) -> Index<u32> {
        let mut spelled: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (word, id) in phrases.words() {
            spelled.entry(word).or_default().push(id);
        }
        for (written, meant) in self.slang.iter().chain(&self.singulars) {
            let ids = meant.iter().filter_map(|word| phrases.word(word));
            spelled.entry(written).or_default().extend(ids);
        }
        spelled.retain(|_, ids| !ids.is_empty());
        sorted(&spelled).map(|(word, ids)| (word, ids.clone())).collect()
    }
}
