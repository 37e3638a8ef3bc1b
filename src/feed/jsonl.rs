//! One JSON object a line: Google's and OpenAI's names, or products of the Agentic Commerce Protocol.

use super::encoding::Decoder;
use super::json::{is_nothing, plain, scalar, whole_number};
use super::lines::Lines;
use super::mapping::{Field, Place, Target, name, target};
use super::row::Row;
use super::{Rows, acp};
use crate::error::Result;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::io::BufRead;

/// Other names are looked up anew: a hostile feed must not fill the memory with names.
const MAX_NAMES: usize = 1000;
const MICROS: i64 = 1_000_000;

/// Reads object by object.
pub(super) fn read(input: &mut impl BufRead, decoder: Decoder, rows: &mut Rows<'_>) -> Result<()> {
    let mut lines = Lines::new(input, b'\n');
    let mut names = Names::default();
    while let Some(line) = lines.line()? {
        let (text, repair) = decoder.decode(line.bytes);
        let text = text.trim().trim_start_matches('\u{FEFF}');
        if text.is_empty() {
            continue;
        }
        if line.is_too_long {
            rows.reject(line.number, "the line is too long", "");
            continue;
        }
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => {
                rows.repaired(line.number, repair);
                match object.get("variants") {
                    Some(Value::Array(variants)) => acp::take(line.number, &object, variants, rows)?,
                    _ => {
                        let row = row(line.number, &object, &mut names, rows);
                        rows.take(&row)?;
                    }
                }
            }
            Ok(_) => rows.reject(line.number, "not a JSON object", text),
            Err(_) => rows.reject(line.number, "not JSON", text),
        }
    }
    Ok(())
}

/// Places of names that were met.
#[derive(Default)]
pub(super) struct Names {
    known: FxHashMap<String, Option<Target>>,
}

impl Names {
    /// The place; names without one are reported once.
    pub(super) fn target(&mut self, name: &str, rows: &mut Rows<'_>) -> Option<Target> {
        if let Some(target) = self.known.get(name) {
            return *target;
        }
        let target = target(name);
        if target.is_none() {
            rows.report.ignored(name);
        }
        if self.known.len() < MAX_NAMES {
            self.known.insert(name.to_owned(), target);
        }
        target
    }
}

fn row<'a>(number: u64, object: &'a Map<String, Value>, names: &mut Names, rows: &mut Rows<'_>) -> Row<'a> {
    let mut row = Row::at(number);
    for (key, value) in object {
        match names.target(key, rows) {
            Some(target) if target.place == Place::Details => details(&mut row, target, value),
            Some(target) => add(&mut row, target, value),
            None => {}
        }
    }
    row
}

fn add<'a>(row: &mut Row<'a>, target: Target, value: &'a Value) {
    match value {
        Value::String(text) => row.add(target, text.as_str()),
        Value::Array(items) if target.is(Field::Countries) || target.is(Field::Category) => {
            let parts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            for odd in items.iter().filter(|item| !item.is_string() && !is_nothing(item)) {
                row.add_odd(name(target.place), odd.to_string());
            }
            // Google's own lists hold whole paths, each of which will do; others hold the parts of one.
            let is_path = target.is(Field::Category) && parts.iter().any(|part| part.contains('>'));
            row.add(target, if is_path { parts[0].to_owned() } else { parts.join(" > ") });
        }
        Value::Array(items) if matches!(target.place, Place::Attribute(_)) => {
            let parts: Vec<String> = items.iter().map(plain).collect();
            row.add(target, parts.join(", "));
        }
        Value::Array(items) if target.place == Place::Highlight => items.iter().for_each(|item| add(row, target, item)),
        Value::Array(items) => {
            if let Some(first) = items.first() {
                add(row, target, first);
            }
        }
        Value::Object(object) if is_price(target) => row.add(target, price(object, value)),
        value => match scalar(value) {
            // A point in a number of JSON stands before its fraction, whatever its length: 12.345 is no twelve thousand.
            Some(text) if is_price(target) && text.contains('.') => row.add(target, text + "0"),
            Some(text) => row.add(target, text),
            None if is_nothing(value) => {}
            None => row.add_odd(name(target.place), value.to_string()),
        },
    }
}

fn is_price(target: Target) -> bool {
    target.is(Field::Price) || target.is(Field::SalePrice)
}

/// `{"value": "79.99", "currency": "USD"}`, `{"amountMicros": "79990000", "currencyCode": "USD"}`, or minor units.
fn price(object: &Map<String, Value>, whole: &Value) -> String {
    let currency = ["currency", "currencyCode"].iter().find_map(|name| object.get(*name));
    let currency = currency.map(plain).unwrap_or_default();
    if let Some(value) = object.get("value") {
        return format!("{} {currency}", plain(value));
    }
    let Some(micros) = object.get("amountMicros") else {
        return acp::money(whole);
    };
    match whole_number(micros) {
        Some(micros) if micros >= 0 => format!("{}.{:06} {currency}", micros / MICROS, micros % MICROS),
        _ => whole.to_string(),
    }
}

/// Free text, an object of names and values, or a list of either or of objects that hold a name and a value each.
pub(super) fn details<'a>(row: &mut Row<'a>, target: Target, value: &'a Value) {
    match value {
        Value::String(text) => row.add(target, text.as_str()),
        Value::Object(object) => {
            let pair = [
                ("attribute_name", "attribute_value"),
                ("attributeName", "attributeValue"),
                ("name", "value"),
            ]
            .into_iter()
            .find_map(|(name, value)| object.get(name).zip(object.get(value)));
            match pair {
                Some((name, value)) => row.add_named(plain(name), plain(value)),
                None => object.iter().for_each(|(name, value)| row.add_named(name.as_str(), plain(value))),
            }
        }
        Value::Array(items) => items.iter().for_each(|item| details(row, target, item)),
        _ => {}
    }
}
