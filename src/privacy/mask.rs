//! Identifiers -> a mark that no word survives: phones, e-mails, cards, IBANs, links, one-time codes.
//!
//! Works on the written text before tokens are made, in both blocks of Arabic digits. Model numbers (TN-2110, WH-1000XM4),
//! amounts and sizes stay. Linear: one pass finds the pieces, each rule looks at a bounded neighbourhood.

use std::borrow::Cow;
use std::ops::Range;

/// What stands for something masked; ends a clause and makes no token.
const MARK: char = '\u{FFFC}';
/// A one-time code stands at most so many words from a word that says so.
const CODE_REACH: usize = 4;
/// And so many bytes.
const CODE_BYTES: usize = 120;
/// No more of the text is looked at on either side: within [`CODE_BYTES`], and the word that ends or begins there.
const CODE_NEAR: usize = 2 * CODE_BYTES;
/// A text of fewer digits has no code, phone, card or account in it.
const LEAST_DIGITS: usize = 4;
/// Every country's account numbers have more digits than these.
const LEAST_IBAN_DIGITS: usize = 10;
const CODE_WORDS: &[&str] = &[
    "code",
    "otp",
    "pin",
    "passcode",
    "password",
    "verification",
    "verify",
    "2fa",
    "رمز",
    "كود",
    "الكود",
    "الرمز",
    "رمزك",
    "كودك",
    "التحقق",
    "تحقق",
    "السري",
    "الباسورد",
    "باسورد",
    "kod",
    "ramz",
    "mdp",
];

/// The text with every identifier replaced; borrowed where there is none.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    let suspicious = |c: char| digit(c).is_some() || matches!(c, '@' | '/') || c == 'w' || c == 'W';
    if !text.contains(suspicious) {
        return Cow::Borrowed(text);
    }
    let mut found = links_and_mails(text);
    if text.chars().filter(|c| digit(*c).is_some()).nth(LEAST_DIGITS - 1).is_some() {
        found.extend(numbers(text));
    }
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    found.sort_by_key(|range| range.start);
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for range in found {
        if range.end <= at {
            continue;
        }
        masked.push_str(&text[at..range.start.max(at)]);
        masked.push(MARK);
        at = range.end;
    }
    masked.push_str(&text[at..]);
    Cow::Owned(masked)
}

fn links_and_mails(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    // Every link and address has one of these signs: the words without are not looked at.
    let sign = |from: usize| text[from..].bytes().position(|b| matches!(b, b'/' | b'@' | b'.' | b':'));
    while let Some(sign) = sign(at).map(|offset| at + offset) {
        let start = text[at..sign].rfind(char::is_whitespace).map_or(at, |space| at + space);
        let start = sign - text[start..sign].trim_start().len();
        at = text[sign..].find(char::is_whitespace).map_or(text.len(), |length| sign + length);
        if is_link(&text[start..at]) || is_mail(&text[start..at]) {
            found.push(start..at);
        }
    }
    found
}

fn is_link(word: &str) -> bool {
    let lower = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts = |prefix: &str| lower.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if word.contains("://") || starts("www.") || starts("mailto:") {
        return true;
    }
    // shop.example/item: a dotted name before the first slash. 1/2 and and/or stay.
    word.split_once('/').is_some_and(|(host, _)| {
        let mut labels = host.rsplit('.');
        let top = labels.next().unwrap_or_default();
        (2..=10).contains(&top.len())
            && top.bytes().all(|b| b.is_ascii_alphabetic())
            && labels.next().is_some_and(|label| !label.is_empty())
    })
}

fn is_mail(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.split('.').filter(|label| !label.is_empty()).count() >= 2)
}

