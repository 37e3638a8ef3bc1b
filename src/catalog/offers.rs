//! Offers that changed after their products were indexed: a table beside the index, so that a new price costs no analysis.

use super::columns::Columns;
use super::sketch::stable_hash;
use crate::error::{Error, Result};
use crate::money::{Currency, Money};
use crate::offer::{Availability, Offer};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tantivy::DocId;

/// The newer offer of a product, and when it came in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Changed {
    pub(super) offer: Offer,
    pub(super) as_of: Timestamp,
}

/// By hashes of partner and product. Only a partner's own ids can meet within one hash, and the map's hasher is seeded anew in
/// every process: no feed can make it slow, or change the price at another shop.
#[derive(Debug, Clone, Default)]
pub(super) struct Offers(HashMap<(u64, u64), Changed>);

impl Offers {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, partner: u64, product: u64) -> Option<&Changed> {
        self.0.get(&(partner, product))
    }

    /// That of a product of a segment.
    pub(super) fn of(&self, columns: &Columns, doc: DocId) -> Option<&Changed> {
        // This is asked of every candidate, and most catalogs have no changed offers most of the time.
        if self.0.is_empty() {
            None
        } else {
            self.get(columns.partner(doc), columns.tie(doc))
        }
    }

    pub(super) fn set(&mut self, partner: u64, product: u64, changed: Changed) {
        self.0.insert((partner, product), changed);
    }

    pub(super) fn remove(&mut self, partner: u64, product: u64) {
        self.0.remove(&(partner, product));
    }

    pub(super) fn remove_partner(&mut self, partner: u64) {
        self.0.retain(|(of, _), _| *of != partner);
    }

    /// As a file holds it: rows in the order of their hashes. The same table, the same bytes.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut rows: Vec<Row> = self.0.iter().map(|(key, changed)| Row::of(*key, changed)).collect();
        rows.sort_unstable_by_key(|row| (row.partner, row.product));
        postcard::to_stdvec(&rows).map_err(|e| Error::catalog("the table of offers could not be written").with_source(e))
    }

    /// The other way; `check` is the hash of the bytes.
    pub(super) fn of_bytes(bytes: &[u8], check: u64) -> Result<Self> {
        if stable_hash(bytes) != check {
            return Err(Error::catalog("the table of offers is damaged"));
        }
        let rows: Vec<Row> = postcard::from_bytes(bytes).map_err(|e| Error::catalog("the table of offers is damaged").with_source(e))?;
        Ok(Self(
            rows.into_iter().map(|row| ((row.partner, row.product), row.changed())).collect(),
        ))
    }
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
struct Row {
    partner: u64,
    product: u64,
    as_of: i64,
    currency: u64,
    price: Option<i64>,
    sale_price: Option<i64>,
    sale_start: Option<i64>,
    sale_end: Option<i64>,
    expires: Option<i64>,
    availability: u64,
}

impl Row {
    fn of((partner, product): (u64, u64), Changed { offer, as_of }: &Changed) -> Self {
        Self {
            partner,
            product,
            as_of: as_of.unix(),
            currency: offer.currency(),
            price: offer.price.map(Money::minor),
            sale_price: offer.sale_price.map(Money::minor),
            sale_start: offer.sale_start.map(Timestamp::unix),
            sale_end: offer.sale_end.map(Timestamp::unix),
            expires: offer.expires.map(Timestamp::unix),
            availability: offer.availability.code(),
        }
    }

    fn changed(&self) -> Changed {
        let currency = Currency::of_numeric(self.currency);
        let money = |minor: Option<i64>| minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency));
        let offer = Offer {
            price: money(self.price),
            sale_price: money(self.sale_price),
            sale_start: self.sale_start.map(Timestamp::from_unix),
            sale_end: self.sale_end.map(Timestamp::from_unix),
            expires: self.expires.map(Timestamp::from_unix),
            availability: Availability::of_code(self.availability),
        };
        Changed {
            offer,
            as_of: Timestamp::from_unix(self.as_of),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_back() {
        let changed = Changed {
            offer: Offer {
                price: Some("20 USD".parse().unwrap()),
                sale_price: Some("15 USD".parse().unwrap()),
                sale_end: Some(Timestamp::from_unix(9)),
                availability: Availability::Backorder,
                ..Offer::default()
            },
            as_of: Timestamp::from_unix(7),
        };
        let mut offers = Offers::default();
        offers.set(1, 2, changed);
        offers.set(
            1,
            1,
            Changed {
                offer: Offer::default(),
                ..changed
            },
        );
        let bytes = offers.to_bytes().unwrap();
        let read = Offers::of_bytes(&bytes, stable_hash(&bytes)).unwrap();
        assert_eq!((read.len(), read.get(1, 2), read.get(2, 2)), (2, Some(&changed), None));
        for at in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            assert!(Offers::of_bytes(&damaged, stable_hash(&bytes)).is_err(), "bit {at}");
        }
    }
}
