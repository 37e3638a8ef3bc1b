//! What the app hands over: messages, who opted in, and what the app knows about the moment.

use crate::error::{Error, Result};
use crate::product::ProductKey;
use crate::time::Timestamp;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// A conversation, oldest message first. Nothing in it is read unless its author opted in.
///
/// ```
/// let chat = shoptalk::Conversation::new()
///     .opt_in("sara")
///     .message("sara", "my headphones died, need wireless ones under $80")
///     .message("omar", "again?? lol"); // omar did not opt in: not read
/// ```
///
/// `Debug` shows counts, never texts or names.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Object<Raw>")]
pub struct Conversation {
    pub(crate) id: Option<String>,
    pub(crate) rollout_key: Option<String>,
    pub(crate) opted_in: Vec<OptIn>,
    pub(crate) minors: Vec<String>,
    pub(crate) market: Option<String>,
    pub(crate) query: Option<String>,
    pub(crate) now: Option<Timestamp>,
    pub(crate) shown: Vec<ProductKey>,
    pub(crate) messages: Vec<Message>,
}

/// Consent of one author, perhaps only from a moment on.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(from = "RawOptIn")]
pub(crate) struct OptIn {
    pub(crate) author: String,
    pub(crate) since: Option<Timestamp>,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Message {
    pub(crate) author: Option<String>,
    pub(crate) text: String,
    pub(crate) sent_at: Option<Timestamp>,
}

impl Conversation {
    /// An empty conversation: nobody opted in.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one JSON object (README, "Formats").
    ///
    /// # Errors
    /// When the text is not such an object. The message names the position, never the text.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|e| {
            let what = if e.is_data() { "JSON, but not a conversation" } else { "not JSON" };
            Error::data(format!("{what} (column {})", e.column()))
        })
    }

    /// The app's name of the conversation; comes back with the answer of the examples.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// What the host tells chats apart by where the feature is open for a share of them only (see
    /// [`share`](crate::SuggesterBuilder::share)); without it the [id](Self::with_id). It is hashed, and kept nowhere.
    #[must_use]
    pub fn rollout_key(mut self, key: impl Into<String>) -> Self {
        self.rollout_key = Some(key.into());
        self
    }

    /// This author agreed to be read, all messages.
    #[must_use]
    pub fn opt_in(mut self, author: impl Into<String>) -> Self {
        self.opted_in.push(OptIn {
            author: author.into(),
            since: None,
        });
        self
    }

    /// This author agreed to be read from `since` on. Messages without a time are then not read: nobody knows.
    #[must_use]
    pub fn opt_in_since(mut self, author: impl Into<String>, since: Timestamp) -> Self {
        self.opted_in.push(OptIn {
            author: author.into(),
            since: Some(since),
        });
        self
    }

    /// The host knows that this author is a minor: not read, even if opted in.
    #[must_use]
    pub fn minor(mut self, author: impl Into<String>) -> Self {
        self.minors.push(author.into());
        self
    }

    /// The market (ISO 3166 alpha-2) of the chat; it also gives the currency that a bare number is in.
    #[must_use]
    pub fn market(mut self, market: impl Into<String>) -> Self {
        self.market = Some(market.into());
        self
    }

    /// What somebody typed into the shop's own search box. Typing it is the consent for this text alone.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = Some(query.into());
        self
    }

    /// The clock. Without it: the newest `sent_at`, else the system's.
    #[must_use]
    pub fn now(mut self, now: Timestamp) -> Self {
        self.now = Some(now);
        self
    }

    /// This product was shown already and is not shown again from chat.
    #[must_use]
    pub fn shown(mut self, partner: impl Into<String>, id: impl Into<String>) -> Self {
        self.shown.push(ProductKey {
            partner: partner.into(),
            id: id.into(),
        });
        self
    }

    /// Adds a message, newest last.
    #[must_use]
    pub fn message(mut self, author: impl Into<String>, text: impl Into<String>) -> Self {
        self.messages.push(Message {
            author: Some(author.into()),
            text: text.into(),
            sent_at: None,
        });
        self
    }

    /// Adds a message with the time it was sent.
    #[must_use]
    pub fn message_at(mut self, author: impl Into<String>, text: impl Into<String>, sent_at: Timestamp) -> Self {
        self.messages.push(Message {
            author: Some(author.into()),
            text: text.into(),
            sent_at: Some(sent_at),
        });
        self
    }

    /// Whether the app named a market.
    pub fn has_market(&self) -> bool {
        self.market.is_some()
    }

    /// What a roll-out goes by.
    pub(crate) fn share_key(&self) -> Option<&str> {
        self.rollout_key.as_deref().or(self.id.as_deref())
    }

    /// The app's name of the conversation.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl fmt::Debug for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversation")
            .field("messages", &self.messages.len())
            .field("opted_in", &self.opted_in.len())
            .field("market", &self.market)
            .field("query", &self.query.is_some())
            .finish_non_exhaustive()
    }
}

