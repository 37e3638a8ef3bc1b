//! What a shop sells: [`Listing`] as a feed delivers it, [`Product`] as an app gets it.

use crate::money::Money;
use crate::offer::{Availability, Offer};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A product as `suggest`, `browse` and `get` return it. All strings come from the partner's feed.
///
/// Loading a merchant's image tells the merchant: proxy [`image_link`](Self::image_link) or load it on tap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Product {
    /// The partner whose feed it came with.
    pub partner: String,
    /// The shop behind the partner, where the feed names one.
    pub seller: Option<String>,
    /// The partner's id of the product.
    pub id: String,
    /// The title, in the asker's language where the feed has both.
    pub title: String,
    /// The language of that title.
    pub language: Language,
    /// The brand, as the feed writes it.
    pub brand: Option<String>,
    /// The category path, widest first.
    pub category: Vec<String>,
    /// The regular price.
    pub price: Option<Money>,
    /// The price during a sale; valid from `sale_start` until `sale_end`.
    pub sale_price: Option<Money>,
    /// First moment of the sale price, if the feed limits it.
    pub sale_start: Option<Timestamp>,
    /// First moment after the sale, if the feed limits it.
    pub sale_end: Option<Timestamp>,
    /// Whether it can be had.
    pub availability: Availability,
    /// When the partner's data was imported.
    pub as_of: Timestamp,
    /// The product's page at the merchant: always http or https.
    pub link: String,
    /// A picture: always http or https.
    pub image_link: Option<String>,
    /// Variants of one product (sizes, colours) share it.
    pub group_id: Option<String>,
    /// The global trade item number (EAN, UPC, ISBN).
    pub gtin: Option<String>,
    /// New, refurbished or used.
    pub condition: Condition,
    /// The feed marks it as sponsored. It never changes the order.
    pub sponsored: bool,
    /// From this moment on it is not suggested; `browse` and `get` still show it.
    #[serde(default)]
    pub expires: Option<Timestamp>,
    /// The same product at other partners (by GTIN, or by brand and the maker's number), best offer first; in suggestions and
    /// searches only. This one is the best offer of all that may be shown.
    #[serde(default)]
    pub other_offers: Vec<ProductKey>,
    /// How well it fits the wish; comparable within one answer only. 0 outside of suggestions.
    pub score: f32,
}

impl Product {
    /// What it costs at `now`: the sale price within its dates, else the regular one.
    pub fn price_at(&self, now: Timestamp) -> Option<Money> {
        let offer = Offer {
            price: self.price,
            sale_price: self.sale_price,
            sale_start: self.sale_start,
            sale_end: self.sale_end,
            ..Offer::default()
        };
        offer.price_at(now)
    }
}

/// A product by partner and the partner's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(clippy::exhaustive_structs, reason = "the two parts are the key; a third would be another key")]
pub struct ProductKey {
    /// The partner.
    pub partner: String,
    /// The partner's id.
    pub id: String,
}

/// A product as a feed delivers it, checked; and what [`Catalog::apply`](crate::Catalog::apply) takes.
///
/// ```
/// let mut listing = shoptalk::Listing::new("9", "Red cotton shirt", "https://shop.example/9");
/// listing.price = Some("25.00 USD".parse()?);
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Listing {
    /// The partner's id; unique within the partner.
    pub id: String,
    /// http or https.
    pub link: String,
    /// http or https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_link: Option<String>,
    /// What is written about it, one entry a language; the first one is the main one. Never empty.
    pub texts: Vec<ListingText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    /// The shop behind the partner.
    pub seller: Option<String>,
    /// As the feed writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// The regular price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// The price during a sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_price: Option<Money>,
    /// First moment of the sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_start: Option<Timestamp>,
    /// First moment after the sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_end: Option<Timestamp>,
    /// Whether it can be had.
    #[serde(default)]
    pub availability: Availability,
    /// After this moment it is not suggested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// Variants of one product share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    /// EAN, UPC, ISBN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    /// The manufacturer's part number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mpn: Option<String>,
    /// New, refurbished or used.
    #[serde(default)]
    pub condition: Condition,
    /// For adults only: never suggested from chat.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adult: bool,
    /// Markets (ISO 3166 alpha-2, upper case) it is sold in; none = everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// The feed says that it may not be suggested.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// The feed marks it as sponsored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sponsored: bool,
}

