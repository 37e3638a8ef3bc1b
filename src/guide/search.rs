//! Search: a wish in, candidates with evidence out.
//!
//! # In and out
//!
//! In: a [`Wish`](crate::Wish), and the circumstances: clock, exchange rates, products that were shown already. Out: at most
//! 2,000 candidates (eight for each product shown, where that is more), each with the evidence for every concept of the wish (how
//! strong, and whether in title, brand or category or only in the text), a sketch of its title, its variant group, price and
//! brand. Not yet in order.
//!
//! # The query
//!
//! `src/catalog/query.rs` makes a small tree of a wish that knows no engine: groups of alternatives with weights, and a filter. Only the
//! last step speaks the engine's language, and its query parser never sees a text of a chat.
//!
//! # Filters
//!
//! A product is no candidate if it is sold out, hidden, for adults, expired, over a limit, of a refused brand or of another than the
//! wanted ones, used where new is wanted or the other way, or shown already; nor if all words of something refused stand in its title. A
//! limit holds in each currency that the app's rates reach; prices in others are not filtered, and `explain` says so. What has no price is
//! left out of a chat's answer where there is a limit. A typed query asks for no condition, repeats what was shown, and keeps what
//! has no price; products for adults it brings only where the app allows. Of a partner with a profile nothing comes in other markets than its
//! own, nor when its data is older than it may be, and of a shop for adults or for medicine nothing comes from a chat.
//!
//! # Two steps
//!
//! A plain union of all sure terms, over title, brand, category, details and description, gives the candidates. Best-of groups would
//! switch off the pruning that makes a union fast: MaxScore (Turtle and Flood 1995) reads the lists of terms that cannot make a candidate by
//! themselves only where a document has another term. The engine's own pruning sorts the terms at each document, and a wish has some dozens
//! of them: at a million products a thousand candidates took it 33 to 42 ms, and a whole answer takes 18 to 31. For the candidates alone the best name of each concept is then
//! found by field-weighted BM25: frequencies are summed over the fields with their weights (a title 3, a description 0.7), then saturated
//! once. All words of a name together are worth their mean; the head alone half of that where it is still such a thing (a laptop for a
//! gaming laptop), the rest of the name next to nothing. The words that were said count once more, each for itself, or their sure translation in a
//! title of the other language (weight `said`): who types "usb stick" gets the flash drive that is called a stick somewhere before the others.
//!
//! # Why so
//!
//! BM25's constants are private in the engine and the same for all fields, and what a title says is what a product is, while descriptions
//! name whatever it goes with. Frequencies are those of live documents, and ties are broken by a hash of partner and id: the
//! same content gives the same bytes, whatever its history.
//!
//! # Example
//!
//! ```
//! use shoptalk::{Catalog, Conversation, Feed, Suggester};
//!
//! let catalog = Catalog::in_memory()?;
//! let feed = "id\ttitle\tlink\tprice\n\
//!             1\tWireless headphones\thttps://shop.example/1\t59.90 USD\n\
//!             2\tWireless headphones, gold\thttps://shop.example/2\t259.90 USD\n\
//!             3\tWireless headphones, no price\thttps://shop.example/3\t\n";
//! catalog.import("shop", [Feed::from_bytes("shop.tsv", feed)])?;
//! let suggester = Suggester::new(catalog);
//! let ids = |chat: &Conversation| -> Vec<String> { suggester.suggest(chat).into_iter().map(|p| p.id).collect() };
//!
//! let chat = Conversation::new().opt_in("sara").message("sara", "i need wireless headphones under $80");
//! assert_eq!(ids(&chat), ["1"]);
//! assert_eq!(ids(&chat.shown("shop", "1")), [""; 0]);
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # Where to look
//!
//! `src/catalog/query.rs` (wish to tree), `src/catalog/admission.rs` (filters), `src/catalog/search.rs` (candidates), `lookup.rs` (dictionaries, each term once), `union.rs` (MaxScore), `evidence.rs` (best names), `benches/suggest.rs` (the whole call over
//! 10,000 products).
