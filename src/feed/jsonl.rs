//! One JSON object a line, with the names of the table in `mapping`.

use super::Rows;
use super::mapping::{Name, Row, name};
use crate::error::{Error, Result};
use encoding_rs::Encoding;
use serde_json::Value;
use std::io::{BufRead, Read};

/// A line longer than this is no row.
const MAX_LINE: u64 = 4 << 20;

pub(super) fn read(input: &mut impl BufRead, encoding: &'static Encoding, rows: &mut Rows<'_>) -> Result<()> {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        let read = input
            .by_ref()
            .take(MAX_LINE)
            .read_until(b'\n', &mut line)
            .map_err(|e| Error::feed(format!("cannot be read: {e}")))?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        let too_long = line.len() as u64 == MAX_LINE && !line.ends_with(b"\n");
        if too_long {
            skip_line(input)?;
            rows.reject(number, "the line is too long", "");
            continue;
        }
        let (text, had_errors) = encoding.decode_with_bom_removal(&line);
        if text.trim().is_empty() {
            continue;
        }
        if had_errors {
            rows.reject(number, "not valid text", &text);
            continue;
        }
        match serde_json::from_str(&text) {
            Ok(Value::Object(object)) => {
                let row = row(number, object, rows);
                rows.take(&row)?;
            }
            Ok(_) => rows.reject(number, "not a JSON object", &text),
            Err(_) => rows.reject(number, "not JSON", &text),
        }
    }
}

fn row(number: u64, object: serde_json::Map<String, Value>, rows: &mut Rows<'_>) -> Row {
    let mut row = Row::at(number);
    for (key, value) in object {
        match name(&key) {
            Some(Name::Details) => row.add(Name::Details, details(&value)),
            Some(name) => add(&mut row, name, value),
            None => rows.report.ignored(&key),
        }
    }
    row
}

fn add(row: &mut Row, name: Name, value: Value) {
    match value {
        Value::Null | Value::Object(_) => {}
        Value::String(text) => row.add(name, text),
        Value::Array(items) if name == Name::Countries || name == Name::Category => {
            let parts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            row.add(name, parts.join(" > "));
        }
        Value::Array(items) => {
            if let Some(first) = items.into_iter().next() {
                add(row, name, first);
            }
        }
        other => row.add(name, other.to_string()),
    }
}

/// Free text, an object of names and values, or Google's list of sections.
fn details(value: &Value) -> String {
    let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    match value {
        Value::String(text) => text.clone(),
        Value::Object(object) => object
            .iter()
            .map(|(name, value)| format!("{name}: {}", text(value)))
            .collect::<Vec<_>>()
            .join("; "),
        Value::Array(items) => {
            let item = |item: &Value| match (item.get("attribute_name"), item.get("attribute_value")) {
                (Some(name), Some(value)) => format!("{}: {}", text(name), text(value)),
                _ => text(item),
            };
            items.iter().map(item).collect::<Vec<_>>().join("; ")
        }
        _ => String::new(),
    }
}

fn skip_line(input: &mut impl BufRead) -> Result<()> {
    loop {
        let buffer = input.fill_buf().map_err(|e| Error::feed(format!("cannot be read: {e}")))?;
        let (length, done) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(length);
        if done {
            return Ok(());
        }
    }
}
