//! The Agentic Commerce Protocol's `products.jsonl`: a product with its variants a line; each variant becomes a product of a group.

use super::Rows;
use super::json::{is_nothing, plain, scalar, whole_number};
use super::mapping::{Field, Target};
use super::row::Row;
use super::text::clean;
use crate::error::Result;
use crate::money::{Currency, Money};
use serde_json::{Map, Value};

/// More variants than this has no product.
const MAX_VARIANTS: usize = 10_000;

/// A text of a product that is longer than this is made plain before its variants get it; no field keeps more.
const LONG: usize = 16 << 10;
/// So much text in all the variants of a product get of it: ten thousand of them get less of a long description each.
const SHARED: usize = 16 << 20;
/// So much is told of what cannot be read.
const MAX_SHOWN: usize = 200;

/// What is read of a product and a variant.
const READ: &[&str] = &[
    "id",
    "title",
    "description",
    "url",
    "media",
    "variants",
    "variant_options",
    "options",
    "brand",
    "seller",
    "barcodes",
    "availability",
    "categories",
    "condition",
    "price",
    "list_price",
];

type Object = Map<String, Value>;

/// Reads one product: each of its variants is a row.
pub(super) fn take(line: u64, product: &Object, variants: &[Value], rows: &mut Rows<'_>) -> Result<()> {
    for name in variants.iter().filter_map(Value::as_object).chain([product]).flat_map(Object::keys) {
        if !READ.contains(&name.as_str()) {
            rows.report.ignored(name);
        }
    }
    if variants.is_empty() {
        rows.reject(
            line,
            "a product without variants",
            &plain(product.get("id").unwrap_or(&Value::Null)),
        );
    }
    let product = &shared(product, LONG.min(SHARED / variants.len().max(1)));
    for (at, variant) in variants.iter().enumerate() {
        match variant {
            Value::Object(variant) if at < MAX_VARIANTS => rows.take(&row(line, product, variant))?,
            Value::Object(_) => rows.reject(line, "more variants than a product has", ""),
            other => rows.reject(line, "a variant is not a JSON object", &other.to_string()),
        }
    }
    Ok(())
}

/// What a product says for all of its variants, read once: a thousand variants must not read a thousand categories each.
fn shared(product: &Object, description: usize) -> Object {
    let readers = READ_SO.iter().map(|(_, name, read)| (*name, *read));
    let readers = readers.chain([("price", price as Read), ("list_price", price), ("title", scalar), ("id", scalar)]);
    let mut shared = Object::new();
    for (name, read) in readers {
        let Some(value) = product.get(name) else { continue };
        // A link or an id must not be cut to one that is another's: what is longer than this is too long for any of them.
        let long = if name == "description" { description } else { LONG };
        let value = match read(value) {
            Some(text) if text.len() > long => Value::String(clean(&text, long)),
            Some(text) => Value::String(text),
            None if is_nothing(value) => value.clone(),
            // What cannot be read is told for each variant, by its start.
            None => Value::Array(vec![Value::Array(vec![clean(&value.to_string(), MAX_SHOWN).into()])]),
        };
        shared.insert(name.to_owned(), value);
    }
    shared
}

/// What the variant does not say, its product does.
fn row<'a>(line: u64, product: &Object, variant: &Object) -> Row<'a> {
    let mut parts = Parts {
        row: Row::at(line),
        product,
        variant,
    };
    let options = parts.options();
    let title = title(text(product.get("title")), text(variant.get("title")), &options);
    parts.add(Field::Id, text(variant.get("id")));
    parts.tell_odd(variant, "id", scalar);
    parts.add(Field::Title, title);
    parts.tell_odd(variant, "title", scalar);
    parts.tell_odd(product, "title", scalar);
    parts.add(Field::Group, text(product.get("id")));
    parts.tell_odd(product, "id", scalar);
    for (field, name, read) in READ_SO {
        let read = parts.first(name, *read);
        parts.add(*field, read);
    }
    let (price, list) = (parts.first("price", price), parts.first("list_price", price));
    if let Some(list) = list.as_ref().filter(|list| list.parse::<Money>().is_err()) {
        parts.row.add_odd("list_price", list.clone());
    }
    let (price, sale) = prices(price, list);
    parts.add(Field::Price, price);
    parts.add(Field::SalePrice, sale);
    for (name, value) in options {
        parts.row.add_named(name, value);
    }
    parts.row
}

