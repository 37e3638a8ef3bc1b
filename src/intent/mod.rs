//! Admitted text -> what is wanted, or why nothing is.
//!
//! In: [`Admitted`] text. Out: an [`Intent`] that holds words of the lexicon or the catalog only, or the silence that
//! applies. The text ends in this room. Sure things first: sensitive talk, then cues, limits and brands, then keywords.

mod compound;
mod concept;
mod cue;
mod fronted;
mod gate;
mod gazetteer;
mod glance;
mod head;
mod keyword;
mod mention;
mod owner;
mod pointing;
mod refine;
mod refusal;
mod several;
mod slot;
mod standing;
mod talk;
mod thing;
mod topic;
mod utterance;
mod window;

pub(crate) use concept::{Concept, Role, Variant};
pub(crate) use gazetteer::Gazetteer;
pub(crate) use glance::may_want;

use crate::analysis::Vocabulary;
use crate::lexicon::{Habit, Lexicon};
use crate::money::Currency;
use crate::privacy::{Admitted, AdmittedMessage};
use crate::product::{Condition, Language};
use serde::Serialize;
use utterance::Utterance;

/// A longer message is read in pieces, and of a longer query the first one: cues, slots and keywords look around in their
/// own piece, so that the work stays linear in the text.
const PIECE: usize = 2048;

/// What the parser may ask of the catalog's snapshot and of the settings.
pub(crate) struct Context<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) vocabulary: &'a dyn Vocabulary,
    pub(crate) brands: &'a Gazetteer,
    /// What a bare number is in.
    pub(crate) market_currency: Option<Currency>,
}

/// What a conversation asks for. Its words are those of the lexicon and the catalog, never the chat's own.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Intent {
    /// The wishes that products are suggested for, newest first. Never empty.
    pub wishes: Vec<Wish>,
}

/// One wish with its slots.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Wish {
    /// Stable while the wish stays the same, so that an app shows it once.
    pub key: String,
    /// Whose wish it is. Empty for a typed query.
    pub authors: Vec<String>,
    /// The index of the message that raised it. `None` for a typed query.
    pub message: Option<usize>,
    /// The language it was raised in.
    pub language: Language,
    /// The words that are searched, most important first.
    pub words: Vec<String>,
    /// Limits on the price.
    pub price: Option<PriceLimit>,
    /// Only these brands.
    pub brands: Vec<String>,
    /// None of these brands.
    pub refused_brands: Vec<String>,
    /// Nothing with these words.
    pub refused: Vec<String>,
    /// Only in this condition; `None`: new.
    pub condition: Option<Condition>,
    /// Used ones are welcome beside new ones: "even a used one is fine".
    pub used_too: bool,
    #[serde(skip)]
    pub(crate) concepts: Vec<Concept>,
    /// Terms of what is refused; a product with all terms of one entry is left out.
    #[serde(skip)]
    pub(crate) refused_terms: Vec<Vec<String>>,
    /// How far the parser was from certain; in a typed query always 1.
    #[serde(skip)]
    pub(crate) typed: bool,
}

impl Wish {
    /// A hash of what is wanted: heads, brands and limits, not of the words around them.
    fn key(&self) -> String {
        let mut text = String::new();
        let heads = self.concepts.iter().filter(|c| c.role == Role::Head).map(|c| c.name.as_str());
        for part in heads.chain(self.brands.iter().map(String::as_str)) {
            text.push_str(part);
            text.push('\n');
        }
        let price = self.price.map(|p| format!("{:?}-{:?} {:?}", p.min, p.max, p.currency));
        text.extend(price);
        format!("{:016x}", twox_hash::XxHash64::oneshot(0, text.as_bytes()))
    }

    /// The wish for any such thing, without what it should be like.
    pub(crate) fn kind(&self) -> Self {
        let mut kind = self.clone();
        kind.concepts.retain(|concept| concept.role == Role::Head);
        kind
    }
}

