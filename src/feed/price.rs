//! The written forms of prices and currencies.
//!
//! A price that is not sure is none: what stands beside the number must name a currency and nothing else (`2 for 10 USD`, `USD 10 EUR`,
//! `save 10 USD`), and the number must be written in one of the ways of the world (`19 99`, `12.05.2026`).

use super::text;
use crate::money::{Currency, Money};
use std::borrow::Cow;

/// A price of more than this many major units is a mistake.
const MAX_MAJOR: i64 = 1_000_000_000;
/// A longer text is no price.
const MAX_TEXT: usize = 100;

/// Signs and habits of writing, lower case, with the currencies that are written so: the first where nothing else tells, else the one
/// of the code beside it (`$49.95 CAD`) or of the feed.
const SIGNS: &[(&str, &[&str])] = &[
    ("$", DOLLARS),
    ("us$", &["USD"]),
    ("us $", &["USD"]),
    ("ca$", &["CAD"]),
    ("c$", &["CAD"]),
    ("c $", &["CAD"]),
    ("au$", &["AUD"]),
    ("au $", &["AUD"]),
    ("a$", &["AUD"]),
    ("r$", &["BRL"]),
    ("€", &["EUR"]),
    ("euro", &["EUR"]),
    ("£", &["GBP", "EGP", "LBP", "SYP", "SDG"]),
    ("¥", &["JPY", "CNY"]),
    ("₪", &["ILS"]),
    ("₺", &["TRY"]),
    ("tl", &["TRY"]),
    ("₹", &["INR"]),
    ("rs", &["INR", "PKR", "LKR", "NPR"]),
    ("₩", &["KRW"]),
    ("₽", &["RUB"]),
    ("zł", &["PLN"]),
    ("﷼", RIYALS),
    ("\u{20C1}", &["SAR"]),
    ("ر.س", &["SAR"]),
    ("ريال", RIYALS),
    ("ريال سعودي", &["SAR"]),
    ("د.إ", &["AED"]),
    ("درهم", &["AED", "MAD"]),
    ("ج.م", &["EGP"]),
    ("جنيه", &["EGP", "SDG", "GBP"]),
    ("د.ك", &["KWD"]),
    ("دينار", &["KWD", "JOD", "BHD", "IQD", "TND", "DZD", "LYD"]),
    ("ر.ق", &["QAR"]),
    ("د.ب", &["BHD"]),
    ("ر.ع", &["OMR"]),
    ("د.أ", &["JOD"]),
    ("د.ا", &["JOD"]),
    ("د.ع", &["IQD"]),
    ("د.م", &["MAD"]),
    ("د.ت", &["TND"]),
    ("د.ج", &["DZD"]),
    ("ل.ل", &["LBP"]),
    ("sr", &["SAR"]),
    ("dhs", &["AED", "MAD"]),
    ("dh", &["AED", "MAD"]),
    ("le", &["EGP"]),
    ("l.e", &["EGP"]),
    ("kd", &["KWD"]),
    ("qr", &["QAR"]),
    ("bd", &["BHD"]),
    ("jd", &["JOD"]),
];
const DOLLARS: &[&str] = &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "BRL"];
const RIYALS: &[&str] = &["SAR", "QAR", "OMR", "YER", "IRR"];

/// Reads a price: `49.95 USD`, `USD 49.95`, `$1,299.00`, `1.299,00 €`, `٤٩٫٥٠ ر.س`; a bare number needs a default currency.
pub(super) fn price(text: &str, default: Option<Currency>) -> Option<Money> {
    let plain = plain(text);
    let first = plain.find(|c: char| c.is_ascii_digit()).filter(|_| plain.len() <= MAX_TEXT)?;
    let last = plain.rfind(|c: char| c.is_ascii_digit())?;
    let number = &plain[first..=last];
    let (before, has_point) = before(&plain[..first])?;
    let currency = named(before, behind(&plain[last + 1..]), default)?;
    // KD.500 is half a dinar to one shop and five hundred to the next.
    if before.ends_with('.') && currency.exponent() == 3 && number.len() == 3 {
        return None;
    }
    let number = if has_point {
        Cow::Owned(format!("0.{number}"))
    } else {
        decimal(number, currency)?
    };
    let money = Money::from_decimal(&number, currency).ok()?;
    (money.minor() / 10_i64.pow(currency.exponent()) <= MAX_MAJOR).then_some(money)
}

