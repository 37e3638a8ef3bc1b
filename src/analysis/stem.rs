//! Word -> light stem, a pure function of the folded word: the same for chats and products.
//!
//! English: Snowball's English stemmer (Porter2), but for gerunds, which name other things than their verbs do. Arabic: light stemming
//! in the manner of Larkey, Ballesteros and Connell's light10 (SIGIR 2002), since Snowball's Arabic joins fewer forms and gives سماعات
//! and السماعات different stems.
//! Two changes: plurals of loanwords lose ـات like native ones, and at least three letters always stay.
//!
//! A stem may rank a product. It never proves that a word means one: مكتبة (bookcase) and مكتب (desk) share theirs.

use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

/// Letters that must remain: with two, بنك (bank) would lose its way to بن (coffee beans).
const LEAST_LETTERS: usize = 3;

/// Longest first: وال before ال.
const PREFIXES: &[&str] = &["وال", "بال", "كال", "فال", "هال", "عال", "لل", "ال"];
const SUFFIXES: &[&str] = &["ات", "ها", "ان", "ون", "ين", "يه", "ه", "ي"];

/// The English stem of a folded Latin word; words with digits stay what they are. Never empty.
pub(crate) fn english(word: &str) -> Cow<'_, str> {
    if word.len() < LEAST_LETTERS || !may_have_ending(word) || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    // Porter2 makes a bed of bedding, a game of gaming, an ear of an earring and dish cloths of clothes.
    let singular = word.strip_suffix('s').unwrap_or(word);
    match word {
        "clothes" => return Cow::Borrowed(word),
        _ if singular.ends_with("ing") => return Cow::Borrowed(singular),
        _ => {}
    }
    thread_local!(static STEMMER: Stemmer = Stemmer::create(Algorithm::English));
    let stem = STEMMER.with(|stemmer| stemmer.stem(word));
    if stem.is_empty() {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(stem.into_owned())
    }
}

/// Whether a word ends as those do that Porter2 changes; the stemmer is slow to find that it has nothing to do.
fn may_have_ending(word: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match word.as_bytes().last() {
        Some(b's' | b'e' | b'y' | b'i') => true,
        Some(b'd') => ends(&["ed"]),
        Some(b'g') => ends(&["ing"]),
        Some(b'l') => ends(&["al", "ful", "ll"]),
        Some(b'r') => ends(&["er", "or"]),
        Some(b'm') => ends(&["ism"]),
        Some(b'n') => ends(&["ion"]),
        Some(b'c') => ends(&["ic"]),
        Some(b't') => ends(&["ant", "ent"]),
        _ => false,
    }
}

/// The singular of a folded English noun, as a key under which both forms meet: `knives` and `knife` are `kniv`. Unlike the stem
/// it keeps nouns and verbs apart: `tired` is no tire, `wiped` no wipe. In two parts, what is kept and what it ends in then: chats ask
/// for it with every word, and nothing is allocated for it.
pub(crate) fn singular(word: &str) -> (&str, &'static str) {
    if word.len() <= LEAST_LETTERS || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return (word, "");
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if let Some(rest) = word.strip_suffix("ies").filter(|rest| rest.len() > 1) {
        return (rest, "y");
    }
    // Knife and knives, shelf and shelves, drive and drives.
    if let Some(rest) = ["ves", "ve", "fe", "f"].iter().find_map(|ending| word.strip_suffix(ending)) {
        return (rest, "v");
    }
    if ends(&["sses", "shes", "ches", "xes", "zes"]) {
        return (&word[..word.len() - 2], "");
    }
    match word.strip_suffix('s') {
        Some(rest) if !ends(&["ss", "us", "is"]) => (rest, ""),
        _ => (word, ""),
    }
}

/// The light Arabic stem of a folded word: one prefix, then endings. Never fewer than three letters, unless the word has.
pub(crate) fn arabic(word: &str) -> &str {
    let mut stem = word;
    match PREFIXES.iter().find_map(|p| stem.strip_prefix(p)) {
        Some(rest) if letters(rest) >= LEAST_LETTERS => stem = rest,
        // A bare و needs more proof: وسادة (pillow) starts with one of its own, وبنطلون (and trousers) does not.
        _ => {
            if let Some(rest) = stem.strip_prefix('و').filter(|rest| letters(rest) > LEAST_LETTERS + 1) {
                stem = rest;
            }
        }
    }
    // Two rounds: سماعاتها loses ها, then ات.
    for _ in 0..2 {
        match SUFFIXES.iter().find_map(|s| stem.strip_suffix(s)) {
            Some(rest) if letters(rest) >= LEAST_LETTERS => stem = rest,
            _ => break,
        }
    }
    stem
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn inflections_meet() {
        for (stem, forms) in [
            ("سماع", &["سماعه", "سماعات", "السماعات", "والسماعات", "سماعتها", "بالسماعه"][..]),
            ("سيار", &["سياره", "سيارات", "السياره", "للسيارات", "سياراتها"]),
            ("موبايل", &["موبايل", "موبايلات", "الموبايل", "موبايلي"]),
        ] {
            for form in forms {
                // سماعتها keeps the ت that ة turned into; the chat side knows that form by its readings.
                let expected = if *form == "سماعتها" { "سماعت" } else { stem };
                assert_eq!(arabic(form), expected, "{form}");
            }
        }
    }

    #[test]
    fn singulars_meet_and_verbs_stay() {
        let key = |word| {
            let (kept, ending) = singular(word);
            [kept, ending].concat()
        };
        for (plural, other) in [
            ("batteries", "battery"),
            ("knives", "knife"),
            ("gloves", "glove"),
            ("drives", "drive"),
            ("shelves", "shelf"),
            ("glasses", "glass"),
            ("watches", "watch"),
            ("plates", "plate"),
            ("bras", "bra"),
        ] {
            assert_eq!(key(plural), key(other));
        }
        for (verb, noun) in [
            ("tired", "tire"),
            ("wiped", "wipes"),
            ("chipped", "chips"),
            ("bus", "bu"),
            ("dress", "dres"),
        ] {
            assert_ne!(key(verb), key(noun));
        }
    }

    #[test]
    fn short_words_stay() {
        for word in ["بنك", "الف", "لبن", "ات", "بلوز", "فستان", "شي"] {
            assert!(letters(arabic(word)) >= LEAST_LETTERS.min(letters(word)), "{word}");
        }
        assert_eq!(arabic("وساده"), "وساد");
        assert_eq!(english("wh1000xm4"), "wh1000xm4");
        assert_eq!(english("headphones"), english("headphone"));
        assert_eq!(english("earrings"), "earring");
        assert_ne!(english("bedding"), english("beds"));
        assert_ne!(english("clothes"), english("cloths"));
    }

    proptest! {
        #[test]
        fn what_has_no_ending_is_its_own_stem(word in "[a-z]{3,9}(|ed|ing|ly|al|ful|ll|er|or|ism|ion|ic|ant|ent|[dglrmnct])") {
            let stem = Stemmer::create(Algorithm::English).stem(&word).into_owned();
            prop_assert!(may_have_ending(&word) || stem == word);
        }

        #[test]
        fn never_empty(word in "[ا-ي]{1,12}|[a-z]{1,12}") {
            prop_assert!(!arabic(&word).is_empty());
            prop_assert!(!english(&word).is_empty());
        }
    }
}