type Read = fn(&Value) -> Option<String>;

/// How the fields are read that a variant or else its product has.
const READ_SO: &[(Field, &str, Read)] = &[
    (Field::Description, "description", description),
    (Field::Link, "url", scalar),
    (Field::Image, "media", image),
    (Field::Brand, "brand", name),
    (Field::Seller, "seller", name),
    (Field::Gtin, "barcodes", barcode),
    (Field::Availability, "availability", availability),
    (Field::Category, "categories", category),
    (Field::Condition, "condition", first_of),
];

/// A variant, its product, and the row that they become.
struct Parts<'a, 'p> {
    row: Row<'a>,
    product: &'p Object,
    variant: &'p Object,
}

impl Parts<'_, '_> {
    fn add(&mut self, field: Field, value: Option<String>) {
        if let Some(value) = value {
            self.row.add(Target::field(field, 0), value);
        }
    }

    /// What the variant says, else what the product does; what cannot be read is told.
    fn first(&mut self, name: &'static str, read: Read) -> Option<String> {
        let (variant, product) = (self.variant, self.product);
        for object in [variant, product] {
            let value = object.get(name).and_then(read).filter(|text| !text.trim().is_empty());
            if value.is_some() {
                return value;
            }
            self.tell_odd(object, name, read);
        }
        None
    }

    fn tell_odd(&mut self, object: &Object, name: &'static str, read: Read) {
        if let Some(value) = object.get(name).filter(|value| !is_nothing(value) && read(value).is_none()) {
            // The report calls it as other formats do; the product's id is that of the group.
            let told = match name {
                "url" => "link",
                "id" if std::ptr::eq(object, self.product) => "item_group_id",
                _ => name,
            };
            self.row.add_odd(told, value.to_string());
        }
    }

    fn options(&mut self) -> Vec<(String, String)> {
        let variant = self.variant;
        let Some(value) = ["variant_options", "options"].iter().find_map(|name| variant.get(*name)) else {
            return Vec::new();
        };
        let pair = |option: &Value| Some((scalar(option.get("name")?)?, scalar(option.get("value")?)?));
        match value {
            Value::Array(items) => {
                for odd in items.iter().filter(|item| !is_nothing(item) && pair(item).is_none()) {
                    self.row.add_odd("variant_options", odd.to_string());
                }
                items.iter().filter_map(pair).collect()
            }
            Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
            other => scalar(other).map(|text| (String::new(), text)).into_iter().collect(),
        }
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(scalar).filter(|text| !text.trim().is_empty())
}

/// Regular and sale price: what the list price is above is a sale.
fn prices(price: Option<String>, list: Option<String>) -> (Option<String>, Option<String>) {
    let money = |text: &Option<String>| text.as_ref()?.parse::<Money>().ok();
    match (money(&price), money(&list)) {
        (Some(now), Some(before)) if now.currency() == before.currency() && before.minor() > now.minor() => (list, price),
        (None, Some(_)) if price.is_none() => (list, None),
        _ => (price, None),
    }
}

/// A variant's title may be its options alone: `Black / M`. Then the product's stands before it.
fn title(product: Option<String>, variant: Option<String>, options: &[(String, String)]) -> Option<String> {
    let (Some(product), Some(variant)) = (&product, &variant) else {
        return variant.or(product);
    };
    if variant.eq_ignore_ascii_case("default title") || variant == product {
        return Some(product.clone());
    }
    let is_option = |part: &str| options.iter().any(|(_, value)| value.trim().eq_ignore_ascii_case(part.trim()));
    let only_options = variant.split([',', '/', '|']).all(|part| is_option(part) || part.trim().is_empty());
    Some(if only_options {
        format!("{product}, {variant}")
    } else {
        variant.clone()
    })
}

fn description(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => {
            let forms = ["plain", "html", "markdown"].iter().filter_map(|form| object.get(*form)?.as_str());
            // The first with a text, else an empty one: that is no mistake.
            forms.min_by_key(|text| text.trim().is_empty()).map(str::to_owned)
        }
        _ => None,
    }
}

