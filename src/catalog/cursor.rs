//! Where a page ended: a place in an order of products, not a number of pages.

use crate::error::{Error, Result};
use crate::money::Money;
use crate::offer::Offer;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The order of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Sort {
    /// How well a product fits what was typed; without a query the cheapest first.
    #[default]
    Relevance,
    /// Cheapest first within a currency, products without a price last.
    Cheapest,
    /// Dearest first within a currency, products without a price last.
    Dearest,
    /// The greatest share of the price off first; products that are not on sale last.
    Discount,
}

/// Where the next page begins. It names a place in the order, so that products which come or go in between move nothing: what was
/// on the page before does not come again, and nothing that stands behind it is left out.
///
/// As text and in JSON a short string of letters, digits and dots, to be kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(super) sort: Sort,
    pub(super) place: Place,
}

/// A product's place in an order: the smaller comes first, and no two are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Products without a value come last.
    class: u8,
    currency: u64,
    value: i64,
    tie: u64,
}

impl Place {
    /// By what is asked for a product.
    pub(super) fn of_offer(sort: Sort, offer: &Offer, now: Timestamp, tie: u64) -> Self {
        let price = offer.price_at(now);
        let last = Self {
            class: 1,
            currency: 0,
            value: 0,
            tie,
        };
        let at = |money: Money, value: i64| Self {
            class: 0,
            currency: money.currency().numeric(),
            value,
            tie,
        };
        match (sort, price) {
            (_, None) => last,
            (Sort::Relevance | Sort::Cheapest, Some(price)) => at(price, price.minor()),
            (Sort::Dearest, Some(price)) => at(price, price.minor().saturating_neg()),
            (Sort::Discount, Some(price)) => match share_off(offer, price) {
                Some(share) => Self {
                    class: 0,
                    currency: 0,
                    value: -share,
                    tie,
                },
                None => last,
            },
        }
    }

    /// By how well it fits.
    pub(crate) fn of_score(score: f32, tie: u64) -> Self {
        Self {
            class: 0,
            currency: 0,
            // The bits of floats that are not negative are in the order of the floats.
            value: -i64::from(score.max(0.0).to_bits()),
            tie,
        }
    }
}

/// The share of the regular price that is off now, in hundredths of a percent.
pub(super) fn share_off(offer: &Offer, now: Money) -> Option<i64> {
    const WHOLE: i128 = 10_000;
    let regular = offer.price.filter(|regular| regular.minor() > now.minor() && regular.minor() > 0)?;
    let share = i128::from(regular.minor() - now.minor()) * WHOLE / i128::from(regular.minor());
    i64::try_from(share).ok()
}

impl Sort {
    fn letter(self) -> char {
        match self {
            Self::Relevance => 'r',
            Self::Cheapest => 'c',
            Self::Dearest => 'd',
            Self::Discount => 'o',
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place {
            class,
            currency,
            value,
            tie,
        } = self.place;
        write!(f, "{}{class}.{currency}.{value:x}.{tie:x}", self.sort.letter())
    }
}

impl FromStr for Cursor {
    type Err = Error;

    /// # Errors
    /// When the text is not what a page gave.
    fn from_str(text: &str) -> Result<Self> {
        let read = || {
            let letter = text.chars().next()?;
            let sort = [Sort::Relevance, Sort::Cheapest, Sort::Dearest, Sort::Discount];
            let sort = sort.into_iter().find(|sort| sort.letter() == letter)?;
            let mut numbers = text[letter.len_utf8()..].split('.');
            let place = Place {
                class: numbers.next()?.parse().ok()?,
                currency: numbers.next()?.parse().ok()?,
                value: u64::from_str_radix(numbers.next()?, 16).ok()?.cast_signed(),
                tie: u64::from_str_radix(numbers.next()?, 16).ok()?,
            };
            numbers.next().is_none().then_some(Self { sort, place })
        };
        read().ok_or_else(|| Error::data("not the cursor of a page"))
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        for (sort, value) in [
            (Sort::Relevance, i64::MIN),
            (Sort::Cheapest, 0),
            (Sort::Dearest, -1),
            (Sort::Discount, i64::MAX),
        ] {
            let place = Place {
                class: 1,
                currency: 840,
                value,
                tie: u64::MAX,
            };
            let cursor = Cursor { sort, place };
            assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        }
        for bad in ["", "c", "c0.1.2", "x0.1.2.3", "c0.1.2.3.4", "c0.1.g.3", "ع0.1.2.3"] {
            assert!(bad.parse::<Cursor>().is_err(), "{bad}");
        }
    }

    #[test]
    fn better_scores_come_first() {
        let place = |score| Place::of_score(score, 1);
        assert!(place(2.0) < place(1.5) && place(1.5) < place(0.0) && place(0.0) == place(-1.0));
    }
}
