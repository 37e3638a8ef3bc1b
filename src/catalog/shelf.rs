//! What is browsed, made ready for one snapshot: which products are on the shelf, and in which order.

use super::browse::{Browse, Page};
use super::cursor::{Cursor, Place, Sort, share_off};
use super::schema::{self, state};
use super::sketch::stable_hash;
use super::snapshot::Snapshot;
use crate::error::{Error, Result};
use crate::money::Money;
use crate::offer::{Availability, Offer};
use crate::product::Product;
use crate::time::Timestamp;
use tantivy::{DocAddress, Term};

pub(crate) struct Shelf<'a> {
    snapshot: &'a Snapshot,
    browse: &'a Browse,
    now: Timestamp,
    sort: Sort,
    after: Option<Place>,
    partner: Option<u64>,
    brand: Option<u64>,
    /// The products below the category, in the order of their addresses.
    category: Option<Vec<DocAddress>>,
    /// Partners that sell elsewhere.
    elsewhere: Vec<u64>,
}

impl<'a> Shelf<'a> {
    /// # Errors
    /// [`is_data`](Error::is_data) if the cursor is of another order.
    pub(crate) fn new(snapshot: &'a Snapshot, browse: &'a Browse, now: Timestamp) -> Result<Self> {
        if browse.after.is_some_and(|cursor| cursor.sort != browse.sort) {
            return Err(Error::data("the cursor of a page in another order"));
        }
        let category = match browse.category.as_slice() {
            [] => None,
            path => {
                let term = Term::from_field_text(snapshot.fields.category_key, &schema::category_key(path));
                Some(snapshot.with_term(&term)?)
            }
        };
        let partners = snapshot.ledger.partners.iter();
        let elsewhere = partners.filter(|(_, record)| record.profile.as_ref().is_some_and(|p| !p.sells_in(browse.market.as_deref())));
        Ok(Self {
            snapshot,
            browse,
            now,
            sort: browse.sort,
            after: browse.after.map(|cursor| cursor.place),
            partner: browse.partner.as_ref().map(|partner| stable_hash(partner.as_bytes())),
            brand: browse.brand.as_ref().map(|brand| stable_hash(schema::brand_key(brand).as_bytes())),
            category,
            elsewhere: elsewhere.map(|(name, _)| stable_hash(name.as_bytes())).collect(),
        })
    }

    /// The page in the order of offers.
    pub(super) fn by_offers(&self) -> Result<Page> {
        let all = self.products()?;
        let places = all.iter().map(|address| (self.place(*address), *address)).collect();
        let behind = self.behind(places);
        let shown = &behind[..behind.len().min(self.browse.size)];
        let next = shown.last().filter(|_| shown.len() < behind.len()).map(|(place, _)| *place);
        let product = |(_, address): &(Place, DocAddress)| self.snapshot.product(*address, None).map(|(product, _)| product);
        self.page(shown.iter().map(product).collect::<Result<_>>()?, &all, next)
    }

    /// All products that are on it.
    fn products(&self) -> Result<Vec<DocAddress>> {
        let partner = self.browse.partner.as_ref();
        let candidates: Vec<DocAddress> = match (&self.category, partner) {
            (Some(category), _) => category.clone(),
            (None, Some(partner)) => {
                let term = Term::from_field_text(self.snapshot.fields.partner, partner);
                self.snapshot.with_term(&term)?
            }
            (None, None) => self.snapshot.all().collect(),
        };
        Ok(candidates.into_iter().filter(|address| self.holds(*address)).collect())
    }

    /// Whether a product is on it.
    pub(crate) fn holds(&self, address: DocAddress) -> bool {
        let (part, doc) = self.snapshot.part(address);
        let columns = &part.columns;
        let is_wanted = |wanted: Option<u64>, has: u64| wanted.is_none_or(|wanted| wanted == has);
        if !is_wanted(self.brand, columns.brand(doc)) || !is_wanted(self.partner, columns.partner(doc)) {
            return false;
        }
        if columns.state(doc) & state::HIDDEN != 0 && self.browse.in_stock {
            return false;
        }
        if self.elsewhere.contains(&columns.partner(doc)) {
            return false;
        }
        if self.category.as_ref().is_some_and(|below| below.binary_search(&address).is_err()) {
            return false;
        }
        !self.asks_for_offer() || self.offer_fits(&self.snapshot.offer(address))
    }

    /// Where a product stands by its offer.
    pub(crate) fn place(&self, address: DocAddress) -> Place {
        let (part, doc) = self.snapshot.part(address);
        Place::of_offer(self.sort, &self.snapshot.offer(address), self.now, part.columns.tie(doc))
    }

    /// What stands behind the cursor, in order.
    pub(crate) fn behind<T>(&self, mut places: Vec<(Place, T)>) -> Vec<(Place, T)> {
        places.retain(|(place, _)| self.after.is_none_or(|after| *place > after));
        places.sort_unstable_by_key(|(place, _)| *place);
        places
    }

    /// Products a page.
    pub(crate) fn size(&self) -> usize {
        self.browse.size
    }

    /// The order is that of the search, not one by offers.
    pub(crate) fn is_by_relevance(&self) -> bool {
        self.sort == Sort::Relevance
    }

    /// A page with these products of all that are on it.
    pub(crate) fn page(&self, products: Vec<Product>, all: &[DocAddress], next: Option<Place>) -> Result<Page> {
        let facets = self.snapshot.facets(all, self.browse.category.len())?;
        Ok(Page {
            products,
            total: all.len(),
            partners: facets.partners,
            brands: facets.brands,
            categories: facets.categories,
            next: next.map(|place| Cursor { sort: self.sort, place }),
        })
    }

    fn asks_for_offer(&self) -> bool {
        let Browse {
            min,
            max,
            on_sale,
            in_stock,
            ..
        } = self.browse;
        min.is_some() || max.is_some() || *on_sale || *in_stock
    }

    fn offer_fits(&self, offer: &Offer) -> bool {
        let price = offer.price_at(self.now);
        let within = |limit: Option<Money>, fits: &dyn Fn(i64, i64) -> bool| match (limit, price) {
            (None, _) => true,
            (Some(limit), Some(price)) => limit.currency() == price.currency() && fits(price.minor(), limit.minor()),
            (Some(_), None) => false,
        };
        let is_over = || offer.expires.is_some_and(|expires| expires <= self.now);
        within(self.browse.min, &|price, min| price >= min)
            && within(self.browse.max, &|price, max| price <= max)
            && (!self.browse.on_sale || price.and_then(|price| share_off(offer, price)).is_some())
            && (!self.browse.in_stock || (offer.availability != Availability::OutOfStock && !is_over()))
    }
}