/// The items of a list; a thing alone is a list of one.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// The first picture; media of other types are none.
fn image(value: &Value) -> Option<String> {
    let is_image = |item: &&Value| item.get("type").and_then(Value::as_str).is_none_or(|kind| kind.contains("image"));
    let url = |item: &Value| item.get("url").or(Some(item)).and_then(Value::as_str).map(str::to_owned);
    let mut pictures = items(value).iter().filter(is_image).peekable();
    // A video alone is no mistake.
    if pictures.peek().is_none() {
        Some(String::new())
    } else {
        pictures.find_map(url)
    }
}

fn name(value: &Value) -> Option<String> {
    value.get("name").or(Some(value)).and_then(Value::as_str).map(str::to_owned)
}

/// A code of trade before others: a list may hold the shop's own too.
fn barcode(value: &Value) -> Option<String> {
    let codes = items(value);
    let of_trade = |code: &&Value| {
        let kind = code.get("type").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        ["gtin", "ean", "upc", "isbn", "jan"].iter().any(|known| kind.contains(known))
    };
    let code = codes.iter().find(of_trade).or(codes.first())?;
    code.get("value").or(Some(code)).and_then(scalar)
}

/// The word, else whether it can be had. `in_stock` that is not available is not.
fn availability(value: &Value) -> Option<String> {
    let status = value.get("status").or(Some(value)).filter(|v| v.is_string());
    let available = value.get("available");
    let contradicts = available == Some(&Value::Bool(false)) && status.and_then(Value::as_str) == Some("in_stock");
    status.filter(|_| !contradicts).or(available).and_then(scalar)
}

/// The first path; a bare number of a taxonomy names nothing.
fn category(value: &Value) -> Option<String> {
    let texts = items(value)
        .iter()
        .filter_map(|category| scalar(category.get("value").unwrap_or(category)));
    let (numbers, paths): (Vec<String>, Vec<String>) = texts.partition(|text| text.bytes().all(|b| b.is_ascii_digit()));
    paths.into_iter().chain(numbers).next()
}

fn first_of(value: &Value) -> Option<String> {
    items(value).first().and_then(scalar)
}

/// A price in minor units. A bare number is in nobody knows which.
fn price(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Number(number) => Some(format!("{number}, not in minor units of a currency")),
        other => Some(money(other)),
    }
}

