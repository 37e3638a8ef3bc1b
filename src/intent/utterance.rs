//! One message, read: its tokens, and what the rows and the catalog know of each.

use super::Context;
use super::cue;
use super::gazetteer::BrandMatch;
use super::mention::{self, Mention};
use crate::analysis::{Gap, Script, Tokens, Vocabulary, measured};
use crate::lexicon::{Cue, Habit, Kinds, LexemeId, Lexicon, Limit, Meaning, Part, Phrase, Tie, Topic};
use crate::money::Currency;
use crate::product::Language;
use rustc_hash::FxHashSet;
use std::cell::OnceCell;
use std::ops::Range;

/// A word that no row knows must stand in so many titles to name a thing; in a small shop in fewer, since the fewer titles there
/// are, the fewer words stand in one by chance.
const LEAST_TITLES: u64 = 3;
const TITLES_EACH: u64 = 3_000;

/// From this cost on a Latin word is read by its sound.
const SOUND_COST: f32 = 0.1;
/// A product's name this much dearer than a word of a topic is still as likely.
const TOPIC_MARGIN: f32 = 0.05;
/// What the readings of a sensitive phrase may cost together.
const MAX_TOPIC_COST: f32 = 0.17;
/// In Arabic letters a particle may be attached: بسرطان.
const MAX_TOPIC_COST_ARABIC: f32 = 0.26;

/// A message with everything known about its tokens. No `Debug`: it holds what somebody wrote.
pub(super) struct Utterance<'a> {
    pub(super) author: &'a str,
    pub(super) index: Option<usize>,
    pub(super) tokens: Tokens,
    pub(super) language: Language,
    /// Written in Arabizi or French.
    pub(super) arabizi: bool,
    pub(super) cues: Vec<Spanned<(Cue, f32)>>,
    pub(super) parts: Vec<Spanned<(Part, f32)>>,
    pub(super) lexemes: Vec<Spanned<LexemeId>>,
    pub(super) topics: Vec<Spanned<(Topic, f32)>>,
    /// It holds a harmless phrase that sounds sensitive: "my phone died".
    pub(super) harmless: bool,
    pub(super) limits: Vec<Spanned<Limit>>,
    pub(super) numbers: Vec<Spanned<f64>>,
    pub(super) currencies: Vec<Spanned<(Currency, bool)>>,
    pub(super) brands: Vec<BrandMatch>,
    pub(super) mentions: Vec<Mention>,
    /// Per token: says nothing about what is wanted.
    pub(super) stop: Vec<bool>,
    /// Per token: what it does around a noun phrase.
    ties: Vec<Vec<Tie>>,
    /// Per token: part of a word that only says what a thing is like.
    descriptions: Vec<bool>,
    titles: Titles<'a>,
}

/// Something found at a run of tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spanned<T> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The row has a gap: "which * should i buy".
    pub(super) gapped: bool,
    /// 0 = as in the row; more = inflected, transliterated or corrected.
    pub(super) cost: f32,
    pub(super) what: T,
}

/// The titles of the catalog, asked only for the words that it matters of: a look into the index costs more than the rest of a word.
struct Titles<'a> {
    vocabulary: &'a dyn Vocabulary,
    /// A word of titles stands in so many.
    least: u64,
    /// Per token, once it was asked.
    known: Vec<OnceCell<bool>>,
}

impl<'a> Titles<'a> {
    fn new(vocabulary: &'a dyn Vocabulary, tokens: usize) -> Self {
        Self {
            vocabulary,
            least: (1 + vocabulary.products() / TITLES_EACH).min(LEAST_TITLES),
            known: vec![OnceCell::new(); tokens],
        }
    }

    fn have(&self, word: &str) -> bool {
        self.vocabulary.stands_in(word, self.least)
    }
}

impl<T> Spanned<T> {
    pub(super) fn overlaps(&self, range: &Range<usize>) -> bool {
        self.start < range.end && range.start < self.end
    }
}

