//! Names of columns -> our fields, and a row of fields -> a listing. One table for all formats.

use super::report::{ImportReport, Met};
use super::value;
use crate::money::Currency;
use crate::product::{Listing, ListingText};

/// Bytes of plain text that are kept.
const MAX_TITLE: usize = 512;
const MAX_DESCRIPTION: usize = 16 << 10;
const MAX_VALUE: usize = 1024;
const MAX_ID: usize = 256;
const MAX_ATTRIBUTES: usize = 100;

/// What a column may say about a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Name {
    Id,
    Title,
    Description,
    Link,
    Image,
    Brand,
    Seller,
    Price,
    SalePrice,
    SaleInterval,
    SaleStart,
    SaleEnd,
    Currency,
    Availability,
    Expires,
    Group,
    Gtin,
    Mpn,
    Condition,
    Adult,
    AgeRestriction,
    Category,
    Details,
    Countries,
    Eligible,
    Sponsored,
    /// Kept as an attribute under this name.
    Attribute(&'static str),
}

/// Column names of all formats, lower case, `g:` taken off, spaces and dashes as `_`. The first that a row fills wins.
const ALIASES: &[(&str, Name)] = &[
    ("id", Name::Id),
    ("item_id", Name::Id),
    ("sku", Name::Id),
    ("offer_id", Name::Id),
    ("product_id", Name::Id),
    ("title", Name::Title),
    ("name", Name::Title),
    ("product_name", Name::Title),
    ("description", Name::Description),
    ("summary", Name::Description),
    ("link", Name::Link),
    ("url", Name::Link),
    ("product_url", Name::Link),
    ("image_link", Name::Image),
    ("image_url", Name::Image),
    ("image", Name::Image),
    ("brand", Name::Brand),
    ("manufacturer", Name::Brand),
    ("seller", Name::Seller),
    ("seller_name", Name::Seller),
    ("store_name", Name::Seller),
    ("price", Name::Price),
    ("sale_price", Name::SalePrice),
    ("sale_price_effective_date", Name::SaleInterval),
    ("sale_price_start_date", Name::SaleStart),
    ("sale_price_end_date", Name::SaleEnd),
    ("currency", Name::Currency),
    ("availability", Name::Availability),
    ("stock", Name::Availability),
    ("expiration_date", Name::Expires),
    ("item_group_id", Name::Group),
    ("group_id", Name::Group),
    ("gtin", Name::Gtin),
    ("ean", Name::Gtin),
    ("upc", Name::Gtin),
    ("isbn", Name::Gtin),
    ("barcode", Name::Gtin),
    ("mpn", Name::Mpn),
    ("condition", Name::Condition),
    ("adult", Name::Adult),
    ("age_restriction", Name::AgeRestriction),
    ("product_type", Name::Category),
    ("product_category", Name::Category),
    ("google_product_category", Name::Category),
    ("category", Name::Category),
    ("product_detail", Name::Details),
    ("product_highlight", Name::Details),
    ("target_countries", Name::Countries),
    ("is_eligible_search", Name::Eligible),
    ("enable_search", Name::Eligible),
    ("sponsored", Name::Sponsored),
    ("color", Name::Attribute("color")),
    ("colour", Name::Attribute("color")),
    ("size", Name::Attribute("size")),
    ("material", Name::Attribute("material")),
    ("pattern", Name::Attribute("pattern")),
    ("gender", Name::Attribute("gender")),
    ("age_group", Name::Attribute("age group")),
    ("size_type", Name::Attribute("size type")),
    ("star_rating", Name::Attribute("rating")),
];

/// The field of a column, if it is one of ours.
pub(super) fn name(column: &str) -> Option<Name> {
    let plain = column.trim().trim_start_matches('\u{FEFF}');
    let plain = plain.rsplit(':').next().unwrap_or(plain).to_lowercase().replace([' ', '-'], "_");
    ALIASES.iter().find(|(alias, _)| *alias == plain).map(|(_, name)| *name)
}

