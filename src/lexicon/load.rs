//! Tables -> the compiled lexicon.

use super::builtin;
use super::compiled::{Inner, Spelling};
use super::graph::{Graph, Kinds, LexemeId};
use super::heads::Heads;
use super::meaning::{Cue, Limit, Meaning, Part, Restriction, Table, Tie, Topic};
use super::phrase::{NOUN_MARK, PhraseSet, PhraseSetBuilder};
use super::table::{Row, rows};
use super::words::{Lists, Words};
use crate::analysis::{Tokens, acronym, stem};
use crate::error::Result;
use crate::money::Currency;
use crate::product::Language;
use rustc_hash::{FxHashMap, FxHashSet};

const CUES: &[(&str, Cue)] = &[
    ("want", Cue::Want),
    ("ask", Cue::Ask),
    ("price", Cue::Price),
    ("broke", Cue::Broke),
    ("gift", Cue::Gift),
    ("plan", Cue::Plan),
    ("own", Cue::Own),
    ("sell", Cue::Sell),
    ("bought", Cue::Bought),
    ("drop", Cue::Drop),
    ("refuse", Cue::Refuse),
    ("prefer", Cue::Prefer),
    ("hypo", Cue::Hypothetical),
    ("repair", Cue::Repair),
    ("other", Cue::Other),
    ("point", Cue::Point),
    ("end", Cue::End),
];
const PARTS: &[(&str, Part)] = &[
    ("must", Part::Must),
    ("where", Part::Where),
    ("which", Part::Which),
    ("who", Part::Who),
    ("exist", Part::Exist),
    ("get", Part::Get),
    ("sells", Part::Sell),
    ("advise", Part::Advise),
    ("best", Part::Best),
    ("good", Part::Good),
    ("kind", Part::Kind),
    ("also", Part::Also),
];
const TOPICS: &[(&str, Topic)] = &[
    ("health", Topic::Health),
    ("pregnancy", Topic::Pregnancy),
    ("mental", Topic::Mental),
    ("sex", Topic::Sex),
    ("faith", Topic::Faith),
    ("politics", Topic::Politics),
    ("debt", Topic::Debt),
    ("crime", Topic::Crime),
    ("grief", Topic::Grief),
    ("addiction", Topic::Addiction),
    ("gambling", Topic::Gambling),
    ("weapon", Topic::Weapon),
    ("secret", Topic::Secret),
];
const LIMITS: &[(&str, Limit)] = &[
    ("max", Limit::Max),
    ("min", Limit::Min),
    ("around", Limit::Around),
    ("between", Limit::Between),
];
const TIES: &[(&str, Tie)] = &[
    ("break", Tie::Break),
    ("for", Tie::For),
    ("of", Tie::Of),
    ("the", Tie::The),
    ("my", Tie::My),
    ("mine", Tie::Mine),
];
const RESTRICTIONS: &[(&str, Restriction)] = &[
    ("adult", Restriction::Adult),
    ("age", Restriction::Age),
    ("medicine", Restriction::Medicine),
];
/// One row with classes stands for at most so many phrases.
const MAX_EXPANDED: usize = 5_000;
/// Longer Latin words in Arabic names are brands and loans.
const MAX_ACRONYM: usize = 4;
const DIRECTIONS: &[(&str, bool)] = &[("both", true), ("to", false)];
/// From English back to a word of one region: twelve names of a language are searched, and regions have more.
const REGIONAL: f32 = 0.7;

/// Compiles the rows of the crate and those of the host.
///
/// # Errors
/// When a row is not what its table asks for: file, line and column are named.
pub(super) fn load(overlays: Vec<(Table, String, String)>) -> Result<Inner> {
    let mut loader = Loader::default();
    for (table, file, tsv) in builtin::FILES {
        loader.read(*table, file, tsv)?;
    }
    for (table, file, tsv) in &overlays {
        loader.read(*table, file, tsv)?;
    }
    Ok(loader.finish(overlays))
}

