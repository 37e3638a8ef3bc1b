//! People who want something of the shop: typed queries, single messages, and chats of twenty lines with one wish in them, in English,
//! Arabic, Arabizi and a mixture. The n-th one is always the same.
//!
//! A wish is one of forty things, most with a colour, a look, a brand, a price limit, or a limit and one of the others. The words are
//! those of the shop's titles, or as people say them; there are no typing errors, and nobody wants two things, refuses one or changes
//! their mind. A chat has its wish in its second half, and small talk around it.

use super::chance::Dice;
use super::looks::{COLOURS, Pair, is_feminine, write_adjective};
use super::parts::brand_of;
use super::talk::{ARABIC, ARABIZI, ENGLISH, MIXED, Speech, WANTED};
use super::things::named;
use shoptalk::{Conversation, Suggester};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Query,
    Message,
    Chat,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    English,
    Arabic,
    Arabizi,
    Mixed,
}

pub const KINDS: [Kind; 3] = [Kind::Query, Kind::Message, Kind::Chat];
pub const FORMS: [Form; 4] = [Form::English, Form::Arabic, Form::Arabizi, Form::Mixed];

/// Lines of a chat.
const LINES: u64 = 20;

const ARABIZI_COLOURS: [(&str, &str); 5] = [
    ("eswed", "soda"),
    ("abyad", "beida"),
    ("azra2", "zar2a"),
    ("ramadi", "ramadi"),
    ("a7mar", "7amra"),
];

/// English, Arabic or Arabizi: what a noun, or the words around it, are in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    English,
    Arabic,
    Arabizi,
}

impl Language {
    fn speech(self) -> &'static Speech {
        match self {
            Self::English => &ENGLISH,
            Self::Arabic => &ARABIC,
            Self::Arabizi => &ARABIZI,
        }
    }
}

impl Form {
    /// The language of the noun, and that of the words around it: a mixture has one of each.
    fn languages(self, dice: &mut Dice) -> (Language, Language) {
        match self {
            Self::English => (Language::English, Language::English),
            Self::Arabic => (Language::Arabic, Language::Arabic),
            Self::Arabizi => (Language::Arabizi, Language::Arabizi),
            Self::Mixed if dice.percent(50) => (Language::English, Language::Arabic),
            Self::Mixed => (Language::Arabic, Language::English),
        }
    }

    fn talk(self, dice: &mut Dice) -> &'static str {
        let language = match self {
            Self::English => Language::English,
            Self::Arabic => Language::Arabic,
            Self::Arabizi => Language::Arabizi,
            Self::Mixed if dice.percent(30) => return dice.pick(&MIXED),
            Self::Mixed => dice.pick(&[Language::English, Language::Arabic]),
        };
        dice.pick(&language.speech().talk)
    }
}

/// What is wanted, in words: the noun with a colour, a look or a brand, and a price limit after it.
struct Phrase {
    noun: String,
    limit: String,
    language: Language,
}

fn phrase(form: Form, dice: &mut Dice) -> Phrase {
    let wanted = &WANTED[dice.below(WANTED.len())];
    let thing = named(wanted.thing);
    let (of_noun, language) = form.languages(dice);
    let (noun, is_feminine) = match of_noun {
        Language::English => (wanted.english, false),
        Language::Arabic => (wanted.arabic, is_feminine(wanted.arabic)),
        Language::Arabizi => (wanted.arabizi, is_feminine(wanted.arabic)),
    };
    let detail = match dice.below(8) {
        0..3 => colour(language, is_feminine, dice),
        3 => look(dice.pick(thing.shelf.aisle.looks().adjectives), language, is_feminine),
        4 => brand_of(thing.shelf.aisle, dice.below(3)),
        _ => String::new(),
    };
    // Most of what is sold costs less.
    let dollars = thing.low + (thing.high - thing.low) * (4 + dice.below(5) as u32) / 10;
    let limit = language.speech().limit.replace("{}", &dollars.to_string());
    Phrase {
        noun: match detail.as_str() {
            "" => noun.to_owned(),
            detail if of_noun == Language::English && language == of_noun => format!("{detail} {noun}"),
            detail => format!("{noun} {detail}"),
        },
        limit: if dice.percent(35) { limit } else { String::new() },
        language,
    }
}

