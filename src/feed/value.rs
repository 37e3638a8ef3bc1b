//! The written forms of values: stock, condition, dates, links, numbers.

use super::text;
use crate::offer::Availability;
use crate::product::{Condition, is_link, is_trade_number};
use crate::time::Timestamp;
use iso_currency::Country;
use jiff::civil;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const MAX_LINK_BYTES: usize = 4096;
/// There are not more.
const MAX_COUNTRIES: usize = 250;

/// Dates of feeds beside ISO 8601. A month above twelve is none: `25/12/2026` is read by the form that fits.
const DATES: &[&str] = &[
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%Y-%m-%d/%H:%M:%S",
    "%Y%m%d",
    "%d %b %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %B %Y",
    "%d-%b-%Y",
];
const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

/// Words of stock, letters and digits only.
const STOCK: &[(Availability, &[&str])] = &[
    (
        Availability::InStock,
        &[
            "instock",
            "available",
            "yes",
            "true",
            "y",
            "limitedavailability",
            "limitedstock",
            "lowstock",
            "instoreonly",
            "onlineonly",
            "onhand",
            "متوفر",
            "متاح",
            "متوفرة",
            "متوفرفيالمخزون",
        ],
    ),
    (
        Availability::OutOfStock,
        &[
            "outofstock",
            "oos",
            "soldout",
            "unavailable",
            "notavailable",
            "no",
            "false",
            "n",
            "discontinued",
            "غيرمتوفر",
            "غيرمتوفرة",
            "نفد",
            "نفذ",
            "نفدتالكمية",
            "غيرمتاح",
        ],
    ),
    (
        Availability::PreOrder,
        &["preorder", "presale", "preordered", "comingsoon", "طلبمسبق"],
    ),
    (
        Availability::Backorder,
        &["backorder", "backordered", "onbackorder", "availablefororder", "madetoorder"],
    ),
    (Availability::Unknown, &["unknown"]),
];

/// What exporters write where they have nothing.
pub(super) fn stands_for_nothing(text: &str) -> bool {
    const NOTHING: &[&str] = &["null", "n/a", "#n/a", "none", "nan", "undefined", "-", "--"];
    text.len() <= 9 && NOTHING.iter().any(|nothing| nothing.eq_ignore_ascii_case(text))
}

pub(super) fn availability(text: &str) -> Option<Availability> {
    // As Google and OpenAI write it: nearly every row.
    if matches!(text, "in_stock" | "in stock") {
        return Some(Availability::InStock);
    }
    let word: String = text
        .trim_end_matches('/')
        .rsplit('/')
        .next()?
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let known = STOCK.iter().find(|(_, words)| words.contains(&word.as_str()));
    let counted = || quantity(text).or_else(|| if is_negative(text) { None } else { quantity(&word) });
    known.map(|(availability, _)| *availability).or_else(counted)
}

/// A minus before a number: the letters and digits alone of `- 3` would be three pieces.
fn is_negative(text: &str) -> bool {
    text.trim_start().starts_with(['-', '\u{2212}', '\u{2013}'])
}

/// A number of pieces: none of them is out of stock.
pub(super) fn quantity(text: &str) -> Option<Availability> {
    let number: f64 = text.trim().parse().ok().filter(|n: &f64| n.is_finite())?;
    Some(if number > 0.0 {
        Availability::InStock
    } else {
        Availability::OutOfStock
    })
}

