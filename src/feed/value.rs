//! The written forms of values: prices, stock, dates, links, text.

use crate::money::{Currency, Money};
use crate::product::{Availability, Condition};
use crate::time::Timestamp;
use jiff::civil;
use std::borrow::Cow;

/// A price of more than this many major units is a mistake.
const MAX_MAJOR: i64 = 1_000_000_000;
const MAX_LINK_BYTES: usize = 4096;

/// Reads a price: `49.95 USD`, `USD 49.95`, `$1,299.00`, `1.299,00 €`, `٤٩٫٥٠ ر.س`; a bare number needs a default currency.
pub(super) fn price(text: &str, default: Option<Currency>) -> Option<Money> {
    let plain: String = text.chars().map(plain_digit).collect();
    let first = plain.find(|c: char| c.is_ascii_digit())?;
    let last = plain.rfind(|c: char| c.is_ascii_digit())?;
    let number = &plain[first..=last];
    let around = format!("{} {}", &plain[..first], &plain[last + 1..]);
    if around.contains('-') {
        return None;
    }
    let named = around.split_whitespace().find_map(currency);
    let currency = named
        .or_else(|| currency(around.trim()))
        .or(default.filter(|_| around.trim().is_empty()))?;
    let money = Money::from_decimal(&decimal(number)?, currency).ok()?;
    (money.minor() / 10_i64.pow(currency.exponent()) <= MAX_MAJOR).then_some(money)
}

/// `1,299.00`, `1.299,00`, `1 299,00`, `1'299.00` -> `1299.00`. The last sign before one or two digits, or three behind a
/// lone zero-free dot, is the fraction's.
fn decimal(number: &str) -> Option<String> {
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).collect();
    if number
        .chars()
        .any(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ' ' | '\'' | '\u{A0}' | '\u{202F}' | '\u{2009}'))
        || groups.iter().any(|g| g.is_empty())
    {
        return None;
    }
    let (last, before) = groups.split_last()?;
    if before.is_empty() {
        return Some(number.to_owned());
    }
    let sign = number.chars().rev().find(|c| !c.is_ascii_digit())?;
    let repeated = number.matches(sign).count() > 1;
    // 1,299 is a thousand; 1.299 is a price in dinars or one and a bit: dots are fractions.
    let thousands = last.len() == 3 && (sign != '.' || repeated) || matches!(sign, ' ' | '\'' | '\u{A0}' | '\u{202F}' | '\u{2009}');
    Some(if thousands {
        groups.concat()
    } else {
        format!("{}.{last}", before.concat())
    })
}

fn plain_digit(c: char) -> char {
    match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10).unwrap_or(c),
        '\u{6F0}'..='\u{6F9}' => char::from_digit(c as u32 - 0x6F0, 10).unwrap_or(c),
        '٫' => '.',
        '٬' => ',',
        _ => c,
    }
}

/// A currency by code, sign or habit of writing in shops.
pub(super) fn currency(text: &str) -> Option<Currency> {
    const SIGNS: &[(&str, &str)] = &[
        ("$", "USD"),
        ("us$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "JPY"),
        ("₪", "ILS"),
        ("₺", "TRY"),
        ("﷼", "SAR"),
        ("ر.س", "SAR"),
        ("ر.س.", "SAR"),
        ("ريال", "SAR"),
        ("د.إ", "AED"),
        ("درهم", "AED"),
        ("ج.م", "EGP"),
        ("جنيه", "EGP"),
        ("د.ك", "KWD"),
        ("دينار", "KWD"),
        ("ر.ق", "QAR"),
        ("د.ب", "BHD"),
        ("ر.ع", "OMR"),
        ("د.أ", "JOD"),
        ("د.ع", "IQD"),
        ("د.م", "MAD"),
        ("د.ت", "TND"),
        ("د.ج", "DZD"),
        ("ل.ل", "LBP"),
        ("sr", "SAR"),
        ("dhs", "AED"),
        ("le", "EGP"),
        ("kd", "KWD"),
    ];
    let text = text.trim().trim_matches(':');
    let by_sign = SIGNS
        .iter()
        .find(|(sign, _)| sign.eq_ignore_ascii_case(text) || *sign == text.trim_end_matches('.'))
        .map(|(_, code)| *code);
    by_sign.unwrap_or(text).parse().ok()
}

pub(super) fn availability(text: &str) -> Option<Availability> {
    let word: String = text
        .rsplit('/')
        .next()?
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    Some(match word.as_str() {
        "instock" | "available" | "yes" | "true" | "1" | "y" | "limitedavailability" | "onlineonly" | "متوفر" | "متاح" | "متوفرة" => {
            Availability::InStock
        }
        "outofstock" | "soldout" | "unavailable" | "no" | "false" | "0" | "n" | "discontinued" | "غيرمتوفر" | "نفد" | "نفذ" | "غيرمتاح" => {
            Availability::OutOfStock
        }
        "preorder" | "presale" | "طلبمسبق" => Availability::PreOrder,
        "backorder" | "backordered" | "availablefororder" | "madetoorder" => Availability::Backorder,
        "unknown" | "" => Availability::Unknown,
        _ => return None,
    })
}

pub(super) fn condition(text: &str) -> Option<Condition> {
    let word = text.rsplit('/').next()?.trim().to_lowercase();
    Some(match word.as_str() {
        "new" | "brand new" | "newcondition" | "جديد" => Condition::New,
        "refurbished" | "renewed" | "reconditioned" | "refurbishedcondition" | "مجدد" => Condition::Refurbished,
        "used" | "second hand" | "secondhand" | "pre-owned" | "usedcondition" | "مستعمل" => Condition::Used,
        _ => return None,
    })
}

pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" | "نعم" => Some(true),
        "no" | "false" | "0" | "n" | "لا" => Some(false),
        _ => None,
    }
}

