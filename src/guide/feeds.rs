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
//! 3. **Characters.** UTF-8, single bad bytes or not, or Windows-1252 and -1256 where the bytes say so; what had to be repaired, or read as
//!    another encoding, is noted.
//! 4. **Rows.** One file of the sources a format; all make rows of named fields. Formats that name their columns share one table of
//!    aliases: lower case, `g:` off, camel case split. Where two columns fill one field, the earlier alias wins.
//!    Empty lines and rows of delimiters are passed over. A quote that never closes is a letter, and so is one that would join lines which
//!    are rows each on its own. An `&` in XML that begins no entity is a letter too; an element that is not closed costs its item.
//! 5. **Listings.** Id, title and link are required: without one of them the row is rejected. An id of more than 256 bytes is rejected
//!    too, never shortened, and an id or a title that stands for nothing (`N/A`, `null`). Any other field that cannot be read
//!    is dropped and reported, and the row stays. Text is cleaned of tags, entities, invisible marks, shouting and stuffing. A
//!    price of 0 is none, and so is a sale that is not below the price. An id that comes twice is rejected the second time.
//!
//! # Prices
//!
//! A price that is not sure is none. Beside the number stand a code, a sign or both, and nothing else; two currencies, other words and a
//! minus in any place make it unreadable (`save 10 USD`, `USD 10 EUR`, `(5.00)`). A sign of several currencies (`$`, `دينار`) is that
//! of the code beside it, of the currency column or of [`Feed::default_currency`](crate::Feed::default_currency), else the commonest one.
//! Between thousands stand points, commas, spaces or apostrophes; a lone comma or point before three digits is read where it can be one
//! thing only: `1,299 USD`, `12.500 KWD`, but neither `1.299 EUR` nor `12,500 KWD`. Objects are in minor units (`amount`), in millionths
//! (`amountMicros`) or decimal (`value`). A sale whose dates cannot be read is none, as nobody knows its end.
//!
//! # When a file is refused
//!
//! If it is empty, binary or of no known format; if it ends too early where that can be told (gzip, XML, a Rakuten row cut off);
//! if more than half of its rows are bad; if a delta is given to `import`, or feeds without any product: to take a partner off is
//! `remove_partner`. The old state stays then, and [`ImportReport::of`](crate::ImportReport::of) the error has the report so far.
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
//! `data/hostile` has files with something wrong in each, and what must come of them. `examples/import` prints a report;
//! `benches/feed.rs` times each format.