impl<'a> Utterance<'a> {
    pub(super) fn read(text: &str, author: &'a str, index: Option<usize>, habit: Habit, context: &'a Context<'a>) -> Self {
        let tokens = Tokens::of(text);
        let lexicon = context.lexicon;
        let titles = Titles::new(context.vocabulary, tokens.len());
        let is_known = |word: &str| titles.have(word);
        let readings = lexicon.readings(&tokens, habit, &is_known);
        let phrases = lexicon.phrases(&readings, &tokens);
        let pick = |wanted: &dyn Fn(Meaning) -> bool| -> Vec<_> { phrases.iter().filter(|p| wanted(p.meaning)).copied().collect() };
        let safe = longest(pick(&|m| matches!(m, Meaning::Safe)));
        let mut lexemes = pick(&|m| matches!(m, Meaning::Lexeme(id) if worth(lexicon.kinds(id))));
        described(&mut lexemes, lexicon);
        let mut lexemes = longest(lexemes);
        let arabizi = readings.arabizi;
        let mut utterance = Self {
            author,
            index,
            language: Language::of(text),
            arabizi,
            cues: collect(
                longest(uncrossed(pick(&|m| matches!(m, Meaning::Cue(..))), &lexemes, lexicon)),
                |m| {
                    if let Meaning::Cue(cue, weight) = m {
                        Some((cue, weight))
                    } else {
                        None
                    }
                },
            ),
            parts: collect(longest(pick(&|m| matches!(m, Meaning::Part(..)))), |m| {
                if let Meaning::Part(part, weight) = m {
                    Some((part, weight))
                } else {
                    None
                }
            }),
            topics: collect(sure(pick(&|m| matches!(m, Meaning::Sensitive(..))), &tokens), |m| {
                if let Meaning::Sensitive(topic, weight) = m {
                    Some((topic, weight))
                } else {
                    None
                }
            }),
            harmless: !safe.is_empty(),
            limits: collect(longest(pick(&|m| matches!(m, Meaning::Limit(_)))), |m| {
                if let Meaning::Limit(limit) = m { Some(limit) } else { None }
            }),
            numbers: collect(longest(pick(&|m| matches!(m, Meaning::Number(_)))), |m| {
                if let Meaning::Number(value) = m { Some(value) } else { None }
            }),
            currencies: collect(longest(pick(&|m| matches!(m, Meaning::Currency { .. }))), |m| {
                if let Meaning::Currency { currency, shared } = m {
                    Some((currency, shared))
                } else {
                    None
                }
            }),
            stop: tokens
                .iter()
                .zip(&readings.daily)
                .map(|((token, form), daily)| {
                    // In Arabizi one letter is a particle: f, b, l, w, m.
                    let particle = arabizi && form.len() == 1 && token.script == Script::Latin;
                    *daily || particle || lexicon.is_stop(form, token.script, arabizi)
                })
                .collect(),
            ties: tokens.iter().map(|(_, form)| lexicon.ties(form, arabizi)).collect(),
            descriptions: vec![false; tokens.len()],
            brands: Vec::new(),
            mentions: Vec::new(),
            lexemes: Vec::new(),
            titles,
            tokens,
        };
        utterance
            .topics
            .retain(|topic| !safe.iter().any(|s| s.start <= topic.start && topic.end <= s.end));
        // A word that only talks ("got", "set") is no thing, unless it is part of a longer name ("tea set").
        // Who types it into a search box means it: كتب are books, not "he wrote".
        let typed = |at: usize| index.is_none() && (arabizi || utterance.tokens.token(at).script == Script::Arabic);
        lexemes.retain(|p| p.end - p.start > 1 || !utterance.stop[p.start] || typed(p.start) || utterance.is_asked_for(p.start));
        // chhal is a word of asking for a price before it is a shawl (شال).
        let in_cue = |at: usize| {
            utterance
                .cues
                .iter()
                .any(|c| !c.gapped && c.cost == 0.0 && c.start <= at && at < c.end)
        };
        lexemes.retain(|p| p.end - p.start > 1 || p.cost < SOUND_COST || !in_cue(p.start));
        // "l ecran": an article, no size L.
        let letter = |at: usize| arabizi && utterance.tokens.form(at).len() == 1 && utterance.ties(at, Tie::The);
        lexemes.retain(|p| p.end - p.start > 1 || !letter(p.start));
        // "fe shay" (is there anything) offers no tea.
        let in_words = |at: usize| {
            let mut cues = utterance.cues.iter();
            cues.any(|c| !c.gapped && c.cost == 0.0 && c.end > c.start + 1 && c.start <= at && at < c.end)
        };
        lexemes.retain(|p| p.end - p.start > 1 || p.cost == 0.0 || !in_words(p.start));
        // "As long as it works" says nothing of length.
        lexemes.retain(|p| !utterance.is_conjunction(p.start));
        // "el hard el gedeem mat" (died) is no English mat.
        lexemes.retain(|p| p.end - p.start > 1 || !(arabizi && utterance.is_arabizi_cue(p.start)) || utterance.is_asked_for(p.start));
        // One word in two readings is not said twice.
        let mut said = FxHashSet::default();
        utterance.topics.retain(|topic| said.insert((topic.start, topic.end, topic.what.0)));
        // sari3 is سريع (fast) before صريع: in Latin letters a word of a topic is meant only if nothing else is as near.
        utterance.topics.retain(|topic| {
            let latin = topic.end == topic.start + 1 && utterance.tokens.token(topic.start).script != Script::Arabic;
            let other = |l: &&Phrase| l.start == topic.start && l.cost <= topic.cost + TOPIC_MARGIN;
            !(latin && topic.cost > 0.0 && lexemes.iter().any(|l| other(&l)))
        });
        utterance.lexemes = collect(lexemes, |m| if let Meaning::Lexeme(id) = m { Some(id) } else { None });
        for lexeme in utterance.lexemes.iter().filter(|l| !lexicon.kinds(l.what).is_thing()) {
            utterance.descriptions[lexeme.start..lexeme.end].fill(true);
        }
        cue::compose(&mut utterance);
        utterance.find_brands(context);
        utterance.mentions = mention::mentions(&utterance, context);
        utterance.pass_over_broken_things();
        utterance
    }

