//! Text of a feed -> plain text: no tags, entities, controls or bidi marks; titles without shouting and stuffing.

use quick_xml::escape::resolve_html5_entity;
use std::borrow::Cow;

/// Entities inside of entities and tags inside of tags: deeper than this nobody writes by accident.
const MAX_PASSES: usize = 8;
/// The longest name of an entity that is looked for.
const MAX_ENTITY: usize = 32;
/// A word that stands more often in one title is stuffing.
const MAX_REPEATED: usize = 3;
/// Fewer letters than this are a name or a model, not shouting: `ASUS ROG`.
const MIN_SHOUTED: usize = 10;
/// Words of two and three letters that are words also in capitals; others (LED, USB, XXL) stay.
const SHORT_WORDS: &[&str] = &[
    "A", "AN", "AND", "AS", "AT", "BAG", "BED", "BIG", "BOX", "BOY", "BY", "CAP", "CAR", "DAY", "DOG", "FOR", "GEL", "HAT", "IN", "JAR",
    "KID", "KIT", "LOW", "MAN", "MEN", "MUG", "NEW", "OF", "OFF", "OIL", "OLD", "ON", "OR", "OUR", "OUT", "PAN", "PEN", "POT", "RED",
    "RUG", "SET", "THE", "TIE", "TO", "TOP", "TOY", "TWO", "UP", "WAX", "WITH", "YOU",
];

/// What shows nothing: zero-width and bidi controls, byte order marks, soft hyphens, and what can carry a text that only a machine
/// reads: letters of language tags, selectors of variants but the one that makes an emoji.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{AD}' | '\u{61C}')
        || matches!(c, '\u{34F}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0E}' | '\u{E0000}'..='\u{E0FFF}')
}

/// What has a width and shows nothing, and is no space of Unicode: fillers of Hangul, the empty cell of Braille. A title of these alone
/// would be an empty line.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// Plain text of at most so many bytes, single spaces, cut at a word. Cleaning twice changes nothing more.
pub(super) fn clean(raw: &str, most: usize) -> String {
    // Nobody reads beyond what is kept; markup is seldom three quarters of a text.
    let raw = raw.trim();
    let raw = cut(raw, most.saturating_mul(8).saturating_add(1024));
    if raw.len() <= most && is_plain(raw) {
        return raw.to_owned();
    }
    let mut out = plainer(raw, most);
    // What was taken out may have stood between the pieces of something else: `&lt;a<b>>`.
    for _ in 1..MAX_PASSES {
        if !out.contains(['&', '<']) {
            break;
        }
        let again = plainer(&out, most);
        if again == out {
            break;
        }
        out = again;
    }
    if out.len() > most {
        let end = cut(&out, most).len();
        let word = out[..end].rfind(' ').unwrap_or(end);
        out.truncate(word);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Without entities and markup, once.
fn plainer(raw: &str, most: usize) -> String {
    match raw.contains('&').then(|| unescaped(raw)).flatten() {
        Some(text) => without_markup(&text, most),
        None => without_markup(raw, most),
    }
}

/// At most so many bytes, whole characters.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// ASCII without anything to clean: most values of most feeds. No early end: so the compiler looks at many bytes at once.
fn is_plain(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let usual = bytes
        .iter()
        .fold(true, |usual, b| usual & matches!(b, b' '..=b'~') & (*b != b'&') & (*b != b'<'));
    let doubled = bytes
        .iter()
        .zip(bytes.iter().skip(1))
        .fold(false, |doubled, (a, b)| doubled | ((*a == b' ') & (*b == b' ')));
    usual && !doubled
}

/// Whether a byte stands in it, many at a time.
pub(super) fn has_byte(bytes: &[u8], wanted: u8) -> bool {
    bytes.iter().fold(false, |found, b| found | (*b == wanted))
}

/// How many bytes at the start are simply kept: until a tag, a control, a mark that shows nothing, or a second space.
fn kept_run(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let keeps = match byte {
            b' ' => at > 0 && next > b' ',
            b'<' => false,
            b'!'..=b'~' => true,
            // Leads of marks: 0xD8 of half the Arabic letters too, 0xC2 of signs such as ®.
            0xD8 => next != 0x9C,
            0xC2 => next > 0xA0 && next != 0xAD,
            0xCD => next != 0x8F,
            0xE1..=0xE3 | 0xEF | 0xF3 => false,
            0x80.. => true,
            _ => false,
        };
        if !keeps {
            break;
        }
        at += 1;
    }
    at
}

/// Tags become spaces, the inside of scripts and styles nothing; runs of spaces one.
fn without_markup(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most + 4));
    let mut rest = text;
    let mut closing = Closing::default();
    while !rest.is_empty() && out.len() <= most {
        let run = kept_run(rest.as_bytes());
        out.push_str(&rest[..run]);
        rest = &rest[run..];
        let Some(c) = rest.chars().next() else { break };
        let length = if c == '<' { tag(rest, &mut closing) } else { None };
        match length {
            Some(_) => space(&mut out),
            None if c.is_whitespace() || c.is_control() || is_blank(c) => space(&mut out),
            None if is_invisible(c) => {}
            None => out.push(c),
        }
        rest = &rest[length.unwrap_or(c.len_utf8())..];
    }
    out
}

/// Where the next closing tag of a text begins, by the distance from its end: it is looked for once, however many scripts are open before.
#[derive(Default)]
struct Closing(Option<usize>);

impl Closing {
    /// The first `</` in the rest of a text; rests only get shorter.
    fn next(&mut self, rest: &str) -> Option<usize> {
        if self.0.is_none_or(|from_end| from_end > rest.len()) {
            self.0 = Some(rest.find("</").map_or(0, |at| rest.len() - at));
        }
        self.0.filter(|from_end| *from_end > 0).map(|from_end| rest.len() - from_end)
    }
}

