//! Text -> folded tokens, in one order: compose, fold, shrink stretched letters, cut.
//!
//! Fold comes before cutting because marks and joiners stand inside words; shrinking needs folded neighbours (أاا); the cut
//! needs ASCII digits. Numbers, units and currency signs have a cut of their own: the Unicode rules glue `ب٣٥٠ج.م` into
//! one word. Letters of other scripts are cut by the Unicode rules.

use super::fold::{Folded, fold_char, fold_rare};
use super::unit::unit;
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// A token longer than this is cut off there: no word of any shop is, and hostile text must not make long keys.
const MAX_TOKEN_BYTES: usize = 64;

/// Room for more letters than this is given back once the text is read.
const MOST_ROOM: usize = 16 << 10;

/// The tokens of one text. Holds a folded copy of the text, so it never leaves the call that read it.
#[derive(Default)]
pub(crate) struct Tokens {
    folded: String,
    /// Room for another form of it.
    spare: String,
    tokens: Vec<Token>,
    /// What stands behind the last token.
    end: Option<Gap>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    start: u32,
    end: u32,
    pub(crate) script: Script,
    /// What stands between the previous token and this one.
    pub(crate) gap: Gap,
    /// Written with ة at its end: that ending is not the possessive ـه.
    pub(crate) marbuta: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Arabic,
    /// Digits with an optional fraction: `1299`, `43.2`.
    Number,
    /// Latin letters and digits in one word: `xm4`, `3ayez`.
    Mixed,
    /// `$`, `€`, `%` and their like.
    Sign,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing or one joining sign: `wh-1000xm4`, `80$`.
    Joined,
    Space,
    /// A comma, a bracket, a colon.
    Clause,
    /// The end of a sentence or line; also before the first token.
    Stop,
    /// The end of a sentence that asks.
    Question,
}

impl Tokens {
    /// Reads a text. Linear in its length.
    pub(crate) fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.read(text);
        tokens
    }

    /// Reads a text into the room of the last one: nothing is allocated once there is enough of it.
    pub(crate) fn read(&mut self, text: &str) {
        self.folded.clear();
        fold_for_words(text, &mut self.folded, &mut self.spare);
        let tokens = std::mem::take(&mut self.tokens);
        let (tokens, end) = cut(&self.folded, tokens);
        (self.tokens, self.end) = (tokens, Some(end));
        if self.folded.contains('ة') {
            self.fold_marbuta();
        }
    }

    /// Forgets the text, its letters too, and keeps the room, unless that is large.
    pub(crate) fn wipe(&mut self) {
        wipe(&mut self.folded);
        self.tokens.clear();
        self.tokens.shrink_to(MOST_ROOM);
        self.end = None;
    }

    /// ة -> ه. Both letters take two bytes, so the spans stay right, and it is done in place.
    fn fold_marbuta(&mut self) {
        let mut bytes = std::mem::take(&mut self.folded).into_bytes();
        let (from, to) = ("ة".as_bytes(), "ه".as_bytes());
        for at in 1..bytes.len() {
            if &bytes[at - 1..=at] == from {
                bytes[at - 1..=at].copy_from_slice(to);
            }
        }
        self.folded = String::from_utf8(bytes).expect("one letter was put for another");
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn token(&self, index: usize) -> Token {
        self.tokens[index]
    }

    /// What stands behind a token.
    pub(crate) fn gap_behind(&self, index: usize) -> Gap {
        self.tokens.get(index + 1).map(|token| token.gap).or(self.end).unwrap_or(Gap::Stop)
    }

    /// The folded form of a token.
    pub(crate) fn form(&self, index: usize) -> &str {
        let token = self.tokens[index];
        &self.folded[token.start as usize..token.end as usize]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Token, &str)> {
        self.tokens.iter().map(|t| (*t, &self.folded[t.start as usize..t.end as usize]))
    }
}

