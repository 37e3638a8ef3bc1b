//! Conversation -> the text that may be read, or the reason why there is none.
//!
//! Only this room makes an [`Admitted`], and analysis of chat accepts nothing else: forgetting consent does not compile.
//! Texts leave here with identifiers masked.

mod mask;

use crate::conversation::{Conversation, Message};
use crate::time::Timestamp;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::collections::HashMap;

/// Whose consent a chat needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ConsentPolicy {
    /// Each author decides for their own messages.
    #[default]
    EachAuthor,
    /// Nothing is read while anyone in the window has not opted in.
    Everyone,
}

/// How much of a conversation is looked at: the newest messages only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Window {
    /// At most so many admitted messages.
    pub messages: usize,
    /// None older than so many seconds before the clock.
    pub seconds: i64,
    /// At most so many bytes of admitted text in all.
    pub bytes: usize,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            messages: 30,
            seconds: 24 * 60 * 60,
            bytes: 64 << 10,
        }
    }
}

/// Text that may be read: by consent, within the window, masked. No `Debug`: it holds what people wrote.
pub(crate) struct Admitted<'a> {
    /// In place up to the default window: a silent answer allocates nothing.
    messages: SmallVec<[AdmittedMessage<'a>; 30]>,
    query: Option<Cow<'a, str>>,
    clock: Timestamp,
}

/// One message that may be read.
pub(crate) struct AdmittedMessage<'a> {
    text: Cow<'a, str>,
    author: &'a str,
    index: usize,
}

/// A typed query longer than this is cut: no search box needs more.
const MAX_QUERY_BYTES: usize = 4 << 10;

/// Takes what may be read out of a conversation, oldest first. Cost: the window's size, plus a look at each newer message.
pub(crate) fn admit<'a>(chat: &'a Conversation, policy: ConsentPolicy, window: Window) -> Admitted<'a> {
    let clock = clock(chat);
    let consent = Consent::of(chat);
    let mut messages = SmallVec::new();
    let mut bytes = window.bytes;
    for (index, message) in chat.messages.iter().enumerate().rev() {
        if messages.len() == window.messages || bytes == 0 {
            break;
        }
        // Order is the app's; a message without a time is as old as its neighbours, so it is not skipped.
        if message
            .sent_at
            .is_some_and(|sent| clock.unix().saturating_sub(sent.unix()) > window.seconds)
        {
            continue;
        }
        let Some(author) = consent.author_of(message) else {
            if policy == ConsentPolicy::Everyone {
                messages.clear();
                break;
            }
            continue;
        };
        let text = cut(&message.text, bytes);
        bytes -= text.len();
        messages.push(AdmittedMessage {
            text: mask::mask(text),
            author,
            index,
        });
    }
    messages.reverse();
    let query = chat.query.as_deref().map(|query| mask::mask(cut(query, MAX_QUERY_BYTES)));
    Admitted { messages, query, clock }
}

impl<'a> Admitted<'a> {
    pub(crate) fn messages(&self) -> &[AdmittedMessage<'a>] {
        &self.messages
    }

    /// What was typed into the shop's search box.
    pub(crate) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The moment that ages, sales and expiries are judged at.
    pub(crate) fn clock(&self) -> Timestamp {
        self.clock
    }
}

impl AdmittedMessage<'_> {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn author(&self) -> &str {
        self.author
    }

    /// Its place in the conversation's messages.
    pub(crate) fn index(&self) -> usize {
        self.index
    }
}

/// `now`, else the newest message's time, else the system's.
fn clock(chat: &Conversation) -> Timestamp {
    let newest = || chat.messages.iter().filter_map(|m| m.sent_at).max();
    chat.now.or_else(newest).unwrap_or_else(Timestamp::now)
}

/// So many opt-ins and minors are looked through for each message; with more they are indexed first.
const FEW: usize = 16;