/// A row as a format's reader found it.
#[derive(Default)]
pub(super) struct Row {
    /// The line, from 1; in XML the number of the item.
    pub(super) line: u64,
    values: Vec<(Name, String)>,
}

impl Row {
    pub(super) fn at(line: u64) -> Self {
        Self { line, values: Vec::new() }
    }

    pub(super) fn add(&mut self, name: Name, value: impl Into<String>) {
        // A row of a hostile feed repeats a field without end; details are the only one that may.
        if self.values.len() < MAX_ATTRIBUTES * 2 {
            self.values.push((name, value.into()));
        }
    }

    fn get(&self, name: Name) -> Option<&str> {
        self.values
            .iter()
            .find(|(n, value)| *n == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// The listing of the row, or none with the reason in the report.
    pub(super) fn listing(&self, default: Option<Currency>, report: &mut ImportReport) -> Option<Listing> {
        let mut reader = Reader {
            row: self,
            report,
            id: self.get(Name::Id),
        };
        let id = reader.required(Name::Id, "id", |raw| Some(value::text(raw, MAX_ID)))?;
        let title = reader.required(Name::Title, "title", |raw| Some(value::text(raw, MAX_TITLE)))?;
        let link = reader.required(Name::Link, "link", value::link)?;
        let mut listing = Listing::new(id, title, link);
        let currency = reader.optional(Name::Currency, "currency", value::currency).or(default);
        listing.price = reader.optional(Name::Price, "price", |raw| value::price(raw, currency));
        listing.sale_price = reader.optional(Name::SalePrice, "sale_price", |raw| value::price(raw, currency));
        (listing.sale_start, listing.sale_end) = reader
            .optional(Name::SaleInterval, "sale_price_effective_date", value::interval)
            .unwrap_or_default();
        listing.sale_start = reader
            .optional(Name::SaleStart, "sale_price_start_date", value::date)
            .or(listing.sale_start);
        listing.sale_end = reader
            .optional(Name::SaleEnd, "sale_price_end_date", value::date)
            .or(listing.sale_end);
        listing.expires = reader.optional(Name::Expires, "expiration_date", value::date);
        listing.availability = reader
            .optional(Name::Availability, "availability", value::availability)
            .unwrap_or_default();
        listing.condition = reader.optional(Name::Condition, "condition", value::condition).unwrap_or_default();
        listing.image_link = reader.optional(Name::Image, "image_link", value::link);
        listing.gtin = reader.optional(Name::Gtin, "gtin", value::gtin);
        let restricted = reader
            .optional(Name::AgeRestriction, "age_restriction", |raw| raw.parse::<u32>().ok())
            .is_some_and(|age| age >= 16);
        listing.adult = reader.optional(Name::Adult, "adult", value::boolean).unwrap_or(false) || restricted;
        listing.hidden = !reader
            .optional(Name::Eligible, "is_eligible_search", value::boolean)
            .unwrap_or(true);
        listing.sponsored = reader.optional(Name::Sponsored, "sponsored", value::boolean).unwrap_or(false);
        for (name, place) in [
            (Name::Brand, &mut listing.brand),
            (Name::Seller, &mut listing.seller),
            (Name::Group, &mut listing.group_id),
            (Name::Mpn, &mut listing.mpn),
        ] {
            *place = self
                .get(name)
                .map(|raw| value::text(raw, MAX_VALUE))
                .filter(|text| !text.is_empty());
        }
        listing.countries = self.get(Name::Countries).map(countries).unwrap_or_default();
        if let Some(text) = listing.texts.first_mut() {
            self.fill(text);
        }
        Some(listing)
    }

    fn fill(&self, text: &mut ListingText) {
        text.description = self
            .get(Name::Description)
            .map(|raw| value::text(raw, MAX_DESCRIPTION))
            .unwrap_or_default();
        text.category = self.get(Name::Category).map(category).unwrap_or_default();
        for (name, raw) in &self.values {
            match name {
                Name::Attribute(attribute) => text.attributes.push(((*attribute).to_owned(), value::text(raw, MAX_VALUE))),
                Name::Details => text.attributes.extend(details(raw)),
                _ => {}
            }
        }
        text.attributes.retain(|(_, value)| !value.is_empty());
        text.attributes.truncate(MAX_ATTRIBUTES);
    }
}

/// Reads values and reports those that cannot be read.
struct Reader<'a> {
    row: &'a Row,
    report: &'a mut ImportReport,
    id: Option<&'a str>,
}

impl Reader<'_> {
    fn required(&mut self, name: Name, field: &str, read: impl Fn(&str) -> Option<String>) -> Option<String> {
        let raw = self.row.get(name);
        let value = raw.and_then(read).filter(|value| !value.is_empty());
        if value.is_none() {
            let reason = if raw.is_none() { "missing" } else { "not readable" };
            self.report.problem(Met {
                line: self.row.line,
                id: self.id,
                field: Some(field),
                reason,
                value: raw.unwrap_or_default(),
                rejected: true,
            });
        }
        value
    }

