//! The Agentic Commerce Protocol's `products.jsonl`: a product with its variants a line; each variant becomes a product of a group.

use super::Rows;
use super::jsonl::plain;
use super::mapping::{Field, Target};
use super::row::Row;
use crate::error::Result;
use crate::money::{Currency, Money};
use serde_json::{Map, Value};

/// More variants than this has no product.
const MAX_VARIANTS: usize = 10_000;

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
    for (at, variant) in variants.iter().enumerate() {
        match variant {
            Value::Object(variant) if at < MAX_VARIANTS => rows.take(&row(line, product, variant))?,
            Value::Object(_) => rows.reject(line, "more variants than a product has", ""),
            other => rows.reject(line, "a variant is not a JSON object", &other.to_string()),
        }
    }
    Ok(())
}

/// What the variant does not say, its product does.
fn row<'a>(line: u64, product: &Object, variant: &Object) -> Row<'a> {
    let mut row = Row::at(line);
    let mut add = |field, value: Option<String>| {
        if let Some(value) = value {
            row.add(Target::field(field, 0), value);
        }
    };
    let text = |object: &Object, name: &str| object.get(name).map(plain).filter(|text| !text.trim().is_empty());
    let either = |name: &str| text(variant, name).or_else(|| text(product, name));
    let first = |name: &str, read: fn(&Value) -> Option<String>| {
        let of = |object: &Object| object.get(name).and_then(read);
        of(variant).or_else(|| of(product))
    };
    let options: Vec<(String, String)> = ["variant_options", "options"]
        .iter()
        .find_map(|name| variant.get(*name))
        .map(options)
        .unwrap_or_default();
    add(Field::Id, text(variant, "id"));
    add(Field::Title, title(text(product, "title"), text(variant, "title"), &options));
    add(Field::Description, first("description", description));
    add(Field::Link, either("url"));
    add(Field::Image, first("media", image));
    add(Field::Group, text(product, "id"));
    add(Field::Brand, first("brand", name));
    add(Field::Seller, first("seller", name));
    add(Field::Gtin, first("barcodes", barcode));
    add(Field::Availability, first("availability", availability));
    add(Field::Category, first("categories", category));
    add(Field::Condition, first("condition", first_of));
    let (price, sale) = prices(first("price", money), first("list_price", money));
    add(Field::Price, price);
    add(Field::SalePrice, sale);
    for (name, value) in options {
        row.add_named(name, value);
    }
    row
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
        Value::Object(object) => ["plain", "html", "markdown"]
            .iter()
            .filter_map(|form| object.get(*form).and_then(Value::as_str))
            .find(|text| !text.trim().is_empty())
            .map(str::to_owned),
        _ => None,
    }
}

/// The first picture; media of other types are none.
fn image(value: &Value) -> Option<String> {
    let is_image = |item: &&Value| item.get("type").and_then(Value::as_str).is_none_or(|kind| kind.contains("image"));
    let url = |item: &Value| item.get("url").or(Some(item)).and_then(Value::as_str).map(str::to_owned);
    value.as_array()?.iter().filter(is_image).find_map(url)
}

fn name(value: &Value) -> Option<String> {
    value.get("name").or(Some(value)).and_then(Value::as_str).map(str::to_owned)
}

/// A code of trade before others: a list may hold the shop's own too.
fn barcode(value: &Value) -> Option<String> {
    let codes = value.as_array()?;
    let of_trade = |code: &&Value| {
        let kind = code.get("type").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        ["gtin", "ean", "upc", "isbn", "jan"].iter().any(|known| kind.contains(known))
    };
    let code = codes.iter().find(of_trade).or(codes.first())?;
    code.get("value").or(Some(code)).map(plain)
}

/// The word, else whether it can be had. `in_stock` that is not available is not.
fn availability(value: &Value) -> Option<String> {
    let status = value.get("status").or(Some(value)).filter(|v| v.is_string());
    let available = value.get("available");
    let contradicts = available == Some(&Value::Bool(false)) && status.and_then(Value::as_str) == Some("in_stock");
    status.filter(|_| !contradicts).or(available).map(plain)
}

/// The first path; a bare number of a taxonomy names nothing.
fn category(value: &Value) -> Option<String> {
    let values = value.as_array()?.iter();
    let mut texts = values.map(|category| plain(category.get("value").unwrap_or(category)));
    texts.find(|text| !text.bytes().all(|b| b.is_ascii_digit()))
}

fn first_of(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.first().map(plain),
        other => Some(plain(other)),
    }
}

fn options(value: &Value) -> Vec<(String, String)> {
    let pair = |option: &Value| Some((plain(option.get("name")?), plain(option.get("value")?)));
    match value {
        Value::Array(items) => items.iter().filter_map(pair).collect(),
        Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
        _ => Vec::new(),
    }
}

/// `{"amount": 7999, "currency": "USD"}`: minor units. What is none comes back as it stands, for the report.
pub(super) fn money(value: &Value) -> Option<String> {
    let Some(amount) = value.get("amount") else {
        return value.as_str().map(str::to_owned);
    };
    let code = plain(value.get("currency").unwrap_or(&Value::Null));
    let minor = amount.as_i64().or_else(|| amount.as_str()?.trim().parse().ok());
    match (minor, code.parse::<Currency>()) {
        (Some(minor), Ok(currency)) if minor >= 0 => Some(Money::new(minor, currency).to_string()),
        _ => Some(format!("{} of {code} in minor units", plain(amount))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (r#"{"amount": 79.99, "currency": "USD"}"#, "79.99 of USD in minor units"),
        ] {
            assert_eq!(money(&serde_json::from_str(json).unwrap()).as_deref(), Some(expected), "{json}");
        }
    }
}
