//! A row of fields, as a format's reader found it -> a checked listing.

use super::mapping::{ATTRIBUTES, FIELDS, Field, Place, Target};
use super::report::{ImportReport, Met};
use super::{price, text, value};
use crate::money::{Currency, Money};
use crate::offer::Availability;
use crate::product::{Listing, ListingText};
use crate::time::Timestamp;
use std::borrow::Cow;

/// Bytes of plain text that are kept.
const MAX_TITLE: usize = 512;
const MAX_DESCRIPTION: usize = 16 << 10;
const MAX_VALUE: usize = 1024;
const MAX_NAME: usize = 200;
const MAX_ID: usize = 256;
const MAX_ATTRIBUTES: usize = 100;
/// With one more of each field still places of a `u8`.
const MAX_VALUES: usize = MAX_ATTRIBUTES * 2;
const MAX_DEPTH: usize = 10;

/// No value of the row is this field's.
const NONE: u8 = u8::MAX;

/// Values of a row by place. Borrows from the line where it can.
pub(super) struct Row<'a> {
    /// The line, from 1; in XML the number of the item.
    pub(super) line: u64,
    values: Vec<(Target, Cow<'a, str>)>,
    /// Attributes whose names the feed gives.
    named: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Which value is the field's.
    first: [u8; FIELDS],
    /// Fields that hold what is no value of theirs: an object for a title.
    odd: Vec<(&'static str, String)>,
    /// Values were left out.
    is_overfull: bool,
}

impl<'a> Row<'a> {
    pub(super) fn at(line: u64) -> Self {
        Self {
            line,
            values: Vec::with_capacity(24),
            named: Vec::new(),
            first: [NONE; FIELDS],
            odd: Vec::new(),
            is_overfull: false,
        }
    }

    pub(super) fn add(&mut self, target: Target, value: impl Into<Cow<'a, str>>) {
        let value = trimmed(value.into());
        if value.is_empty() {
            return;
        }
        // A row of a hostile feed repeats a column without end. Fields are few: they are read behind it too.
        let is_full = self.values.len() >= MAX_VALUES;
        let Place::Field(field) = target.place else {
            self.is_overfull |= is_full;
            if !is_full {
                self.values.push((target, value));
            }
            return;
        };
        // Google's own category is often the number of a list that a reader does not know.
        if field == Field::Category && value.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        let slot = &mut self.first[field as usize];
        let old = self.values.get_mut(usize::from(*slot));
        match old {
            Some(old) if target.rank < old.0.rank => *old = (target, value),
            Some(_) => {}
            None => {
                *slot = self.values.len() as u8;
                self.values.push((target, value));
            }
        }
    }

    /// A field that holds what is no value of its: dropped and told.
    pub(super) fn add_odd(&mut self, name: &'static str, value: String) {
        if self.odd.len() < MAX_ATTRIBUTES {
            self.odd.push((name, value));
        }
    }

    /// An attribute under a name that the feed gives; an empty name is allowed.
    pub(super) fn add_named(&mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) {
        self.is_overfull |= self.named.len() >= MAX_ATTRIBUTES;
        if self.named.len() < MAX_ATTRIBUTES {
            self.named.push((name.into(), value.into()));
        }
    }

    pub(super) fn get(&self, field: Field) -> Option<&str> {
        let slot = self.first[field as usize];
        (slot != NONE).then(|| &*self.values[usize::from(slot)].1)
    }

    /// The same, where what stands for nothing (`null`, `N/A`) is nothing.
    fn filled(&self, field: Field) -> Option<&str> {
        self.get(field).filter(|raw| !value::stands_for_nothing(raw))
    }

    /// The id, if it can be one.
    pub(super) fn id(&self) -> Option<String> {
        id(self.get(Field::Id)?).ok()
    }

    /// The listing of the row, or none with the reason in the report.
    pub(super) fn listing(&self, default: Option<Currency>, report: &mut ImportReport) -> Option<Listing> {
        let mut reader = Reader {
            row: self,
            report,
            id: self.get(Field::Id),
        };
        let brand = self.plain(Field::Brand);
        let id = reader.required(Field::Id, "id", id)?;
        let title = reader.required(Field::Title, "title", |raw| {
            something(text::title(raw, brand.as_deref(), MAX_TITLE))
        })?;
        let link = reader.required(Field::Link, "link", |raw| value::link(raw).ok_or("not readable"))?;
        let mut listing = Listing::new(id, title, link);
        listing.brand = brand;
        reader.prices(&mut listing, default);
        reader.offer(&mut listing);
        reader.countries(&mut listing);
        listing.seller = self.plain(Field::Seller);
        listing.group_id = self.plain(Field::Group);
        listing.mpn = self.plain(Field::Mpn);
        let is_overfull = listing.texts.first_mut().is_some_and(|text| self.fill(text));
        reader.tell_rest(is_overfull);
        Some(listing)
    }

    fn plain(&self, field: Field) -> Option<String> {
        let plain = self.get(field).map(|raw| text::clean(raw, MAX_VALUE));
        plain.filter(|text| is_something(text))
    }

    /// Whether values were left out.
    fn fill(&self, text: &mut ListingText) -> bool {
        let description = self.get(Field::Description).map(|raw| text::clean(raw, MAX_DESCRIPTION));
        text.description = description.filter(|text| is_something(text)).unwrap_or_default();
        let paths = [Field::Category, Field::Subcategory];
        text.category = paths.iter().filter_map(|f| self.filled(*f)).flat_map(category).collect();
        // Some shops begin the second path with the first.
        text.category.dedup();
        text.category.truncate(MAX_DEPTH);
        if text.category.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit())) {
            text.category.clear();
        }
        for (target, raw) in &self.values {
            match target.place {
                Place::Attribute(name) => text.attributes.push((name.to_owned(), text::clean(raw, MAX_VALUE))),
                Place::Highlight => text.attributes.push((String::new(), text::clean(raw, MAX_VALUE))),
                Place::Details => text.attributes.extend(details(raw)),
                Place::Field(_) => {}
            }
        }
        let named = self.named.iter();
        text.attributes
            .extend(named.map(|(name, value)| (text::clean(name, MAX_NAME), text::clean(value, MAX_VALUE))));
        text.attributes.retain(|(_, value)| is_something(value));
        // One order whatever the format: a listing is the same after it was written and read again.
        let place = |name: &str| {
            let known = ATTRIBUTES.iter().position(|known| *known == name);
            known.unwrap_or(ATTRIBUTES.len() + usize::from(!name.is_empty()))
        };
        text.attributes.sort_by_key(|(name, _)| place(name));
        let is_overfull = self.is_overfull || text.attributes.len() > MAX_ATTRIBUTES;
        text.attributes.truncate(MAX_ATTRIBUTES);
        is_overfull
    }
}