fn colour(language: Language, is_feminine: bool, dice: &mut Dice) -> String {
    let at = dice.below(ARABIZI_COLOURS.len());
    let (english, masculine, feminine) = COLOURS[at];
    match (language, is_feminine) {
        (Language::English, _) => english.to_lowercase(),
        (Language::Arabic, false) => masculine.to_owned(),
        (Language::Arabic, true) => feminine.to_owned(),
        (Language::Arabizi, false) => ARABIZI_COLOURS[at].0.to_owned(),
        (Language::Arabizi, true) => ARABIZI_COLOURS[at].1.to_owned(),
    }
}

/// In Arabizi the English word, as it is often used.
fn look((english, arabic): Pair, language: Language, is_feminine: bool) -> String {
    if language != Language::Arabic {
        return english.to_lowercase();
    }
    let mut look = String::new();
    write_adjective(&mut look, arabic, is_feminine);
    look
}

/// `i need a black phone`, in the language of the words around the noun.
fn sentence(phrase: &Phrase, dice: &mut Dice) -> String {
    let Phrase { noun, limit, language } = phrase;
    let article = match noun.as_bytes() {
        _ if *language != Language::English => "",
        [.., b's'] if !noun.ends_with("ss") => "some ",
        [b'a' | b'e' | b'i' | b'o' | b'u', ..] => "an ",
        [b'a'..=b'z' | b'A'..=b'Z', ..] => "a ",
        _ => "",
    };
    dice.pick(&language.speech().asking)
        .replace("{}", &format!("{article}{noun}{limit}"))
}

/// The n-th conversation of a kind, which wants something of the shop.
pub fn wish(kind: Kind, form: Form, n: u64) -> Conversation {
    let dice = &mut Dice::new(20 + form as u64 * 4 + kind as u64, n);
    let phrase = phrase(form, dice);
    let chat = Conversation::new().market("US");
    match kind {
        Kind::Query => chat.query(phrase.noun + &phrase.limit),
        Kind::Message => chat.opt_in("a").message("a", sentence(&phrase, dice)),
        Kind::Chat => {
            let at = LINES / 2 + dice.below(LINES as usize / 2) as u64;
            let lines = (0..LINES).map(|line| {
                if line == at {
                    sentence(&phrase, dice)
                } else {
                    form.talk(dice).to_owned()
                }
            });
            said(chat, lines.collect())
        }
    }
}

/// The n-th chat of twenty lines in which nobody wants anything.
pub fn talk(form: Form, n: u64) -> Conversation {
    said(Conversation::new().market("US"), talk_lines(form, n, LINES))
}

/// The n-th chat of so many lines of which the last wants something of the shop.
#[allow(dead_code, reason = "one bench has chats of other lengths")]
pub fn wish_behind(form: Form, n: u64, lines: u64) -> Conversation {
    let dice = &mut Dice::new(80 + form as u64, n);
    let wish = sentence(&phrase(form, dice), dice);
    let talk = talk_lines(form, n, lines - 1);
    said(Conversation::new().market("US"), talk.into_iter().chain([wish]).collect())
}

fn talk_lines(form: Form, n: u64, lines: u64) -> Vec<String> {
    let dice = &mut Dice::new(60 + form as u64, n);
    (0..lines).map(|_| form.talk(dice).to_owned()).collect()
}

/// Lines of two people in turn, who both opted in.
fn said(chat: Conversation, lines: Vec<String>) -> Conversation {
    let chat = chat.opt_in("a").opt_in("b");
    let authors = ["a", "b"].into_iter().cycle();
    lines
        .into_iter()
        .zip(authors)
        .fold(chat, |chat, (line, author)| chat.message(author, line))
}

/// So many conversations of a kind are tried, and of a hundred so many must be answered.
const TRIED: u64 = 200;
const ANSWERED: u64 = 90;

/// Prints how many of each kind get products, and panics where they are too few, or where small talk gets any.
pub fn check(suggester: &Suggester) {
    for form in FORMS {
        for kind in KINDS {
            let answered = (0..TRIED).filter(|&n| !suggester.suggest(&wish(kind, form, n)).is_empty()).count() as u64;
            println!("{kind:?}/{form:?}: {answered} of {TRIED} answered");
            assert!(answered * 100 >= TRIED * ANSWERED, "{kind:?}/{form:?}");
        }
        let spoken = (0..TRIED).filter(|&n| !suggester.suggest(&talk(form, n)).is_empty()).count();
        assert_eq!(spoken, 0, "{form:?}: talk that wants nothing");
    }
}
