//! Values of JSON as texts: what a field of a feed is made of, whatever type its writer gave it.

use serde_json::Value;

/// Whole numbers from here on are not exact as floats.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A whole number, as such, with a point, or as text: `7999`, `7999.0`, `"7999"`.
pub(super) fn whole_number(value: &Value) -> Option<i64> {
    let float = || value.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < EXACT).map(|f| f as i64);
    value.as_i64().or_else(float).or_else(|| value.as_str()?.trim().parse().ok())
}

/// The text of a string, number or boolean; none of a number that JSON readers round: two ids of thirty digits would be one.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) => Some(value.to_string()),
        Value::Number(number) => {
            let is_exact = number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|f| f.abs() < EXACT);
            is_exact.then(|| value.to_string())
        }
        _ => None,
    }
}

/// What exporters write where they have nothing.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

/// The text of a string, number or boolean.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
