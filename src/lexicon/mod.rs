//! Language rows -> answers: what a phrase of chat means, what a word is called elsewhere, which words say nothing.
//!
//! In: TSV tables in natural spelling, folded on load; those of the crate are compiled when it is built (`src/build.rs`).
//! Out: typed questions. Hides tries, keys and the Arabizi index.
//! The rows act on the chat side only, so a new row needs no new import.

mod builtin;
mod compiled;
#[cfg(test)]
mod fit;
mod graph;
mod heads;
mod heard;
mod load;
mod meaning;
mod near;
mod phrase;
mod reading;
mod spotter;
mod spotting;
mod table;
mod talk;
mod words;

pub(crate) use graph::{Kinds, LexemeId};
pub use meaning::Table;
pub(crate) use meaning::{Cue, Limit, Meaning, Part, Restriction, Tie, Topic};
pub(crate) use reading::{Habit, Phrase};
pub(crate) use spotting::Reading;

use crate::analysis::{Script, Tokens};
use crate::error::Result;
use crate::product::Language;
use compiled::Inner;
use std::fmt;
use std::sync::{Arc, LazyLock};
use talk::Talk;

/// The language knowledge: built in, and extended by the host at run time. Cheap to clone.
///
/// ```
/// use shoptalk::{Lexicon, Table};
/// let rows = "شبشب بيت\thouse slippers\t1.0\tproduct\tegy\n";
/// let lexicon = Lexicon::builtin().overlay(Table::Pairs, "house.tsv", rows)?;
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Clone)]
pub struct Lexicon(Arc<Inner>);

