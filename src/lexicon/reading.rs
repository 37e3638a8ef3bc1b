//! Tokens of a chat -> the words of the rows that each may be, and the phrases that start there.

use super::compiled::Inner;
use super::near::{self, ARABIZI_COST, ATTACHED_COST, MARGIN, MAX_COST, Near, SLIP};
use super::phrase::PhraseSet;
use super::{Lexicon, Meaning};
use crate::analysis::segment::{Gap, Token};
use crate::analysis::{Script, Tokens, arabizi, clitic};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// At most so many readings a token.
const MAX_READINGS: usize = 12;
/// And where the best one is a word of daily talk.
const DAILY_MARGIN: f32 = 0.05;
/// What taking off an article costs at most (see `clitic`).
pub(super) const ARTICLE_COST: f32 = 0.05;
/// And an "and": وما is ما.
pub(super) const AND_COST: f32 = 0.15;
/// A reading this much dearer than the best one is not meant.
pub(super) const STRIPPED_MARGIN: f32 = 0.1;
/// A word as chats spell it is nearly as sure as the word.
const SLANG: f32 = 0.02;
/// An English word so short is rather the Arabic one that sounds the same, in a message that is Arabizi: `mat`, `bin`.
const SHORT_ENGLISH: usize = 4;
/// Shorter English words sound like too many Arabic ones; and how far a loan may be from its spelling.
const LEAST_LOAN: usize = 5;
const LOAN_SLACK: f32 = 0.06;
/// One short vowel more or less.
const SHORT_SLACK: f32 = 0.03;

/// What is known of how the people of a chat write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Habit {
    Unknown,
    /// Other messages are Arabizi or French.
    Arabizi,
}

/// What each token of one text may be, and whether the text reads as Arabizi or French.
pub(crate) struct Readings {
    words: Vec<Vec<(u32, f32)>>,
    /// Per token: an Arabizi word of daily talk.
    pub(crate) daily: Vec<bool>,
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
    pub(crate) fn readings(&self, tokens: &Tokens, habit: Habit, is_known: &dyn Fn(&str) -> bool) -> Readings {
        let inner = &*self.0;
        let arabizi = is_arabizi(inner, tokens, habit, is_known);
        let (mut words, mut daily) = (Vec::with_capacity(tokens.len()), Vec::with_capacity(tokens.len()));
        // A word that comes again in the text is read once; nothing is kept beyond it.
        let mut first: FxHashMap<(&str, bool), usize> = FxHashMap::default();
        for (at, (token, form)) in tokens.iter().enumerate() {
            let read = *first.entry((form, token.marbuta)).or_insert(at);
            let (words_of, is_daily) = match read < at {
                true => (Vec::clone(&words[read]), daily[read]),
                false => inner.token_readings(token, form, arabizi, is_known),
            };
            words.push(words_of);
            daily.push(is_daily);
        }
        Readings { words, daily, arabizi }
    }

    /// All phrases of the rows in a text, by start, shorter before longer.
    pub(crate) fn phrases(&self, readings: &Readings, tokens: &Tokens) -> Vec<Phrase> {
        let mut found = Vec::new();
        each_phrase(&self.0.phrases, &readings.words, tokens, |phrase| found.push(phrase));
        found
    }
}

/// Calls back with the phrases in a text, by start, shorter before longer; says whether there was time for all.
pub(super) fn each_phrase(
    phrases: &PhraseSet<Meaning>,
    readings: &[impl AsRef<[(u32, f32)]>],
    tokens: &Tokens,
    mut each: impl FnMut(Phrase),
) -> bool {
    let mut all = true;
    for start in 0..readings.len() {
        if readings[start].as_ref().is_empty() {
            continue;
        }
        all &= phrases.walk(&readings[start..], |phrase| {
            let end = start + phrase.length;
            // A gap does not reach over a comma: "getting him headphones, need to ...".
            if phrase.skipped > 0 && (start + 1..end).any(|at| tokens.token(at).gap >= Gap::Clause) {
                return;
            }
            for meaning in phrase.entries {
                each(Phrase {
                    start,
                    end,
                    cost: phrase.cost,
                    gapped: phrase.skipped > 0,
                    meaning: *meaning,
                });
            }
        });
    }
    all
}

