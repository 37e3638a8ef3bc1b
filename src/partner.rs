//! What the app knows about a partner, beside its feeds.

use crate::money::Currency;
use crate::product::Language;
use serde::{Deserialize, Serialize};

/// The profile of a partner, for [`Catalog::set_partner`](crate::Catalog::set_partner). Every field may stay as it is in the default:
/// sold everywhere, never too old, nothing special.
///
/// ```
/// use shoptalk::{Catalog, Partner};
/// let catalog = Catalog::in_memory()?;
/// let mut profile = Partner::new("Souq of Lamps");
/// profile.markets = vec!["EG".to_owned(), "JO".to_owned()];
/// profile.link_parameters = vec![("utm_source".to_owned(), "chatapp".to_owned())];
/// profile.ttl = Some(3 * 24 * 60 * 60);
/// catalog.set_partner("lamps", profile)?;
/// assert_eq!(catalog.partner("lamps").map(|p| p.name), Some("Souq of Lamps".to_owned()));
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Partner {
    /// The name that people know, for the app to show.
    pub name: String,
    /// The markets (ISO 3166 alpha-2, any case) that it sells in; none = everywhere. A chat whose market is not among them gets none
    /// of its products; a chat without a market does.
    pub markets: Vec<String>,
    /// The currency of prices in its feeds that are bare numbers, or whose sign is that of several currencies, where the feed was given
    /// no other.
    pub currency: Option<Currency>,
    /// The languages that the shop itself speaks, for the app to show. It does not change what is suggested.
    pub languages: Vec<Language>,
    /// Names and values that [`Product::handoff`](crate::Product::handoff) adds to its links. They must be the same for everybody
    /// who uses the app: a link must not tell who follows it.
    pub link_parameters: Vec<(String, String)>,
    /// So many seconds after its data came in (see [`Product::as_of`](crate::Product::as_of)), a product is too old to be suggested.
    pub ttl: Option<u64>,
    /// A shop for adults: none of its products is suggested from chat, and from a typed query only where the host allows it.
    pub adult: bool,
    /// A shop for medicine: the same.
    pub medicine: bool,
}

impl Partner {
    /// A partner with the name that people know.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Whether it sells in a market; a chat may be of none.
    pub(crate) fn sells_in(&self, market: Option<&str>) -> bool {
        self.markets.is_empty() || market.is_none_or(|market| self.markets.iter().any(|m| m.eq_ignore_ascii_case(market)))
    }
}