/// A currency by code, sign or habit of writing in shops.
pub(super) fn currency(text: &str) -> Option<Currency> {
    if text.len() > MAX_TEXT {
        return None;
    }
    // A column of currencies may explain its code: `US Dollar (USD)`.
    let explained = || {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let mut codes = words.filter(|word| word.bytes().all(|b| b.is_ascii_uppercase())).filter_map(code);
        let first = codes.next()?;
        codes.all(|other| other == first).then_some(first)
    };
    code(text.trim()).or_else(|| named(text, "", None)).or_else(explained)
}

/// What stands before the number, and whether the number begins with a point: `.95`, `$.99`, `USD ,99`. The point behind a habit of
/// writing is an abbreviation's (`Rs.99`), and whose it is behind a code nobody knows.
fn before(text: &str) -> Option<(&str, bool)> {
    let Some(rest) = text.strip_suffix(['.', ',']) else {
        return Some((text, false));
    };
    if !rest.ends_with(char::is_alphabetic) {
        return Some((rest, true));
    }
    let word = rest.rsplit(char::is_whitespace).next().unwrap_or_default();
    (text.ends_with('.') && sign(word).is_some()).then_some((text, false))
}

/// What stands behind the number, without the dash for no cents in `49,- €`. A dash alone is a minus: `5.00-`.
fn behind(text: &str) -> &str {
    match text.strip_prefix([',', '.']) {
        Some(rest) => rest.trim_start_matches(['-', '\u{2013}', '\u{2014}']),
        None => text,
    }
}

/// The currency that is named on both sides of a number or on one; none if they say two things, or anything else.
fn named(before: &str, after: &str, default: Option<Currency>) -> Option<Currency> {
    let mut names = Names::default();
    if !names.add(before) || !names.add(after) {
        return None;
    }
    match (names.code, names.signs) {
        (Some(code), Some(signs)) => signs.contains(&code.code()).then_some(code),
        (Some(code), None) => Some(code),
        (None, Some(signs)) => default
            .filter(|currency| signs.contains(&currency.code()))
            .or_else(|| signs.first()?.parse().ok()),
        (None, None) => default,
    }
}

/// What was said of a currency.
#[derive(Default)]
struct Names {
    code: Option<Currency>,
    /// The currencies of all signs.
    signs: Option<Vec<&'static str>>,
}

impl Names {
    /// Whether it is nothing but codes and signs that agree: `$ CAD`, `USD$`, `(USD)`.
    fn add(&mut self, text: &str) -> bool {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.'));
        let text = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(text);
        if text.is_empty() {
            return true;
        }
        if let Some(currencies) = sign(text) {
            let before = self.signs.get_or_insert_with(|| currencies.to_vec());
            before.retain(|currency| currencies.contains(currency));
            return !before.is_empty();
        }
        if let Some(code) = code(text) {
            return *self.code.get_or_insert(code) == code;
        }
        let is_letter = text.starts_with(|c: char| c.is_ascii_alphabetic());
        let end = text.find(|c: char| c.is_whitespace() || c.is_ascii_alphabetic() != is_letter);
        end.is_some_and(|end| self.add(&text[..end]) && self.add(&text[end..]))
    }
}

/// The currencies of a sign.
fn sign(text: &str) -> Option<&'static [&'static str]> {
    let lower = text.to_lowercase();
    SIGNS.iter().find(|(sign, _)| *sign == lower).map(|(_, currencies)| *currencies)
}

/// Three Latin letters of a currency.
fn code(text: &str) -> Option<Currency> {
    let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic());
    if is_code { text.parse().ok() } else { None }
}