impl Inner {
    /// The words that a token may be, best first, and whether it is an Arabizi word of daily talk.
    fn token_readings(&self, token: Token, form: &str, arabizi: bool, is_known: &dyn Fn(&str) -> bool) -> (Vec<(u32, f32)>, bool) {
        let (mut words, mut daily) = (Vec::new(), false);
        match token.script {
            Script::Arabic => {
                self.arabic_readings(form, token.marbuta, &mut words);
                if words.is_empty() && !self.stops.contains(form) && !is_known(form) {
                    self.respelled_readings(form, token.marbuta, &mut words);
                }
            }
            _ => daily = self.latin_readings(form, arabizi, is_known, &mut words),
        }
        words.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let mut seen = Vec::new();
        words.retain(|(id, _)| !seen.contains(id) && (seen.push(*id), seen.len() <= MAX_READINGS).1);
        (words, daily)
    }

    fn arabic_readings(&self, form: &str, marbuta: bool, words: &mut Vec<(u32, f32)>) {
        clitic::readings(form, marbuta, |candidate, cost| {
            if let Some(id) = self.phrases.word(candidate) {
                words.push((id, cost));
            }
            for singular in self.singulars.get(candidate) {
                if let Some(id) = self.phrases.word(self.forms.get(*singular)) {
                    words.push((id, cost + 0.03));
                }
            }
        });
        // يا جماعة (folks) is no جماع, تليفون (telephone) no تليف (cirrhosis): what is known as it stands is that word.
        let best = words.iter().map(|(_, cost)| *cost).fold(f32::INFINITY, f32::min);
        let most = match self.stops.contains(form) {
            true if form.starts_with('و') => AND_COST,
            true => ARTICLE_COST,
            false if form.starts_with('و') => (best + STRIPPED_MARGIN).max(AND_COST),
            false => best + STRIPPED_MARGIN,
        };
        words.retain(|(_, cost)| *cost <= most);
    }

    /// Words of the rows in another spelling, for what is no word of theirs, of daily talk or of the catalog: رادو is راديو.
    fn respelled_readings(&self, form: &str, marbuta: bool, words: &mut Vec<(u32, f32)>) {
        self.near().respelled(form, marbuta, |id, cost| words.push((id, cost)));
        let best = words.iter().map(|(_, cost)| *cost).fold(f32::INFINITY, f32::min);
        words.retain(|(_, cost)| *cost <= best + MARGIN);
    }

