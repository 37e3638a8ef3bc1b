//! Admitted text -> what is wanted, or why nothing is.
//!
//! In: [`Admitted`] text. Out: an [`Intent`] that holds words of the lexicon or the catalog only, or the silence that
//! applies. The text ends in this room. Sure things first: sensitive talk, then cues, limits and brands, then keywords.

mod concept;
mod gate;
mod gazetteer;
mod keyword;
mod slot;
mod topic;
mod utterance;

pub(crate) use concept::{Concept, Role, Variant};
pub(crate) use gazetteer::Gazetteer;

use crate::analysis::Vocabulary;
use crate::lexicon::Lexicon;
use crate::money::Currency;
use crate::privacy::Admitted;
use crate::product::{Condition, Language};
use serde::Serialize;
use utterance::Utterance;

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
    #[serde(skip)]
    pub(crate) concepts: Vec<Concept>,
    /// Terms of what is refused; a product with all terms of one entry is left out.
    #[serde(skip)]
    pub(crate) refused_terms: Vec<Vec<String>>,
    /// How far the parser was from certain; in a typed query always 1.
    #[serde(skip)]
    pub(crate) typed: bool,
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
    #[serde(serialize_with = "currency_code")]
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
pub(crate) fn parse(admitted: &Admitted<'_>, context: &Context<'_>) -> Result<Intent, NoIntent> {
    let messages = admitted.messages().iter();
    let utterances: Vec<Utterance<'_>> = messages
        .map(|m| Utterance::read(m.text(), m.author(), Some(m.index()), context))
        .collect();
    if utterances.iter().any(topic::says_minor) {
        return Err(NoIntent::Minor);
    }
    if topic::is_sensitive(&utterances) {
        return Err(NoIntent::Sensitive);
    }
    gate::wishes(&utterances, context)
}

/// Reads a typed query: always an intent, unless nothing in it can be searched.
pub(crate) fn parse_query(query: &str, context: &Context<'_>) -> Result<Intent, NoIntent> {
    let utterance = Utterance::read(query, "", None, context);
    let wish = gate::typed(&utterance, context);
    if wish.concepts.is_empty() && wish.brands.is_empty() {
        Err(NoIntent::Nothing)
    } else {
        Ok(Intent { wishes: vec![wish] })
    }
}

fn currency_code<S: serde::Serializer>(currency: &Option<Currency>, serializer: S) -> Result<S::Ok, S::Error> {
    currency.map(Currency::code).serialize(serializer)
}