/// Whether a text leads to a shop: http or https, a host with a name, nobody's account before it, no spaces or control characters.
pub(crate) fn is_link(link: &str) -> bool {
    let start = |scheme: &&&str| link.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = ["https://", "http://"].iter().find(start);
    let host = scheme
        .and_then(|scheme| link[scheme.len()..].split(['/', '?', '#']).next())
        .unwrap_or_default();
    host.starts_with(char::is_alphanumeric) && !host.contains('@') && !link.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Whether digits are a trade item number: 8 to 14 of them, the last of which is right. From the right, every second digit counts three
/// times, and the sum ends in 0 (GS1 General Specifications).
pub(crate) fn is_trade_number(digits: &str) -> bool {
    let worth = |(at, digit): (usize, u8)| u32::from(digit.wrapping_sub(b'0')) * if at % 2 == 1 { 3 } else { 1 };
    (8..=14).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && digits.bytes().rev().enumerate().map(worth).sum::<u32>().is_multiple_of(10)
}

/// What a feed writes about a product in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ListingText {
    /// The language, by the letters of the title.
    pub language: Language,
    /// Plain text, never empty.
    pub title: String,
    /// Plain text; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The category path, widest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    /// Name and value: colour, size, material, gender and whatever else the feed says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(String, String)>,
}

impl Listing {
    /// A new listing in stock, with one text whose language is that of the title's letters.
    pub fn new(id: impl Into<String>, title: impl Into<String>, link: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            link: link.into(),
            image_link: None,
            texts: vec![ListingText::new(title)],
            seller: None,
            brand: None,
            price: None,
            sale_price: None,
            sale_start: None,
            sale_end: None,
            availability: Availability::InStock,
            expires: None,
            group_id: None,
            gtin: None,
            mpn: None,
            condition: Condition::New,
            adult: false,
            countries: Vec::new(),
            hidden: false,
            sponsored: false,
        }
    }

    /// What it costs at `now`: the sale price within its dates, else the regular one.
    pub fn price_at(&self, now: Timestamp) -> Option<Money> {
        self.offer().price_at(now)
    }

    pub(crate) fn offer(&self) -> Offer {
        Offer {
            price: self.price,
            sale_price: self.sale_price,
            sale_start: self.sale_start,
            sale_end: self.sale_end,
            availability: self.availability,
            expires: self.expires,
        }
    }

    pub(crate) fn set_offer(&mut self, offer: Offer) {
        (self.price, self.sale_price) = (offer.price, offer.sale_price);
        (self.sale_start, self.sale_end) = (offer.sale_start, offer.sale_end);
        (self.availability, self.expires) = (offer.availability, offer.expires);
    }

    /// What keeps it out of a catalog, field and reason. Rows of feeds are checked before, and say more.
    pub(crate) fn fault(&self) -> Option<(&'static str, &'static str)> {
        let title = self.texts.first().map_or("", |text| text.title.trim());
        let id = self.id.trim();
        [
            (
                id.is_empty() || id.contains(char::is_control),
                ("id", "no id, or control characters in it"),
            ),
            (title.is_empty(), ("title", "no title")),
            (!is_link(&self.link), ("link", "not a link to a shop")),
        ]
        .into_iter()
        .find_map(|(is_so, fault)| is_so.then_some(fault))
    }

    /// Takes over texts in other languages, and whatever this one does not say, from another listing of the same product.
    pub(crate) fn join(&mut self, other: Self) {
        for text in other.texts {
            if self.texts.iter().all(|known| known.language != text.language) {
                self.texts.push(text);
            }
        }
        if self.price.is_none() {
            (self.price, self.sale_price) = (other.price, other.sale_price);
            (self.sale_start, self.sale_end) = (other.sale_start, other.sale_end);
        }
        if self.availability == Availability::Unknown {
            self.availability = other.availability;
        }
        self.expires = self.expires.or(other.expires);
        for (place, value) in [
            (&mut self.image_link, other.image_link),
            (&mut self.seller, other.seller),
            (&mut self.brand, other.brand),
            (&mut self.group_id, other.group_id),
            (&mut self.gtin, other.gtin),
            (&mut self.mpn, other.mpn),
        ] {
            if place.is_none() {
                *place = value;
            }
        }
        // What one of them restricts stays restricted.
        self.adult |= other.adult;
        self.hidden |= other.hidden;
        self.sponsored |= other.sponsored;
    }

    /// The same as an app sees it, titled in `language` where there is such a text.
    pub(crate) fn to_product(&self, partner: &str, as_of: Timestamp, language: Option<Language>) -> Product {
        let text = self.texts.iter().find(|t| Some(t.language) == language).or(self.texts.first());
        let text = text.map_or_else(|| Cow::Owned(ListingText::default()), Cow::Borrowed);
        Product {
            partner: partner.to_owned(),
            seller: self.seller.clone(),
            id: self.id.clone(),
            title: text.title.clone(),
            language: text.language,
            brand: self.brand.clone(),
            category: text.category.clone(),
            price: self.price,
            sale_price: self.sale_price,
            sale_start: self.sale_start,
            sale_end: self.sale_end,
            availability: self.availability,
            as_of,
            link: self.link.clone(),
            image_link: self.image_link.clone(),
            group_id: self.group_id.clone(),
            gtin: self.gtin.clone(),
            condition: self.condition,
            sponsored: self.sponsored,
            expires: self.expires,
            other_offers: Vec::new(),
            score: 0.0,
        }
    }
}