#[derive(Default)]
pub(super) struct Loader {
    pub(super) graph: Graph,
    /// By phrase and kind of meaning, so that an overlay's row takes the place of a built-in one.
    pub(super) meanings: FxHashMap<(String, u8), Meaning>,
    restricted: Vec<(String, Restriction)>,
    /// French names as rows spell them, with their accents.
    pub(super) french: Vec<(String, LexemeId)>,
    /// Class -> its phrases.
    classes: FxHashMap<String, Vec<String>>,
    pub(super) singulars: FxHashMap<Box<str>, Vec<Box<str>>>,
    pub(super) stops: FxHashSet<Box<str>>,
    stops_arabizi: FxHashSet<Box<str>>,
    verbs: FxHashSet<Box<str>>,
    technical: FxHashSet<Box<str>>,
    senses: FxHashMap<Box<str>, Vec<Box<str>>>,
    pub(super) slang: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// Word -> what it does; those of Arabizi and French apart.
    ties: FxHashMap<String, Vec<Tie>>,
    ties_arabizi: FxHashMap<String, Vec<Tie>>,
    arabizi_words: FxHashSet<Box<str>>,
    /// Words of English cues and the like: no sign of Arabizi, even where Arabizi borrows them ("guys").
    english_words: FxHashSet<Box<str>>,
}

impl Loader {
    fn read(&mut self, table: Table, file: &str, tsv: &str) -> Result<()> {
        let width = match table {
            Table::Pairs => 5,
            Table::Synonyms | Table::Attributes | Table::Cues | Table::Sensitive => 4,
            Table::Restricted | Table::Limits | Table::Numbers | Table::Currencies | Table::Ties | Table::Classes => 3,
            Table::Plurals | Table::Stops | Table::Verbs | Table::Technical | Table::Senses | Table::Slang | Table::Safe => 2,
        };
        for row in rows(file, tsv, width) {
            self.row(table, &row?)?;
        }
        Ok(())
    }

    fn row(&mut self, table: Table, row: &Row<'_>) -> Result<()> {
        let phrase = folded(row.columns[0]);
        if phrase.is_empty() {
            return Err(row.error("phrase", "no word is left after folding"));
        }
        match table {
            Table::Pairs => self.pair(row, phrase)?,
            Table::Synonyms => self.synonym(row, phrase, Kinds::default())?,
            Table::Attributes => self.synonym(row, phrase, Kinds::ATTRIBUTE)?,
            Table::Plurals => {
                let singulars = self.singulars.entry(folded(row.columns[1]).into()).or_default();
                singulars.push(phrase.into());
            }
            Table::Cues => {
                let weight = row.weight(2)?;
                let (slot, meaning) = match row.one_of(1, "kind", PARTS) {
                    Ok(part) => (6, Meaning::Part(part, weight)),
                    Err(_) => (0, Meaning::Cue(row.one_of(1, "kind", CUES)?, weight)),
                };
                for phrase in self.expanded(row, row.columns[0])? {
                    self.mean(phrase, slot, meaning, row.columns[3]);
                }
            }
            Table::Sensitive => {
                let (topic, weight) = (row.one_of(1, "topic", TOPICS)?, row.weight(2)?);
                for phrase in self.expanded(row, row.columns[0])? {
                    self.mean(phrase, 1, Meaning::Sensitive(topic, weight), row.columns[3]);
                }
            }
            Table::Safe => {
                for phrase in self.expanded(row, row.columns[0])? {
                    self.mean(phrase, 2, Meaning::Safe, row.columns[1]);
                }
            }
            Table::Limits => {
                let limit = row.one_of(1, "kind", LIMITS)?;
                self.mean(phrase, 3, Meaning::Limit(limit), row.columns[2]);
            }
            Table::Numbers => {
                let value = row.columns[1].parse().map_err(|_| row.error("value", "not a number"))?;
                self.mean(phrase, 4, Meaning::Number(value), row.columns[2]);
            }
            Table::Currencies => {
                let (code, shared) = row.columns[1]
                    .strip_prefix('?')
                    .map_or((row.columns[1], false), |code| (code, true));
                let currency: Currency = code.parse().map_err(|_| row.error("code", "not an ISO 4217 currency code"))?;
                self.mean(phrase, 5, Meaning::Currency { currency, shared }, row.columns[2]);
            }
            Table::Restricted => self.restricted.push((phrase, row.one_of(1, "class", RESTRICTIONS)?)),
            Table::Stops => {
                let arabizi = is_arabizi(row.columns[1]);
                let stops = if arabizi { &mut self.stops_arabizi } else { &mut self.stops };
                stops.insert(phrase.as_str().into());
                if arabizi {
                    self.arabizi_words.insert(phrase.into());
                }
            }
            Table::Verbs => {
                self.verbs.insert(phrase.into());
            }
            Table::Technical => {
                self.technical.insert(phrase.into());
            }
            Table::Senses => {
                let words = self.senses.entry(phrase.into()).or_default();
                words.push(folded(row.columns[1]).into());
            }
            Table::Slang => {
                let words = self.slang.entry(phrase.into()).or_default();
                words.push(folded(row.columns[1]).into());
            }
            Table::Ties => {
                let ties = if is_arabizi(row.columns[2]) {
                    &mut self.ties_arabizi
                } else {
                    &mut self.ties
                };
                ties.entry(phrase).or_default().push(row.one_of(1, "kind", TIES)?);
            }
            Table::Classes => {
                let phrases = self.classes.entry(row.columns[0].to_owned()).or_default();
                phrases.push(folded(row.columns[1]));
            }
        }
        Ok(())
    }