/// Appends the folded text to `out`, which is empty; `spare` is room for it as well.
fn fold_for_words(text: &str, out: &mut String, spare: &mut String) {
    let text: Cow<'_, str> = match text.chars().all(stays_composed) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfc().collect()),
    };
    out.reserve(text.len() + 8);
    let (mut last, mut run, mut stretched) = (' ', 0, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let folded = if c == 'ة' { Folded::Char(c) } else { fold_char(c) };
        let now = match folded {
            Folded::Nothing => continue,
            // 3'assala, 7'atem: a digit with a mark is another letter; but a rug of 5'x7'.
            Folded::Char('\'') if marked(last).is_some() && chars.peek().is_some_and(|n| n.is_ascii_alphabetic() && *n != 'x') => {
                out.pop();
                out.push_str(marked(last).unwrap_or_default());
                last = 'h';
                continue;
            }
            Folded::Char('\'') if last.is_alphanumeric() && chars.peek().is_some_and(|n| n.is_alphabetic()) => continue,
            // abya'9, 9'3eef: in Arabizi the mark belongs to the digit; in 6'2 it stands between two.
            Folded::Char('\'') if last.is_ascii_alphabetic() && chars.peek().is_some_and(|n| matches!(n, '3' | '5'..='7' | '9')) => {
                continue;
            }
            // 17" is seventeen inches.
            Folded::Char('"') if last.is_ascii_digit() => {
                out.push_str("in ");
                ' '
            }
            Folded::Char(folded) => {
                out.push(folded);
                folded
            }
            Folded::Rare => {
                fold_rare(c, |folded| out.push(folded));
                out.chars().next_back().unwrap_or(' ')
            }
        };
        run = if now == last { run + 1 } else { 1 };
        stretched |= run >= 3 && now.is_alphabetic();
        last = now;
    }
    if stretched {
        std::mem::swap(out, spare);
        out.reserve(spare.capacity());
        shrink(spare, out);
        wipe(spare);
    }
}

/// Forgets a text, its letters too, and keeps the room, unless that is large.
fn wipe(text: &mut String) {
    let mut letters = std::mem::take(text).into_bytes();
    letters.fill(0);
    letters.clear();
    if letters.capacity() <= MOST_ROOM {
        *text = String::from_utf8(letters).unwrap_or_default();
    }
}

/// What an Arabizi digit with a mark behind it is in letters.
fn marked(digit: char) -> Option<&'static str> {
    match digit {
        '3' => Some("gh"),
        '5' | '7' => Some("kh"),
        '6' => Some("z"),
        '9' => Some("d"),
        _ => None,
    }
}

/// Letters of the two scripts as they are typed: composing a text of them changes nothing, so it need not be tried.
fn stays_composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2FF}' | '\u{61B}'..='\u{64A}' | '\u{660}'..='\u{66F}')
}

/// Letters written three times and more: Arabic to one, Latin to two. A Latin word of one letter stays up to four (AAA
/// batteries, the size XXXL, Mark III), since there the count is the word.
fn shrink(folded: &str, out: &mut String) {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut before = None;
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        let run = rest.chars().take_while(|next| *next == c).count();
        rest = &rest[run * c.len_utf8()..];
        let mut behind = rest.chars();
        let (next, after) = (behind.next(), behind.next());
        let is_plural = next == Some('s') && !is_word(after);
        let is_alone = || !is_word(before) && (!is_word(next) || is_plural);
        let keep = match c {
            _ if run < 3 || !c.is_alphabetic() => run,
            'x' => run.min(5),
            'a'..='z' if c == 'i' || is_alone() => run.min(4),
            'a'..='z' => 2,
            _ => 1,
        };
        out.extend(std::iter::repeat_n(c, keep));
        before = Some(c);
    }
}