/// The JSON form. `null` is the same as absent, as hosts write both.
#[derive(Deserialize)]
struct Raw {
    id: Option<String>,
    rollout_key: Option<String>,
    opted_in: Option<Vec<OptIn>>,
    minors: Option<Vec<String>>,
    market: Option<String>,
    query: Option<String>,
    now: Option<Timestamp>,
    shown: Option<Vec<Object<ProductKey>>>,
    messages: Option<Vec<Object<RawMessage>>>,
}

#[derive(Deserialize)]
struct RawMessage {
    author: Option<String>,
    text: String,
    sent_at: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawOptIn {
    Always(String),
    Since { author: String, since: Option<Timestamp> },
}

/// What is written as an object and in no other way: serde would also take the values of its fields in their order, and a list of
/// eight is nobody's conversation.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> std::result::Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

impl From<Object<Raw>> for Conversation {
    fn from(Object(raw): Object<Raw>) -> Self {
        let message = |Object(m): Object<RawMessage>| Message {
            author: m.author,
            text: m.text,
            sent_at: m.sent_at,
        };
        Self {
            id: raw.id,
            rollout_key: raw.rollout_key,
            opted_in: raw.opted_in.unwrap_or_default(),
            minors: raw.minors.unwrap_or_default(),
            market: raw.market,
            query: raw.query,
            now: raw.now,
            shown: raw.shown.unwrap_or_default().into_iter().map(|Object(key)| key).collect(),
            messages: raw.messages.unwrap_or_default().into_iter().map(message).collect(),
        }
    }
}

impl From<RawOptIn> for OptIn {
    fn from(raw: RawOptIn) -> Self {
        match raw {
            RawOptIn::Always(author) => Self { author, since: None },
            RawOptIn::Since { author, since } => Self { author, since },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_builder_agree() {
        let json = r#"{"id": "c1", "opted_in": ["sara", {"author": "omar", "since": "2026-11-22T10:00:00Z"}], "minors": [], "market": "US",
            "query": null, "now": "2026-11-22T10:05:00Z", "shown": [{"partner": "macys", "id": "9"}],
            "messages": [{"author": "sara", "text": "hi", "sent_at": "2026-11-22T10:00:00Z"}]}"#;
        let time = |t: &str| t.parse::<Timestamp>().unwrap();
        let built = Conversation::new()
            .with_id("c1")
            .opt_in("sara")
            .opt_in_since("omar", time("2026-11-22T10:00:00Z"))
            .market("US")
            .now(time("2026-11-22T10:05:00Z"))
            .shown("macys", "9")
            .message_at("sara", "hi", time("2026-11-22T10:00:00Z"));
        assert!(Conversation::from_json(json).unwrap() == built);
        assert!(Conversation::from_json(r#"{"messages": [{"text": "hi"}]}"#).is_ok());
    }

    #[test]
    fn bad_json_is_named_without_its_text() {
        for json in [
            "",
            "[]",
            "[null, [\"canary\"], [], null, null, null, [], []]",
            "{\"messages\": [[\"canary\", \"hi\", null]]}",
            "{\"messages\": [{\"author\": \"canary\"}]}",
            "{\"now\": \"canary\"}",
            "canary",
        ] {
            let error = Conversation::from_json(json).unwrap_err();
            assert!(error.is_data() && !error.to_string().contains("canary"), "{error}");
        }
    }

    #[test]
    fn debug_shows_no_text() {
        let chat = Conversation::new().opt_in("canary").message("canary", "canary").query("canary");
        assert!(!format!("{chat:?}").contains("canary"));
    }
}
