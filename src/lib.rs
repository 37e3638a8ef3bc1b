//! Reads a chat, understands what somebody wants to buy, and suggests products of partner shops, or nothing.
//!
//! A chat app links this crate, hands it a conversation in Arabic (Modern Standard and dialects), English, Arabizi (Arabic in
//! Latin letters and digits) or a mixture, and gets back products from an index on the same machine. No text leaves the
//! process: there is no network code in the crate.
//!
//! ```
//! use shoptalk::{Catalog, Conversation, Feed, Silence, Suggester};
//!
//! // A folder in production: `Catalog::open("catalog")`.
//! let catalog = Catalog::in_memory()?;
//! let feed = "id\ttitle\tlink\tprice\n\
//!             1\tWireless headphones, black\thttps://shop.example/1\t59.90 USD\n\
//!             2\tHeadphone case\thttps://shop.example/2\t9.90 USD\n";
//! let report = catalog.import("shop", [Feed::from_bytes("shop.tsv", feed)])?;
//! assert_eq!((report.imported, report.rejected), (2, 0));
//! let suggester = Suggester::new(catalog);
//!
//! let chat = Conversation::new()
//!     .opt_in("sara")
//!     .message("sara", "my headphones died, need wireless ones under $80")
//!     .message("omar", "again?? lol");
//! let products = suggester.suggest(&chat);
//! assert_eq!(products[0].title, "Wireless headphones, black");
//!
//! // Nobody who has not opted in is read, and silence has a reason.
//! let chat = Conversation::new().message("omar", "i need headphones");
//! assert_eq!(suggester.explain(&chat).silence, Some(Silence::NotOptedIn));
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # What it promises
//!
//! - [`Suggester::suggest`] never fails and never panics, whatever is typed; its work grows linearly with the text.
//! - Only messages of authors who opted in, sent after they did, are read. Texts are masked (phones, cards, links, codes) before
//!   anything looks at them, and no chat text stands in results, reasons, errors, logs or `Debug`.
//! - The same input gives the same output: no profile, no randomness, no cache keyed by what was typed.
//! - Commission, bids and sponsorship never change the order.
//!
//! # The stages
//!
//! A chat: [`Conversation`] → consent, window and masks → tokens → wishes with their slots ([`Intent`]) → candidates of the
//! [`Catalog`] → order → [`Product`]s. A feed: [`Feed`] → checked rows, with an [`ImportReport`] → the same analysis, on all
//! cores → one commit. Language knowledge is data ([`Lexicon`]), and an app may add its own rows. The [`guide`] has a page on each.
//!
//! # Loading images
//!
//! Loading a merchant's image tells the merchant who looks at it. Proxy it, or load it on tap.

mod analysis;
mod catalog;
mod conversation;
mod error;
mod feed;
pub mod guide;
mod handoff;
mod intent;
mod lexicon;
mod money;
mod offer;
mod partner;
mod privacy;
mod product;
mod ranking;
mod suggester;
mod time;
mod weights;
mod wording;

pub use catalog::{Browse, Catalog, Cursor, Facet, Page, Progress, Sort};
pub use conversation::Conversation;
pub use error::{Error, Result};
pub use feed::{Feed, FileReport, ImportReport, Problem, ProblemRow, Update};
pub use handoff::Attribution;
pub use intent::{Intent, PriceLimit, Wish};
pub use lexicon::{Lexicon, Table};
pub use money::{Currency, Money, Rates};
pub use offer::{Availability, OfferChange};
pub use partner::Partner;
pub use privacy::{ConsentPolicy, Window};
pub use product::{Condition, Language, Listing, ListingText, Product, ProductKey};
pub use suggester::{ExplainedProduct, Explanation, Silence, Suggester, SuggesterBuilder};
pub use time::Timestamp;
pub use weights::Weights;
