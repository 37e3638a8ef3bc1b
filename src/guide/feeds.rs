//! Feeds: a partner's file in, checked listings and a report out.
//!
//! # In and out
//!
//! In: a [`Feed`](crate::Feed) from a file, bytes or any reader. Out: a stream of [`Update`](crate::Update)s (a listing, or the deletion of
//! an id), and an [`ImportReport`](crate::ImportReport) in which every row is counted: imported, rejected or deleted.
//!
//! # In order
//!
//! 1. **Unpack.** Gzip (several members are one file) and UTF-16 are seen by their first bytes, whatever the name says.
//! 2. **Format.** Told by the first 64 KiB: XML is RSS or Atom by its tags, `{` is JSON lines or, with variants, the Agentic Commerce
//!    Protocol, a `HDR` line or rows of that shape are Rakuten, else a header line with at least two columns that are known. A JSON array
//!    or JSON over several lines is refused with the reason.
//! 3. **Characters.** UTF-8, or Windows-1252 and -1256 where the bytes say so; what had to be repaired is noted.
//! 4. **Rows.** One file of the sources a format; all make rows of named fields. Formats that name their columns share one table of
//!    aliases: lower case, `g:` off, camel case split. Where two columns fill one field, the earlier alias wins.
//! 5. **Listings.** Id, title and link are required: without one of them the row is rejected. Any other field that cannot be read
//!    is dropped and reported, and the row stays. Text is cleaned of tags, entities, invisible marks, shouting and stuffing. A
//!    price of 0 is none, and so is a sale that is not below the price. An id that comes twice is rejected the second time.
//!
//! # When a file is refused
//!
//! If it is empty, binary or of no known format; if it ends too early where that can be told (gzip, XML, a Rakuten row cut off);
//! if more than half of its rows are bad; if a delta is given to `import`. The old state stays then, and
//! [`ImportReport::of`](crate::ImportReport::of) the error has the report so far.
//!
//! # Why so
//!
//! A row that damage took is no wish of the shop to take the product off, hence the refusals; one bad price among a million rows is no
//! reason to lose the rest, hence the fields. Feeds are read as hostile: rows, fields and reasons are bounded, control characters do not
//! reach a terminal, and memory does not grow with the file but for some 20 bytes a row, which find ids that come twice.
//!
//! # Example
//!
//! ```
//! use shoptalk::{Feed, ImportReport};
//!
//! let feed = "id,title,link,price\n\
//!             1,Red shirt,https://shop.example/1,25.00 USD\n\
//!             2,Blue shirt,https://shop.example/2,cheap\n\
//!             3,,https://shop.example/3,25.00 USD\n";
//! let mut report = ImportReport::default();
//! Feed::from_bytes("shop.csv", feed).read(&mut report, &mut |_| Ok(()))?;
//! assert_eq!((report.imported, report.rejected), (2, 1));
//! // The price of row 2 is dropped, row 3 has no title.
//! assert_eq!(report.problems.iter().map(|p| p.rejected).collect::<Vec<_>>(), [false, true]);
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # Where to look
//!
//! `src/feed`: `format.rs` (which one), `delimited.rs`, `rakuten.rs`, `jsonl.rs`, `acp.rs`, `xml.rs` (one each), `mapping.rs`
//! (aliases), `row.rs` (checks), `text.rs`, `value.rs`, `price.rs` (values), `report.rs`. Samples: `data/feeds`
//! (RSS, Rakuten), `souq` (one shop in two languages: JSON lines with Google's names, TSV), the other formats in `formats`.
//! `examples/import` prints a report; `benches/feed.rs` times each format.
