//! The written forms of prices and currencies.

use crate::money::{Currency, Money};
use std::borrow::Cow;

/// A price of more than this many major units is a mistake.
const MAX_MAJOR: i64 = 1_000_000_000;

/// Signs and habits of writing, lower case. A code beside a sign is surer: `$49.95 CAD`.
const SIGNS: &[(&str, &str)] = &[
    ("$", "USD"),
    ("us$", "USD"),
    ("ca$", "CAD"),
    ("c$", "CAD"),
    ("au$", "AUD"),
    ("a$", "AUD"),
    ("r$", "BRL"),
    ("€", "EUR"),
    ("euro", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₪", "ILS"),
    ("₺", "TRY"),
    ("tl", "TRY"),
    ("₹", "INR"),
    ("rs", "INR"),
    ("₩", "KRW"),
    ("₽", "RUB"),
    ("zł", "PLN"),
    ("﷼", "SAR"),
    ("\u{20C1}", "SAR"),
    ("ر.س", "SAR"),
    ("ريال", "SAR"),
    ("ريال سعودي", "SAR"),
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
    ("د.ا", "JOD"),
    ("د.ع", "IQD"),
    ("د.م", "MAD"),
    ("د.ت", "TND"),
    ("د.ج", "DZD"),
    ("ل.ل", "LBP"),
    ("sr", "SAR"),
    ("dhs", "AED"),
    ("dh", "AED"),
    ("le", "EGP"),
    ("l.e", "EGP"),
    ("kd", "KWD"),
    ("qr", "QAR"),
    ("bd", "BHD"),
    ("jd", "JOD"),
];

/// Reads a price: `49.95 USD`, `USD 49.95`, `$1,299.00`, `1.299,00 €`, `٤٩٫٥٠ ر.س`; a bare number needs a default currency.
pub(super) fn price(text: &str, default: Option<Currency>) -> Option<Money> {
    let plain = plain(text);
    let first = plain.find(|c: char| c.is_ascii_digit())?;
    let last = plain.rfind(|c: char| c.is_ascii_digit())?;
    let (before, number, after) = (plain[..first].trim(), &plain[first..=last], plain[last + 1..].trim());
    if before.ends_with('-') || after.starts_with('-') && after.len() > 1 {
        return None;
    }
    // .95 USD and 49.- EUR
    let (before, fraction) = before
        .strip_suffix('.')
        .filter(|b| b.is_empty())
        .map_or((before, ""), |b| (b, "0."));
    let after = after
        .strip_prefix([',', '.'])
        .unwrap_or(after)
        .trim_start_matches(['-', '–'])
        .trim();
    let named = code(before)
        .or_else(|| code(after))
        .or_else(|| currency(before))
        .or_else(|| currency(after));
    let is_bare = before.is_empty() && after.is_empty();
    let currency = named.or(default.filter(|_| is_bare))?;
    let number = decimal(number)?;
    let number = if fraction.is_empty() {
        number
    } else {
        Cow::Owned(format!("{fraction}{number}"))
    };
    let money = Money::from_decimal(&number, currency).ok()?;
    (money.minor() / 10_i64.pow(currency.exponent()) <= MAX_MAJOR).then_some(money)
}

/// A currency by code, sign or habit of writing in shops.
pub(super) fn currency(text: &str) -> Option<Currency> {
    let text = text.trim().trim_matches([':', '.', ' ']);
    code(text).or_else(|| {
        let lower = text.to_lowercase();
        let by_sign = SIGNS.iter().find(|(sign, _)| *sign == lower);
        by_sign.and_then(|(_, code)| code.parse().ok())
    })
}

/// Three Latin letters of a currency, alone or beside a sign: `$ CAD`.
fn code(text: &str) -> Option<Currency> {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.find_map(|word| {
        let is_code = word.len() == 3 && word.bytes().all(|b| b.is_ascii_alphabetic());
        if is_code { word.parse().ok() } else { None }
    })
}

/// `1,299.00`, `1.299,00`, `1 299,00`, `1'299.00` -> `1299.00`. The last sign before one or two digits, or three behind a
/// lone zero-free dot, is the fraction's.
fn decimal(number: &str) -> Option<Cow<'_, str>> {
    let cents = number.split_once('.').filter(|(_, fraction)| fraction.len() <= 2);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if digits(number) || cents.is_some_and(|(whole, fraction)| digits(whole) && digits(fraction)) {
        return Some(Cow::Borrowed(number));
    }
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).collect();
    let known = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'' | '’' | '\u{A0}' | '\u{202F}' | '\u{2009}');
    if !number.chars().all(known) || groups.iter().any(|g| g.is_empty()) {
        return None;
    }
    let (last, before) = groups.split_last()?;
    let sign = number.chars().rev().find(|c| !c.is_ascii_digit())?;
    let repeated = number.matches(sign).count() > 1;
    // 1,299 is a thousand; 1.299 is a price in dinars or one and a bit: dots are fractions.
    let thousands = last.len() == 3 && (sign != '.' || repeated) || !matches!(sign, '.' | ',');
    Some(Cow::Owned(if thousands {
        groups.concat()
    } else {
        format!("{}.{last}", before.concat())
    }))
}

/// ASCII digits and signs; what cannot be seen is left out (`٤٩ ر.س.\u{200F}`).
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|c| !super::text::is_invisible(*c));
    Cow::Owned(shown.map(plain_digit).collect())
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
