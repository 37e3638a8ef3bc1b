//! Bytes of a feed -> text. UTF-8 where it is; else what old shops write: Windows-1256 in Arabic, Windows-1252 in Latin.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252, WINDOWS_1256};
use std::borrow::Cow;

/// A sample shorter than this tells nothing.
const MIN_SAMPLE: usize = 16;
/// Of the bytes above ASCII so many in a hundred are the commonest Arabic letters of Windows-1256 where it is that.
const ARABIC_PERCENT: usize = 33;
/// Fewer bytes above ASCII are single accents, not Arabic words.
const MIN_ARABIC: usize = 8;

/// How a file's bytes are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decoder {
    file: &'static Encoding,
    /// The file says so itself, and no bytes were weighed.
    is_declared: bool,
}

/// What had to be done to read a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    None,
    /// It was in another encoding than the file.
    Reread,
    /// Bytes that are no text were left out.
    Dropped,
}

impl Repair {
    /// As it stands in the report.
    pub(super) fn reason(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Reread => Some("not UTF-8: read as the Windows encoding it looks like"),
            Self::Dropped => Some("bytes that are no text were left out"),
        }
    }
}

impl Decoder {
    /// By the start of the file, and what an XML prolog declares.
    pub(super) fn of(head: &[u8]) -> Self {
        // A sample cut in the middle of a character is UTF-8, and so is a text with single bad bytes: letters of UTF-8 do not come
        // about by accident, whatever else stands between them.
        let is_utf8 = std::str::from_utf8(head).is_ok() || {
            let text = String::from_utf8_lossy(head);
            let bad = text.matches(char::REPLACEMENT_CHARACTER).count();
            let good = text.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).count();
            good >= bad
        };
        let declared = declared(head).filter(|declared| *declared != UTF_8);
        let file = match declared {
            _ if is_utf8 || head.len() < MIN_SAMPLE => UTF_8,
            Some(declared) => declared,
            None => legacy(head),
        };
        Self {
            file,
            is_declared: declared.is_some(),
        }
    }

    /// What the report says of the file as a whole.
    pub(super) fn note(self) -> Option<String> {
        let is_told = self.file == UTF_8 || self.is_declared;
        (!is_told).then(|| format!("the file is not UTF-8: read as {}", self.file.name()))
    }

    /// The text of a line or item.
    pub(super) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, Repair) {
        // Also in a file that began otherwise: one bad byte in a page of English says nothing of the Arabic behind it.
        if !(self.file != UTF_8 && self.is_declared)
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            return (Cow::Borrowed(text), Repair::None);
        }
        if self.file != UTF_8 {
            return (self.file.decode_without_bom_handling(bytes).0, Repair::None);
        }
        // A line out of another source: nothing in it is UTF-8. Else a text cut in the middle of a letter.
        let lossy = String::from_utf8_lossy(bytes);
        if lossy.chars().all(|c| c.is_ascii() || c == char::REPLACEMENT_CHARACTER) {
            return (legacy(bytes).decode_without_bom_handling(bytes).0, Repair::Reread);
        }
        (Cow::Owned(lossy.replace(char::REPLACEMENT_CHARACTER, "")), Repair::Dropped)
    }
}

/// Windows-1256 or Windows-1252, by which bytes are letters there.
fn legacy(bytes: &[u8]) -> &'static Encoding {
    let common = |b: &&u8| matches!(**b, 0xC7 | 0xE1 | 0xED | 0xE3 | 0xE4 | 0xE6 | 0xD1 | 0xCA);
    let high = bytes.iter().filter(|b| **b >= 0x80).count();
    if high >= MIN_ARABIC && bytes.iter().filter(common).count() * 100 > high * ARABIC_PERCENT {
        WINDOWS_1256
    } else {
        WINDOWS_1252
    }
}

/// `<?xml version="1.0" encoding="windows-1256"?>`
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let prolog = head.strip_prefix(b"<?xml")?.split(|b| *b == b'>').next()?;
    let prolog = String::from_utf8_lossy(prolog);
    let (_, label) = prolog.split_once("encoding")?;
    let label = label.trim_start_matches([' ', '=', '"', '\'']);
    Encoding::for_label(label.split(['"', '\'']).next()?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        let arabic = WINDOWS_1256.encode("فستان سهرة طويل اسود للنساء").0;
        let french = WINDOWS_1252.encode("robe d\u{2019}été pour femme").0;
        for (file, line, expected, repair) in [
            ("فستان".as_bytes(), "شال".as_bytes(), "شال", Repair::None),
            (&arabic[..], &arabic[..], "فستان سهرة طويل اسود للنساء", Repair::None),
            (&french[..], &french[..], "robe d\u{2019}été pour femme", Repair::None),
            (b"plain", &french[..], "robe d\u{2019}été pour femme", Repair::Reread),
            (b"plain", &arabic[..], "فستان سهرة طويل اسود للنساء", Repair::Reread),
            (b"plain", b"caf\xC3\xA9 \xD9", "café ", Repair::Dropped),
            (b"a caf\xC3\xA9 and one bad \xFF byte", b"caf\xC3\xA9", "café", Repair::None),
            (b"a long text with one bad \xFF byte", b"caf\xC3\xA9", "café", Repair::None),
        ] {
            let (text, how) = Decoder::of(file).decode(line);
            assert_eq!((&*text, how), (expected, repair));
        }
    }

    #[test]
    fn a_prolog_declares() {
        for (prolog, expected) in [
            ("<?xml version=\"1.0\" encoding=\"windows-1256\"?>", Some(WINDOWS_1256)),
            ("<?xml version='1.0' encoding='UTF-8'?>", Some(UTF_8)),
            ("<?xml version='1.0'?>", None),
            ("<rss encoding='x'>", None),
        ] {
            assert_eq!(declared(prolog.as_bytes()), expected, "{prolog}");
        }
    }
}
