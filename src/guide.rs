//! One page on each stage: what goes in, what comes out, why it is so, and where to look.
//!
//! The way of a chat, in order:
//!
//! 1. [`consent`]: a conversation in, the text that may be read out.
//! 2. [`reading`]: text in, folded tokens and index terms out.
//! 3. [`lexicon`]: rows of language knowledge, and what they say of each token.
//! 4. [`wishes`]: tokens in, a wish with its slots out, or the reason for silence.
//! 5. [`search`]: a wish in, candidates with evidence out.
//! 6. [`ranking`]: candidates in, the order out.
//!
//! The way of a partner's file:
//!
//! 1. [`feeds`]: a file in, checked listings and a report out.
//! 2. [`catalog`]: listings in, one commit out, and snapshots for readers.
//!
//! Both ways meet in the terms of [`reading`]: products and chats go through the same analysis. What hangs on a vocabulary is
//! asked on the chat side only, so that new language rows need no new import.
//!
//! The paths named on these pages are those of the crate's sources; the stages themselves are private. In public there is one
//! call, [`Suggester::suggest`](crate::Suggester::suggest), and [`Suggester::explain`](crate::Suggester::explain) shows what the stages
//! found.

pub mod catalog;
pub mod consent;
pub mod feeds;
pub mod lexicon;
pub mod ranking;
pub mod reading;
pub mod search;
pub mod wishes;