    /// Whether a token is a word of the catalog's titles.
    pub(super) fn in_titles(&self, at: usize) -> bool {
        let is_word = self.tokens.token(at).script != Script::Sign;
        is_word && *self.titles.known[at].get_or_init(|| self.titles.have(self.tokens.form(at)))
    }

    /// Whether Arabizi asks for what stands at a token, which makes a thing of a word that only talks elsewhere: `3ayez hard` is no
    /// English hard, `me7taga ma5adda` no verb of the same sound.
    fn is_asked_for(&self, at: usize) -> bool {
        let from = if at > 0 && self.stop[at - 1] { at - 1 } else { at };
        let asks = |c: &Spanned<(Cue, f32)>| matches!(c.what.0, Cue::Want | Cue::Ask) && !c.gapped && (from..=at).contains(&c.end);
        self.arabizi && self.tokens.token(at).script != Script::Arabic && self.cues.iter().any(asks)
    }

    /// Whether a word of Latin letters is, as it stands, one of the short Arabic words that say what happened: mat (it died).
    fn is_arabizi_cue(&self, at: usize) -> bool {
        let happened = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Broke && c.cost == 0.0 && (c.start, c.end) == (at, at + 1);
        self.tokens.token(at).script == Script::Latin && self.cues.iter().any(happened)
    }

