//! Partner file -> checked listings, one row after the other.
//!
//! In: a file, gzipped or not, in any known format, found by its content. Out: a stream of [`Change`]s and an
//! [`ImportReport`] in which every row is counted. A bad row is reported and skipped; the rest goes on. Memory does not
//! grow with the file, but for 8 bytes a row that find an id that comes twice.

mod delimited;
mod jsonl;
mod mapping;
mod report;
mod value;
mod xml;

pub use report::{FileReport, ImportReport, Problem, ProblemRow};

use crate::error::{Error, Result};
use crate::money::Currency;
use crate::product::Listing;
use flate2::bufread::MultiGzDecoder;
use mapping::Row;
use report::Met;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// So much of a file is looked at to tell its format.
const SNIFFED: usize = 64 << 10;
const BUFFER: usize = 256 << 10;

/// A feed that can be read once.
///
/// ```
/// use shoptalk::Feed;
/// let feed = Feed::from_bytes("shop.tsv", "id\ttitle\tlink\n1\tRed shirt\thttps://shop.example/1\n");
/// # let _ = feed;
/// ```
pub struct Feed {
    name: String,
    size: Option<u64>,
    source: Box<dyn Read + Send>,
    currency: Option<Currency>,
    progress: Option<Box<dyn FnMut(u64) + Send>>,
}

/// What a row of a feed does.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Change {
    /// Adds a product or takes its place.
    Upsert(Box<Listing>),
    /// Deletes the product with this id.
    Delete(String),
}

impl Feed {
    /// A feed in a file.
    ///
    /// # Errors
    /// [`is_io`](Error::is_io) if it cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|e| Error::io(path, e))?;
        let size = file.metadata().ok().map(|m| m.len());
        Ok(Self {
            size,
            ..Self::from_reader(path.display().to_string(), file)
        })
    }

    /// A feed in memory, named for the report.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self {
            size: Some(bytes.len() as u64),
            ..Self::from_reader(name, Cursor::new(bytes))
        }
    }

    /// A feed from anywhere, named for the report.
    pub fn from_reader(name: impl Into<String>, reader: impl Read + Send + 'static) -> Self {
        Self {
            name: name.into(),
            size: None,
            source: Box::new(reader),
            currency: None,
            progress: None,
        }
    }

    /// The currency of prices that are bare numbers.
    #[must_use]
    pub fn default_currency(mut self, currency: Currency) -> Self {
        self.currency = Some(currency);
        self
    }

    /// Calls back with the number of bytes read so far, of [`size`](Self::size).
    #[must_use]
    pub fn progress(mut self, callback: impl FnMut(u64) + Send + 'static) -> Self {
        self.progress = Some(Box::new(callback));
        self
    }

    /// The size of the file in bytes, if it is known.
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// Reads all rows; each listing goes to `sink`, each problem into the report.
    ///
    /// # Errors
    /// [`is_feed`](Error::is_feed) if the file is empty, binary, or of no known format; and whatever `sink` says.
    pub fn read(self, report: &mut ImportReport, sink: &mut dyn FnMut(Change) -> Result<()>) -> Result<()> {
        let name = self.name;
        let counted = Counted {
            source: self.source,
            read: 0,
            progress: self.progress,
        };
        let mut raw = BufReader::with_capacity(BUFFER, counted);
        let is_gzip = raw.fill_buf().map_err(|e| Error::io(&name, e))?.starts_with(&[0x1F, 0x8B]);
        let plain: Box<dyn Read> = if is_gzip {
            Box::new(MultiGzDecoder::new(raw))
        } else {
            Box::new(raw)
        };
        let mut lenient = Lenient {
            inner: plain,
            failed: None,
        };
        let mut head = Vec::new();
        lenient
            .by_ref()
            .take(SNIFFED as u64)
            .read_to_end(&mut head)
            .map_err(|e| Error::io(&name, e))?;
        let format = Format::of(&head).map_err(|reason| Error::feed(reason).at_file(&name))?;
        report.files.push(FileReport {
            name: name.clone(),
            format: format.name(),
        });
        let encoding = encoding_of(&head);
        let mut input = BufReader::with_capacity(BUFFER, Cursor::new(head).chain(&mut lenient));
        let mut rows = Rows {
            report,
            sink,
            currency: self.currency,
            seen: HashSet::new(),
        };
        match format {
            Format::Xml => xml::read(&mut input, encoding, &mut rows),
            Format::JsonLines => jsonl::read(&mut input, encoding, &mut rows),
            Format::Delimited(delimiter) => delimited::read(&mut input, delimiter, encoding, &mut rows),
        }
        .map_err(|e| if e.file().is_none() { e.at_file(&name) } else { e })?;
        drop(input);
        if let Some(failed) = lenient.failed {
            // What came before a truncated end was read; that the rest is missing is told.
            report.problem(Met {
                line: 0,
                id: None,
                field: None,
                reason: "the file ends too early",
                value: &failed,
                rejected: false,
            });
        }
        Ok(())
    }
}

