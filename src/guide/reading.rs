//! Reading: text in, folded tokens and index terms out.
//!
//! # In and out
//!
//! In: the text of a message, a query, a title, a description. Out: `Tokens` (folded forms with their script and what stands between
//! them), and for products the terms of each position that the index holds. All of it is a pure function of the text, the same for
//! chats and products, with a version of its own: a catalog that another version wrote asks for a new import.
//!
//! # Folding
//!
//! By the script of each character, never by a guess at the language: chats change language inside a word. The text is composed,
//! then vowel marks, tatweel, joiners and bidi marks go; the forms of alef, yaa, kaf and hamza seats, taa marbuta, letters of dialects
//! (گ چ پ ڤ), both digit blocks and typographic quotes and dashes become one spelling each; Latin loses case and accents. Letters
//! written three times and more shrink: to one in Arabic, to two in Latin (`sooo`), while AAA, XXXL and III stay. That a word was
//! written with ة is remembered beside it: that ending is not the possessive ـه.
//!
//! # Segmentation
//!
//! Folding comes before cutting, since marks stand inside words. Latin words, Arabic words, numbers, signs (`$`, `%`) and words with
//! digits in them (`xm4`, `3ayez`) are cut by rules of our own, because the Unicode rules glue `ب٣٥٠ج.م` into one word; letters of other
//! scripts are cut by the Unicode rules. Each token knows its gap: joined to the one before, a space, a clause, a full stop. A token ends
//! at 64 bytes, whatever follows.
//!
//! # Terms and stems
//!
//! A word gives its form and, where it differs, its stem, at one position. English stems are Snowball's, but for gerunds, which stay
//! (gaming is no game, bedding no bed). Arabic ones are light: one
//! prefix and up to two endings off, and three letters always stay, since Snowball's Arabic gives سماعات and السماعات different stems. A
//! stem may rank a product but proves nothing: مكتبة (bookcase) and مكتب (desk) share theirs. A number has one spelling (`1,299.00` is
//! `1299`), with its unit also one term (`32 GB` and `٣٢ جيجا` are `32gb`); parts joined by signs also give their compound
//! (`wh1000xm4`).
//!
//! What depends on words that somebody knows is offered here as candidates and decided elsewhere: clitics (`والسماعات`), regular
//! plurals, possessives, slips of the keyboard, other spellings of a loan word (`رادو`), letter names (`يو اس بي`). The
//! [lexicon](super::lexicon) or the catalog must know the candidate, or لبن (yoghurt) would turn into بن (coffee).
//!
//! # Arabizi
//!
//! Arabic in Latin letters and digits leaves vowels to the writer (`sama3at`, `sma3at`), so both sides meet at a key of consonants, where
//! letters that writers mix share a sign; a word of several spellings gives several keys, 16 at most. The words under a key are then
//! ranked by sound: the cost of the cheapest alignment of the Arabic and the Latin spelling. The same measure finds brands that are
//! written in Arabic letters (سامسونج). A digit with a mark is another letter (`7'atem` is `khatem`).
//!
//! # French
//!
//! Writers of the Maghreb put French into Arabic letters as they hear it: each French name of the rows is spelled so too (pochette,
//! بوشيت), and other spellings of it are read as those of any loan word.
//!
//! # Example
//!
//! ```
//! use shoptalk::{Catalog, Conversation, Feed, Suggester};
//!
//! let catalog = Catalog::in_memory()?;
//! let feed = "id\ttitle\tlink\n1\tفلاشة ٣٢ جيجا\thttps://shop.example/1\n2\tفلاشة ٦٤ جيجا\thttps://shop.example/2\n";
//! catalog.import("shop", [Feed::from_bytes("shop.tsv", feed)])?;
//! let suggester = Suggester::new(catalog);
//! // Other digits, another spelling of the unit, marks inside of the word: the same terms.
//! let products = suggester.suggest(&Conversation::new().query("فَلَّاشَة 64GB"));
//! assert_eq!(products[0].id, "2");
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # Where to look
//!
//! `src/analysis`: `fold.rs`, `segment.rs`, `stem.rs`, `unit.rs`, `clitic.rs`, `spelling.rs`, `arabizi.rs`, `sound.rs`, `acronym.rs`,
//! `respell.rs`, `french.rs`, `pieces.rs` (for models of talk). Laws over random text stand
//! beside the rules: folding twice changes nothing more. Cost: linear in the text;
//! `benches/analyze.rs` times it, alone and together with the [wishes](super::wishes).