    /// "my laptop died", "التلفزيون عطاك عمره": nobody mourns a thing.
    fn pass_over_broken_things(&mut self) {
        let subject = |at: usize| {
            let ends = |m: &&Mention| self.lexemes.iter().any(|l| l.start == m.head && l.end == at);
            let named = self.mentions.iter().find(|m| m.sureness >= mention::KNOWN_FROM && ends(m));
            named.is_some_and(|m| m.determiner != mention::Determiner::Open || self.tokens.form(m.head).starts_with("ال"))
        };
        // Only of the thing itself: "my laptop died the week of dad's funeral" is no joke.
        self.topics.retain(|topic| topic.what.0 != Topic::Grief || !subject(topic.start));
        // احتاج حاملا: who needs a holder is not pregnant.
        let wanted = |topic: &Spanned<(Topic, f32)>| {
            let thing = self
                .mentions
                .iter()
                .any(|m| m.head == topic.start && m.sureness >= mention::KNOWN_FROM);
            thing && self.cues.iter().any(|c| c.end == topic.start && c.what.0 == Cue::Want)
        };
        self.topics.retain(|topic| topic.end > topic.start + 1 || !wanted(topic));
    }

    /// Whether a token is a word that may describe a product.
    pub(super) fn says_something(&self, at: usize, context: &Context<'_>) -> bool {
        let (token, form) = (self.tokens.token(at), self.tokens.form(at));
        let in_cue = self.cues.iter().any(|c| c.start <= at && at < c.end) || self.is_part(at);
        !self.stop[at] && !in_cue && token.script != Script::Sign && form.chars().count() > 1 && !context.lexicon.is_verb(form)
    }

    /// Whether neither rows nor titles know a word of a text in Latin letters.
    pub(super) fn is_foreign(&self) -> bool {
        let known =
            |at: usize| self.in_titles(at) || self.lexeme_at(at).is_some() || self.brands.iter().any(|b| b.start <= at && at < b.end);
        let mut words = (0..self.tokens.len())
            .filter(|at| self.tokens.token(*at).script != Script::Number && !self.stop[*at])
            .peekable();
        self.language == Language::English && words.peek().is_some() && !words.any(known)
    }

    /// Whether a token stands within "as long as".
    fn is_conjunction(&self, at: usize) -> bool {
        let form = |at: usize| (at < self.tokens.len()).then(|| self.tokens.form(at));
        let before = at.checked_sub(1).and_then(form);
        matches!(
            (before, form(at), form(at + 1)),
            (Some("as" | "so"), Some("long" | "far"), Some("as"))
        )
    }

    /// Whether a message is in Arabic, in whatever letters.
    pub(super) fn reads_arabic(&self) -> bool {
        self.arabizi || self.language == Language::Arabic
    }

    /// Whether a token belongs to a part of a question for goods.
    pub(super) fn is_part(&self, at: usize) -> bool {
        self.parts.iter().any(|p| p.start <= at && at < p.end)
    }

    /// Whether a token is an "and": of one letter only in Arabic, since u is "you" and w "with" in English.
    pub(super) fn is_and(&self, at: usize) -> bool {
        match self.tokens.form(at) {
            "and" | "n" | "plus" => true,
            "w" | "u" | "و" | "et" => self.reads_arabic(),
            _ => false,
        }
    }

    /// Whether a message says anywhere that its things are not wanted: had, sold, refused, given up.
    pub(super) fn speaks_against(&self) -> bool {
        let against = |cue: Cue| cue.is_contrary() || matches!(cue, Cue::Drop | Cue::End | Cue::Refuse);
        self.cues.iter().any(|c| against(c.what.0))
    }

    /// Whether a token says that what is named stands beside something else: also, كمان.
    pub(super) fn says_also(&self, at: usize) -> bool {
        self.parts.iter().any(|p| p.what.0 == Part::Also && p.start <= at && at < p.end)
    }