    /// The words that a Latin token may be. Says whether it is an Arabizi word of daily talk instead.
    fn latin_readings(&self, form: &str, arabizi: bool, is_known: &dyn Fn(&str) -> bool, words: &mut Vec<(u32, f32)>) -> bool {
        words.extend(self.phrases.word(form).map(|id| (id, 0.0)));
        // A word that only stands within longer rows of Arabizi is read by its sound as well: adawwer in "adawwer 3ala".
        // And so is one that is a row by itself, for Arabic rows of several words: bla in بلا واير.
        let partial = self.arabizi_words.contains(form);
        let as_typed = !words.is_empty() && !partial;
        words.extend(self.phrases.noun(form).map(|id| (id, 0.0)));
        // "wat fone shud i get"; in Arabizi the same letters are other words.
        for meant in self.slang.get(form).iter().filter(|_| !arabizi).map(|word| self.forms.get(*word)) {
            words.extend(
                [self.phrases.word(meant), self.phrases.noun(meant)]
                    .into_iter()
                    .flatten()
                    .map(|id| (id, SLANG)),
            );
        }
        // "toniight", "soo": a word of daily talk with a finger left on the key.
        if words.is_empty() && !self.stops.contains(form) && self.stops.contains(undoubled(form).as_str()) {
            return true;
        }
        let certain = arabizi::has_letter_digit(form) && !self.phrases.word(form).is_some_and(|id| self.phrases.is_phrase(id));
        if !(certain || arabizi) {
            if !as_typed && words.is_empty() && !self.stops.contains(form) && !self.verbs.contains(form) && !is_known(form) {
                self.corrected_readings(form, words);
            }
            return false;
        }
        let english =
            as_typed || self.phrases.noun(form).is_some() || self.stops.contains(form) || self.verbs.contains(form) || is_known(form);
        let short = english && !as_typed && form.len() <= SHORT_ENGLISH;
        if english && !certain && !short {
            self.loan_readings(form, words);
            return false;
        }
        let mut found = Vec::new();
        self.arabizi_readings(form, 0.0, &mut found);
        // What is good as it stands has nothing attached.
        let whole = found.iter().any(|(_, cost)| *cost <= ARABIZI_COST + ATTACHED_COST);
        let attached = if whole { &[] } else { arabizi::ATTACHED };
        let possessives = if whole { &[] } else { arabizi::POSSESSIVES };
        for rest in attached.iter().filter_map(|attached| form.strip_prefix(attached)) {
            self.arabizi_readings(rest, ATTACHED_COST, &mut found);
        }
        for rest in possessives.iter().filter_map(|ending| form.strip_suffix(ending)) {
            self.arabizi_readings(rest, ATTACHED_COST, &mut found);
        }
        if found.is_empty() && words.is_empty() {
            self.corrected_readings(form, words);
        }
        let best = found.iter().map(|(_, cost)| *cost).fold(MAX_COST, f32::min);
        let is_daily = found.iter().any(|(id, cost)| id.is_none() && *cost <= best);
        if short && !certain {
            // An English word and an Arabic one in the same letters: a plain word of daily talk takes it over (`mat`), and one that
            // the catalog does not know gives way to any (`soda`, black).
            let plain = best <= ARABIZI_COST + SHORT_SLACK;
            let lone = self.phrases.noun(form).is_some_and(|id| self.phrases.is_phrase(id));
            let named = found
                .iter()
                .any(|(id, cost)| *cost <= best && id.is_some_and(|id| self.phrases.is_phrase(id)));
            if plain && lone && named && !is_daily && !is_known(form) {
                words.clear();
                words.extend(
                    found
                        .iter()
                        .filter(|(_, cost)| *cost <= best)
                        .filter_map(|(id, cost)| id.map(|id| (id, *cost))),
                );
            }
            return is_daily && best <= ARABIZI_COST;
        }
        // A small word of Arabizi or French is itself: les is no ليس (not).
        if !self.ties_arabizi.get(form).is_empty() {
            found.retain(|(_, cost)| *cost <= ARABIZI_COST + SHORT_SLACK);
        }
        // Of a word of daily talk only what is as near remains: `ras` in سماعة راس (headphones), wain is وين before وأين.
        found.retain(|(_, cost)| *cost <= best + if is_daily { DAILY_MARGIN } else { MARGIN });
        words.extend(found.iter().filter_map(|(id, cost)| id.map(|id| (id, *cost))));
        is_daily
    }

    /// The Arabic words that an English one is the loan of, for longer Arabic names that have it: "3arouset barbie" is عروسة باربي.
    fn loan_readings(&self, form: &str, words: &mut Vec<(u32, f32)>) {
        if form.len() < LEAST_LOAN {
            return;
        }
        let mut found = Vec::new();
        self.arabizi_readings(form, 0.0, &mut found);
        let near = found.into_iter().filter(|(_, cost)| *cost <= ARABIZI_COST + LOAN_SLACK);
        words.extend(near.filter_map(|(id, cost)| id.map(|id| (id, cost))));
    }

    /// Whether a Latin spelling is that of an Arabic word of daily talk, letter by letter.
    fn sounds_daily(&self, latin: &str) -> bool {
        self.near().sounds_as_some_word(latin, MARGIN)
    }

    /// Words of the rows that are one slip away: `haedphones`, `recomend`.
    fn corrected_readings(&self, form: &str, words: &mut Vec<(u32, f32)>) {
        if !near::may_be_corrected(form) {
            return;
        }
        self.near().slips(form, |id, cost| words.push((id, cost)));
        // fone, headfones
        if let Some(id) = self.phrases.noun(&form.replace('f', "ph")) {
            words.push((id, SLIP));
        }
        let best = words.iter().map(|(_, cost)| *cost).fold(f32::INFINITY, f32::min);
        words.retain(|(_, cost)| *cost <= best);
    }

    /// The words that a Latin spelling sounds like; English ones where nothing but an article or possessive is attached.
    fn arabizi_readings(&self, latin: &str, more: f32, found: &mut Vec<(Option<u32>, f32)>) {
        if more > 0.0 && latin.len() >= near::LEAST_HEARD {
            found.extend(self.phrases.noun(latin).map(|id| (Some(id), ARABIZI_COST + more)));
        }
        self.near().heard(latin, more, |id, cost| found.push((id, cost)));
    }

    fn near(&self) -> Near<'_> {
        Near {
            phrases: &self.phrases,
            forms: &self.forms,
            heard: &self.arabizi,
            spellings: &self.spellings,
        }
    }
}