/// Asked of clean text: `<b>null</b>` is nothing too.
fn is_something(text: &str) -> bool {
    !text.is_empty() && !value::stands_for_nothing(text)
}

/// A title of nothing is none: `null`, `-`.
fn something(text: String) -> Result<String, &'static str> {
    match text.is_empty() {
        true => Err("not readable"),
        false if is_something(&text) => Ok(text),
        false => Err("stands for nothing"),
    }
}

/// An id as it stands, or why it can be none: shortened ids would mix up products.
fn id(raw: &str) -> Result<String, &'static str> {
    const TOO_LONG: &str = "longer than 256 bytes";
    // Entities may be longer than what they stand for, not so much.
    if raw.len() > MAX_ID * 16 {
        return Err(TOO_LONG);
    }
    let id = something(text::clean(raw, MAX_ID * 32))?;
    if id.len() > MAX_ID { Err(TOO_LONG) } else { Ok(id) }
}

fn trimmed(value: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_graphic) && bytes.last().is_some_and(u8::is_ascii_graphic) {
        return value;
    }
    match value {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() < text.len() => Cow::Owned(text.trim().to_owned()),
        owned => owned,
    }
}

/// Reads values and reports those that cannot be read.
struct Reader<'a> {
    row: &'a Row<'a>,
    report: &'a mut ImportReport,
    id: Option<&'a str>,
}

