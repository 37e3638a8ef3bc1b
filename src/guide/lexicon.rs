//! Lexicon: rows of language knowledge in, answers to typed questions out.
//!
//! # In and out
//!
//! In: TSV tables in natural spelling (`data/lexicon`), and rows that the app adds with
//! [`Lexicon::overlay`](crate::Lexicon::overlay). They are folded as texts are, once: the crate's own when it is built
//! (`src/build.rs`), so that opening them takes milliseconds; with an app's rows all are read again at run time. Out: for the tokens
//! of a text, the phrases of the rows that start at each token; for a thing, what else it is called; whether a word never says what
//! is wanted; whether a product is one that is never suggested from chat.
//!
//! # The tables
//!
//! [`Table`](crate::Table) names them with their columns. Things: `Pairs` (an Arabic or French name, an English one, a weight, a kind),
//! `Synonyms`, `Attributes`, `Plurals` (broken ones: هاتف, هواتف). What is said around things: `Cues` (want, ask, price, gift, broke,
//! and the contrary: own, sell, bought, drop, refuse, ...; also the parts of questions: where, which, who, exist, get, sells, ...),
//! `Limits`, `Numbers`, `Currencies`, `Stops`, `Verbs`, `Technical` (talk about software), `Slang` (English as chats spell it),
//! `Senses` (words beside a name in titles that make another thing of it: a conference phone), and `Ties`: the small words around a noun
//! phrase (for, بتاع, the). What silences:
//! `Sensitive` with a topic and a weight, `Safe` for harmless phrases that hold such a word, `Restricted` for products. A `*` in a
//! phrase is a gap of up to three words; `<class>` in a cue, a sensitive or a safe phrase stands for each phrase of that class.
//!
//! # Models of talk
//!
//! What cannot be listed is told by examples (`data/talk`): 31,700 lines of sensitive talk in people's own words, of talk that only looks
//! so, of wishes, of messages that only look like wishes, of talk about software. When the crate is built, three linear models are fitted
//! to them (`fit.rs`): which of a message's pieces (words, pairs, runs of letters, consonants; `analysis/pieces.rs`) speak for it, and how
//! much. The sums are the same on every machine. Reading a message by them costs some microseconds and a quarter of a megabyte a model.
//! Rows of a host change phrases, not models.
//!
//! # Names of a thing
//!
//! Names are nodes of a graph, pairs and synonyms its edges. Asked for a name, it gives those one and two edges away, each with the
//! product of the weights; a translation that translates back is surer than one that does not; English by way of Arabic counts
//! less, since سماعة is a headphone and a speaker and makes them no synonyms. French names lead to English ones and not back: they are
//! what people say, not what titles have; to an Arabic word of one region they lead back at less weight. Twelve names of each language at
//! most.
//!
//! # Readings of a token
//!
//! Each token may be several words of the rows, at a cost; a trie over words is then walked with all of them, a bounded number of steps
//! from each token. An Arabic token is read with its particles, possessives and plurals taken off, where what is left is a word of the
//! rows. A Latin token is read as English first, in singular and plural; as Arabizi only if a digit stands for a letter in it, or if the
//! whole text reads as Arabizi or French; and as a slip of the keyboard only if nothing else fits. That decision is one for a text and
//! not for a token because `men` and `mat` are words of both: one `yalla` does not make an English sentence Arabizi.
//!
//! # Why so
//!
//! Rows act on the chat side only. A new row works at once, on catalogs that are long imported. A later row for the same cue,
//! topic, limit, number, currency or pair of names overrides the earlier one; weight 0 takes a cue, a sensitive phrase or a pair
//! of names back. A row that is not what its table asks for is an error with file, line and column.
//!
//! # Example
//!
//! ```
//! use shoptalk::{Catalog, Conversation, Feed, Lexicon, Suggester, Table};
//!
//! let catalog = Catalog::in_memory()?;
//! let feed = "id\ttitle\tlink\n1\tWaffle iron, black\thttps://shop.example/1\n";
//! catalog.import("shop", [Feed::from_bytes("shop.tsv", feed)])?;
//! let chat = Conversation::new().opt_in("rana").message("rana", "بدي اشتري زلابينو");
//! assert!(Suggester::new(catalog.clone()).suggest(&chat).is_empty());
//!
//! // An invented word, so that no row has it: what an app would do for a word of its own market.
//! let rows = "زلابينو\twaffle iron\t1.0\tproduct\tlev\n";
//! let lexicon = Lexicon::builtin().overlay(Table::Pairs, "own.tsv", rows)?;
//! let suggester = Suggester::builder().lexicon(lexicon).build(catalog);
//! assert_eq!(suggester.suggest(&chat)[0].id, "1");
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # Where to look
//!
//! `src/lexicon`: `table.rs` (rows), `load.rs` (tables to sets), `compiled.rs` (the sets), `graph.rs` (names), `heads.rs` (the words that they hang on), `reading.rs` (tokens
//! to words), `near.rs` (words by sound, spelling and slips), `spotter.rs` and `spotting.rs` (the glance: phrases that a wish may hang on),
//! `phrase.rs` (the trie), `words.rs` (what they are made of), `meaning.rs` (what a row may say). `benches/lexicon.rs`
//! times opening it. The comment lines on top of each file of `data/lexicon` name its columns.
