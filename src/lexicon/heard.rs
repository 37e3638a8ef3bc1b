//! How the rows sound: Arabic words under their consonants for Arabizi, French names by ear.

use super::graph::LexemeId;
use super::load::{Loader, folded};
use super::meaning::Meaning;
use super::phrase::PhraseSet;
use super::words::{Heard, Words};
use crate::analysis::arabizi::Key;
use crate::analysis::{arabizi, french};
use crate::product::Language;
use rustc_hash::FxHashMap;

/// Shorter French names in Arabic letters are other words: one of one word, and one of several.
const LEAST_HEARD: usize = 4;
const LEAST_HEARD_TOGETHER: usize = 6;
/// What is added to a word for the plural that writers make of it.
pub(super) const MADE_PLURAL: &str = "ات";

impl Loader {
    /// The French names in Arabic letters, but for those that are words of daily talk or of other rows, and short ones (lit, لي).
    pub(super) fn heard_french(&self) -> impl Iterator<Item = (String, LexemeId)> {
        let spelled = self
            .french
            .iter()
            .flat_map(|(name, id)| french::spell(name).into_iter().map(move |name| (folded(&name), *id)));
        spelled.filter(|(name, _)| {
            let long = name.chars().count() >= if name.contains(' ') { LEAST_HEARD_TOGETHER } else { LEAST_HEARD };
            long && !self.stops.contains(name.as_str())
                && self.graph.find(name).is_none()
                && !self.meanings.contains_key(&(name.clone(), 0))
        })
    }

    /// Every Arabic word of some phrases under its consonants, with the plurals that writers make of it. Stop words are there to win
    /// over rare words that sound alike: `mat` is مات (he died) before it is a mat.
    pub(super) fn arabizi_index(
        &self,
        phrases: &PhraseSet<Meaning>,
        stops: Option<&Words>,
        forms: &mut Words,
    ) -> Heard<(u32, Option<u32>)> {
        let mut words: Vec<&str> = self.meanings.keys().map(|(phrase, _)| phrase.as_str()).collect();
        words.extend(self.graph.all().map(|(_, name, _)| name));
        let heard: Vec<(String, LexemeId)> = self.heard_french().collect();
        words.extend(heard.iter().map(|(name, _)| name.as_str()));
        let mut words: Vec<&str> = words
            .into_iter()
            .flat_map(|phrase| phrase.split(' '))
            .filter(|w| Language::of(w) == Language::Arabic)
            .collect();
        words.sort_unstable();
        words.dedup();
        let mut index: FxHashMap<Key, Vec<(String, Option<u32>)>> = FxHashMap::default();
        let mut sound = |key: Key, word: &str, id: Option<u32>| index.entry(key).or_default().push((word.to_owned(), id));
        for stop in stops
            .into_iter()
            .flat_map(Words::iter)
            .filter(|stop| Language::of(stop) == Language::Arabic)
        {
            sound(arabizi::arabic_key(stop), stop, None);
        }
        for word in words {
            let Some(id) = phrases.word(word) else { continue };
            let stem = word.strip_suffix('ه').unwrap_or(word);
            sound(arabizi::arabic_key(word), word, Some(id));
            let plural = format!("{stem}{MADE_PLURAL}");
            sound(arabizi::arabic_key(&plural), &plural, Some(id));
            if let Some(key) = arabizi::construct_key(word) {
                sound(key, word, Some(id));
            }
        }
        for (plural, singulars) in &self.singulars {
            for id in singulars.iter().filter_map(|s| phrases.word(s)) {
                sound(arabizi::arabic_key(plural), plural, Some(id));
            }
        }
        let mut index = Vec::from_iter(index);
        index.sort_unstable_by_key(|(key, _)| *key);
        let mut numbered = |mut words: Vec<(String, Option<u32>)>| -> Vec<_> {
            words.sort_unstable();
            words.dedup();
            words.iter().map(|(word, id)| (forms.add(word), *id)).collect()
        };
        index.into_iter().map(|(key, words)| (key, numbered(words))).collect()
    }
}
