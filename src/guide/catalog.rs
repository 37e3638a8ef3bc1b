//! Catalog: listings in, one commit out, and snapshots for readers.
//!
//! # In and out
//!
//! In: [`Feed`](crate::Feed)s or [`Update`](crate::Update)s of one partner. Out: a new commit, or an error and the old state. Readers get a
//! snapshot: the commit's searcher, its words, brands, currencies and mean lengths of fields.
//!
//! # Writing
//!
//! - [`import`](crate::Catalog::import) makes its feeds the whole new state of one partner. Several feeds are one state: the same id is one
//!   product with the texts of all, and what the first does not say of it the others do.
//! - [`apply`](crate::Catalog::apply) adds, replaces and deletes single products; [`remove_partner`](crate::Catalog::remove_partner) takes
//!   all of them away.
//! - Each of these is one commit. Killed at any moment, the folder opens at the last one.
//! - There is one writer. A second one, in this process or another, is told at once that the catalog is busy.
//!
//! # A document
//!
//! Five text fields hold terms of our own analyzer (see [`reading`](super::reading)): title, brand, category, details, description; the
//! engine's writer threads run it. Of the details only what tells products apart is indexed: no bare numbers, no flags that are not set.
//! Columns hold what filters and ranking ask of a candidate: price, sale with its dates, expiry, state, group, brand, and the
//! title's sketch; and up to 64 hashed words of its texts, for comparing products with each other (`sketch.rs`, `traits.rs`). The whole
//! listing is stored beside them for the answer.
//!
//! # Reading
//!
//! Snapshots are swapped, not locked: calls under way keep the one they began with. Commits of another process are picked up
//! without opening the folder again; if the newer one cannot be read, the older one stays. After a commit, segments with deleted
//! documents are merged, since those would still count in document frequencies and rank the same content in another way.
//!
//! [`browse`](crate::Catalog::browse) and [`get`](crate::Catalog::get) are the shop without a chat: they show sold-out and expired products
//! too, which suggestions never do.
//!
//! # Opening
//!
//! A manifest names the layout and the analyzer's version. Another version says so: the feeds are imported again into a new
//! folder, and no wrong result is given. A folder with other things in it is no catalog, and is left alone.
//! [`verify`](crate::Catalog::verify) reads every file of the last commit against its checksum.
//!
//! # Example
//!
//! ```
//! use shoptalk::{Catalog, Feed, Language};
//!
//! let catalog = Catalog::in_memory()?;
//! let english = "id\ttitle\tlink\tprice\n1\tRed shirt\thttps://shop.example/1\t25.00 USD\n";
//! let arabic = "id\ttitle\tlink\n1\tقميص أحمر\thttps://shop.example/1\n";
//! let feeds = [Feed::from_bytes("en.tsv", english), Feed::from_bytes("ar.tsv", arabic)];
//! catalog.import("shop", feeds)?;
//! assert_eq!(catalog.len(), 1);
//! let product = catalog.get("shop", "1")?.unwrap();
//! assert_eq!((product.language, product.price.map(|p| p.to_string())), (Language::English, Some("25.00 USD".to_owned())));
//!
//! // The next import is the whole state: what it does not name is gone.
//! catalog.import("shop", [Feed::from_bytes("en.tsv", "id\ttitle\tlink\n2\tBlue shirt\thttps://shop.example/2\n")])?;
//! assert!(catalog.get("shop", "1")?.is_none());
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # Where to look
//!
//! `src/catalog`: `mod.rs` (the public calls), `schema.rs` (fields, documents), `index.rs` (folder, commit), `snapshot.rs`, `browse.rs`;
//! `query.rs` and `search.rs` have [a page of their own](super::search). `benches/index.rs` times an import.