/// The tokens, and what stands behind the last. They take the room of others.
fn cut(folded: &str, mut room: Vec<Token>) -> (Vec<Token>, Gap) {
    room.clear();
    room.reserve(folded.len() / 5 + 1);
    let mut cutter = Cutter {
        text: folded,
        at: 0,
        gap: Gap::Stop,
        tokens: room,
    };
    while let Some(c) = cutter.text[cutter.at..].chars().next() {
        match c {
            'a'..='z' => cutter.latin(),
            '0'..='9' => cutter.number(),
            _ if is_arabic(c) => cutter.run(Script::Arabic, is_arabic),
            '$' | '€' | '£' | '¥' | '₪' | '₺' | '﷼' | '₽' | '₹' | '%' => cutter.take(c.len_utf8(), Script::Sign),
            _ if c.is_alphanumeric() => cutter.other(),
            _ => cutter.separator(c),
        }
    }
    (cutter.tokens, cutter.gap)
}

struct Cutter<'a> {
    text: &'a str,
    at: usize,
    gap: Gap,
    tokens: Vec<Token>,
}

impl Cutter<'_> {
    fn latin(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count();
        let script = if rest[..length].iter().any(u8::is_ascii_digit) {
            Script::Mixed
        } else {
            Script::Latin
        };
        self.take(length, script);
    }

    fn number(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let mut length = 0;
        while length < rest.len() {
            let separated = matches!(rest[length], b'.' | b',') && rest.get(length + 1).is_some_and(u8::is_ascii_digit);
            if !rest[length].is_ascii_digit() && !separated {
                break;
            }
            length += 1;
        }
        let letters = rest[length..].iter().take_while(|b| b.is_ascii_lowercase()).count();
        let word = &self.text[self.at + length..self.at + length + letters];
        let digit_follows = rest.get(length + letters).is_some_and(u8::is_ascii_digit);
        // 32gb, 15k, 300sar: a number and a word. 3ayez, 1000xm4, 802.11n: one word.
        if letters > 0 && (digit_follows || !(unit(word).is_some() || is_amount_suffix(word))) {
            let more = rest[length..]
                .iter()
                .take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                .count();
            self.take(length + more, Script::Mixed);
        } else {
            self.take(length, Script::Number);
        }
    }

    fn run(&mut self, script: Script, belongs: fn(char) -> bool) {
        let rest = &self.text[self.at..];
        let length = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        self.take(length, script);
    }

    fn other(&mut self) {
        let rest = &self.text[self.at..];
        let length = rest
            .find(|c: char| c.is_ascii() || is_arabic(c) || !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let end = self.at + length;
        let words: Vec<usize> = self.text[self.at..end].unicode_words().map(str::len).collect();
        for word in words {
            self.take(word, Script::Other);
        }
        // What the Unicode rules do not call a word is passed over.
        self.at = end;
    }

    /// Makes a token of the next `length` bytes, which end at a character's boundary.
    fn take(&mut self, length: usize, script: Script) {
        let (start, end) = (self.at, self.at + length);
        let mut kept = end.min(start + MAX_TOKEN_BYTES);
        while !self.text.is_char_boundary(kept) {
            kept -= 1;
        }
        let marbuta = self.text[start..kept].ends_with('ة');
        self.tokens.push(Token {
            start: start as u32,
            end: kept as u32,
            script,
            gap: self.gap,
            marbuta,
        });
        self.at = end;
        self.gap = Gap::Joined;
    }

    fn separator(&mut self, c: char) {
        let before_space = self.text[self.at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        let gap = match c {
            '?' | '؟' => Gap::Question,
            '\n' | '\r' | '!' | '…' | '۔' => Gap::Stop,
            '.' if before_space => Gap::Stop,
            // Faces and hearts end a sentence where chats have no full stops.
            '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' => Gap::Stop,
            '-' | '/' | '.' | '&' | '_' | '\'' | '+' if !before_space && self.gap == Gap::Joined => Gap::Joined,
            ',' | '،' | ';' | '؛' | ':' | '(' | ')' | '[' | ']' | '|' | '"' | '«' | '»' | '\u{FFFC}' => Gap::Clause,
            _ => Gap::Space,
        };
        // A second sign ends the joint: `--`, `...`.
        let doubled = gap == Gap::Joined && self.at > 0 && !self.text[..self.at].ends_with(char::is_alphanumeric);
        self.gap = self.gap.max(if doubled { Gap::Space } else { gap });
        self.at += c.len_utf8();
    }
}

/// What may be glued to a number besides a unit: thousands and currencies.
fn is_amount_suffix(word: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        "k", "usd", "eur", "gbp", "sar", "sr", "aed", "dhs", "dh", "egp", "le", "kwd", "kd", "qar", "qr", "bhd", "bd", "omr", "jod", "jd",
        "iqd", "lbp", "mad", "tnd", "dt", "dzd", "da", "dollar", "dollars", "bucks", "euro", "euros", "quid", "riyal", "alf",
    ];
    SUFFIXES.contains(&word)
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{6FA}'..='\u{6FF}' | '\u{750}'..='\u{77F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        Tokens::of(text).iter().map(|(_, form)| form.to_owned()).collect()
    }

    #[test]
    fn named_cases() {
        for (text, expected) in [
            ("I don't", &["i", "dont"][..]),
            ("WH-1000XM4", &["wh", "1000xm4"]),
            ("32GB 32 gb", &["32", "gb", "32", "gb"]),
            ("17\" screen", &["17", "in", "screen"]),
            ("بـ٣٥٠ج.م", &["ب", "350", "ج", "م"]),
            ("$1,299.50", &["$", "1,299.50"]),
            ("15k 3alf", &["15", "k", "3", "alf"]),
            ("3ayez sama3at", &["3ayez", "sama3at"]),
            ("abya'9 3'assala", &["abya9", "ghassala"]),
            ("7'atem 5'x7' 6'2", &["khatem", "5x7", "6", "2"]),
            ("حلووووة", &["حلوه"]),
            ("AAA AAAs xxxl sooooo III", &["aaa", "aaas", "xxxl", "soo", "iii"]),
            ("802.11n", &["802.11n"]),
            ("日本語 кофе", &["日", "本", "語", "кофе"]),
            ("👍🏽 ...", &[]),
            ("\u{301}\u{301}\u{64B}", &[]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn gaps_and_marbuta() {
        let tokens = Tokens::of("شنطة، wh-1000. مكتبه --x");
        let gaps: Vec<Gap> = tokens.iter().map(|(t, _)| t.gap).collect();
        assert_eq!(gaps, [Gap::Stop, Gap::Clause, Gap::Joined, Gap::Stop, Gap::Space]);
        let marbuta: Vec<bool> = tokens.iter().map(|(t, _)| t.marbuta).collect();
        assert_eq!(marbuta, [true, false, false, false, false]);
        let asked = Tokens::of("وين القى كفر؟ thanks 🙏");
        assert_eq!((asked.gap_behind(2), asked.gap_behind(3)), (Gap::Question, Gap::Stop));
    }

    #[test]
    fn long_tokens_are_cut_off() {
        assert_eq!(words(&"ab".repeat(50_000))[0].len(), MAX_TOKEN_BYTES);
        assert_eq!(words(&"اب".repeat(50_000))[0].len(), MAX_TOKEN_BYTES);
    }

    #[test]
    fn what_stays_composed_is_so_for_unicode() {
        for c in ('\0'..='\u{FFFF}').filter(|c| stays_composed(*c)) {
            assert_eq!(is_nfc_quick([c].into_iter()), IsNormalized::Yes, "{c}");
            assert_eq!(unicode_normalization::char::canonical_combining_class(c), 0, "{c}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_tokens_are_folded(text in "\\PC*") {
            let tokens = Tokens::of(&text);
            for (_, form) in tokens.iter() {
                prop_assert!(!form.is_empty());
                prop_assert!(!form.contains('ة'));
            }
        }

        #[test]
        fn reading_the_words_again_changes_nothing(text in "[a-zA-Zا-ي\u{629} ]*") {
            let once = words(&text);
            prop_assert_eq!(words(&once.join(" ")), once);
        }
    }
}