impl Reader<'_> {
    fn required(&mut self, field: Field, name: &str, read: impl Fn(&str) -> Result<String, &'static str>) -> Option<String> {
        let odd = self.row.odd.iter().find(|(odd, _)| *odd == name);
        let (read, raw) = match (self.row.get(field), odd) {
            (Some(raw), _) => (read(raw), raw),
            (None, Some((_, odd))) => (Err("not readable"), odd.as_str()),
            (None, None) => (Err("missing"), ""),
        };
        read.map_err(|reason| self.tell(name, reason, raw, true)).ok()
    }

    fn optional<T>(&mut self, field: Field, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let raw = self.row.filled(field)?;
        let value = read(raw);
        if value.is_none() {
            self.tell(name, "not readable", raw, false);
        }
        value
    }

    fn tell(&mut self, field: &str, reason: &str, value: &str, rejected: bool) {
        self.report.problem(Met {
            line: self.row.line,
            id: self.id,
            field: Some(field),
            reason,
            value,
            rejected,
        });
    }

    /// Price, sale and its dates. A price of nothing is none; a sale that is not below the price is none.
    fn prices(&mut self, listing: &mut Listing, default: Option<Currency>) {
        let currency = self.optional(Field::Currency, "currency", price::currency).or(default);
        let not_zero = |money: &Money| money.minor() > 0;
        listing.price = self
            .optional(Field::Price, "price", |raw| price::price(raw, currency))
            .filter(not_zero);
        listing.sale_price = self
            .optional(Field::SalePrice, "sale_price", |raw| price::price(raw, currency))
            .filter(not_zero)
            .or_else(|| self.discounted(listing.price));
        match self.sale_dates() {
            Ok(dates) => (listing.sale_start, listing.sale_end) = dates,
            // A sale of which nobody knows when it ends is none: it would be one for ever.
            Err(reason) => {
                if let Some(sale) = listing.sale_price.take() {
                    self.tell("sale_price", reason, &sale.to_string(), false);
                }
            }
        }
        match (listing.price, listing.sale_price) {
            (Some(price), Some(sale)) if price.currency() != sale.currency() || sale.minor() > price.minor() => {
                self.tell("sale_price", "not below the price", &sale.to_string(), false);
                listing.sale_price = None;
            }
            (Some(price), Some(sale)) if price == sale => listing.sale_price = None,
            // What it costs is its price where nothing limits it.
            (None, Some(sale)) if listing.sale_start.is_none() && listing.sale_end.is_none() => {
                listing.price = Some(sale);
                listing.sale_price = None;
            }
            _ => {}
        }
        if listing.sale_price.is_none() {
            (listing.sale_start, listing.sale_end) = (None, None);
        }
    }

    /// Since when and until when the sale is, or why that is not known.
    fn sale_dates(&mut self) -> Result<(Option<Timestamp>, Option<Timestamp>), &'static str> {
        let interval = self.optional(Field::SaleInterval, "sale_price_effective_date", value::interval);
        let first = self.optional(Field::SaleStart, "sale_price_start_date", value::date);
        let last = self.optional(Field::SaleEnd, "sale_price_end_date", value::end_date);
        let is_lost = |field: Field, is_read: bool| !is_read && self.row.filled(field).is_some();
        if is_lost(Field::SaleInterval, interval.is_some())
            || is_lost(Field::SaleStart, first.is_some())
            || is_lost(Field::SaleEnd, last.is_some())
        {
            return Err("its dates are not readable");
        }
        let (start, end) = interval.unwrap_or_default();
        let (start, end) = (first.or(start), last.or(end));
        if start.zip(end).is_some_and(|(start, end)| start >= end) {
            return Err("it ends before it begins");
        }
        Ok((start, end))
    }

    /// The price less what is taken off, in money or per cent.
    fn discounted(&mut self, price: Option<Money>) -> Option<Money> {
        let price = price?;
        let kind = self.row.filled(Field::DiscountType).unwrap_or_default().to_lowercase();
        let raw = self.row.filled(Field::Discount)?;
        let is_percentage = kind.starts_with("percent") || raw.trim_end().ends_with('%');
        let minor = if is_percentage {
            let percent = raw.trim_end_matches('%').trim().parse::<f64>().ok();
            let percent = percent.filter(|percent| (0.0..=100.0).contains(percent));
            percent.map(|percent| (price.minor() as f64 * (100.0 - percent) / 100.0).round() as i64)
        } else {
            let off = price::price(raw, Some(price.currency())).filter(|off| off.currency() == price.currency());
            off.map(|off| price.minor() - off.minor())
        };
        let Some(minor) = minor.filter(|minor| *minor > 0) else {
            self.tell("discount", "leaves no price", raw, false);
            return None;
        };
        // Off 0 is no sale.
        (minor < price.minor()).then(|| Money::new(minor, price.currency()))
    }

    /// What else is told of the offer.
    fn offer(&mut self, listing: &mut Listing) {
        let quantity = self.optional(Field::Quantity, "quantity", value::quantity);
        listing.availability = self
            .optional(Field::Availability, "availability", value::availability)
            .or(quantity)
            .unwrap_or(Availability::Unknown);
        listing.expires = self.optional(Field::Expires, "expiration_date", value::end_date);
        listing.condition = self.optional(Field::Condition, "condition", value::condition).unwrap_or_default();
        listing.image_link = self.optional(Field::Image, "image_link", value::link);
        listing.gtin = self.optional(Field::Gtin, "gtin", value::gtin);
        let restricted = self
            .optional(Field::AgeRestriction, "age_restriction", value::age)
            .is_some_and(|age| age >= 16);
        listing.adult = self.optional(Field::Adult, "adult", value::boolean).unwrap_or(false) || restricted;
        listing.hidden = !self.optional(Field::Eligible, "is_eligible_search", value::boolean).unwrap_or(true);
        listing.sponsored = self.optional(Field::Sponsored, "sponsored", value::boolean).unwrap_or(false);
    }

    /// Where it is sold. What is no country is told: without any a product is sold everywhere.
    fn countries(&mut self, listing: &mut Listing) {
        let Some(raw) = self.row.filled(Field::Countries) else { return };
        let (codes, odd) = value::countries(raw);
        listing.countries = codes;
        if let Some(odd) = odd {
            self.tell("target_countries", "not a country", &odd, false);
        }
    }

    /// What the fields above do not tell.
    fn tell_rest(&mut self, is_overfull: bool) {
        for (name, value) in &self.row.odd {
            self.tell(name, "not readable", value, false);
        }
        if is_overfull {
            self.tell("attributes", "more values than a row may have", "", false);
        }
    }
}