impl ListingText {
    /// A text with a title only.
    pub fn new(title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            language: Language::of(&title),
            title,
            ..Self::default()
        }
    }
}

/// The language of a text, told by its letters: the crate reads two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Language {
    /// English, and whatever else is written in Latin letters.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Arabic letters.
    #[serde(rename = "ar")]
    Arabic,
}

impl Language {
    /// Arabic where at least a third of the letters are Arabic: Arabic titles carry Latin brands and model names
    /// ("سماعات Sony WH-1000XM4"), English ones carry no Arabic.
    pub fn of(text: &str) -> Self {
        let (mut arabic, mut other) = (0_usize, 0_usize);
        for c in text.chars() {
            match c {
                // The letters of nearly every title, without a look into the tables of Unicode.
                'A'..='Z' | 'a'..='z' => other += 1,
                '\u{620}'..='\u{64A}' => arabic += 1,
                _ if !c.is_alphabetic() => {}
                '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => arabic += 1,
                _ => other += 1,
            }
        }
        if arabic > 0 && arabic * 2 >= other {
            Self::Arabic
        } else {
            Self::English
        }
    }
}

/// New, refurbished or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Condition {
    /// New, or the feed does not say.
    #[default]
    New,
    /// Used and put right by a seller.
    Refurbished,
    /// Used.
    Used,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_by_letters() {
        for (title, language) in [
            ("Sony WH-1000XM4", Language::English),
            ("سماعات Sony WH-1000XM4", Language::Arabic),
            ("Samsung Galaxy هاتف", Language::English),
            ("فستان", Language::Arabic),
            ("123", Language::English),
        ] {
            assert_eq!(Language::of(title), language, "{title}");
        }
    }

    #[test]
    fn sale_price_within_its_dates_only() {
        let mut listing = Listing::new("1", "Shirt", "https://shop.example/1");
        listing.price = Some("20 USD".parse().unwrap());
        listing.sale_price = Some("15 USD".parse().unwrap());
        listing.sale_start = Some(Timestamp::from_unix(100));
        listing.sale_end = Some(Timestamp::from_unix(200));
        for (now, minor) in [(99, 2000), (100, 1500), (199, 1500), (200, 2000)] {
            assert_eq!(listing.price_at(Timestamp::from_unix(now)).unwrap().minor(), minor, "{now}");
        }
    }
}
