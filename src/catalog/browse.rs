//! The shop without a chat: by partner, category, brand and price, page by page.

use super::{Catalog, schema};
use crate::error::Result;
use crate::money::Money;
use crate::product::Product;
use crate::time::Timestamp;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use tantivy::collector::DocSetCollector;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Term};

/// What to browse. Everything is optional: none = all products.
///
/// ```
/// # let catalog = shoptalk::Catalog::in_memory()?;
/// let page = catalog.browse(&shoptalk::Browse::new().partner("macys").page(0, 20))?;
/// println!("{} products, the first {}", page.total, page.products.len());
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Browse {
    partner: Option<String>,
    category: Vec<String>,
    brand: Option<String>,
    min: Option<Money>,
    max: Option<Money>,
    page: usize,
    size: usize,
}

/// One page of products, and what the whole of them holds.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// Cheapest first, products without a price last; then by partner and id.
    pub products: Vec<Product>,
    /// How many products fit in all.
    pub total: usize,
    /// The brands of all that fit, most frequent first.
    pub brands: Vec<Facet>,
    /// The next categories below the one asked for, most frequent first.
    pub categories: Vec<Facet>,
}

/// A value and how many of the products have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Facet {
    /// The brand or category.
    pub value: String,
    /// The number of products.
    pub count: usize,
}

impl Default for Browse {
    fn default() -> Self {
        Self {
            partner: None,
            category: Vec::new(),
            brand: None,
            min: None,
            max: None,
            page: 0,
            size: 20,
        }
    }
}

impl Browse {
    /// Everything, 20 products a page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only this partner's.
    #[must_use]
    pub fn partner(mut self, partner: impl Into<String>) -> Self {
        self.partner = Some(partner.into());
        self
    }

    /// Only below this category path, widest first, as the feed writes it.
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

    /// The page, counted from 0, and its size.
    #[must_use]
    pub fn page(mut self, page: usize, size: usize) -> Self {
        (self.page, self.size) = (page, size);
        self
    }

    fn fits(&self, price: Option<Money>) -> bool {
        let within = |limit: Option<Money>, order: Ordering| match (limit, price) {
            (None, _) => true,
            (Some(limit), Some(price)) => limit.currency() == price.currency() && price.minor().cmp(&limit.minor()) != order,
            (Some(_), None) => false,
        };
        within(self.min, Ordering::Less) && within(self.max, Ordering::Greater)
    }
}

impl Catalog {
    /// A page of products, sold-out and expired ones too, and facets over all that fit.
    /// Cost: the stored part of every product that fits is read.
    ///
    /// # Errors
    /// [`is_catalog`](crate::Error::is_catalog) if the index cannot be read.
    pub fn browse(&self, browse: &Browse) -> Result<Page> {
        let snapshot = self.snapshot();
        let fields = &snapshot.fields;
        let exact = |field: Field, value: &str| -> (Occur, Box<dyn Query>) {
            (
                Occur::Must,
                Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic)),
            )
        };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(AllQuery))];
        clauses.extend(browse.partner.iter().map(|partner| exact(fields.partner, partner)));
        clauses.extend(browse.brand.iter().map(|brand| exact(fields.brand_key, &schema::brand_key(brand))));
        if !browse.category.is_empty() {
            clauses.push(exact(fields.category_key, &browse.category.join("\u{1F}")));
        }
        let addresses = snapshot
            .searcher
            .search(&BooleanQuery::new(clauses), &DocSetCollector)
            .map_err(super::snapshot::read_error)?;
        let now = Timestamp::now();
        let mut found: Vec<(Option<Money>, String, DocAddress)> = Vec::new();
        let (mut brands, mut categories): (BTreeMap<String, usize>, BTreeMap<String, usize>) = Default::default();
        for address in addresses {
            let stored = snapshot.stored(address)?;
            let price = stored.listing.price_at(now);
            if !browse.fits(price) {
                continue;
            }
            if let Some(brand) = &stored.listing.brand {
                *brands.entry(brand.clone()).or_default() += 1;
            }
            let path = stored.listing.texts.first().map(|t| t.category.as_slice()).unwrap_or_default();
            if let Some(next) = path.get(browse.category.len()) {
                *categories.entry(next.clone()).or_default() += 1;
            }
            found.push((price, stored.key(), address));
        }
        found.sort_by(|a, b| by_price(a.0, b.0).then_with(|| a.1.cmp(&b.1)));
        let page = found.iter().skip(browse.page.saturating_mul(browse.size)).take(browse.size);
        let products = page
            .map(|(_, _, address)| self.product(&snapshot, *address, None).map(|(product, _)| product))
            .collect::<Result<_>>()?;
        Ok(Page {
            products,
            total: found.len(),
            brands: facets(brands),
            categories: facets(categories),
        })
    }
}

/// Cheapest first within a currency; no price last.
fn by_price(a: Option<Money>, b: Option<Money>) -> Ordering {
    let key = |money: Option<Money>| money.map_or((1, "", 0), |m| (0, m.currency().code(), m.minor()));
    key(a).cmp(&key(b))
}

fn facets(counts: BTreeMap<String, usize>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = counts.into_iter().map(|(value, count)| Facet { value, count }).collect();
    // Stable: equals stay in the order of their names.
    facets.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    facets
}