    /// The unit behind the number at a token. In Arabizi w is "and", no watt: 35 w 50.
    pub(super) fn measured(&self, at: usize) -> Option<&'static str> {
        measured(&self.tokens, at).filter(|unit| !(self.arabizi && *unit == "w"))
    }

    /// The sentence that a token stands in, as a range of tokens.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        self.part(at, Gap::Stop)
    }

    /// The clause that a token stands in.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        self.part(at, Gap::Clause)
    }

    pub(super) fn lexeme_at(&self, at: usize) -> Option<Spanned<LexemeId>> {
        self.lexemes.iter().find(|l| l.start <= at && at < l.end).copied()
    }

    /// Whether the word at a token does this around a noun phrase.
    pub(super) fn ties(&self, at: usize, tie: Tie) -> bool {
        self.ties[at].contains(&tie)
    }

    /// Whether a preposition or conjunction stands at a token: what follows is about something else.
    pub(super) fn breaks(&self, at: usize) -> bool {
        // "an easy to carry mirror"
        let like =
            at > 0 && self.tokens.form(at) == "to" && matches!(self.tokens.form(at - 1), "easy" | "simple" | "ready" | "quick" | "hard");
        self.ties(at, Tie::Break) && !like && !self.is_between(at) && !self.lexemes.iter().any(|l| l.start < at && at < l.end)
    }

    /// "35 by 59 inch", "10 ft by 13 ft", "male to female hdmi cable", "small to medium": two of the same are no two matters.
    fn is_between(&self, at: usize) -> bool {
        let number = |at: usize| self.tokens.token(at).script == Script::Number;
        let inside = at > 0 && at + 1 < self.tokens.len();
        let by = || (number(at - 1) || at > 1 && number(at - 2)) && number(at + 1);
        let same = || self.descriptions[at - 1] && self.descriptions[at + 1];
        inside && (self.tokens.form(at) == "by" && by() || self.tokens.form(at) == "to" && same())
    }

    /// How many tokens of a range say something else than what a thing is like.
    pub(super) fn distance(&self, range: Range<usize>) -> usize {
        let like = |at: usize| self.descriptions[at] || self.tokens.token(at).script == Script::Number;
        range.filter(|at| !like(*at)).count()
    }

    fn part(&self, at: usize, gap: Gap) -> Range<usize> {
        let starts = |i: &usize| self.tokens.token(*i).gap >= gap;
        let start = (0..=at).rev().find(starts).unwrap_or(0);
        let end = (at + 1..self.tokens.len()).find(starts).unwrap_or(self.tokens.len());
        start..end
    }

    fn find_brands(&mut self, context: &Context<'_>) {
        let mut at = 0;
        while at < self.tokens.len() {
            let kinds = self.lexeme_at(at).map(|l| context.lexicon.kinds(l.what)).unwrap_or_default();
            // "so my brother can print": a relative, and no printer of that name.
            let relative = kinds.has(Kinds::PERSON) && at > 0 && self.ties(at - 1, Tie::My);
            if relative {
                at += 1;
                continue;
            }
            let is_word =
                self.stop[at] || (kinds != Kinds::default() && !kinds.has(Kinds::BRAND)) || context.lexicon.is_verb(self.tokens.form(at));
            let by_row = self.lexeme_at(at).filter(|_| kinds.has(Kinds::BRAND)).and_then(|l| {
                let keys: Vec<String> = context
                    .lexicon
                    .names(l.what)
                    .iter()
                    .map(|(id, _)| context.lexicon.name(*id).to_owned())
                    .filter(|key| context.brands.has(key))
                    .collect();
                (!keys.is_empty()).then_some(BrandMatch {
                    start: l.start,
                    end: l.end,
                    keys,
                })
            });
            let unknown = || !is_word && context.lexicon.lexeme(self.tokens.form(at)).is_none() && !self.in_titles(at);
            let found = by_row.or_else(|| context.brands.find(&self.tokens, at, is_word));
            let misspelt = || unknown().then(|| context.brands.misspelt(&self.tokens, at)).flatten();
            match found.or_else(misspelt) {
                Some(found) => {
                    at = found.end;
                    self.brands.push(found);
                }
                None => at += 1,
            }
        }
    }
}