/// Runs of digits with the signs that people put between them, judged as a whole.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let offset = |i: usize| chars.get(i).map_or(text.len(), |(at, _)| *at);
    let mut i = 0;
    while i < chars.len() {
        if digit(chars[i].1).is_none() && chars[i].1 != '+' {
            i += 1;
            continue;
        }
        let end = run_end(&chars, i);
        if let Some(start) = iban_start(&chars, i)
            && let Some(end) = iban_length(&chars[start..iban_end(&chars, start)]).map(|length| start + length)
        {
            found.push(offset(start)..offset(end));
            i = end;
            continue;
        }
        let run = Run::of(&chars[i..end]);
        let glued = i > 0 && (chars[i - 1].1.is_alphanumeric() || chars[i - 1].1 == '-' && i > 1 && chars[i - 2].1.is_alphabetic());
        let glued = glued || chars.get(end).is_some_and(|(_, c)| c.is_ascii_alphabetic());
        let near_code = run.groups == 1 && (LEAST_DIGITS..=8).contains(&run.digits.len()) && is_near_code(text, offset(i)..offset(end));
        if (!glued && (run.is_phone() || run.is_card() || run.is_long())) || near_code {
            found.push(offset(i)..offset(end));
        }
        i = end.max(i + 1);
    }
    found
}

/// Digits, and single spaces, dashes, dots, brackets between them.
fn run_end(chars: &[(usize, char)], start: usize) -> usize {
    let mut end = start + 1;
    let mut i = end;
    let mut gap = 0;
    while i < chars.len() && gap < 3 && i - start < 40 {
        if digit(chars[i].1).is_some() {
            end = i + 1;
            gap = 0;
        } else if matches!(
            chars[i].1,
            ' ' | '-' | '.' | '(' | ')' | '\u{A0}' | '\u{2011}' | '\u{200E}' | '\u{202A}' | '\u{202C}'
        ) {
            gap += 1;
        } else {
            break;
        }
        i += 1;
    }
    end
}

struct Run {
    digits: Vec<u8>,
    groups: usize,
    longest: usize,
    plus: bool,
}

impl Run {
    fn of(chars: &[(usize, char)]) -> Self {
        let mut run = Self {
            digits: Vec::new(),
            groups: 0,
            longest: 0,
            plus: chars.first().is_some_and(|(_, c)| *c == '+'),
        };
        let mut length = 0;
        for (_, c) in chars {
            match digit(*c) {
                Some(d) => {
                    run.digits.push(d);
                    run.groups += usize::from(length == 0);
                    length += 1;
                    run.longest = run.longest.max(length);
                }
                None => length = 0,
            }
        }
        run
    }

    /// +966 50 123 4567, 0501234567, 010 1234 5678, 555-123-4567, 99887766. Not 1920 1080 nor 15000000 dinars.
    fn is_phone(&self) -> bool {
        let n = self.digits.len();
        if self.plus {
            return (7..=15).contains(&n);
        }
        match self.digits.first() {
            Some(0) => (7..=15).contains(&n) && (self.groups > 1 || n >= 8),
            Some(_) if self.groups > 1 => (9..=15).contains(&n) && self.longest <= 7 && n / self.groups >= 3,
            Some(first) => n == 9 || n == 8 && *first >= 3 && !self.digits.ends_with(&[0, 0, 0]),
            None => false,
        }
    }

    /// Payment cards by their check digit (Luhn).
    fn is_card(&self) -> bool {
        let sum: u32 = self
            .digits
            .iter()
            .rev()
            .enumerate()
            .map(|(at, d)| u32::from(*d) * if at % 2 == 1 { 2 } else { 1 })
            .map(|d| if d > 9 { d - 9 } else { d })
            .sum();
        (13..=19).contains(&self.digits.len()) && sum.is_multiple_of(10)
    }

    /// Ten digits in one piece are no price and no size: numbers of accounts, identity cards, phones.
    fn is_long(&self) -> bool {
        self.longest >= 10
    }
}

/// Two letters before the first two digits.
fn iban_start(chars: &[(usize, char)], digits: usize) -> Option<usize> {
    let start = digits.checked_sub(2)?;
    let letters = chars[start..digits].iter().all(|(_, c)| c.is_ascii_alphabetic());
    let free = start == 0 || !chars[start - 1].1.is_alphanumeric();
    (letters && free).then_some(start)
}