/// Where readers deliver their rows.
struct Rows<'a> {
    report: &'a mut ImportReport,
    sink: &'a mut dyn FnMut(Change) -> Result<()>,
    currency: Option<Currency>,
    seen: HashSet<u64>,
}

impl Rows<'_> {
    /// Checks a row and passes its listing on.
    fn take(&mut self, row: &Row) -> Result<()> {
        self.report.rows += 1;
        let Some(listing) = row.listing(self.currency, self.report) else {
            self.report.rejected += 1;
            return Ok(());
        };
        if !self.seen.insert(twox_hash::XxHash64::oneshot(0, listing.id.as_bytes())) {
            self.report.rejected += 1;
            self.report.problem(Met {
                line: row.line,
                id: Some(&listing.id),
                field: Some("id"),
                reason: "stands twice in the file",
                value: &listing.id,
                rejected: true,
            });
            return Ok(());
        }
        (self.sink)(Change::Upsert(Box::new(listing)))?;
        self.report.imported += 1;
        Ok(())
    }

    /// A row that is none.
    fn reject(&mut self, line: u64, reason: &str, value: &str) {
        self.report.rows += 1;
        self.report.rejected += 1;
        self.report.problem(Met {
            line,
            id: None,
            field: None,
            reason,
            value,
            rejected: true,
        });
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Xml,
    JsonLines,
    Delimited(u8),
}

impl Format {
    /// By the first bytes; the reason if they are of no known format.
    fn of(head: &[u8]) -> std::result::Result<Self, &'static str> {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let start = head.iter().position(|b| !b.is_ascii_whitespace()).ok_or("the file is empty")?;
        if head.contains(&0) {
            return Err("a binary file is no feed");
        }
        match head[start] {
            b'<' => return Ok(Self::Xml),
            b'{' => return Ok(Self::JsonLines),
            _ => {}
        }
        let line = head[start..].split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
        let line = String::from_utf8_lossy(line);
        let columns = |delimiter: u8| {
            line.split(char::from(delimiter))
                .filter(|column| mapping::name(column.trim_matches('"')).is_some())
                .count()
        };
        let best = [b'\t', b',', b';', b'|']
            .into_iter()
            .max_by_key(|d| columns(*d))
            .filter(|d| columns(*d) >= 2);
        best.map(Self::Delimited)
            .ok_or("no known format: neither XML nor JSON lines nor a header line with columns such as id, title, link")
    }

    fn name(self) -> &'static str {
        match self {
            Self::Xml => "XML",
            Self::JsonLines => "JSON lines",
            Self::Delimited(b'\t') => "TSV",
            Self::Delimited(_) => "CSV",
        }
    }
}

/// UTF-8 where the start of the file is; else Windows-1256 or Windows-1252 by which bytes are letters there.
fn encoding_of(head: &[u8]) -> &'static encoding_rs::Encoding {
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        // A character that the end of the sample cuts, or single bad bytes in a text that is UTF-8 otherwise.
        Err(e) => {
            e.error_len().is_none()
                || String::from_utf8_lossy(head).matches(char::REPLACEMENT_CHARACTER).count() * 20
                    < head.iter().filter(|b| **b >= 0xC0).count()
        }
    };
    if valid || head.len() < 16 {
        return encoding_rs::UTF_8;
    }
    let arabic_letters = head
        .iter()
        .filter(|b| matches!(b, 0xC7 | 0xE1 | 0xED | 0xE3 | 0xE4 | 0xE6 | 0xD1 | 0xCA))
        .count();
    let high = head.iter().filter(|b| **b >= 0x80).count();
    if arabic_letters * 3 > high && high > 20 {
        encoding_rs::WINDOWS_1256
    } else {
        encoding_rs::WINDOWS_1252
    }
}

/// Counts the bytes that a source gave.
struct Counted {
    source: Box<dyn Read + Send>,
    read: u64,
    progress: Option<Box<dyn FnMut(u64) + Send>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.read += count as u64;
        if let Some(progress) = &mut self.progress {
            progress(self.read);
        }
        Ok(count)
    }
}

/// Ends where the inner reader fails, and keeps why: the rows before a damaged end are good.
struct Lenient<R> {
    inner: R,
    failed: Option<String>,
}

impl<R: Read> Read for Lenient<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.failed.is_some() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Ok(count) => Ok(count),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => Err(e),
            Err(e) => {
                self.failed = Some(e.to_string());
                Ok(0)
            }
        }
    }
}

#[cfg(test)]
mod tests;
