//! What rows say: the kinds of tables, and what a phrase of one may mean.

use super::graph::LexemeId;
use crate::money::Currency;
use serde::{Deserialize, Serialize};

/// Which table a file of rows belongs to. The columns are those of the files under `data/lexicon`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Table {
    /// Arabic, English, weight, kind, region.
    Pairs,
    /// Singular, broken plural.
    Plurals,
    /// Name, other name, weight, direction (`both` or `to`).
    Synonyms,
    /// The same for words that describe things and name none.
    Attributes,
    /// Phrase, kind of cue, weight, language.
    Cues,
    /// Word that never says what is wanted, language.
    Stops,
    /// Verb that follows "want to" where no thing is wanted, language.
    Verbs,
    /// Phrase, topic, weight, language.
    Sensitive,
    /// Harmless phrase with a sensitive-looking word, language.
    Safe,
    /// Phrase of product texts, class, language.
    Restricted,
    /// Phrase around a price, kind of limit, language.
    Limits,
    /// Number word, value, language.
    Numbers,
    /// Currency word, code (`?SAR`: the market's own, else SAR), language.
    Currencies,
    /// Class, phrase, language: `<class>` in a phrase of the tables that follow stands for each phrase of the class.
    Classes,
}

/// What a phrase means. One phrase may mean several things.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) enum Meaning {
    Cue(Cue, f32),
    Lexeme(LexemeId),
    Sensitive(Topic, f32),
    Safe,
    Limit(Limit),
    Number(f64),
    Currency { currency: Currency, shared: bool },
}

/// What somebody does with a thing, as the phrase around it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Cue {
    Want,
    Ask,
    Price,
    Broke,
    Gift,
    Plan,
    Own,
    Sell,
    Bought,
    Drop,
    Refuse,
    Prefer,
    Hypothetical,
    Repair,
    Other,
    Point,
    End,
}

/// Why talk is sensitive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Topic {
    Health,
    Pregnancy,
    Mental,
    Sex,
    Faith,
    Politics,
    Debt,
    Crime,
    Grief,
    Addiction,
    Gambling,
    Weapon,
    Secret,
}

/// Why a product is never suggested from chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Restriction {
    Adult,
    Age,
    Medicine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Limit {
    Max,
    Min,
    Around,
    Between,
}
