//! What of a message a wish may hang on, for the price of a look at each word.
//!
//! Nearly all messages want nothing, and are known by what they lack: no phrase of wanting, asking or buying begins at any of their
//! words, however these are read. This is the first stage of a cascade (Viola and Jones 2001): it lets pass whatever the full reading
//! could find, and more, since it does not weigh readings against each other; what it stops need not be read. Nothing is allocated.

use super::compiled::Inner;
use super::near::{self, Near};
use super::reading::{self, AND_COST, ARTICLE_COST, Known, Phrase, STRIPPED_MARGIN, Signs};
use super::{Habit, Lexicon};
use crate::analysis::{Script, Tokens, arabizi, clitic};
use smallvec::SmallVec;

/// What is kept of each token while a message is looked at.
pub(crate) struct Reading {
    /// The words of phrases that it may be, with their costs. More than have room are seldom.
    words: Readings,
    known: Known,
}

type Readings = SmallVec<[(u32, f32); 8]>;

impl AsRef<[(u32, f32)]> for Reading {
    fn as_ref(&self) -> &[(u32, f32)] {
        &self.words
    }
}

/// What was spotted in a message, besides its phrases.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spotted {
    /// It may be Arabic, in whatever letters, or French.
    pub(crate) arabic: bool,
    /// It may name a thing of the rows.
    pub(crate) thing: bool,
    /// There was too much to look at; anything may be in it.
    pub(crate) too_much: bool,
}

impl Lexicon {
    /// Calls back with every phrase that a wish may hang on, however the words are read, and tells what else was seen. `room` is taken
    /// for the readings of words. `alone`: no other message is read with it.
    pub(crate) fn spot(&self, tokens: &Tokens, alone: bool, room: &mut Vec<Reading>, mut each: impl FnMut(Phrase)) -> Spotted {
        let inner = &*self.0;
        room.resize_with(room.len().max(tokens.len()), || Reading {
            words: SmallVec::new(),
            known: Known::Unasked,
        });
        let room = &mut room[..tokens.len()];
        for reading in room.iter_mut() {
            reading.words.clear();
            reading.known = Known::Unasked;
        }
        let signs = Signs::of(inner, tokens, &|_| false, |at, known| room[at].known = known);
        let arabizi = signs.may_do(if alone { Habit::Unknown } else { Habit::Arabizi });
        let mut spotted = Spotted {
            arabic: arabizi,
            thing: arabizi,
            too_much: false,
        };
        let mut last_arabic = false;
        for ((token, form), reading) in tokens.iter().zip(room.iter_mut()) {
            if token.script == Script::Arabic {
                inner.spot_arabic(form, token.marbuta, &mut reading.words);
                // Two stop words may be the name of a thing, and one is none.
                spotted.thing |= last_arabic || !self.is_stop(form, token.script, false);
            } else {
                inner.spot_latin(form, arabizi, reading);
                spotted.thing = spotted.thing || inner.may_name_thing(form, reading.known);
            }
            last_arabic = token.script == Script::Arabic;
            spotted.arabic |= last_arabic;
        }
        spotted.too_much = !reading::each_phrase(&inner.spotter.phrases, room, tokens, &mut each);
        spotted
    }
}

impl Inner {
    fn spot_arabic(&self, form: &str, marbuta: bool, words: &mut Readings) {
        let spotter = &self.spotter;
        clitic::readings(form, marbuta, |candidate, cost| {
            for id in spotter.spelled.get(candidate) {
                add(words, *id, cost);
            }
        });
        let (stop, known) = (|| self.stops.contains(form), || self.phrases.word(form).is_some());
        if words.is_empty() {
            if !stop() && !known() {
                self.near_spotted().respelled(form, marbuta, |id, cost| add(words, id, cost));
            }
            return;
        }
        // As in the full reading: what is known as it stands is that word.
        if words.iter().all(|(_, cost)| *cost <= ARTICLE_COST) {
            return;
        }
        let most = match stop() {
            true if form.starts_with('و') => AND_COST,
            true => ARTICLE_COST,
            false if !known() => return,
            false if form.starts_with('و') => STRIPPED_MARGIN.max(AND_COST),
            false => STRIPPED_MARGIN,
        };
        words.retain(|(_, cost)| *cost <= most);
    }

    fn spot_latin(&self, form: &str, arabizi: bool, Reading { words, known }: &mut Reading) {
        let spotter = &self.spotter;
        for id in spotter.spelled.get(form) {
            add(words, *id, 0.0);
        }
        // What rows know is no slip, but for slang, which Arabizi does not have.
        let may_slip = match known {
            Known::Stop => false,
            Known::Otherwise => arabizi,
            Known::Unasked | Known::No => true,
        };
        if words.is_empty() && may_slip && near::may_be_corrected(form) {
            self.near_spotted().slips(form, |id, cost| add(words, id, cost));
        }
        // It only may be Arabizi: what sounds like something may be a slip as well.
        if arabizi || arabizi::has_letter_digit(form) {
            self.near_spotted().heard_with_attached(form, |id, cost| {
                if let Some(id) = id {
                    add(words, id, cost);
                }
            });
        }
    }

    fn near_spotted(&self) -> Near<'_> {
        Near {
            phrases: &self.spotter.phrases,
            forms: &self.forms,
            heard: &self.spotter.heard,
            spellings: &self.spotter.slips,
        }
    }

    fn may_name_thing(&self, form: &str, known: Known) -> bool {
        let spotter = &self.spotter;
        if known == Known::Stop {
            return spotter.stops_of_names.contains(form);
        }
        let is_word_of_name = |word: &str| self.phrases.noun(word).is_some_and(|id| spotter.things.has(id));
        known != Known::No && is_word_of_name(form) || self.slang.get(form).iter().any(|meant| is_word_of_name(self.forms.get(*meant)))
    }
}

fn add(words: &mut Readings, id: u32, cost: f32) {
    match words.iter_mut().find(|(known, _)| *known == id) {
        Some((_, known)) => *known = known.min(cost),
        None => words.push((id, cost)),
    }
}