/// `1,299.00`, `1.299,00`, `1 299,00`, `1'299.00` -> `1299.00`; none where it may be two things.
fn decimal(number: &str, currency: Currency) -> Option<Cow<'_, str>> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let cents = number.split_once('.').filter(|(_, fraction)| fraction.len() <= 2);
    if digits(number) || cents.is_some_and(|(whole, fraction)| digits(whole) && digits(fraction)) {
        return Some(Cow::Borrowed(number));
    }
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).collect();
    let signs: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
    let (sign, earlier) = signs.split_last()?;
    let (last, whole) = groups.split_last()?;
    let has_fraction = match earlier.first() {
        None => is_point(*sign, whole[0], last, currency)?,
        Some(thousands) => thousands != sign,
    };
    let known = |c: &char| matches!(c, '.' | ',' | ' ' | '\'');
    if !signs.iter().all(known) || groups.iter().any(|g| g.is_empty()) || earlier.windows(2).any(|w| w[0] != w[1]) {
        return None;
    }
    if !has_fraction {
        return are_thousands(&groups, *sign).then(|| Cow::Owned(groups.concat()));
    }
    let is_grouped = earlier.first().is_none_or(|thousands| are_thousands(whole, *thousands));
    (is_grouped && matches!(sign, '.' | ',')).then(|| Cow::Owned(format!("{}.{last}", whole.concat())))
}

/// Whether the only sign of a number stands before its fraction; none where nobody knows. Three digits behind it are thousands or a
/// fraction: `1.299 EUR` is a bicycle in Berlin and a coffee in a program, `12,500 KWD` are twelve dinars or a car.
fn is_point(sign: char, whole: &str, digits: &str, currency: Currency) -> Option<bool> {
    let has_mills = currency.exponent() == 3;
    match sign {
        '.' | ',' if digits.len() != 3 || whole.len() > 3 || whole.starts_with('0') => Some(true),
        '.' => has_mills.then_some(true),
        // The dinar of Iraq has a thousand fils in the standard and none in shops.
        ',' if has_mills && currency.code() != "IQD" => None,
        _ => Some(false),
    }
}

/// Groups of three digits, or of two before the last three as in India: 1,00,000.
fn are_thousands(groups: &[&str], sign: char) -> bool {
    let (Some((first, rest)), Some(last)) = (groups.split_first(), groups.last()) else {
        return false;
    };
    let middle = &rest[..rest.len().saturating_sub(1)];
    let is_lakh = sign == ',' && first.len() <= 2 && !middle.is_empty() && middle.iter().all(|group| group.len() == 2);
    let is_grouped = is_lakh || first.len() <= 3 && middle.iter().all(|group| group.len() == 3);
    last.len() == 3 && is_grouped && !first.starts_with('0')
}

/// Without entities and markup, with ASCII digits and signs; what cannot be seen is left out (`٤٩ ر.س.\u{200F}`).
fn plain(text: &str) -> Cow<'_, str> {
    let text = if text.contains(['&', '<']) {
        Cow::Owned(text::clean(text, text.len()))
    } else {
        Cow::Borrowed(text)
    };
    if text.is_ascii() {
        return text;
    }
    let shown = text.chars().filter(|c| !text::is_invisible(*c));
    Cow::Owned(shown.map(plain_sign).collect())
}

fn plain_sign(c: char) -> char {
    let wide = |c: char| char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
    match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10).unwrap_or(c),
        '\u{6F0}'..='\u{6F9}' => char::from_digit(c as u32 - 0x6F0, 10).unwrap_or(c),
        // Full width: １０．９９
        '\u{FF01}'..='\u{FF5E}' => wide(c),
        '￥' => '¥',
        '￡' => '£',
        '٫' => '.',
        '،' => ',',
        // Never before a fraction.
        '٬' | '’' => '\'',
        _ if c.is_whitespace() || text::is_blank(c) => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_several_currencies_is_the_feeds_own() {
        for (text, default, expected) in [
            ("$49.95", "CAD", "49.95 CAD"),
            ("$49.95", "EUR", "49.95 USD"),
            ("12.500 دينار", "JOD", "12.500 JOD"),
            ("99 dh", "MAD", "99.00 MAD"),
            ("£5", "EGP", "5.00 EGP"),
            ("5", "EGP", "5.00 EGP"),
        ] {
            let money = price(text, default.parse().ok()).map(|money| money.to_string());
            assert_eq!(money.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_column_names_one_currency() {
        for (text, expected) in [
            ("usd", Some("USD")),
            ("US Dollar (USD)", Some("USD")),
            ("ر.س", Some("SAR")),
            ("USD or EUR", None),
            ("All currencies", None),
            ("XXX", None),
        ] {
            assert_eq!(currency(text).map(Currency::code), expected, "{text}");
        }
    }
}
