//! shoptalk

mod analysis;
mod catalog;
mod conversation;
mod error;
mod feed;
mod intent;
mod lexicon;
mod money;
mod privacy;
mod product;
mod ranking;
mod suggester;
mod time;

pub use catalog::{Browse, Catalog, Facet, Page, Update};
pub use conversation::{Conversation, ProductKey};
pub use error::{Error, Result};
pub use feed::{Change, Feed, FileReport, ImportReport, Problem, ProblemRow};
pub use intent::{Intent, PriceLimit, Wish};
pub use lexicon::{Lexicon, Table};
pub use money::{Currency, Money, Rates};
pub use privacy::{ConsentPolicy, Window};
pub use product::{Availability, Condition, Language, Listing, ListingText, Product};
pub use suggester::{ExplainedProduct, Explanation, Silence, Suggester, SuggesterBuilder};
pub use time::Timestamp;
