//! The shop without a chat: by partner, category, brand, price and sale, page by page.

use super::cursor::{Cursor, Sort};
use super::facet::Facet;
use crate::money::Money;
use crate::product::Product;
use crate::time::Timestamp;
use serde::Serialize;

/// Products a page, unless it is said otherwise.
const SIZE: usize = 20;

/// What to browse, or to narrow a [search](crate::Suggester::search) by. Everything is optional: nothing said = all products.
///
/// ```
/// # let catalog = shoptalk::Catalog::in_memory()?;
/// use shoptalk::{Browse, Sort};
/// let mut shelf = Browse::new().partner("macys").category(["Women", "Dresses"]).on_sale().sort(Sort::Discount);
/// loop {
///     let page = catalog.browse(&shelf)?;
///     page.products.iter().for_each(|product| println!("{}", product.title));
///     let Some(next) = page.next else { break };
///     shelf = shelf.after(next);
/// }
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Browse {
    pub(super) partner: Option<String>,
    pub(super) category: Vec<String>,
    pub(super) brand: Option<String>,
    pub(super) min: Option<Money>,
    pub(super) max: Option<Money>,
    pub(super) on_sale: bool,
    pub(super) in_stock: bool,
    pub(super) market: Option<String>,
    pub(super) sort: Sort,
    pub(super) after: Option<Cursor>,
    pub(super) size: usize,
    pub(super) now: Option<Timestamp>,
}

/// One page of products, and what the whole of them holds.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// In the order that was asked for; of equals in one that hangs on partner and id alone.
    pub products: Vec<Product>,
    /// How many products fit in all, on whatever page.
    pub total: usize,
    /// How many of all that fit are of which partner, most frequent first.
    pub partners: Vec<Facet>,
    /// The same for brands: the hundred most frequent.
    pub brands: Vec<Facet>,
    /// The same for the categories below the one asked for, in the language of the products' main texts.
    pub categories: Vec<Facet>,
    /// Where the next page begins; `None`: there is no more.
    pub next: Option<Cursor>,
}

impl Default for Browse {
    fn default() -> Self {
        Self {
            partner: None,
            category: Vec::new(),
            brand: None,
            min: None,
            max: None,
            on_sale: false,
            in_stock: false,
            market: None,
            sort: Sort::default(),
            after: None,
            size: SIZE,
            now: None,
        }
    }
}

impl Browse {
    /// Everything, cheapest first, 20 products a page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only this partner's.
    #[must_use]
    pub fn partner(mut self, partner: impl Into<String>) -> Self {
        self.partner = Some(partner.into());
        self
    }

    /// Only below this category path, widest first, as the feed writes it in any of its languages.
    #[must_use]
    pub fn category(mut self, path: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.category = path.into_iter().map(Into::into).collect();
        self
    }

    /// Only this brand's, in any spelling that folds to the same.
    #[must_use]
    pub fn brand(mut self, brand: impl Into<String>) -> Self {
        self.brand = Some(brand.into());
        self
    }

    /// At least and at most so much; products in other currencies or without a price are left out.
    #[must_use]
    pub fn price(mut self, min: Option<Money>, max: Option<Money>) -> Self {
        (self.min, self.max) = (min, max);
        self
    }

    /// Only what costs less now than it does regularly.
    #[must_use]
    pub fn on_sale(mut self) -> Self {
        self.on_sale = true;
        self
    }

    /// Only what can be had: not sold out, not over, not hidden by its feed.
    #[must_use]
    pub fn in_stock(mut self) -> Self {
        self.in_stock = true;
        self
    }

    /// Only of partners that sell in this market (ISO 3166 alpha-2).
    #[must_use]
    pub fn market(mut self, market: impl Into<String>) -> Self {
        self.market = Some(market.into());
        self
    }

    /// The order (default: cheapest first; in a search, what fits best first).
    #[must_use]
    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    /// The page behind this cursor, instead of the first.
    #[must_use]
    pub fn after(mut self, cursor: Cursor) -> Self {
        self.after = Some(cursor);
        self
    }

    /// Products a page.
    #[must_use]
    pub fn size(mut self, size: usize) -> Self {
        self.size = size;
        self
    }

    /// The clock, for sales (default: the system's).
    #[must_use]
    pub fn now(mut self, now: Timestamp) -> Self {
        self.now = Some(now);
        self
    }

    /// With clock and market of a conversation, where it names no others.
    pub(crate) fn within(&self, now: Timestamp, market: Option<&str>) -> Self {
        let mut browse = self.clone();
        browse.now = browse.now.or(Some(now));
        browse.market = browse.market.or_else(|| market.map(str::to_owned));
        browse
    }

    /// A page without products.
    pub(crate) fn nothing() -> Page {
        Page {
            products: Vec::new(),
            total: 0,
            partners: Vec::new(),
            brands: Vec::new(),
            categories: Vec::new(),
            next: None,
        }
    }
}