/// The length of the tag or comment at the start, with the content of a script or style; none if `<` is only a sign.
fn tag(text: &str, closing: &mut Closing) -> Option<usize> {
    let next = *text.as_bytes().get(1)?;
    if !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'!')) {
        return None;
    }
    // The next < ends the search: work stays linear, and a lone < does not swallow the text behind it.
    let end = text.bytes().skip(1).position(|b| matches!(b, b'<' | b'>'))? + 1;
    if text.as_bytes()[end] == b'<' {
        return None;
    }
    let name = text[1..end].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    if !name.eq_ignore_ascii_case("script") && !name.eq_ignore_ascii_case("style") {
        return Some(end + 1);
    }
    let inside = &text[end + 1..];
    let closed = closing.next(inside).filter(|at| {
        let after = &inside.as_bytes()[at + 2..];
        after.len() > name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    });
    Some(end + 1 + closed.unwrap_or(0))
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Entities of HTML and numbers, doubly escaped ones too (`&amp;#39;`); an unknown one stays as written. None if there is none.
fn unescaped(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut changed = false;
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let mut tail = &rest[at + 1..];
        // &amp;amp; is one sign: what it gives is read on with what follows.
        while let Some(more) = tail.strip_prefix("amp;").or_else(|| tail.strip_prefix("#38;")) {
            tail = more;
            changed = true;
        }
        match entity(tail) {
            Some((text, length)) => {
                out.push_str(&text);
                changed = true;
                rest = &tail[length..];
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The text of the entity whose name begins here, and the length of name and semicolon.
fn entity(tail: &str) -> Option<(Cow<'static, str>, usize)> {
    let end = tail.bytes().take(MAX_ENTITY).position(|b| b == b';')?;
    let name = &tail[..end];
    let Some(digits) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(|text| (Cow::Borrowed(text), end + 1));
    };
    let number = digits
        .strip_prefix(['x', 'X'])
        .map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
    number.and_then(char::from_u32).map(|c| (Cow::Owned(c.to_string()), end + 1))
}

/// A title: plain text, shouting as usual text, no word over and over.
pub(super) fn title(raw: &str, brand: Option<&str>, most: usize) -> String {
    let title = clean(raw, most);
    let title = if is_shouted(&title) { calmed(&title, brand) } else { title };
    let title = unstuffed(title);
    // What was taken out may have stood between the pieces of a tag: `<x x x x x / >`.
    if title.contains('<') { clean(&title, most) } else { title }
}

/// No small letter, and enough large ones that it cannot be a name or a model.
fn is_shouted(title: &str) -> bool {
    !title.bytes().any(|b| b.is_ascii_lowercase())
        && title.bytes().filter(u8::is_ascii_uppercase).count() >= MIN_SHOUTED
        && !title.chars().any(char::is_lowercase)
}

/// `WOMEN'S RED DRESS LED-77 ASOS` -> `Women's Red Dress LED-77 ASOS`, where the brand column says ASOS.
fn calmed(title: &str, brand: Option<&str>) -> String {
    let in_brand = |word: &str| brand.is_some_and(|brand| brand.split(' ').any(|part| part == word));
    let mut out = String::with_capacity(title.len());
    for word in title.split_inclusive([' ', '-', '/', '(']) {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        let keeps = letters.chars().any(|c| c.is_numeric())
            || in_brand(letters)
            || letters.chars().count() <= 3 && !SHORT_WORDS.contains(&letters)
            || !letters.chars().any(|c| "AEIOUY".contains(c));
        let mut first = true;
        for c in word.chars() {
            if keeps || first {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            first &= !c.is_alphabetic();
        }
    }
    out
}

/// Drops a word from its fourth time on.
fn unstuffed(title: String) -> String {
    let words: Vec<(&str, &str)> = title
        .split(' ')
        .map(|word| (word, word.trim_matches(|c: char| !c.is_alphanumeric())))
        .collect();
    let is_stuffing = |at: usize| {
        let plain = words[at].1;
        // Two letters are no keyword: `a`, `of`.
        let before = words[..at].iter().filter(|(_, other)| other.eq_ignore_ascii_case(plain));
        plain.len() > 2 && before.count() >= MAX_REPEATED
    };
    let stuffing: Vec<usize> = (MAX_REPEATED..words.len()).filter(|at| is_stuffing(*at)).collect();
    if stuffing.is_empty() {
        return title;
    }
    let kept: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(at, _)| stuffing.binary_search(at).is_err())
        .map(|(_, (word, _))| *word)
        .collect();
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles() {
        let cases = include_str!("../../data/cases/feed_titles.tsv");
        for line in cases.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [raw, brand, expected] = columns[..] else { panic!("{line}") };
            assert_eq!(title(raw, Some(brand), 512), expected, "{line}");
        }
    }

    #[test]
    fn long_and_hostile_texts_end_soon() {
        for piece in ["<a", "<script>", "&amp;", "&am&#112;;", "<!--", "& ", "</", "\u{200F}", "amp;"] {
            let raw = format!("&{}", piece.repeat(1 << 20));
            assert!(clean(&raw, 512).len() <= 512, "{piece}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_is_done_at_once(raw in "([a-zA-Z&;#<>/!0-9 \u{200F}\u{A0}عم]|&amp;|&#38;|&lt;|<b>|&nbsp;|script){0,60}", most in 5_usize..80) {
            let once = clean(&raw, most);
            prop_assert!(once.len() <= most);
            prop_assert_eq!(clean(&once, most), once.clone());
            let titled = title(&raw, None, most);
            prop_assert_eq!(title(&titled, None, most), titled.clone());
        }
    }
}
