//! Intent -> a small query tree that knows no engine: terms with weights, best-of groups, filters, exclusions.

use super::schema::brand_key;
use super::shelf::Shelf;
use crate::intent::{Concept, Wish};
use crate::money::{Currency, Rates};
use crate::product::{Condition, ProductKey};
use crate::time::Timestamp;
use crate::weights::Weights;

/// What to look for, and what must not be found.
pub(crate) struct Query<'a> {
    /// Each is a best-of group; a product's score is the sum over groups.
    pub(crate) groups: &'a [Concept],
    pub(crate) filter: Filter,
    /// Nothing but what is on it.
    pub(crate) shelf: Option<&'a Shelf<'a>>,
    /// Candidates come with their prices: a limit without a currency ranks by them.
    pub(crate) priced: bool,
    pub(crate) weights: &'a Weights,
}

/// What a product must satisfy to be a candidate at all.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) now: Timestamp,
    /// Per currency code: least and greatest minor units. Empty: no limit.
    pub(crate) price: Vec<PriceRange>,
    /// Only these; empty: any.
    pub(crate) brands: Vec<String>,
    pub(crate) refused_brands: Vec<String>,
    /// Terms that must not all stand in a title.
    pub(crate) refused_terms: Vec<Vec<String>>,
    /// `None`: any.
    pub(crate) used: Option<bool>,
    /// A chat never gets products for adults; a typed query where the host allows.
    pub(crate) adult: bool,
    /// A price limit excludes what has no price.
    pub(crate) priced_only: bool,
    pub(crate) shown: Vec<ProductKey>,
    /// Only partners that sell there; `None`: all.
    pub(crate) market: Option<String>,
}

impl Filter {
    /// Whether it keeps out what is of the wished kind: a price, a brand.
    pub(crate) fn narrows(&self) -> bool {
        !self.price.is_empty() || !self.brands.is_empty() || self.used == Some(true)
    }

    /// Everything of the kind, whatever it costs and whoever made it.
    pub(crate) fn widened(&self) -> Self {
        Self {
            price: Vec::new(),
            brands: Vec::new(),
            used: None,
            ..self.clone()
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PriceRange {
    pub(crate) currency: u64,
    pub(crate) min: i64,
    pub(crate) max: i64,
}

/// What the settings and the conversation add to a wish.
pub(crate) struct Circumstances<'a> {
    pub(crate) now: Timestamp,
    pub(crate) shown: &'a [ProductKey],
    pub(crate) market: Option<&'a str>,
    pub(crate) rates: &'a Rates,
    /// The currencies that the catalog's prices are in.
    pub(crate) currencies: &'a [Currency],
    pub(crate) adult: bool,
    pub(crate) weights: &'a Weights,
}

/// The query of a wish.
pub(crate) fn of_wish<'a>(wish: &'a Wish, circumstances: &Circumstances<'a>) -> Query<'a> {
    let price = price_ranges(wish, circumstances);
    let filter = Filter {
        now: circumstances.now,
        priced_only: !price.is_empty() && !wish.typed,
        price,
        brands: wish.brands.iter().map(|brand| brand_key(brand)).collect(),
        refused_brands: wish.refused_brands.iter().map(|brand| brand_key(brand)).collect(),
        refused_terms: wish.refused_terms.clone(),
        used: if wish.typed || wish.used_too {
            None
        } else {
            Some(wish.condition.is_some_and(|c| c != Condition::New))
        },
        adult: circumstances.adult && wish.typed,
        shown: if wish.typed { Vec::new() } else { circumstances.shown.to_vec() },
        market: circumstances.market.map(str::to_owned),
    };
    Query {
        groups: &wish.concepts,
        filter,
        shelf: None,
        priced: wish.price.is_some_and(|limit| limit.currency.is_none()),
        weights: circumstances.weights,
    }
}

/// The limit in each currency of the catalog that it can be compared in. A limit without a currency filters nothing.
fn price_ranges(wish: &Wish, circumstances: &Circumstances<'_>) -> Vec<PriceRange> {
    let Some((limit, from)) = wish.price.and_then(|limit| limit.currency.map(|currency| (limit, currency))) else {
        return Vec::new();
    };
    let minor = |value: f64| (value * 10_f64.powi(from.exponent() as i32)).round() as i64;
    let in_currency =
        |value: Option<f64>, to: Currency| value.map(|v| circumstances.rates.convert(crate::money::Money::new(minor(v), from), to));
    let range = |to: &Currency| -> Option<PriceRange> {
        let min = in_currency(limit.min, *to).map_or(Some(i64::MIN), |m| m.map(crate::money::Money::minor))?;
        let max = in_currency(limit.max, *to).map_or(Some(i64::MAX), |m| m.map(crate::money::Money::minor))?;
        Some(PriceRange {
            currency: to.numeric(),
            min,
            max,
        })
    };
    circumstances.currencies.iter().filter_map(range).collect()
}