    /// A folded phrase with each choice of words for its `<class>`es.
    fn expanded(&self, row: &Row<'_>, phrase: &str) -> Result<Vec<String>> {
        let mut phrases = vec![String::new()];
        for word in phrase.split_whitespace() {
            let class = word.strip_prefix('<').and_then(|word| word.strip_suffix('>'));
            let one = [folded(word)];
            let choices: &[String] = match class {
                None => &one,
                Some(class) => self.classes.get(class).ok_or_else(|| row.error("phrase", "no such class"))?,
            };
            if phrases.len() * choices.len() > MAX_EXPANDED {
                return Err(row.error("phrase", "too many words in the classes together"));
            }
            phrases = phrases
                .iter()
                .flat_map(|begun| {
                    choices.iter().map(move |choice| match begun.as_str() {
                        "" => choice.clone(),
                        begun => format!("{begun} {choice}"),
                    })
                })
                .collect();
        }
        Ok(phrases)
    }

    fn pair(&mut self, row: &Row<'_>, arabic: String) -> Result<()> {
        let english = folded(row.columns[1]);
        if english.is_empty() {
            return Err(row.error("en", "no word is left after folding"));
        }
        let (weight, kinds) = (row.weight(2)?, row.one_of(3, "kind", Kinds::NAMES)?);
        let french = Language::of(&arabic) == Language::English;
        let (arabic, english) = (self.graph.add(&arabic, kinds), self.graph.add(&english, kinds));
        self.graph.connect(arabic, english, weight);
        self.graph.set_english(english);
        // French of the Maghreb is what people say, not what titles have.
        if french {
            self.graph.set_french(arabic);
            self.french.push((row.columns[0].to_owned(), arabic));
            return Ok(());
        }
        // A word of one region is what people say there; titles rather have those of all, and those of all stay as sure: پاور بانك is
        // Iraqi, باور بانك everybody's, and folded they are one.
        let back = match row.columns[4] {
            "all" => weight,
            _ if weight > 0.0 => self.graph.weight(english, arabic).max(weight * REGIONAL),
            _ => 0.0,
        };
        self.graph.connect(english, arabic, back);
        Ok(())
    }

