//! Which format a file is in, by its first bytes.

use super::mapping;
use super::rakuten;

/// A format, and what its reader must know before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Rss,
    Atom,
    JsonLines,
    Acp,
    Delimited { delimiter: u8, line_end: u8 },
    Rakuten(rakuten::Layout),
}

impl Format {
    /// By the first bytes, without a byte order mark; the reason if they are of no known format.
    pub(super) fn of(head: &[u8]) -> Result<Self, &'static str> {
        let start = head.iter().position(|b| !b.is_ascii_whitespace()).ok_or("the file is empty")?;
        let head = &head[start..];
        if head.contains(&0) {
            return Err("a binary file is no feed");
        }
        match head[0] {
            b'<' => {
                return Ok(if has_tag(head, "rss") || !has_tag(head, "feed") {
                    Self::Rss
                } else {
                    Self::Atom
                });
            }
            b'{' => return json(head),
            b'[' => return Err("a JSON array is no known format: one object a line is (JSON lines)"),
            _ => {}
        }
        let line_end = if head.contains(&b'\n') { b'\n' } else { b'\r' };
        let lines: Vec<&[u8]> = head.split(|b| *b == line_end).collect();
        if let Some(layout) = rakuten::Layout::of(&lines, head.len()) {
            return Ok(Self::Rakuten(layout));
        }
        // Above the header a spreadsheet may have empty rows.
        let has_text = |line: &&&[u8]| line.iter().any(|b| !b.is_ascii_whitespace() && !b",;|\"".contains(b));
        let line = String::from_utf8_lossy(lines.iter().find(has_text).copied().unwrap_or_default());
        let columns = |delimiter: u8| {
            let columns = line.split(char::from(delimiter));
            columns.filter(|column| mapping::target(column).is_some()).count()
        };
        let best = [b'\t', b',', b';', b'|'].into_iter().max_by_key(|d| columns(*d));
        let best = best.filter(|d| columns(*d) >= 2);
        best.map(|delimiter| Self::Delimited { delimiter, line_end })
            .ok_or("no known format: neither XML nor JSON lines nor a header line with columns such as id, title, link")
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::JsonLines => "JSON lines",
            Self::Acp => "Agentic Commerce Protocol",
            Self::Delimited { delimiter: b'\t', .. } => "TSV",
            Self::Delimited { .. } => "CSV",
            Self::Rakuten(layout) if layout.is_delta => "Rakuten delta",
            Self::Rakuten(_) => "Rakuten",
        }
    }
}

fn has_tag(head: &[u8], name: &str) -> bool {
    let opens = |at: usize| {
        let rest = &head[at + 1..];
        rest.starts_with(name.as_bytes())
            && rest
                .get(name.len())
                .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b':'))
    };
    head.iter().enumerate().any(|(at, b)| *b == b'<' && opens(at))
}

/// An object with variants is a product of the Agentic Commerce Protocol.
fn json(head: &[u8]) -> Result<Format, &'static str> {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    if line == b"{" || line == b"{\r" {
        return Err("JSON over several lines is no known format: one object a line is (JSON lines)");
    }
    let has_variants = line.windows(10).any(|w| w == b"\"variants\"");
    Ok(if has_variants { Format::Acp } else { Format::JsonLines })
}