/// RFC 3339 with or without an offset or seconds, a bare date, `11/22/2026 10:00:00`, `22.11.2026`. Without an offset: UTC.
pub(super) fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Some(Timestamp::from_unix(time.as_second()));
    }
    if let Ok(time) = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M%z", text).and_then(|t| t.to_timestamp()) {
        return Some(Timestamp::from_unix(time.as_second()));
    }
    let utc = |time: civil::DateTime| {
        time.to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|z| Timestamp::from_unix(z.timestamp().as_second()))
    };
    if let Ok(time) = text.parse::<civil::DateTime>() {
        return utc(time);
    }
    ["%m/%d/%Y %H:%M:%S", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d"].iter().find_map(|format| {
        let parsed = jiff::fmt::strtime::parse(format, text).ok()?;
        let time = parsed
            .to_datetime()
            .or_else(|_| parsed.to_date().map(|date| date.to_datetime(civil::Time::midnight())))
            .ok()?;
        utc(time)
    })
}

/// `start/end`; either side may be open.
pub(super) fn interval(text: &str) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
    let (start, end) = text.split_once('/')?;
    let side = |part: &str| if part.trim().is_empty() { Some(None) } else { date(part).map(Some) };
    side(start).zip(side(end))
}

/// http and https only, nothing that could break out of a link.
pub(super) fn link(text: &str) -> Option<String> {
    let text = text.trim();
    let scheme = ["https://", "http://"]
        .iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let host = text[scheme.len()..].split(['/', '?', '#']).next()?;
    let clean = text.len() <= MAX_LINK_BYTES
        && !text
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'));
    let named = !host.is_empty() && !host.contains('@') && host.chars().next().is_some_and(char::is_alphanumeric);
    (clean && named).then(|| text.to_owned())
}

/// Eight to fourteen digits with the right check digit (GS1).
pub(super) fn gtin(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if !(8..=14).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| u32::from(b - b'0') * if at % 2 == 1 { 3 } else { 1 })
        .sum();
    (sum.is_multiple_of(10)).then_some(digits)
}

/// Plain text: no tags, entities, controls or bidi marks, single spaces, at most so many bytes, cut at a word.
pub(super) fn text(raw: &str, most: usize) -> String {
    let raw = if raw.contains('&') { unescaped(raw) } else { Cow::Borrowed(raw) };
    let mut out = String::with_capacity(raw.len().min(most + 4));
    let mut in_tag = false;
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        let opens_tag = c == '<' && chars.peek().is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!'));
        match c {
            _ if opens_tag => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                space(&mut out);
            }
            _ if in_tag => {}
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}' | '\u{61C}' => {}
            _ if c.is_whitespace() || c.is_control() => space(&mut out),
            _ => out.push(c),
        }
        if out.len() > most {
            break;
        }
    }
    if out.len() > most {
        let mut end = most;
        while !out.is_char_boundary(end) {
            end -= 1;
        }
        let word = out[..end].rfind(' ').unwrap_or(end);
        out.truncate(word);
    }
    out.truncate(out.trim_end().len());
    out
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// The entities of XML and numbers; an unknown one stays as written.
fn unescaped(raw: &str) -> Cow<'_, str> {
    let named = |name: &str| match name {
        "nbsp" => Some(" "),
        "ndash" | "mdash" => Some("-"),
        "reg" => Some("®"),
        "trade" => Some("™"),
        "eacute" => Some("é"),
        _ => quick_xml::escape::resolve_predefined_entity(name),
    };
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        // The longest entity has some ten letters; a lone & is far from the next semicolon.
        let end = tail.bytes().take(12).position(|b| b == b';');
        let character = |digits: &str| -> Option<char> {
            let number = digits
                .strip_prefix(['x', 'X'])
                .map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            number.and_then(char::from_u32)
        };
        let known = end.and_then(|end| {
            let name = &tail[1..end];
            match name.strip_prefix('#') {
                Some(digits) => character(digits).map(|c| out.push(c)),
                None => named(name).map(|text| out.push_str(text)),
            }
            .map(|()| end)
        });
        match known {
            Some(end) => rest = &tail[end + 1..],
            None => {
                out.push('&');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &str = include_str!("../../data/cases/feed_values.tsv");

    #[test]
    fn cases() {
        for line in CASES.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [kind, input, expected] = columns[..] else { panic!("{line}") };
            let got = match kind {
                "price" => price(input, None).map(|m| m.to_string()),
                "availability" => availability(input).map(|a| format!("{a:?}")),
                "condition" => condition(input).map(|c| format!("{c:?}")),
                "date" => date(input).map(|d| d.to_string()),
                "link" => link(input),
                "gtin" => gtin(input),
                "text" => Some(text(input, 60)),
                _ => panic!("{line}"),
            };
            assert_eq!(got.as_deref().unwrap_or("-"), expected, "{line}");
        }
    }
}