    fn synonym(&mut self, row: &Row<'_>, a: String, kinds: Kinds) -> Result<()> {
        let b = folded(row.columns[1]);
        if b.is_empty() {
            return Err(row.error("b", "no word is left after folding"));
        }
        let (weight, both) = (row.weight(2)?, row.one_of(3, "direction", DIRECTIONS)?);
        let (a, b) = (self.graph.add(&a, kinds), self.graph.add(&b, kinds));
        self.graph.set_english(a);
        self.graph.set_english(b);
        self.graph.connect(a, b, weight);
        if both {
            self.graph.connect(b, a, weight);
        }
        Ok(())
    }

    fn mean(&mut self, phrase: String, slot: u8, meaning: Meaning, language: &str) {
        if is_arabizi(language) {
            self.arabizi_words.extend(phrase.split(' ').filter(|w| w.len() > 2).map(Box::from));
        } else if language == "en" {
            self.english_words.extend(phrase.split(' ').map(Box::from));
        }
        self.meanings.insert((phrase, slot), meaning);
    }

    fn finish(mut self, overlays: Vec<(Table, String, String)>) -> Inner {
        self.graph.settle_kinds();
        self.graph.join_plurals(|word| {
            let (kept, ending) = stem::singular(word);
            [kept, ending].concat()
        });
        let phrases = self.phrases();
        let mut restricted = PhraseSetBuilder::new();
        for (phrase, class) in &self.restricted {
            restricted.insert(phrase.split(' '), *class);
        }
        // A noun by itself: one that only stands in a longer French name is still French.
        let is_noun = |word: &str| phrases.noun(word).is_some_and(|id| phrases.is_phrase(id));
        // A word that English has too says nothing about the message's language.
        let (stops, verbs, english) = (&self.stops, &self.verbs, &self.english_words);
        self.arabizi_words
            .retain(|word| !stops.contains(word) && !verbs.contains(word) && !is_noun(word) && !english.contains(word));
        let mut plurals: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (plural, singulars) in &self.singulars {
            for singular in singulars {
                plurals.entry(singular).or_default().push(plural);
            }
        }
        plurals.values_mut().for_each(|plurals| plurals.sort_unstable());
        let mut forms = Words::default();
        let singulars = sorted(&self.singulars).map(|(plural, singulars)| (plural, numbered(&mut forms, singulars)));
        let singulars = singulars.collect();
        let plurals = sorted(&plurals).map(|(singular, plurals)| (singular, numbered(&mut forms, plurals)));
        let plurals = plurals.collect();
        let senses = sorted(&self.senses).map(|(name, words)| (name, numbered(&mut forms, words)));
        let senses = senses.collect();
        let slang = sorted(&self.slang).map(|(word, meant)| (word, numbered(&mut forms, meant)));
        let slang = slang.collect();
        let stops = sorted_words(&self.stops);
        let arabizi = self.arabizi_index(&phrases, Some(&stops), &mut forms);
        let spotter = self.spotter(&phrases, &mut forms);
        Inner {
            overlays,
            spellings: spellings(&phrases),
            phrases,
            restricted: restricted.build(),
            heads: Heads::of(&self.graph, &self.stops),
            graph: self.graph,
            forms,
            singulars,
            plurals,
            spotter,
            stops,
            stops_arabizi: sorted_words(&self.stops_arabizi),
            verbs: sorted_words(&self.verbs),
            technical: sorted_words(&self.technical),
            senses,
            slang,
            ties: sorted(&self.ties).map(|(word, ties)| (word, ties.clone())).collect(),
            ties_arabizi: sorted(&self.ties_arabizi).map(|(word, ties)| (word, ties.clone())).collect(),
            arabizi,
            arabizi_words: sorted_words(&self.arabizi_words),
        }
    }