/// `{"amount": 7999, "currency": "USD"}`: minor units. What is none comes back as it stands, for the report.
pub(super) fn money(value: &Value) -> String {
    let Some(amount) = value.get("amount") else { return plain(value) };
    let code = plain(value.get("currency").unwrap_or(&Value::Null));
    match (whole_number(amount), code.parse::<Currency>()) {
        (Some(minor), Ok(currency)) if minor >= 0 => Money::new(minor, currency).to_string(),
        _ => format!("{} of {code} in minor units", plain(amount)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_reads_as_before() {
        let product = r#"{"id": 7, "title": "Shirt", "description": {"plain": "", "html": "<b>Soft</b>"}, "url": "https://s.example/1",
            "media": [{"type": "video", "url": "v"}, {"type": "image", "url": "i"}], "brand": {"name": "Brisa"}, "seller": {"name": 3},
            "barcodes": [{"type": "sku", "value": 1}, {"type": "gtin", "value": "036000291452"}], "condition": ["used"],
            "availability": {"available": false, "status": "in_stock"}, "categories": [12, {"value": "Men > Shirts"}],
            "price": {"amount": 7999, "currency": "USD"}, "list_price": 80}"#;
        let product: Object = serde_json::from_str(product).unwrap();
        let shared = shared(&product, LONG);
        for (name, read) in READ_SO
            .iter()
            .map(|(_, name, read)| (*name, *read))
            .chain([("price", price as Read), ("id", scalar)])
        {
            assert_eq!(shared.get(name).and_then(read), product.get(name).and_then(read), "{name}");
        }
        assert_eq!(price(&shared["list_price"]), price(&product["list_price"]));
    }

    #[test]
    fn of_many_variants_the_description_is_cut_and_no_link() {
        let long = "word ".repeat(1000);
        let url = format!("https://s.example/{}", "a".repeat(1900));
        let product: Object = serde_json::from_value(serde_json::json!({"url": url, "description": long})).unwrap();
        let shared = shared(&product, 1000);
        assert_eq!(shared["url"], product["url"]);
        assert!(shared["description"].as_str().is_some_and(|text| text.len() <= 1000));
    }

    #[test]
    fn titles_of_variants() {
        let options = [("color".to_owned(), "Black".to_owned()), ("size".to_owned(), "M".to_owned())];
        for (product, variant, expected) in [
            (Some("Linen shirt"), Some("Black / M"), "Linen shirt, Black / M"),
            (Some("Linen shirt"), Some("Linen shirt black, M"), "Linen shirt black, M"),
            (Some("Linen shirt"), Some("Default Title"), "Linen shirt"),
            (Some("Linen shirt"), None, "Linen shirt"),
            (None, Some("Black / M"), "Black / M"),
        ] {
            let title = title(product.map(str::to_owned), variant.map(str::to_owned), &options);
            assert_eq!(title.as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_list_price_above_is_a_sale() {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        for (price, list, regular, sale) in [
            ("40.00 USD", "50.00 USD", "50.00 USD", "40.00 USD"),
            ("40.00 USD", "30.00 USD", "40.00 USD", ""),
            ("40.00 USD", "50.00 EUR", "40.00 USD", ""),
            ("", "50.00 USD", "50.00 USD", ""),
        ] {
            assert_eq!(prices(text(price), text(list)), (text(regular), text(sale)), "{price} {list}");
        }
    }

    #[test]
    fn what_is_not_available_is_not() {
        for (json, expected) in [
            (r#"{"available": true, "status": "backorder"}"#, "backorder"),
            (r#"{"available": false, "status": "in_stock"}"#, "false"),
            (r#"{"available": false}"#, "false"),
            (r#""in_stock""#, "in_stock"),
        ] {
            assert_eq!(
                availability(&serde_json::from_str(json).unwrap()).as_deref(),
                Some(expected),
                "{json}"
            );
        }
    }

    #[test]
    fn minor_units_by_currency() {
        for (json, expected) in [
            (r#"{"amount": 7999, "currency": "USD"}"#, "79.99 USD"),
            (r#"{"amount": 7999, "currency": "JPY"}"#, "7999 JPY"),
            (r#"{"amount": 7999, "currency": "KWD"}"#, "7.999 KWD"),
            (r#"{"amount": "7999", "currency": "usd"}"#, "79.99 USD"),
            (r#"{"amount": 7999.0, "currency": "USD"}"#, "79.99 USD"),
            (r#"{"amount": -7999, "currency": "USD"}"#, "-7999 of USD in minor units"),
            (r#"{"amount": 79.99, "currency": "USD"}"#, "79.99 of USD in minor units"),
        ] {
            assert_eq!(money(&serde_json::from_str(json).unwrap()), expected, "{json}");
        }
    }
}