/// Doubled letters written once.
fn undoubled(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    out.extend(
        form.chars()
            .scan(None, |before, c| Some((before.replace(c) != Some(c)).then_some(c)))
            .flatten(),
    );
    out
}

/// Whether a text is written in Arabizi or French: a digit used as a letter, words that only those have, or several words that no
/// English row knows and that sound like daily Arabic.
fn is_arabizi(inner: &Inner, tokens: &Tokens, habit: Habit, is_known: &dyn Fn(&str) -> bool) -> bool {
    let signs = Signs::of(inner, tokens, is_known, |_, _| {});
    if signs.suffice(habit) || !signs.is_foreign() {
        return signs.suffice(habit);
    }
    // A list of names ("Jabber, GTalk, Gadu-Gadu") sounds like nothing for the most part.
    let sounding = signs.foreign.iter().filter(|form| inner.sounds_daily(form)).count();
    sounding >= LEAST_FOREIGN && sounding * 3 >= signs.foreign.len() * 2
}

/// What speaks for Arabizi or French in a text.
pub(super) struct Signs<'a> {
    /// Words that only those have, and twice the words with a digit as a letter.
    certain: usize,
    latin: usize,
    /// Words that no English row knows.
    foreign: SmallVec<[&'a str; MAX_FOREIGN]>,
}

/// What rows know of a word in Latin letters, as far as it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Nobody asked: a number, or what stands behind one.
    Unasked,
    /// A word of daily talk.
    Stop,
    Otherwise,
    /// No row knows it.
    No,
}

impl<'a> Signs<'a> {
    /// Calls back with the place of each word in Latin letters, and what rows know of it.
    pub(super) fn of(inner: &Inner, tokens: &'a Tokens, is_known: &dyn Fn(&str) -> bool, mut each: impl FnMut(usize, Known)) -> Self {
        let mut signs = Self {
            certain: 0,
            latin: 0,
            foreign: SmallVec::new(),
        };
        let is_row = |word: &str| inner.phrases.word(word).is_some() || inner.phrases.noun(word).is_some();
        let known = |word: &str| is_row(word) || is_known(word) || !inner.slang.get(word).is_empty();
        let mut behind_number = false;
        for (at, (token, form)) in tokens.iter().enumerate() {
            // 200 SAR is an amount in any language, sar (became) a word of Arabizi.
            let amount = std::mem::replace(&mut behind_number, token.script == Script::Number);
            if amount || !matches!(token.script, Script::Latin | Script::Mixed) {
                continue;
            }
            signs.latin += 1;
            // One letter is an English abbreviation as well ("typing w ur elbows"), and so is many a stop word.
            let stop = inner.stops.contains(form);
            let english = stop || inner.verbs.contains(form);
            signs.certain += match () {
                () if arabizi::has_letter_digit(form) => 2,
                // btefre2, sa7i7 la2: a letter at the end too, but not iphone7.
                () if arabizi::without_last_letter_digit(form).is_some_and(|rest| !known(rest)) => 2,
                () => usize::from(form.len() > 2 && !english && inner.arabizi_words.contains(form)),
            };
            let foreign = !english && !known(form);
            each(
                at,
                match () {
                    () if stop => Known::Stop,
                    () if foreign => Known::No,
                    () => Known::Otherwise,
                },
            );
            if form.len() > 2 && signs.foreign.len() < MAX_FOREIGN && foreign {
                signs.foreign.push(form);
            }
        }
        signs
    }

    /// Whether they would do, however the words sound.
    pub(super) fn may_do(&self, habit: Habit) -> bool {
        self.suffice(habit) || self.is_foreign()
    }

    /// Whether they are enough, however the words sound.
    fn suffice(&self, habit: Habit) -> bool {
        // One borrowed word (yalla, habibi) in an English sentence does not make it Arabizi.
        self.certain > 0 && self.certain * 6 >= self.latin
            || habit == Habit::Arabizi && !self.foreign.is_empty() && self.foreign.len() * 2 >= self.latin
    }

    /// Whether so many words are foreign that their sound decides.
    fn is_foreign(&self) -> bool {
        self.foreign.len() >= LEAST_FOREIGN && self.foreign.len() * 3 >= self.latin
    }
}

/// So many words that sound like daily Arabic, and no English ones, make a text Arabizi.
const LEAST_FOREIGN: usize = 2;
/// So many are looked at.
const MAX_FOREIGN: usize = 12;
