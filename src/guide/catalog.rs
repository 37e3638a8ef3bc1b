//! Catalog: listings in, one commit out, and snapshots for readers.
//!
//! # In and out
//!
//! In: [`Feed`](crate::Feed)s or [`Update`](crate::Update)s of one partner. Out: a new commit, or an error and the old state. Readers get a
//! snapshot: the commit's searcher, its words, brands, currencies, changed offers and partners.
//!
//! # Writing
//!
//! - [`import`](crate::Catalog::import) makes its feeds the whole new state of one partner. Several feeds are one state: the same id is one
//!   product with the texts of all, and what the first does not say of it the others do. A row whose text has the hash that the
//!   product had before is not analysed again; a product that no feed names is gone.
//! - [`apply`](crate::Catalog::apply) adds, replaces and deletes single products, and changes offers: price, sale, stock, expiry.
//! - [`expire`](crate::Catalog::expire) takes away what is over, [`remove_partner`](crate::Catalog::remove_partner) a whole partner,
//!   [`set_partner`](crate::Catalog::set_partner) says where it sells and for how long its data is good.
//! - Each of these is one commit. Killed at any moment, the folder opens at the last one. `import_watched` and `apply_watched` tell a
//!   callback how far they are, and stop when it says so.
//! - There is one writer. A second one, in this process or another, is told at once that the catalog is busy.
//!
//! # A document, and its offer
//!
//! Five text fields hold terms of our own analyzer (see [`reading`](super::reading)): title, brand, category, details, description; the
//! engine's writer threads run it. Of the details only what tells products apart is indexed: no bare numbers, no flags that are not set.
//! Columns hold what filters and ranking ask of a candidate: price, sale with its dates, expiry, state, group, brand, and the
//! title's sketch; and up to 64 hashed words of its texts, for comparing products with each other (`sketch.rs`, `traits.rs`). The
//! listing is stored beside them for the answer, without its offer.
//!
//! Prices change by the minute and texts do not. So an offer that changed after its product was indexed stands in a table beside the index
//! (`offers.rs`), keyed by hashes of partner and product, and wherever an offer is read the table goes before the columns. Changed
//! offers cost no analysis and no merge. A price in another currency is a new document all the same: limits are asked for by currency. An
//! import writes products anew, instead of filling the table, where more than a quarter of the catalog is in it.
//!
//! # A commit
//!
//! The engine publishes a commit by renaming one record into place. What else belongs to it, the name and checksum of the table of
//! offers and what is known of the partners, is the payload of that record (`ledger.rs`): readers see all of it, or nothing.
//!
//! After a commit, segments with deleted documents are merged away. Until then, and where that fails, every count is taken over the
//! documents that are there (`statistics.rs`): frequencies, mean lengths, brands, the terms that corrections are looked up in. The
//! same content ranks in the same way, whatever happened before; `tests/history.rs` holds random histories against fresh imports.
//!
//! # Reading
//!
//! Snapshots are swapped, not locked: calls under way keep the one they began with. Commits of another process are opened by a thread of
//! their own within a second; if the newer one cannot be read, the older one stays. Where nobody can write, the engine's lock
//! for readers is not asked for (`directory.rs`), so that read-only media work.
//!
//! A catalog that [`open_compact`](crate::Catalog::open_compact) makes does not store what is only searched, descriptions and attributes: some 40 %
//! less on disk, the same answers.
//!
//! [`browse`](crate::Catalog::browse) and [`get`](crate::Catalog::get) are the shop without a chat: they show sold-out and expired products
//! too, which suggestions never do. [`search`](crate::Suggester::search) narrows a typed query by the same [`Browse`](crate::Browse), and
//! both are paged by a [`Cursor`](crate::Cursor), a place in the order instead of a number: products that come and go in between
//! move nothing.
//!
//! # The same product at several partners
//!
//! Products with one trade item number, or of one brand with one number of the maker, are one product (`twin.rs`): a suggestion shows
//! the cheapest offer that the filters admit, in the same condition, and names the others in
//! [`other_offers`](crate::Product::other_offers). A number that more than fifty products have is nobody's. Commission plays no part.
//!
//! # Opening
//!
//! A manifest names the layout and the analyzer's version. Another version says so: the feeds are imported again into a new
//! folder, and no wrong result is given. A folder with other things in it is no catalog, and is left alone. A missing file is named.
//! [`verify`](crate::Catalog::verify) reads every bit of the last commit: files against their checksums, and the records, which
//! have none, against what the engine would write. The engine panics over some damage; that becomes an error too.
//!
//! What a killed writer left behind the next one takes away. The engine numbers its operations, and after a restart begins with the number of
//! the last commit; a deletion of that number can be lost in a merge, so the first one of each writer deletes nothing (`index.rs`).
//! `tests/torture` found that, by killing writers.
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
//! `src/catalog`: `mod.rs` (the public calls), `writing.rs` (a commit in the making), `schema.rs` (fields, documents), `index.rs` (folder,
//! commit), `snapshot.rs` and `columns.rs` (reading), `browse.rs`, `shelf.rs`, `facet.rs` and `cursor.rs` (pages), `verify.rs`, `spool.rs`
//! (several feeds in little memory), `guard.rs` (damage is an error); `query.rs`, `admission.rs` and `search.rs` have
//! [a page of their own](super::search). `benches/index.rs` times an import; `tests/updates.rs` says what each change comes to.
