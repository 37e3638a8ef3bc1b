//! How the texts of shops are read: for the index as the engine wants it, and for the columns beside it.

use crate::analysis::{Stems, Tokens, index_terms};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which our analyzer is registered.
pub(super) const ANALYZER: &str = "shoptalk";

/// What is kept from text to text: room, and the stems of frequent words.
pub(super) struct Reading {
    pub(super) tokens: Tokens,
    pub(super) stems: Stems,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            tokens: Tokens::default(),
            stems: Stems::of_shops(),
        }
    }
}

/// Our analyzer as tantivy wants it.
#[derive(Default)]
pub(super) struct IndexAnalyzer {
    reading: Reading,
    /// The terms of a text, one behind the other,
    letters: String,
    /// where each of them ends, and its position.
    ends: Vec<(usize, usize)>,
    token: Token,
}

/// Each thread of the writer has its own.
impl Clone for IndexAnalyzer {
    fn clone(&self) -> Self {
        Self::default()
    }
}

pub(super) struct Terms<'a> {
    analyzer: &'a mut IndexAnalyzer,
    next: usize,
    start: usize,
}

impl Tokenizer for IndexAnalyzer {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        let Self {
            reading: Reading { tokens, stems },
            letters,
            ends,
            ..
        } = self;
        letters.clear();
        ends.clear();
        tokens.read(text);
        index_terms(tokens, stems, |term, position| {
            letters.push_str(term);
            ends.push((letters.len(), position));
        });
        Terms {
            analyzer: self,
            next: 0,
            start: 0,
        }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        let IndexAnalyzer { letters, ends, token, .. } = &mut *self.analyzer;
        let Some((end, position)) = ends.get(self.next) else {
            return false;
        };
        token.text.clear();
        token.text.push_str(&letters[self.start..*end]);
        token.position = *position;
        (self.next, self.start) = (self.next + 1, *end);
        true
    }

    fn token(&self) -> &Token {
        &self.analyzer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.analyzer.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_after_the_other() {
        let mut analyzer = IndexAnalyzer::default();
        for (text, expected) in [
            ("Red Shirts", &["0 red", "1 shirts", "1 shirt"][..]),
            ("", &[]),
            ("T-shirt 32 GB", &["0 t", "0 tshirt", "1 shirt", "2 32", "2 32gb", "3 gb"]),
            ("shirts", &["0 shirts", "0 shirt"]),
        ] {
            let mut found = Vec::new();
            let mut stream = analyzer.token_stream(text);
            stream.process(&mut |token| found.push(format!("{} {}", token.position, token.text)));
            assert_eq!(found, expected, "{text}");
        }
    }
}