/// Limits on a price, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PriceLimit {
    /// In major units: 80 is 80 dollars.
    pub min: Option<f64>,
    /// In major units.
    pub max: Option<f64>,
    /// The currency; `None` where neither the text nor the market gave one: the limit then only ranks.
    pub currency: Option<Currency>,
}

/// Why a chat has no intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoIntent {
    Minor,
    Sensitive,
    Withdrawn,
    Nothing,
}

/// Reads a window of chat.
pub(crate) fn parse<'a>(admitted: &'a Admitted<'_>, context: &'a Context<'a>) -> Result<Intent, NoIntent> {
    let messages = admitted.messages().iter();
    let texts: Vec<_> = messages.flat_map(|m| pieces(m.text()).map(move |piece| (m, piece))).collect();
    let read = |(m, piece): &(&'a AdmittedMessage<'_>, &'a str), habit| Utterance::read(piece, m.author(), Some(m.index()), habit, context);
    let mut utterances: Vec<Utterance<'_>> = texts.iter().map(|text| read(text, Habit::Unknown)).collect();
    // "geboli handsfree?" says little by itself; among people who write Arabizi it is.
    if utterances.iter().any(|utterance| utterance.arabizi) {
        let others = utterances.iter_mut().zip(&texts).filter(|(utterance, _)| !utterance.arabizi);
        for (utterance, text) in others {
            *utterance = read(text, Habit::Arabizi);
        }
    }
    if utterances.iter().any(topic::says_minor) {
        return Err(NoIntent::Minor);
    }
    if topic::is_sensitive(&utterances) {
        return Err(NoIntent::Sensitive);
    }
    match window::wishes(&utterances, context) {
        // Who gives a wish up sounds weary ("nah scratch that, i dont want them anymore"); it is silent either way, and the cue is surer.
        Err(NoIntent::Withdrawn) => Err(NoIntent::Withdrawn),
        _ if topic::is_sensitive_in_own_words(&utterances, context.lexicon) => Err(NoIntent::Sensitive),
        wishes => wishes,
    }
}

/// Reads a typed query: always an intent, unless nothing in it can be searched.
pub(crate) fn parse_query(query: &str, context: &Context<'_>) -> Result<Intent, NoIntent> {
    let read = |habit| Utterance::read(pieces(query).next().unwrap_or_default(), "", None, habit, context);
    let mut utterance = read(Habit::Unknown);
    // A word or two have no company: khatem, el fostan.
    if utterance.is_foreign() {
        utterance = read(Habit::Arabizi);
    }
    let wish = typed(&utterance, context);
    if wish.concepts.is_empty() && wish.brands.is_empty() {
        Err(NoIntent::Nothing)
    } else {
        Ok(Intent { wishes: vec![wish] })
    }
}

/// The wish of a typed query: every word counts, nothing is required.
fn typed(utterance: &Utterance<'_>, context: &Context<'_>) -> Wish {
    let price = slot::price(utterance, context, true);
    let all = 0..utterance.tokens.len();
    let mut gathered = keyword::gather(utterance, &all, &price.used, context, true);
    if gathered.concepts.is_empty() && gathered.brands.is_empty() {
        gathered.concepts = keyword::every_word(utterance);
    }
    let mut wish = gathered.into_wish(utterance);
    wish.typed = true;
    wish.price = price.limit;
    wish.authors.clear();
    wish.key = wish.key();
    wish
}

/// A text in pieces of [`PIECE`] bytes, cut at white space where there is some.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let limit = (0..=PIECE.min(rest.len())).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0);
        let at = match rest[..limit].rfind(char::is_whitespace) {
            Some(space) if limit < rest.len() && space > 0 => space,
            _ => limit,
        };
        let (piece, tail) = rest.split_at(at);
        rest = tail;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_lose_nothing() {
        for text in ["", "a b", &"word ".repeat(2000), &"ب".repeat(5000), &"x".repeat(PIECE + 1)] {
            assert_eq!(pieces(text).collect::<String>(), text);
            assert!(pieces(text).all(|piece| piece.len() <= PIECE));
        }
    }
}
