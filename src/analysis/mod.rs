//! Text -> tokens -> terms, the same for chats and products.
//!
//! In: a text. Out: folded [`Tokens`], and for products the index terms of each position. Everything here is a pure
//! function of the text; what depends on words that somebody knows is asked through [`Vocabulary`].

pub(crate) mod acronym;
pub(crate) mod arabizi;
pub(crate) mod clitic;
pub(crate) mod fold;
pub(crate) mod french;
mod pieces;
pub(crate) mod respell;
pub(crate) mod segment;
pub(crate) mod sound;
pub(crate) mod spelling;
pub(crate) mod stem;
mod stems;
pub(crate) mod unit;

use crate::product::Language;
pub(crate) use pieces::{PIECES, with_pieces};
pub(crate) use segment::{Gap, Script, Tokens};
use std::borrow::Cow;
pub(crate) use stems::Stems;

/// Changes whenever the same product text gives other terms; part of the catalog's fingerprint.
pub(crate) const ANALYZER_VERSION: u32 = 4;

/// At most so many tokens joined by signs become a compound: `wh-1000xm4` does, a chain of slashes does not.
const MAX_COMPOUND: usize = 4;

/// The words that somebody knows: the catalog's snapshot, for readings and corrections of what a chat says.
pub(crate) trait Vocabulary {
    /// In how many products' titles, brands or categories the term stands.
    fn title_frequency(&self, term: &str) -> u64;

    /// Whether it stands in so many products' titles, or as many brands or categories.
    fn stands_in(&self, term: &str, least: u64) -> bool {
        self.title_frequency(term) >= least
    }

    /// How many products there are.
    fn products(&self) -> u64;

    /// Calls back with each title term that starts with `prefix`, in order, until the callback says no. Its frequency is counted only
    /// if it is asked for.
    fn with_prefix(&self, prefix: &str, each: &mut dyn FnMut(&str, &dyn Fn() -> u64) -> bool);
}

/// A buffer with these items; `None` where they are too many. What is asked for every token of a chat stays on the stack by it.
pub(crate) fn filled<T: Copy>(buffer: &mut [T], items: impl Iterator<Item = T>) -> Option<&[T]> {
    let mut length = 0;
    for item in items {
        *buffer.get_mut(length)? = item;
        length += 1;
    }
    Some(&buffer[..length])
}

/// The stem of a folded token, by its script.
pub(crate) fn stem(form: &str, script: Script) -> Cow<'_, str> {
    match script {
        Script::Latin => stem::english(form),
        Script::Arabic => Cow::Borrowed(stem::arabic(form)),
        _ => Cow::Borrowed(form),
    }
}

/// The stem of a folded word, by its letters.
pub(crate) fn word_stem(word: &str) -> Cow<'_, str> {
    match Language::of(word) {
        Language::Arabic => stem(word, Script::Arabic),
        Language::English => stem(word, Script::Latin),
    }
}

/// A number in its one spelling: `1,299.50` -> `1299.5`, `17.0` -> `17`, `6,5` -> `6.5`.
pub(crate) fn plain_number(form: &str) -> String {
    let separators = form.bytes().filter(|b| matches!(b, b'.' | b',')).count();
    let last = form.rfind(['.', ',']);
    let mixed = form.contains('.') && form.contains(',');
    let decimal_at = last.filter(|at| {
        let digits_behind = form.len() - at - 1;
        // 1,299 and 1.299.000 are thousands; 1.299 is read as written; 6,5 is a fraction.
        mixed || (separators == 1 && (form.as_bytes()[*at] == b'.' || digits_behind != 3))
    });
    let keep_digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let whole = keep_digits(&form[..decimal_at.unwrap_or(form.len())]);
    let fraction = decimal_at.map(|at| keep_digits(&form[at..])).unwrap_or_default();
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

/// The index terms of a product text: `emit(term, position)`, positions ascending.
///
/// A word gives its form and, where it differs, its stem, at one position; a number before a unit also `32gb`; tokens joined
/// by signs also their compound. Returns the number of positions. Linear.
pub(crate) fn index_terms(tokens: &Tokens, stems: &mut Stems, mut emit: impl FnMut(&str, usize)) -> usize {
    for position in 0..tokens.len() {
        let (token, form) = (tokens.token(position), tokens.form(position));
        if token.script == Script::Number {
            let number = plain_number(form);
            emit(&number, position);
            if let Some(unit) = measured(tokens, position) {
                emit(&format!("{number}{unit}"), position);
            }
        } else if !counts(tokens, position) {
            emit(form, position);
            let stem = stems.of(form, token.script);
            if stem != form {
                emit(&stem, position);
            }
        }
        if let Some(compound) = compound(tokens, position) {
            emit(&compound, position);
        }
    }
    tokens.len()
}

/// The unit behind the number at `position`.
pub(crate) fn measured(tokens: &Tokens, position: usize) -> Option<&'static str> {
    let next = position + 1;
    let near = next < tokens.len() && tokens.token(next).gap <= Gap::Space;
    if near { unit::unit(tokens.form(next)) } else { None }
}

/// Whether a token only counts: "Black 1 pc(s)" and "6 pcs" are no computer.
pub(crate) fn counts(tokens: &Tokens, position: usize) -> bool {
    let behind_number = || position > 0 && tokens.token(position - 1).script == Script::Number;
    match tokens.form(position) {
        "pcs" => behind_number(),
        "pc" => position + 1 < tokens.len() && tokens.form(position + 1) == "s" && behind_number(),
        _ => false,
    }
}

/// `wh1000xm4` for the first of the tokens of `WH-1000XM4`.
pub(crate) fn compound(tokens: &Tokens, first: usize) -> Option<String> {
    let joined = |i: usize| tokens.token(i).gap == Gap::Joined && tokens.token(i).script != Script::Sign;
    let length = 1 + (first + 1..tokens.len()).take_while(|i| joined(*i)).take(MAX_COMPOUND).count();
    let starts = first == 0 || !joined(first);
    if !starts || !(2..=MAX_COMPOUND).contains(&length) {
        return None;
    }
    let is_amount = tokens.token(first).script == Script::Sign || measured(tokens, first).is_some();
    (!is_amount).then(|| (first..first + length).map(|i| tokens.form(i)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        index_terms(&Tokens::of(text), &mut Stems::default(), |term, position| {
            out.push(format!("{position}:{term}"))
        });
        out
    }

    #[test]
    fn index_terms_by_name() {
        for (text, expected) in [
            ("Red Shirts", &["0:red", "1:shirts", "1:shirt"][..]),
            ("32 GB", &["0:32", "0:32gb", "1:gb"]),
            ("T-shirt", &["0:t", "0:tshirt", "1:shirt"]),
            ("السماعات", &["0:السماعات", "0:سماع"]),
            ("1,299.00", &["0:1299"]),
            ("PC, 1 pc(s)", &["0:pc", "1:1", "1:1pc", "3:s"]),
            ("6 pcs", &["0:6", "0:6pc"]),
        ] {
            assert_eq!(terms(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_have_one_spelling() {
        for (form, plain) in [
            ("17.0", "17"),
            ("6,5", "6.5"),
            ("1,299", "1299"),
            ("1.299.000", "1299000"),
            ("1.299,50", "1299.5"),
            ("007", "7"),
            ("0.5", "0.5"),
            ("1.500", "1.5"),
        ] {
            assert_eq!(plain_number(form), plain, "{form}");
        }
    }
}
