//! Money as whole minor units of one currency, and nothing else: no floats, no conversion without the host's rates.

use crate::error::{Error, Result};
use iso_currency::{Flag, IntoEnumIterator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// An ISO 4217 currency. In JSON: its code.
///
/// ```
/// let dinar: shoptalk::Currency = "KWD".parse()?;
/// assert_eq!(dinar.exponent(), 3); // a dinar has 1000 fils
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The three letters, upper case.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimal digits the minor unit has: 2 for USD, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        self.0.exponent().unwrap_or(0).into()
    }

    /// The currency of a market (ISO 3166 alpha-2, any case), where one is in general use.
    pub fn of_market(market: &str) -> Option<Self> {
        let market = market.trim().to_ascii_uppercase();
        // The eurozone and the countries with several legal tenders come first: the table below lists all that is legal.
        const USUAL: &[(&str, &str)] = &[
            ("US", "USD"),
            ("CH", "CHF"),
            ("PS", "ILS"),
            ("MA", "MAD"),
            ("BG", "EUR"),
            ("HR", "EUR"),
        ];
        if let Some((_, code)) = USUAL.iter().find(|(country, _)| *country == market) {
            return code.parse().ok();
        }
        let country: iso_currency::Country = market.parse().ok()?;
        let mut of_country = iso_currency::Currency::iter().filter(|c| c.used_by().contains(&country) && is_paid_in(*c));
        of_country.next().map(Self)
    }

    /// As a number that sorts and fits a column of the index.
    pub(crate) fn numeric(self) -> u64 {
        u64::from(self.0.numeric())
    }

    /// The other way.
    pub(crate) fn of_numeric(numeric: u64) -> Option<Self> {
        u16::try_from(numeric).ok().and_then(iso_currency::Currency::from_numeric).map(Self)
    }
}

/// ISO 4217 has codes that no price is in: gold, funds, and XXX for none at all.
fn is_paid_in(currency: iso_currency::Currency) -> bool {
    let flags = currency.flags();
    !flags.iter().any(|flag| matches!(flag, Flag::Fund | Flag::Special))
}

impl FromStr for Currency {
    type Err = Error;

    /// # Errors
    /// When the text is not the code of a currency in use.
    fn from_str(text: &str) -> Result<Self> {
        iso_currency::Currency::from_code(&text.trim().to_ascii_uppercase())
            .filter(|currency| is_paid_in(*currency))
            .map(Self)
            .ok_or_else(|| Error::data("not an ISO 4217 currency code"))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount: whole minor units (cents, fils) of a currency. Never negative when it comes from a feed.
///
/// As text and in JSON it is `49.95 USD`.
///
/// ```
/// let price: shoptalk::Money = "49.95 USD".parse()?;
/// assert_eq!(price.minor(), 4995);
/// assert_eq!(price.to_string(), "49.95 USD");
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// `minor` is in the smallest unit of the currency: `Money::new(4995, usd)` is 49.95 USD.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount in minor units.
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Reads a plain decimal number (`.` before the fraction, ASCII digits), rounded half up to the minor unit.
    ///
    /// # Errors
    /// When it is not such a number or does not fit.
    pub(crate) fn from_decimal(number: &str, currency: Currency) -> Result<Self> {
        let bad = || Error::data("not an amount");
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
            return Err(bad());
        }
        let exponent = currency.exponent() as usize;
        let mut minor: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| bad())? };
        for at in 0..exponent {
            let digit = fraction.as_bytes().get(at).map_or(0, |b| i64::from(b - b'0'));
            minor = minor.checked_mul(10).and_then(|m| m.checked_add(digit)).ok_or_else(bad)?;
        }
        if fraction.as_bytes().get(exponent).is_some_and(|b| *b >= b'5') {
            minor = minor.checked_add(1).ok_or_else(bad)?;
        }
        Ok(Self::new(minor, currency))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exponent = self.currency.exponent();
        let unit = 10_u64.pow(exponent);
        let (minor, sign) = (self.minor.unsigned_abs(), if self.minor < 0 { "-" } else { "" });
        write!(f, "{sign}{}", minor / unit)?;
        if exponent > 0 {
            write!(f, ".{:0width$}", minor % unit, width = exponent as usize)?;
        }
        write!(f, " {}", self.currency)
    }
}

