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
    /// Word of talk about software, language.
    Technical,
    /// Name, word beside it in a title that makes another thing of it.
    Senses,
    /// English word as chats spell it, word of the rows.
    Slang,
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
    /// Small word around a noun phrase, what it does there (`break`, `for`, `of`, `the`, `my`, `mine`), language.
    Ties,
    /// Class, phrase, language: `<class>` in a phrase of the tables that follow stands for each phrase of the class.
    Classes,
}

/// What a phrase means. One phrase may mean several things.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) enum Meaning {
    Cue(Cue, f32),
    Part(Part, f32),
    Lexeme(LexemeId),
    Sensitive(Topic, f32),
    Safe,
    Limit(Limit),
    Number(f64),
    Currency { currency: Currency, shared: bool },
}

/// What a small word does around a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Tie {
    /// It ends the phrase: what follows is about something else.
    Break,
    /// What follows is what the thing goes with: a case for a phone.
    For,
    /// It ties a thing to what it is for or made of; such a pair may have one name.
    Of,
    /// An article: the thing is there already.
    The,
    /// Somebody has what follows.
    My,
    /// Somebody has what stands before: التليفون بتاعي.
    Mine,
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

impl Cue {
    /// Whether a wish may begin with it.
    pub(crate) fn raises(self) -> bool {
        matches!(self, Self::Want | Self::Ask | Self::Price | Self::Gift | Self::Broke | Self::Plan)
    }

    /// Whether it says that nothing is wanted: one has it, sells it, mends it, only imagines it.
    pub(crate) fn is_contrary(self) -> bool {
        matches!(
            self,
            Self::Own | Self::Sell | Self::Bought | Self::Hypothetical | Self::Repair | Self::Other
        )
    }
}

/// A part of a cue: in dialects questions for goods are made of these, in any order and with other words between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Part {
    /// Wanting or having to do what follows: لازم, بدي, عايز.
    Must,
    /// Asks for a place: وين, فين, منين.
    Where,
    /// Asks which or what.
    Which,
    /// Asks people: مين, حد, شكون.
    Who,
    /// Says or asks that there is one: كاين, اكو, عندكم.
    Exist,
    /// Finding, buying, fetching.
    Get,
    /// Selling, having in stock.
    Sell,
    /// Knowing, recommending, having tried.
    Advise,
    /// The best, the cheapest.
    Best,
    /// The quality asked for: good, cheap, genuine.
    Good,
    /// What stands for goods: kind, brand, "something".
    Kind,
    /// One thing beside another: also, كمان.
    Also,
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