fn iban_end(chars: &[(usize, char)], start: usize) -> usize {
    let mut end = start;
    for (i, (_, c)) in chars.iter().enumerate().skip(start).take(42) {
        if c.is_ascii_alphanumeric() || digit(*c).is_some() {
            end = i + 1;
        } else if *c != ' ' {
            break;
        }
    }
    end
}

/// ISO 13616: 15 to 34 signs, the remainder by 97 is 1. The end may have swallowed a following word, so the shortest that
/// checks counts. How many characters it takes.
fn iban_length(chars: &[(usize, char)]) -> Option<usize> {
    let sign = |c: char| {
        digit(c)
            .map(u32::from)
            .or_else(|| c.is_ascii_alphabetic().then(|| c.to_ascii_lowercase() as u32 - 'a' as u32 + 10))
    };
    let signs: Vec<(usize, u32)> = chars
        .iter()
        .enumerate()
        .filter_map(|(at, (_, c))| sign(*c).map(|sign| (at, sign)))
        .collect();
    let is_digit = |sign: &(usize, u32)| sign.1 < 10;
    // One word in five of Arabizi ("bedi we7de 8ayra l 4 ash5as") has some length that checks; an account number is digits for the most part.
    if signs.len() < 4 || !signs[2..4].iter().all(is_digit) {
        return None;
    }
    let checks = |length: &usize| {
        if signs[..*length].iter().filter(|sign| is_digit(sign)).count() < LEAST_IBAN_DIGITS {
            return false;
        }
        let rotated = signs[4..*length].iter().chain(&signs[..4]);
        rotated.fold(0, |rest, (_, sign)| (rest * if *sign > 9 { 100 } else { 10 } + sign) % 97) == 1
    };
    (15..=signs.len().min(34)).find(checks).map(|length| signs[length - 1].0 + 1)
}

/// Whether a word that announces a one-time code stands before or behind a number, at most so many words away.
fn is_near_code(text: &str, number: Range<usize>) -> bool {
    let (before, behind) = (&text[at_letter(text, number.start.saturating_sub(CODE_NEAR))..number.start], {
        &text[number.end..at_letter(text, number.end + CODE_NEAR)]
    });
    // What is glued to the number is no word of its own: code:1234.
    let glued_before = usize::from(before.ends_with(|c: char| !c.is_whitespace()));
    let glued_behind = usize::from(behind.starts_with(|c: char| !c.is_whitespace()));
    let mut words_before = before.split_whitespace().rev().take(CODE_REACH).skip(glued_before);
    let mut words_behind = behind.split_whitespace().take(CODE_REACH).skip(glued_behind);
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let near_before = |word: &str| number.start - (offset(word) + word.len()) < CODE_BYTES;
    let near_behind = |word: &str| offset(word) - number.end < CODE_BYTES;
    words_before.any(|word| near_before(word) && is_code_word(word)) || words_behind.any(|word| near_behind(word) && is_code_word(word))
}

/// The place itself, or the start of the letter that it is in.
fn at_letter(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn is_code_word(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    CODE_WORDS.iter().any(|known| known.eq_ignore_ascii_case(bare))
}

fn digit(c: char) -> Option<u8> {
    let value = match c {
        '0'..='9' => c as u32 - '0' as u32,
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6F0}'..='\u{6F9}' => c as u32 - 0x6F0,
        _ => return None,
    };
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CASES: &str = include_str!("../../data/cases/mask.tsv");

    #[test]
    fn cases() {
        for line in CASES.lines().filter(|line| !line.starts_with('#')) {
            let (text, expected) = line.split_once('\t').unwrap();
            assert_eq!(mask(text).replace(MARK, "*"), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_keeps_plain_words(text in "\\PC*") {
            let masked = mask(&text);
            prop_assert!(masked.chars().count() <= text.chars().count() + 1);
        }

        #[test]
        fn digits_and_signs(text in "[0-9٠-٩ +.()@/:a-zA-Z-]*") {
            mask(&text);
        }
    }
}