/// `Home > Lamps`, `Women~~Dresses`, `Home | Lamps`, and `Home / Lamps` where no surer sign stands.
fn category(raw: &str) -> Vec<String> {
    // The signs may stand as entities.
    let raw = text::clean(raw, MAX_VALUE);
    let parts = |part: &str| {
        // Before the sign that joins parts a lone < would begin a tag.
        let part = text::clean(&part.replace('<', " "), MAX_NAME);
        is_something(&part).then_some(part)
    };
    if raw.contains(['>', '›', '»', '|']) || raw.contains("~~") {
        let raw = raw.replace("~~", ">");
        raw.split(['>', '›', '»', '|']).filter_map(parts).collect()
    } else {
        raw.split(" / ").filter_map(parts).collect()
    }
}

/// `type: Original; colour: Black`, Google's `section:name:value,section:name:value`, or a JSON object in a column; what has no
/// name is a value alone.
fn details(raw: &str) -> Vec<(String, String)> {
    if raw.starts_with('{')
        && let Ok(serde_json::Value::Object(object)) = serde_json::from_str(raw)
    {
        let text = |v: &serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
        let pairs = object
            .iter()
            .map(|(name, value)| (text::clean(name, MAX_NAME), text::clean(&text(value), MAX_VALUE)));
        return pairs.take(MAX_ATTRIBUTES).collect();
    }
    let part = |part: &str| {
        let (name, value) = part.rsplit_once(':').unwrap_or(("", part));
        let name = name.rsplit(':').next().unwrap_or(name);
        (text::clean(name, MAX_NAME), text::clean(value, MAX_VALUE))
    };
    let sections = raw.split(',').all(|part| part.matches(':').count() == 2);
    let sign = if sections && !raw.contains(';') { ',' } else { ';' };
    raw.split(sign).map(part).take(MAX_ATTRIBUTES).collect()
}