    fn phrases(&self) -> PhraseSet<Meaning> {
        let mut phrases = PhraseSetBuilder::new();
        for ((phrase, _), meaning) in &self.meanings {
            if !matches!(meaning, Meaning::Cue(_, 0.0) | Meaning::Part(_, 0.0) | Meaning::Sensitive(_, 0.0)) {
                phrases.insert(phrase.split(' '), *meaning);
            }
        }
        for (id, words) in self.names() {
            phrases.insert(words.iter().map(String::as_str), Meaning::Lexeme(id));
        }
        phrases.build()
    }

    /// Every name of a thing or of what it is like, as the words of its phrase.
    pub(super) fn names(&self) -> impl Iterator<Item = (LexemeId, Vec<String>)> {
        let as_written = self.graph.all().map(|(id, name, language)| {
            let key = |word: &str| match language {
                Language::English => noun_key(word),
                Language::Arabic => word.to_owned(),
            };
            (id, name.split(' ').map(key).collect())
        });
        let spelled_out = self.graph.all().filter_map(|(id, name, language)| {
            let name = spelled_out(name, language).filter(|name| self.graph.find(name).is_none())?;
            Some((id, name.split(' ').map(str::to_owned).collect()))
        });
        let heard = self
            .heard_french()
            .map(|(name, id)| (id, name.split(' ').map(str::to_owned).collect()));
        as_written.chain(spelled_out).chain(heard)
    }
}

/// First letter -> English words, in the order of their letters.
pub(super) fn spellings(phrases: &PhraseSet<Meaning>) -> Lists<Spelling> {
    let mut words: Vec<(&str, u32)> = phrases.latin_words().collect();
    words.sort_unstable();
    let mut lists = Lists::default();
    for first in 'a'..='z' {
        let of_letter = words.iter().filter(|(word, _)| word.starts_with(first));
        lists.push(of_letter.map(|(word, id)| Spelling {
            letters: Spelling::letters(word),
            id: *id,
        }));
    }
    lists
}

/// The numbers of words, new ones where they were not there.
fn numbered(forms: &mut Words, words: &[impl AsRef<str>]) -> Vec<u32> {
    words.iter().map(|word| forms.add(word.as_ref())).collect()
}

/// A map in the order of its keys: what is written is the same for the same rows.
pub(super) fn sorted<K: AsRef<str>, V>(map: &FxHashMap<K, V>) -> impl Iterator<Item = (&str, &V)> {
    let mut entries: Vec<(&str, &V)> = map.iter().map(|(key, value)| (key.as_ref(), value)).collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries.into_iter()
}

fn sorted_words(set: &FxHashSet<Box<str>>) -> Words {
    let mut words: Vec<&str> = set.iter().map(AsRef::as_ref).collect();
    words.sort_unstable();
    words.into_iter().collect()
}

/// Whether rows of a language count only where a message is Arabizi or French.
fn is_arabizi(language: &str) -> bool {
    matches!(language, "arabizi" | "fr")
}

/// The words of a row, folded as chat tokens are; `*` stays.
pub(super) fn folded(phrase: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for piece in phrase.split_whitespace() {
        if piece == "*" {
            words.push(piece.to_owned());
        } else {
            words.extend(Tokens::of(piece).iter().map(|(_, form)| form.to_owned()));
        }
    }
    words.join(" ")
}

/// An Arabic name with its Latin acronyms by the names of their letters: كابل hdmi is كابل اتش دي ام اي as well.
fn spelled_out(name: &str, language: Language) -> Option<String> {
    let is_acronym = |word: &str| word.len() <= MAX_ACRONYM && word.bytes().all(|b| b.is_ascii_lowercase());
    if language != Language::Arabic || !name.split(' ').any(is_acronym) {
        return None;
    }
    let words = name.split(' ').map(|word| match is_acronym(word) {
        true => acronym::spell(word),
        false => Some(word.to_owned()),
    });
    words.collect::<Option<Vec<_>>>().map(|words| words.join(" "))
}

/// The key of a noun's word: its singular, marked so that no cue of the same letters meets it.
fn noun_key(word: &str) -> String {
    let (kept, ending) = stem::singular(word);
    [NOUN_MARK, kept, ending].concat()
}