/// Who may be read, and from when on (`None`: always). Named twice, the wider consent holds; a minor has none.
enum Consent<'a> {
    Few(&'a Conversation),
    Many(HashMap<&'a str, Option<Timestamp>>),
}

impl<'a> Consent<'a> {
    fn of(chat: &'a Conversation) -> Self {
        if chat.opted_in.len() + chat.minors.len() <= FEW {
            return Self::Few(chat);
        }
        let mut consent: HashMap<&str, Option<Timestamp>> = HashMap::new();
        for opt_in in &chat.opted_in {
            let since = consent.entry(&opt_in.author).or_insert(opt_in.since);
            *since = wider(*since, opt_in.since);
        }
        for minor in &chat.minors {
            consent.remove(minor.as_str());
        }
        Self::Many(consent)
    }

    fn since(&self, author: &str) -> Option<Option<Timestamp>> {
        match self {
            Self::Few(chat) if chat.minors.iter().any(|minor| minor == author) => None,
            Self::Few(chat) => {
                let own = chat.opted_in.iter().filter(|opt_in| opt_in.author == author);
                own.map(|opt_in| opt_in.since).reduce(wider)
            }
            Self::Many(consent) => consent.get(author).copied(),
        }
    }

    fn author_of<'m>(&self, message: &'m Message) -> Option<&'m str> {
        let author = message.author.as_deref()?;
        match self.since(author)? {
            None => Some(author),
            Some(since) => message.sent_at.filter(|sent| *sent >= since).map(|_| author),
        }
    }
}

fn wider(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    a.zip(b).map(|(a, b)| a.min(b))
}

/// The front of a text, cut at a space where one is near so that no identifier is cut in half and read.
fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let space = text[..end].rfind(char::is_whitespace).filter(|space| end - space < 256);
    &text[..space.unwrap_or(end)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(seconds)
    }

    fn texts(chat: &Conversation, policy: ConsentPolicy) -> Vec<String> {
        admit(chat, policy, Window::default())
            .messages()
            .iter()
            .map(|m| m.text().to_owned())
            .collect()
    }

    #[test]
    fn only_consenting_authors_are_read() {
        let chat = Conversation::new()
            .opt_in("a")
            .opt_in("kid")
            .minor("kid")
            .message("a", "1")
            .message("b", "2")
            .message("kid", "3");
        assert_eq!(texts(&chat, ConsentPolicy::EachAuthor), ["1"]);
        assert!(texts(&chat, ConsentPolicy::Everyone).is_empty());
        assert!(texts(&Conversation::new().message("a", "1"), ConsentPolicy::EachAuthor).is_empty());
    }

    #[test]
    fn many_opt_ins_are_as_few() {
        let mut chat = Conversation::new()
            .opt_in_since("a", at(100))
            .opt_in_since("a", at(50))
            .minor("kid");
        for n in 0..FEW {
            let read = |chat: &Conversation| {
                let chat = chat
                    .clone()
                    .opt_in("kid")
                    .message_at("a", "late", at(60))
                    .message_at("a", "early", at(40));
                texts(&chat.message("kid", "minor").message("b", "not asked"), ConsentPolicy::EachAuthor)
            };
            assert_eq!(read(&chat), ["late"], "{n}");
            chat = chat.opt_in(format!("other {n}"));
        }
    }

    #[test]
    fn consent_starts_at_its_moment() {
        let chat = Conversation::new()
            .opt_in_since("a", at(100))
            .message_at("a", "before", at(99))
            .message_at("a", "after", at(100))
            .message("a", "when?");
        assert_eq!(texts(&chat, ConsentPolicy::EachAuthor), ["after"]);
        assert_eq!(texts(&chat.opt_in("a"), ConsentPolicy::EachAuthor), ["before", "after", "when?"]);
    }

    #[test]
    fn window_counts_admitted_messages_hours_and_bytes() {
        let mut chat = Conversation::new().opt_in("a").now(at(100_000)).message_at("a", "old", at(1_000));
        for n in 0..40 {
            chat = chat.message_at("a", format!("{n}"), at(99_000)).message("b", "noise");
        }
        let read = texts(&chat, ConsentPolicy::EachAuthor);
        assert_eq!((read.len(), read[0].as_str(), read[29].as_str()), (30, "10", "39"));
        let long = Conversation::new()
            .opt_in("a")
            .message("a", "first")
            .message("a", "x ".repeat(10 << 20));
        let read = texts(&long, ConsentPolicy::EachAuthor);
        assert!(read.iter().map(String::len).sum::<usize>() <= 64 << 10);
    }
}