impl FromStr for Money {
    type Err = Error;

    /// Reads what [`Display`](fmt::Display) writes: a decimal number, a space, a currency code.
    ///
    /// # Errors
    /// When the text has another form. Feeds are read by a more forgiving reader.
    fn from_str(text: &str) -> Result<Self> {
        let (number, code) = text
            .trim()
            .split_once(' ')
            .ok_or_else(|| Error::data("an amount needs a currency: 49.95 USD"))?;
        Self::from_decimal(number, code.parse()?)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The host's exchange rates. Without a rate two currencies are never compared.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    per_base: BTreeMap<&'static str, f64>,
}

impl Rates {
    /// No rates.
    pub fn new() -> Self {
        Self::default()
    }

    /// One unit of the host's base currency is `rate` units of `currency` (the base itself: 1.0).
    ///
    /// A rate that is not a positive finite number is ignored.
    #[must_use]
    pub fn rate(mut self, currency: Currency, rate: f64) -> Self {
        if rate.is_finite() && rate > 0.0 {
            self.per_base.insert(currency.code(), rate);
        }
        self
    }

    /// The amount in another currency, where both rates are known or the currency is the same.
    pub fn convert(&self, money: Money, to: Currency) -> Option<Money> {
        if money.currency == to {
            return Some(money);
        }
        let (from_rate, to_rate) = (self.per_base.get(money.currency.code())?, self.per_base.get(to.code())?);
        let units = money.minor as f64 / 10_f64.powi(money.currency.exponent() as i32);
        let minor = units / from_rate * to_rate * 10_f64.powi(to.exponent() as i32);
        // An amount that leaves the range of exact integers in f64 would be a wrong price.
        (minor.abs() < 9e15).then(|| Money::new(minor.round() as i64, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn text_forms() {
        for (text, minor) in [
            ("49.95 USD", 4995),
            ("49.9 USD", 4990),
            ("50 JPY", 50),
            ("1.5 KWD", 1500),
            ("0.005 USD", 1),
            (".5 EUR", 50),
        ] {
            assert_eq!(money(text).minor(), minor, "{text}");
        }
        for text in [
            "49.95",
            "x USD",
            "1,5 USD",
            "-1 USD",
            " USD",
            "1 XXXX",
            "1 XXX",
            "1 XAU",
            "1 CLF",
            "99999999999999999999 USD",
            "1.-5 USD",
        ] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
        assert_eq!(Money::new(-5, "KWD".parse().unwrap()).to_string(), "-0.005 KWD");
    }

    #[test]
    fn currency_of_market() {
        for (market, code) in [
            ("US", "USD"),
            ("sa", "SAR"),
            ("EG", "EGP"),
            ("DE", "EUR"),
            ("MA", "MAD"),
            ("KW", "KWD"),
            ("GB", "GBP"),
            ("IQ", "IQD"),
            ("JO", "JOD"),
            ("CL", "CLP"),
            ("UY", "UYU"),
        ] {
            assert_eq!(Currency::of_market(market).map(Currency::code), Some(code), "{market}");
        }
        assert_eq!(Currency::of_market("no country"), None);
    }

    #[test]
    fn rates_convert_only_what_they_know() {
        let (usd, kwd, eur): (Currency, Currency, Currency) = ("USD".parse().unwrap(), "KWD".parse().unwrap(), "EUR".parse().unwrap());
        let rates = Rates::new().rate(usd, 1.0).rate(kwd, 0.31).rate(eur, f64::NAN);
        assert_eq!(rates.convert(money("10 USD"), kwd), Some(money("3.100 KWD")));
        assert_eq!(rates.convert(money("10 USD"), eur), None);
        assert_eq!(rates.convert(money("10 EUR"), eur), Some(money("10 EUR")));
    }
}