#[cfg(test)]
mod tests {
    use super::super::mapping::target;
    use super::*;

    fn row(values: &[(&str, &'static str)]) -> Row<'static> {
        let mut row = Row::at(7);
        for (column, value) in values {
            row.add(target(column).unwrap(), *value);
        }
        row
    }

    const WHOLE: &[(&str, &str)] = &[("id", "1"), ("title", "Shirt"), ("link", "https://shop.example/1")];

    #[test]
    fn a_bad_field_is_dropped_and_a_missing_title_rejects() {
        let mut report = ImportReport::default();
        assert!(row(&[WHOLE[0], WHOLE[2]]).listing(None, &mut report).is_none());
        let row = row(&[WHOLE, &[("price", "cheap"), ("product_type", "Fashion > Men"), ("gtin", "N/A")]].concat());
        let listing = row.listing(None, &mut report).unwrap();
        assert_eq!((listing.price, listing.texts[0].category.len()), (None, 2));
        let told: Vec<(bool, Option<&str>)> = report.problems.iter().map(|p| (p.rejected, p.field.as_deref())).collect();
        assert_eq!(told, [(true, Some("title")), (false, Some("price"))]);
    }

    #[test]
    fn cases_of_prices() {
        let cases = include_str!("../../data/cases/feed_prices.tsv");
        for line in cases.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [price, sale, discount, kind, regular, reduced] = columns[..] else {
                panic!("{line}")
            };
            let mut row = row(WHOLE);
            for (field, value) in [
                (Field::Price, price),
                (Field::SalePrice, sale),
                (Field::Discount, discount),
                (Field::DiscountType, kind),
            ] {
                row.add(Target::field(field, 0), value);
            }
            let listing = row.listing("USD".parse().ok(), &mut ImportReport::default()).unwrap();
            let shown = |money: Option<Money>| money.map_or_else(|| "-".to_owned(), |m| m.to_string());
            assert_eq!(
                (shown(listing.price), shown(listing.sale_price)),
                (regular.to_owned(), reduced.to_owned()),
                "{line}"
            );
        }
    }

    #[test]
    fn details_in_their_forms() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        for (raw, expected) in [
            (
                "type: Original; colour: Black",
                vec![pair("type", "Original"), pair("colour", "Black")],
            ),
            (
                "General:Fit:Slim,General:Care:Cold wash",
                vec![pair("Fit", "Slim"), pair("Care", "Cold wash")],
            ),
            ("{\"Color\":\"Blue\",\"Size\":10}", vec![pair("Color", "Blue"), pair("Size", "10")]),
            ("soft and warm", vec![pair("", "soft and warm")]),
        ] {
            assert_eq!(details(raw), expected, "{raw}");
        }
    }
}
