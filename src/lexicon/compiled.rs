//! The compiled lexicon, and how it is written and read.
//!
//! `src/build.rs` writes it and the library built with it reads it, and nobody else: the form may change with every commit.

use super::graph::Graph;
use super::heads::Heads;
use super::meaning::{Meaning, Restriction, Table, Tie};
use super::phrase::PhraseSet;
use super::spotter::Spotter;
use super::words::{Heard, Index, Lists, Words};
use serde::{Deserialize, Serialize};

/// Everything that the rows say, ready to be asked.
#[derive(Serialize, Deserialize)]
pub(super) struct Inner {
    /// Table, file and rows of the host.
    #[serde(skip)]
    pub(super) overlays: Vec<(Table, String, String)>,
    pub(super) phrases: PhraseSet<Meaning>,
    /// What of them a wish may hang on.
    pub(super) spotter: Spotter,
    pub(super) restricted: PhraseSet<Restriction>,
    pub(super) graph: Graph,
    /// The words that names hang on.
    pub(super) heads: Heads,
    /// Folded words that the lists below speak of by number.
    pub(super) forms: Words,
    /// Folded broken plural -> folded singulars.
    pub(super) singulars: Index<u32>,
    /// The other way.
    pub(super) plurals: Index<u32>,
    pub(super) stops: Words,
    /// Stop words of Arabizi and French; they count only where the message is one: `men` is an English product word.
    pub(super) stops_arabizi: Words,
    pub(super) verbs: Words,
    /// Words of talk about software.
    pub(super) technical: Words,
    /// Name -> words beside it that make another thing of it.
    pub(super) senses: Index<u32>,
    /// English word as chats spell it -> the words of the rows that it stands for.
    pub(super) slang: Index<u32>,
    /// Small word -> what it does around a noun phrase.
    pub(super) ties: Index<Tie>,
    /// Those that count only where the message is Arabizi or French: `l` is no English word, and `la` a Spanish one.
    pub(super) ties_arabizi: Index<Tie>,
    /// Consonant key -> Arabic words with their number in `phrases`; words of daily talk have none.
    pub(super) arabizi: Heard<(u32, Option<u32>)>,
    /// First letter, `a` to `z` -> English words of rows, for slips of the keyboard.
    pub(super) spellings: Lists<Spelling>,
    /// Latin words of rows that are Arabizi or French themselves: a sign that the message is.
    pub(super) arabizi_words: Words,
}

impl Inner {
    /// Reads what the build script wrote: a value of this type, without its overlays.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        postcard::from_bytes(bytes).expect("the same build wrote it, of the same type; a test compares it with the rows")
    }
}

/// An English word of the rows, for slips of the keyboard.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Spelling {
    /// Its letters as a set: words that differ in many are no slips of each other, which spares the alignment.
    pub(super) letters: u32,
    /// Its number in `phrases`.
    pub(super) id: u32,
}

impl Spelling {
    pub(super) fn letters(word: &str) -> u32 {
        word.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, b| set | 1 << (b - b'a'))
    }
}
