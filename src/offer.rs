//! What changes about a product by the minute: price, sale, stock. Kept apart from its text, so that a change costs no analysis.

use crate::money::Money;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a product can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Availability {
    /// Can be sent now.
    InStock,
    /// Sold out: not suggested.
    OutOfStock,
    /// Can be ordered before it comes out.
    PreOrder,
    /// Can be ordered and comes later.
    Backorder,
    /// The feed does not say.
    #[default]
    Unknown,
}

/// In the order of their codes on disk.
const CODED: [Availability; 5] = [
    Availability::Unknown,
    Availability::InStock,
    Availability::OutOfStock,
    Availability::PreOrder,
    Availability::Backorder,
];

impl Availability {
    /// A number for what is kept on disk.
    pub(crate) fn code(self) -> u64 {
        CODED.iter().position(|coded| *coded == self).unwrap_or(0) as u64
    }

    /// The other way; a number that is none counts as unknown.
    pub(crate) fn of_code(code: u64) -> Self {
        let at = usize::try_from(code).unwrap_or(usize::MAX);
        CODED.get(at).copied().unwrap_or_default()
    }
}

/// What a partner asks for a product, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Offer {
    pub(crate) price: Option<Money>,
    /// Below the price and in its currency, if there is one.
    pub(crate) sale_price: Option<Money>,
    pub(crate) sale_start: Option<Timestamp>,
    pub(crate) sale_end: Option<Timestamp>,
    pub(crate) availability: Availability,
    /// From this moment on it is not suggested.
    pub(crate) expires: Option<Timestamp>,
}

impl Offer {
    /// The sale price within its dates, else the regular one.
    pub(crate) fn price_at(&self, now: Timestamp) -> Option<Money> {
        let on_sale = self.sale_start.is_none_or(|start| start <= now) && self.sale_end.is_none_or(|end| now < end);
        self.sale_price.filter(|_| on_sale).or(self.price)
    }

    /// The same without a sale that is none: not below the price, or in another currency. What is on sale for ever, from no price, costs
    /// that. As rows of feeds are read.
    pub(crate) fn checked(mut self) -> Self {
        let is_none = |sale: Money| {
            self.price
                .is_some_and(|price| price.currency() != sale.currency() || price.minor() <= sale.minor())
        };
        self.sale_price = self.sale_price.filter(|sale| !is_none(*sale));
        if self.price.is_none() && self.sale_start.is_none() && self.sale_end.is_none() {
            self.price = self.sale_price.take();
        }
        if self.sale_price.is_none() {
            (self.sale_start, self.sale_end) = (None, None);
        }
        self
    }

    /// The numeric code of its currency; 0 = no price at all.
    pub(crate) fn currency(&self) -> u64 {
        self.price.or(self.sale_price).map_or(0, |money| money.currency().numeric())
    }
}

/// A change of price, sale or stock of one product; what is not named stays as it is. For [`Update::Offer`](crate::Update::Offer).
///
/// ```
/// use shoptalk::{Availability, OfferChange};
/// let change = OfferChange::new("9").price("19.90 USD".parse()?).availability(Availability::InStock);
/// # let _ = change;
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferChange {
    pub(crate) id: String,
    price: Option<Option<Money>>,
    sale: Option<Option<Sale>>,
    availability: Option<Availability>,
    expires: Option<Option<Timestamp>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sale {
    price: Money,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
}

impl OfferChange {
    /// No change yet, of the product with the partner's `id`.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            price: None,
            sale: None,
            availability: None,
            expires: None,
        }
    }

    /// A new regular price. A sale that is not below it ends.
    #[must_use]
    pub fn price(mut self, price: Money) -> Self {
        self.price = Some(Some(price));
        self
    }

    /// The price is not known any more, and no sale.
    #[must_use]
    pub fn no_price(mut self) -> Self {
        (self.price, self.sale) = (Some(None), Some(None));
        self
    }

    /// A sale price, from `start` until before `end` where they are known. One that is not below the price, or in another currency,
    /// is no sale.
    #[must_use]
    pub fn sale(mut self, price: Money, start: Option<Timestamp>, end: Option<Timestamp>) -> Self {
        self.sale = Some(Some(Sale { price, start, end }));
        self
    }

    /// The sale is over.
    #[must_use]
    pub fn no_sale(mut self) -> Self {
        self.sale = Some(None);
        self
    }

    /// Whether it can be had.
    #[must_use]
    pub fn availability(mut self, availability: Availability) -> Self {
        self.availability = Some(availability);
        self
    }

    /// The moment from which on it is not suggested; `None` = it stays.
    #[must_use]
    pub fn expires(mut self, expires: Option<Timestamp>) -> Self {
        self.expires = Some(expires);
        self
    }

    /// The offer after this change.
    pub(crate) fn applied_to(&self, mut offer: Offer) -> Offer {
        offer.price = self.price.unwrap_or(offer.price);
        if let Some(sale) = self.sale {
            offer.sale_price = sale.map(|sale| sale.price);
            offer.sale_start = sale.and_then(|sale| sale.start);
            offer.sale_end = sale.and_then(|sale| sale.end);
        }
        offer.availability = self.availability.unwrap_or(offer.availability);
        offer.expires = self.expires.unwrap_or(offer.expires);
        offer.checked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn changes_keep_what_they_do_not_name() {
        let before = Offer {
            price: Some(money("20 USD")),
            sale_price: Some(money("15 USD")),
            sale_end: Some(Timestamp::from_unix(100)),
            availability: Availability::InStock,
            ..Offer::default()
        };
        let cases = [
            ("nothing", OfferChange::new("1"), before),
            (
                "sold out",
                OfferChange::new("1").availability(Availability::OutOfStock),
                Offer {
                    availability: Availability::OutOfStock,
                    ..before
                },
            ),
            (
                "a lower price, and the sale is none any more",
                OfferChange::new("1").price(money("14 USD")),
                Offer {
                    price: Some(money("14 USD")),
                    sale_price: None,
                    sale_end: None,
                    ..before
                },
            ),
            (
                "a sale in another currency is none",
                OfferChange::new("1").sale(money("3 EUR"), None, None),
                Offer {
                    sale_price: None,
                    sale_end: None,
                    ..before
                },
            ),
        ];
        let bare = OfferChange::new("1").sale(money("9 USD"), None, None).applied_to(Offer::default());
        assert_eq!(
            (bare.price, bare.sale_price),
            (Some(money("9 USD")), None),
            "on sale for ever, from no price"
        );
        for (name, change, after) in cases {
            assert_eq!(change.applied_to(before), after, "{name}");
        }
    }
}
