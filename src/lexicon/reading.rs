//! Tokens of a chat -> the words of the rows that each may be, and the phrases that start there.

use super::load::stem_key;
use super::{Inner, Lexicon, Meaning};
use crate::analysis::{Script, Tokens, arabizi, clitic};

/// At most so many readings a token.
const MAX_READINGS: usize = 12;
/// An Arabizi reading worse than this is another word.
const MAX_MISMATCH: f32 = 0.95;
/// What an Arabizi reading costs at least: written Arabic is surer.
const ARABIZI_COST: f32 = 0.1;
/// Arabizi without any digit needs this many consonants: two fit nearly every word.
const LEAST_KEY: usize = 2;

/// What each token of one text may be, and whether the text reads as Arabizi or French.
pub(crate) struct Readings {
    words: Vec<Vec<(u32, f32)>>,
    pub(crate) arabizi: bool,
}

/// A phrase of the rows found in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// 0 = as in the row; more = inflected or transliterated.
    pub(crate) cost: f32,
    /// The row has a gap that swallowed tokens.
    pub(crate) gapped: bool,
    pub(crate) meaning: Meaning,
}

impl Lexicon {
    /// Reads the tokens of a chat text. `is_known` tells whether a Latin word is one of the catalog's.
    pub(crate) fn readings(&self, tokens: &Tokens, is_known: &dyn Fn(&str) -> bool) -> Readings {
        let inner = &*self.0;
        let arabizi = is_arabizi(inner, tokens);
        let words = tokens
            .iter()
            .map(|(token, form)| {
                let mut words = Vec::new();
                match token.script {
                    Script::Arabic => inner.arabic_readings(form, token.marbuta, &mut words),
                    _ => inner.latin_readings(form, arabizi, is_known, &mut words),
                }
                words.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
                words.dedup_by_key(|(id, _)| *id);
                words.truncate(MAX_READINGS);
                words
            })
            .collect();
        Readings { words, arabizi }
    }

    /// All phrases of the rows in a text, by start, shorter before longer.
    pub(crate) fn phrases(&self, readings: &Readings) -> Vec<Phrase> {
        let mut found = Vec::new();
        for start in 0..readings.words.len() {
            if readings.words[start].is_empty() {
                continue;
            }
            self.0.phrases.walk(&readings.words[start..], |phrase| {
                let end = start + phrase.length;
                found.extend(phrase.entries.iter().map(|meaning| Phrase {
                    start,
                    end,
                    cost: phrase.cost,
                    gapped: phrase.skipped > 0,
                    meaning: *meaning,
                }));
            });
        }
        found
    }
}

impl Inner {
    fn arabic_readings(&self, form: &str, marbuta: bool, words: &mut Vec<(u32, f32)>) {
        clitic::readings(form, marbuta, |candidate, cost| {
            if let Some(id) = self.phrases.word(candidate) {
                words.push((id, cost));
            }
            for singular in self.singulars.get(candidate).into_iter().flatten() {
                if let Some(id) = self.phrases.word(singular) {
                    words.push((id, cost + 0.03));
                }
            }
        });
    }

    fn latin_readings(&self, form: &str, arabizi: bool, is_known: &dyn Fn(&str) -> bool, words: &mut Vec<(u32, f32)>) {
        words.extend(self.phrases.word(form).map(|id| (id, 0.0)));
        words.extend(self.phrases.word(&stem_key(form)).map(|id| (id, 0.0)));
        let certain = arabizi::has_letter_digit(form) && !self.phrases.word(form).is_some_and(|id| self.phrases.is_phrase(id));
        let english = !words.is_empty()
            || self.stops.contains(form)
            || self.verbs.contains(form)
            || self.stops_arabizi.contains(form)
            || is_known(form);
        if certain || (arabizi && !english) {
            self.arabizi_readings(form, 0.0, words);
            for attached in arabizi::ATTACHED {
                if let Some(rest) = form.strip_prefix(attached).filter(|rest| rest.len() > 2) {
                    self.arabizi_readings(rest, 0.1, words);
                    words.extend(self.phrases.word(&stem_key(rest)).map(|id| (id, 0.2)));
                }
            }
        }
    }

    fn arabizi_readings(&self, latin: &str, more: f32, words: &mut Vec<(u32, f32)>) {
        for key in arabizi::latin_keys(latin) {
            if key.chars().count() < LEAST_KEY {
                continue;
            }
            for (word, id) in self.arabizi.get(key.as_str()).into_iter().flatten() {
                let mismatch = arabizi::mismatch(word, latin);
                if mismatch <= MAX_MISMATCH {
                    words.push((*id, ARABIZI_COST + more + mismatch * 0.5));
                }
            }
        }
    }
}

/// Whether a text is written in Arabizi or French: a digit used as a letter, or words that only those have.
fn is_arabizi(inner: &Inner, tokens: &Tokens) -> bool {
    let (mut signs, mut latin) = (0, 0);
    for (token, form) in tokens.iter() {
        if !matches!(token.script, Script::Latin | Script::Mixed) {
            continue;
        }
        latin += 1;
        signs += if arabizi::has_letter_digit(form) {
            2
        } else {
            // One letter is an English abbreviation as well ("typing w ur elbows"), and so is many a stop word.
            let own = form.len() > 2 && inner.arabizi_words.contains(form) && !inner.stops.contains(form) && !inner.verbs.contains(form);
            usize::from(own)
        };
    }
    // One borrowed word (yalla, habibi) in an English sentence does not make it Arabizi.
    signs > 0 && signs * 6 >= latin
}