/// Readings that are near enough to the written word to call a talk sensitive: a transliteration that fits with some goodwill
/// silenced every third Arabizi wish.
fn sure(mut phrases: Vec<Phrase>, tokens: &Tokens) -> Vec<Phrase> {
    phrases.retain(|phrase| {
        let most = match tokens.token(phrase.start).script {
            Script::Arabic => MAX_TOPIC_COST_ARABIC,
            _ => MAX_TOPIC_COST,
        };
        phrase.cost <= most
    });
    phrases
}

/// Behind a thing stands what it is like: of "shanta tawile" the second word is طويلة (long), not طاولة (table), which sounds the same.
fn described(lexemes: &mut Vec<Phrase>, lexicon: &Lexicon) {
    let kinds = |p: &Phrase| match p.meaning {
        Meaning::Lexeme(id) => lexicon.kinds(id),
        _ => Kinds::default(),
    };
    let all = lexemes.clone();
    lexemes.retain(|p| {
        let heard = p.cost >= SOUND_COST && p.end == p.start + 1 && kinds(p).is_thing();
        let behind = || all.iter().any(|before| before.end == p.start && kinds(before).is_thing());
        let like =
            |other: &Phrase| (other.start, other.end) == (p.start, p.end) && kinds(other).has(Kinds::DESCRIBES) && other.cost <= p.cost;
        !(heard && behind() && all.iter().any(like))
    });
}

/// Cues that are no part of a name and do not end inside one: of "abi al3ab ps4" the games are al3ab ps4, not what somebody wants to
/// play, and "get me an easy to install case" gets nothing to run. "looking for | for men" is none of these.
fn uncrossed(mut cues: Vec<Phrase>, names: &[Phrase], lexicon: &Lexicon) -> Vec<Phrase> {
    let is_thing = |name: &Phrase| matches!(name.meaning, Meaning::Lexeme(id) if lexicon.kinds(id).is_thing());
    let crosses = |cue: &Phrase, name: &Phrase| cue.start < name.start && name.start < cue.end && cue.end < name.end;
    // بلا شريط (without a cord) says neither that something was bought (شريت) nor that it is refused.
    let is_part =
        |cue: &Phrase, name: &Phrase| name.start <= cue.start && cue.end <= name.end && name.end - name.start > cue.end - cue.start;
    cues.retain(|cue| {
        !names
            .iter()
            .any(|name| crosses(cue, name) && (cue.gapped || is_thing(name)) || !cue.gapped && is_part(cue, name))
    });
    cues
}

/// Kinds that say something about a product. Recipients and occasions alone do not.
fn worth(kinds: Kinds) -> bool {
    kinds != Kinds::default()
}

/// Phrases that do not overlap: the longest first ("want to find a" before "i want"), of those the leftmost, of those the
/// surest reading.
fn longest(mut phrases: Vec<Phrase>) -> Vec<Phrase> {
    let length = |phrase: &Phrase| phrase.end - phrase.start;
    phrases.sort_by(|a, b| {
        let by_length = length(b).cmp(&length(a));
        by_length.then(a.start.cmp(&b.start)).then(a.cost.total_cmp(&b.cost))
    });
    let mut taken = vec![false; phrases.iter().map(|p| p.end).max().unwrap_or(0)];
    phrases.retain(|phrase| {
        let free = !taken[phrase.start..phrase.end].contains(&true);
        if free {
            taken[phrase.start..phrase.end].fill(true);
        }
        free
    });
    phrases.sort_by_key(|phrase| phrase.start);
    phrases
}

fn collect<T>(phrases: Vec<Phrase>, what: impl Fn(Meaning) -> Option<T>) -> Vec<Spanned<T>> {
    phrases
        .into_iter()
        .filter_map(|p| {
            what(p.meaning).map(|what| Spanned {
                start: p.start,
                end: p.end,
                gapped: p.gapped,
                cost: p.cost,
                what,
            })
        })
        .collect()
}