    fn optional<T>(&mut self, name: Name, field: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let raw = self.row.get(name)?;
        let value = read(raw);
        if value.is_none() {
            self.report.problem(Met {
                line: self.row.line,
                id: self.id,
                field: Some(field),
                reason: "not readable",
                value: raw,
                rejected: false,
            });
        }
        value
    }
}

fn category(raw: &str) -> Vec<String> {
    let separator = ["~~", ">", "›", "|"].into_iter().find(|s| raw.contains(s)).unwrap_or(" / ");
    raw.split(separator)
        .map(|part| value::text(part, 200))
        .filter(|part| !part.is_empty())
        .take(10)
        .collect()
}

fn countries(raw: &str) -> Vec<String> {
    let codes = raw.split(|c: char| !c.is_ascii_alphabetic()).filter(|code| code.len() == 2);
    codes.map(str::to_ascii_uppercase).take(250).collect()
}

/// `type: Original; colour: Black` or Google's `section:name:value`; what has no name is a value alone.
fn details(raw: &str) -> Vec<(String, String)> {
    let part = |part: &str| {
        let (name, value) = part.rsplit_once(':').unwrap_or(("", part));
        let name = name.rsplit(':').next().unwrap_or(name);
        (value::text(name, 200), value::text(value, MAX_VALUE))
    };
    raw.split(';').map(part).take(MAX_ATTRIBUTES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_unique_and_names_are_found() {
        let mut seen = std::collections::HashSet::new();
        assert!(ALIASES.iter().all(|(alias, _)| seen.insert(*alias)));
        for (column, expected) in [
            ("g:id", Some(Name::Id)),
            ("\u{FEFF}Title", Some(Name::Title)),
            ("Image Link", Some(Name::Image)),
            ("odd", None),
        ] {
            assert_eq!(name(column), expected, "{column}");
        }
    }

    #[test]
    fn a_bad_field_is_dropped_and_a_missing_title_rejects() {
        let mut report = ImportReport::default();
        let mut row = Row::at(7);
        row.add(Name::Id, "1");
        row.add(Name::Link, "https://shop.example/1");
        assert!(row.listing(None, &mut report).is_none());
        row.add(Name::Title, "Shirt");
        row.add(Name::Price, "cheap");
        row.add(Name::Category, "Fashion > Men");
        let listing = row.listing(None, &mut report).unwrap();
        assert_eq!((listing.price, listing.texts[0].category.len()), (None, 2));
        let told: Vec<(bool, Option<&str>)> = report.problems.iter().map(|p| (p.rejected, p.field.as_deref())).collect();
        assert_eq!(told, [(true, Some("title")), (false, Some("price"))]);
    }
}