impl Lexicon {
    /// The rows that come with the crate. Opened once a process.
    pub fn builtin() -> Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(Lexicon::open_builtin);
        BUILTIN.clone()
    }

    /// Opens the built-in rows anew, as the first call of [`builtin`](Self::builtin) does: for measuring it.
    #[doc(hidden)]
    pub fn open_builtin() -> Self {
        let compiled = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));
        Self(Arc::new(Inner::from_bytes(compiled)))
    }

    /// The same with more rows: a row for a phrase that is there already overrides it, weight 0 takes it back.
    /// `file` is named in errors. Cost: all tables are read again (about a second).
    ///
    /// # Errors
    /// When a row is not what its table asks for: file, line and column are named.
    pub fn overlay(&self, table: Table, file: &str, tsv: &str) -> Result<Self> {
        let mut overlays = self.0.overlays.clone();
        overlays.push((table, file.to_owned(), tsv.to_owned()));
        Ok(Self(Arc::new(load::load(overlays)?)))
    }

    /// How much a message speaks of somebody's sensitive condition or situation.
    pub(crate) fn sensitivity(&self, tokens: &Tokens) -> f32 {
        static MATTERS: LazyLock<Talk> = LazyLock::new(|| Talk::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/matters.bin"))));
        MATTERS.score(tokens)
    }

    /// How much a message speaks for a wish.
    pub(crate) fn eagerness(&self, tokens: &Tokens) -> f32 {
        static WISHES: LazyLock<Talk> = LazyLock::new(|| Talk::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/wishes.bin"))));
        WISHES.score(tokens)
    }

    /// How much a message speaks of software and of mending computers.
    pub(crate) fn technicality(&self, tokens: &Tokens) -> f32 {
        static TECHNICAL: LazyLock<Talk> = LazyLock::new(|| Talk::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/technical.bin"))));
        TECHNICAL.score(tokens)
    }

    /// Whether a folded word never says what is wanted. `arabizi`: the message is Arabizi or French.
    pub(crate) fn is_stop(&self, form: &str, script: Script, arabizi: bool) -> bool {
        let inner = &*self.0;
        let known = |word: &str| inner.stops.contains(word);
        match script {
            Script::Arabic => {
                known(form)
                    || ["و", "ف", "ب", "ل"]
                        .iter()
                        .any(|p| form.strip_prefix(p).is_some_and(|rest| rest.chars().count() > 1 && known(rest)))
            }
            _ => known(form) || (arabizi && inner.stops_arabizi.contains(form)),
        }
    }

    /// What a folded small word does around a noun phrase. `arabizi`: the message is Arabizi or French.
    pub(crate) fn ties(&self, form: &str, arabizi: bool) -> Vec<Tie> {
        let of_arabizi = if arabizi { self.0.ties_arabizi.get(form) } else { &[] };
        [self.0.ties.get(form), of_arabizi].concat()
    }

    /// Whether a folded English word is an everyday verb.
    pub(crate) fn is_verb(&self, form: &str) -> bool {
        self.0.verbs.contains(form)
    }

    /// Whether a word is one of talk about software.
    pub(crate) fn is_technical(&self, form: &str) -> bool {
        self.0.technical.contains(form)
    }

    /// The class of a product whose text is never suggested from chat.
    pub(crate) fn restriction(&self, tokens: &Tokens) -> Option<Restriction> {
        let set = &self.0.restricted;
        let readings: Vec<Vec<(u32, f32)>> = tokens
            .iter()
            .map(|(_, form)| set.word(form).map(|id| (id, 0.0)).into_iter().collect())
            .collect();
        let mut found = None;
        for at in 0..readings.len() {
            if found.is_none() && !readings[at].is_empty() {
                set.walk(&readings[at..], |phrase| found = phrase.entries.first().copied());
            }
        }
        found
    }

    /// The lexeme's name: folded words with spaces between.
    pub(crate) fn name(&self, lexeme: LexemeId) -> &str {
        self.0.graph.name(lexeme)
    }

    /// The language of its name.
    pub(crate) fn language(&self, lexeme: LexemeId) -> Language {
        self.0.graph.language(lexeme)
    }

    /// Whether the lexeme is French, and no English word as well.
    pub(crate) fn is_french(&self, lexeme: LexemeId) -> bool {
        self.0.graph.is_french(lexeme)
    }

    /// What kinds of thing the lexeme names.
    pub(crate) fn kinds(&self, lexeme: LexemeId) -> Kinds {
        self.0.graph.kinds(lexeme)
    }

    /// The lexeme itself (1.0) and what else shops call it, best first; at most [`graph::MAX_NAMES`].
    pub(crate) fn names(&self, lexeme: LexemeId) -> Vec<(LexemeId, f32)> {
        self.0.graph.names(lexeme)
    }

    /// The broken plurals of a folded Arabic noun.
    pub(crate) fn plurals(&self, singular: &str) -> impl Iterator<Item = &str> {
        self.0.plurals.get(singular).iter().map(|plural| self.0.forms.get(*plural))
    }

    /// The folded words that name accessories and nothing else: by themselves, or as the head of a longer name (`mount` of
    /// `tv mount`).
    pub(crate) fn accessory_words(&self) -> impl Iterator<Item = &str> {
        self.0.heads.accessories.iter()
    }

    /// The folded words that name things, by themselves or as the head of a longer name.
    pub(crate) fn thing_words(&self) -> impl Iterator<Item = &str> {
        self.0.heads.things.iter()
    }

    /// The names of all lexemes of some kinds.
    pub(crate) fn words_of(&self, kinds: Kinds) -> impl Iterator<Item = &str> {
        let named = self.0.graph.all().map(|(id, name, _)| (self.kinds(id), name));
        named.filter(move |(own, _)| own.has(kinds)).map(|(_, name)| name)
    }

    /// Folded names and words that make another thing of them, where they stand beside them in a title.
    pub(crate) fn senses(&self) -> impl Iterator<Item = (&str, &str)> {
        let forms = &self.0.forms;
        let names = self.0.senses.iter();
        names.flat_map(move |(name, words)| words.iter().map(move |word| (name, forms.get(*word))))
    }

    /// The accessory of this name for a thing, where a row has one: phone, case -> phone case.
    pub(crate) fn accessory_for(&self, thing: LexemeId, accessory: &str) -> Option<LexemeId> {
        let names = self.names(thing);
        let owners = names.iter().filter(|(_, weight)| *weight >= 0.7).map(|(id, _)| self.name(*id));
        owners
            .flat_map(|owner| [format!("{owner} {accessory}"), format!("{accessory} {owner}")])
            .find_map(|name| self.lexeme(&name))
    }

    /// The lexeme of a folded English or French phrase, words as they stand.
    pub(crate) fn lexeme(&self, name: &str) -> Option<LexemeId> {
        self.0.graph.find(name)
    }
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::builtin()
    }
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lexicon")
            .field("overlays", &self.0.overlays.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
