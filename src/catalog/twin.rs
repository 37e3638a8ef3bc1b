//! The same product at several partners: found by its trade item number, or by brand and the maker's number.

use super::admission::Admission;
use super::query::Query;
use super::schema::state;
use super::snapshot::Snapshot;
use crate::error::Result;
use crate::money::{Money, Rates};
use tantivy::{DocAddress, Term};

/// A number that more products have is nobody's: shops write the same one into every row.
const MOST: usize = 50;

impl Snapshot {
    /// Those that are the same product, itself among them, in the order of their addresses. Where one shop gives the one number and
    /// another the other, a third that gives both makes the three one product.
    pub(super) fn twins(&self, address: DocAddress) -> Result<Vec<DocAddress>> {
        let mut twins = vec![address];
        let mut asked: Vec<u64> = Vec::new();
        let mut at = 0;
        while at < twins.len() && twins.len() <= MOST {
            let (part, doc) = self.part(twins[at]);
            for identity in part.columns.identities(doc) {
                if !asked.contains(&identity) {
                    asked.push(identity);
                    self.add_same(identity, &mut twins)?;
                }
            }
            at += 1;
        }
        twins.sort_unstable();
        Ok(twins)
    }

    fn add_same(&self, identity: u64, twins: &mut Vec<DocAddress>) -> Result<()> {
        let term = Term::from_field_u64(self.fields.identity, identity);
        // Counted first: a feed may write one number into a million rows.
        if self.live_frequency(&term)? <= MOST as u64 {
            let same = self.with_term(&term)?;
            let new: Vec<DocAddress> = same.into_iter().filter(|other| !twins.contains(other)).collect();
            twins.extend(new);
        }
        Ok(())
    }

    /// The offers of a product that a query admits, in the same condition, the cheapest first; itself always among them. Prices in
    /// currencies without a rate come after those that can be compared, and what has no price comes last.
    pub(crate) fn offers_of(&self, address: DocAddress, query: &Query<'_>, rates: &Rates) -> Result<Vec<DocAddress>> {
        let mut offers = self.twins(address)?;
        if offers.len() == 1 {
            return Ok(offers);
        }
        let admission = Admission::new(self, &query.filter)?;
        let is_used = |address: DocAddress| {
            let (part, doc) = self.part(address);
            part.columns.state(doc) & state::USED != 0
        };
        let may_be = |other: DocAddress| {
            let (part, doc) = self.part(other);
            // Who searches one shop gets no offer of another.
            let on_shelf = query.shelf.is_none_or(|shelf| shelf.holds(other));
            on_shelf && is_used(other) == is_used(address) && admission.admits(&part.columns, doc)
        };
        offers.retain(|other| *other == address || may_be(*other));
        let price = |address: DocAddress| self.offer(address).price_at(query.filter.now);
        let own = price(address);
        offers.sort_by_cached_key(|other| {
            let (part, doc) = self.part(*other);
            let (class, minor) = comparable(price(*other), own, rates);
            (class, minor, part.columns.tie(doc))
        });
        Ok(offers)
    }
}

/// A price as one that can be compared with another: in its currency, or not at all.
fn comparable(price: Option<Money>, with: Option<Money>, rates: &Rates) -> (u8, i64) {
    match (price, with) {
        (Some(price), Some(with)) => match rates.convert(price, with.currency()) {
            Some(converted) => (0, converted.minor()),
            None => (1, 0),
        },
        (Some(price), None) => (0, price.minor()),
        (None, _) => (2, 0),
    }
}