pub(super) fn condition(text: &str) -> Option<Condition> {
    let word = text.rsplit('/').next()?.trim().to_lowercase().replace('_', " ");
    Some(match word.as_str() {
        "new" | "brand new" | "newcondition" | "new with tags" | "new in box" | "جديد" => Condition::New,
        "refurbished" | "renewed" | "reconditioned" | "certified refurbished" | "open box" | "refurbishedcondition" | "مجدد" => {
            Condition::Refurbished
        }
        "used" | "second hand" | "secondhand" | "second-hand" | "pre-owned" | "preowned" | "like new" | "usedcondition" | "مستعمل" => {
            Condition::Used
        }
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

/// `18`, `18+`, `18 years`.
pub(super) fn age(text: &str) -> Option<u32> {
    let lower = text.trim().to_lowercase();
    let number = lower.trim_end_matches("years").trim_end_matches(['+', ' ']);
    number.parse().ok()
}

/// Names of countries beside those of ISO 3166, lower case.
const COUNTRIES: &[(&str, &str)] = &[
    ("usa", "US"),
    ("u.s.", "US"),
    ("u.s.a.", "US"),
    ("united states", "US"),
    ("uk", "GB"),
    ("great britain", "GB"),
    ("united kingdom", "GB"),
    ("england", "GB"),
    ("uae", "AE"),
    ("emirates", "AE"),
    ("ksa", "SA"),
    ("palestine", "PS"),
    ("syria", "SY"),
    ("iran", "IR"),
    ("russia", "RU"),
    ("türkiye", "TR"),
    ("czechia", "CZ"),
    ("south korea", "KR"),
    ("vietnam", "VN"),
    ("taiwan", "TW"),
    ("bolivia", "BO"),
    ("venezuela", "VE"),
    ("tanzania", "TZ"),
    ("moldova", "MD"),
    ("north macedonia", "MK"),
    ("brunei", "BN"),
    ("laos", "LA"),
    ("kosovo", "XK"),
];

/// The codes of countries (ISO 3166 alpha-2) in a list of codes and English names, and the first that is neither.
pub(super) fn countries(raw: &str) -> (Vec<String>, Option<String>) {
    let raw = text::clean(raw, MAX_COUNTRIES * 64);
    // `Palestine, State of` has the sign that stands between countries.
    if let Some(code) = country(&raw) {
        return (vec![code], None);
    }
    let (mut codes, mut odd) = (Vec::new(), None);
    let parts = raw.split([',', ';', '|', '>', '/']).map(str::trim).filter(|part| !part.is_empty());
    for part in parts.take(MAX_COUNTRIES) {
        // `US CA`
        let words: Option<Vec<String>> = part.split(' ').map(country).collect();
        match country(part).map(|code| vec![code]).or(words) {
            Some(known) => codes.extend(known),
            None => odd = odd.or(Some(part.to_owned())),
        }
    }
    (codes, odd)
}

fn country(name: &str) -> Option<String> {
    static NAMES: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
        let letters = || 'A'..='Z';
        let codes = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
        let own = codes.filter_map(|code| {
            let name = code.parse::<Country>().ok()?.name();
            Some([(code.to_lowercase(), code.clone()), (name.to_lowercase(), code)])
        });
        let more = COUNTRIES.iter().map(|(name, code)| ((*name).to_owned(), (*code).to_owned()));
        let kosovo = ("xk".to_owned(), "XK".to_owned());
        own.flatten().chain(more).chain([kosovo]).collect()
    });
    NAMES.get(&name.trim().to_lowercase()).cloned()
}

/// RFC 3339 with or without an offset or seconds, a bare date, `11/22/2026 10:00:00`, `22.11.2026`, RFC 2822. Without an
/// offset: UTC.
pub(super) fn date(text: &str) -> Option<Timestamp> {
    moment(text).map(|(time, _)| time)
}

/// The first moment after it: a bare date lasts until its midnight.
pub(super) fn end_date(text: &str) -> Option<Timestamp> {
    let (time, is_day) = moment(text)?;
    let end = time.unix() + if is_day { SECONDS_OF_A_DAY } else { 0 };
    Some(Timestamp::from_unix(end.min(jiff::Timestamp::MAX.as_second())))
}

/// The moment, and whether it is a day without a time.
fn moment(text: &str) -> Option<(Timestamp, bool)> {
    let text = text.trim();
    let stamp = |time: jiff::Timestamp| Some((Timestamp::from_unix(time.as_second()), false));
    let utc = |time: civil::DateTime, is_day| {
        let time = match time.to_zoned(jiff::tz::TimeZone::UTC) {
            Ok(zoned) => zoned.timestamp(),
            // 9999-12-31, which says "for ever", is a day behind the last moment that has a name.
            Err(_) if time.year() > 0 => jiff::Timestamp::MAX,
            Err(_) => return None,
        };
        Some((Timestamp::from_unix(time.as_second()), is_day))
    };
    if text.len() == 10
        && let Ok(day) = text.parse::<civil::Date>()
    {
        return utc(day.to_datetime(civil::Time::midnight()), true);
    }
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return stamp(time);
    }
    if let Ok(time) = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M%z", text).and_then(|t| t.to_timestamp()) {
        return stamp(time);
    }
    if let Ok(time) = text.parse::<civil::DateTime>() {
        return utc(time, false);
    }
    if let Ok(time) = jiff::fmt::rfc2822::parse(text) {
        return stamp(time.timestamp());
    }
    DATES.iter().find_map(|format| {
        let parsed = jiff::fmt::strtime::parse(format, text).ok()?;
        match parsed.to_datetime() {
            Ok(time) if format.contains("%H") => utc(time, false),
            _ => utc(parsed.to_date().ok()?.to_datetime(civil::Time::midnight()), true),
        }
    })
}

/// `start/end`; either side may be open.
pub(super) fn interval(text: &str) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
    let (start, end) = text.split_once('/')?;
    let side = |part: &str, read: fn(&str) -> Option<Timestamp>| {
        if part.trim().is_empty() { Some(None) } else { read(part).map(Some) }
    };
    side(start, date).zip(side(end, end_date))
}

/// http and https only, nothing that could break out of a link.
pub(super) fn link(link: &str) -> Option<String> {
    let link = link.trim();
    let is_usual = link
        .bytes()
        .all(|b| matches!(b, b'!'..=b'~') && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
    // U+FFFD stands where a letter was lost: the link would lead nowhere.
    let odd = |c: char| text::is_invisible(c) || text::is_blank(c) || matches!(c, '"' | '<' | '>' | '\\' | char::REPLACEMENT_CHARACTER);
    if link.len() > MAX_LINK_BYTES || !is_link(link) || !is_usual && link.chars().any(odd) {
        return None;
    }
    let mut link = link.to_owned();
    // Exporters escape once or twice.
    while link.contains("&amp;") {
        link = link.replace("&amp;", "&");
    }
    Some(link)
}

/// Eight to fourteen digits with the right check digit (GS1).
pub(super) fn gtin(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    is_trade_number(&digits).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::super::price;
    use super::*;

    const CASES: &str = include_str!("../../data/cases/feed_values.tsv");

    #[test]
    fn cases() {
        for line in CASES.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [kind, input, expected] = columns[..] else { panic!("{line}") };
            let got = match kind {
                "price" => price::price(input, None).map(|m| m.to_string()),
                "availability" => availability(input).map(|a| format!("{a:?}")),
                "condition" => condition(input).map(|c| format!("{c:?}")),
                "date" => date(input).map(|d| d.to_string()),
                "end date" => end_date(input).map(|d| d.to_string()),
                "link" => link(input),
                "gtin" => gtin(input),
                "countries" => Some(countries(input)).map(|(codes, odd)| [codes.join(" "), odd.unwrap_or_default()].join(" ! ")),
                "text" => Some(text::clean(input, 60)),
                _ => panic!("{line}"),
            };
            assert_eq!(got.as_deref().unwrap_or("-"), expected, "{line}");
        }
    }
}
