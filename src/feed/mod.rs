//! Partner file -> checked listings, one row after the other.
//!
//! In: a file, gzipped or not, in any known format, found by its content. Out: a stream of [`Update`]s and an
//! [`ImportReport`] in which every row is counted. A bad row is reported and skipped; the rest goes on. Memory does not
//! grow with the file, but for some 20 bytes a row that find an id that comes twice.
//!
//! One file a format (`delimited`, `rakuten`, `jsonl`, `acp`, `xml`) makes rows of named fields by one table (`mapping`);
//! `row` makes listings of them, whatever they came from.

mod acp;
mod delimited;
mod encoding;
mod export;
mod format;
mod json;
mod jsonl;
mod lines;
mod mapping;
mod price;
mod rakuten;
mod report;
mod row;
mod text;
mod value;
mod xml;

pub use report::{FileReport, ImportReport, Problem, ProblemRow};

use crate::error::{Error, Result};
use crate::money::Currency;
use crate::offer::OfferChange;
use crate::product::Listing;
use encoding::{Decoder, Repair};
use encoding_rs_io::DecodeReaderBytes;
use flate2::bufread::MultiGzDecoder;
use format::Format;
use mapping::Field;
use report::Met;
use row::Row;
use rustc_hash::FxHashSet;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
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

/// A change of one product: what a row of a feed does, and what [`Catalog::apply`](crate::Catalog::apply) takes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Update {
    /// Adds the product, or takes the place of the one with its id: of its texts in all languages.
    Upsert(Box<Listing>),
    /// Removes the product with this id, if there is one.
    Delete(String),
    /// Changes price, sale or stock of a product that is there. Its text is not touched: thousands of these are cheap.
    Offer(OfferChange),
}

impl From<Listing> for Update {
    fn from(listing: Listing) -> Self {
        Self::Upsert(Box::new(listing))
    }
}

impl Update {
    /// The partner's id of the product.
    pub fn id(&self) -> &str {
        match self {
            Self::Upsert(listing) => &listing.id,
            Self::Delete(id) => id,
            Self::Offer(change) => &change.id,
        }
    }
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

    /// The currency of prices that are bare numbers, or whose sign is that of several currencies, this one too: `$` of CAD.
    #[must_use]
    pub fn default_currency(mut self, currency: Currency) -> Self {
        self.currency = Some(currency);
        self
    }

    /// The same, where no other was given.
    pub(crate) fn or_currency(mut self, currency: Option<Currency>) -> Self {
        self.currency = self.currency.or(currency);
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

    /// Reads all rows; what each of them does goes to `sink`, each problem into the report. One after the other: memory does not
    /// grow with the file.
    ///
    /// ```
    /// use shoptalk::{Feed, ImportReport, Update};
    /// let feed = Feed::from_bytes("shop.csv", "id,title,link\n1,Red shirt,https://shop.example/1\n2,,\n");
    /// let mut report = ImportReport::default();
    /// feed.read(&mut report, &mut |update| {
    ///     if let Update::Upsert(listing) = update {
    ///         println!("{}", listing.to_json_line(None));
    ///     }
    ///     Ok(())
    /// })?;
    /// assert_eq!((report.rows, report.imported, report.rejected), (2, 1, 1));
    /// # Ok::<(), shoptalk::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`is_feed`](Error::is_feed) if the file is empty, binary, or of no known format, or if it ends too early where that can be
    /// told: a gzip stream or an XML document without its end, a Rakuten file that ends within a row. `sink` has got the rows
    /// before by then. And whatever `sink` says.
    pub fn read(self, report: &mut ImportReport, sink: &mut dyn FnMut(Update) -> Result<()>) -> Result<()> {
        self.run(true, report, sink)
    }

    /// The changes of a delta file, for [`Catalog::apply`](crate::Catalog::apply), and the report on them; of a full file: all
    /// its products. They are held in memory.
    ///
    /// ```
    /// use shoptalk::{Catalog, Feed};
    /// let catalog = Catalog::in_memory()?;
    /// let row = "7|Red shirt||Fashion||https://shop.example/7|||||||25.00|||||||||||60|USD||||||||||||";
    /// let delta = format!("HDR|1|Shop|11/22/2026 10:00:00\n{row}|I\nTRL|1\n");
    /// let (updates, report) = Feed::from_bytes("shop_delta.txt", delta).updates()?;
    /// catalog.apply("shop", updates)?;
    /// # let _ = report;
    /// # Ok::<(), shoptalk::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`is_feed`](Error::is_feed) if more than half of the rows are bad. [`ImportReport::of`] the
    /// error is the report.
    pub fn updates(self) -> Result<(Vec<Update>, ImportReport)> {
        let mut report = ImportReport::default();
        let mut updates = Vec::new();
        let read = self.read(&mut report, &mut |update| {
            updates.push(update);
            Ok(())
        });
        match read.and_then(|()| report.check()) {
            Ok(()) => Ok((updates, report)),
            Err(error) => Err(report.explain(error)),
        }
    }

    /// Reads a file that is a whole state.
    pub(crate) fn read_full(self, report: &mut ImportReport, sink: &mut dyn FnMut(Listing) -> Result<()>) -> Result<()> {
        self.run(false, report, &mut |update| match update {
            Update::Upsert(listing) => sink(*listing),
            // A file of a whole state has no deletions, and no feed has changes of an offer alone.
            Update::Delete(_) | Update::Offer(_) => Ok(()),
        })
    }

    fn run(self, accepts_delta: bool, report: &mut ImportReport, sink: &mut dyn FnMut(Update) -> Result<()>) -> Result<()> {
        let name = self.name;
        let at_file = |error: Error| if error.file().is_none() { error.at_file(&name) } else { error };
        let counted = Counted {
            source: self.source,
            read: 0,
            progress: self.progress,
        };
        let mut lenient = Lenient {
            inner: unpacked(counted).map_err(at_file)?,
            failed: None,
        };
        let mut head = Vec::new();
        let sample = &mut lenient.by_ref().take(SNIFFED as u64);
        sample.read_to_end(&mut head).map_err(|e| Error::io(&name, e))?;
        let format = Format::of(&head).map_err(|reason| Error::feed(reason).at_file(&name))?;
        report.files.push(FileReport {
            name: name.clone(),
            format: format.name(),
        });
        let mut rows = Rows {
            report,
            sink,
            currency: self.currency,
            seen: FxHashSet::default(),
            is_delta: matches!(format, Format::Rakuten(layout) if layout.is_delta),
        };
        if rows.is_delta && !accepts_delta {
            let reason = "a delta file holds changes, not the whole state: give Feed::updates of it to Catalog::apply";
            return Err(Error::feed(reason).at_file(&name));
        }
        let decoder = Decoder::of(&head);
        if let Some(reason) = decoder.note() {
            rows.note(1, &reason, "");
        }
        let done = rows.read(format, decoder, Cursor::new(head).chain(&mut lenient));
        match lenient.failed {
            // Rows that the damage took are no wish of the shop to take them off: the state before stays.
            Some(failed) => Err(Error::feed(format!("the file ends too early or is damaged: {failed}")).at_file(&name)),
            None => done.map_err(at_file),
        }
    }
}

/// Where readers deliver their rows.
struct Rows<'a> {
    report: &'a mut ImportReport,
    sink: &'a mut dyn FnMut(Update) -> Result<()>,
    currency: Option<Currency>,
    seen: FxHashSet<u64>,
    is_delta: bool,
}

impl Rows<'_> {
    /// Takes all rows of a file.
    fn read(&mut self, format: Format, decoder: Decoder, input: impl Read) -> Result<()> {
        let mut input = BufReader::with_capacity(BUFFER, input);
        match format {
            Format::Rss | Format::Atom => xml::read(&mut input, decoder, self),
            Format::JsonLines | Format::Acp => jsonl::read(&mut input, decoder, self),
            Format::Delimited { delimiter, line_end } => delimited::read(&mut input, delimiter, line_end, decoder, self),
            Format::Rakuten(layout) => rakuten::read(&mut input, layout, decoder, self),
        }
    }

    /// Checks a row and passes its listing on.
    fn take(&mut self, row: &Row<'_>) -> Result<()> {
        self.report.rows += 1;
        let Some(listing) = row.listing(self.currency, self.report) else {
            self.report.rejected += 1;
            return Ok(());
        };
        // In a delta the same id may be deleted and come again.
        if !self.is_delta && !self.seen.insert(twox_hash::XxHash64::oneshot(0, listing.id.as_bytes())) {
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
        (self.sink)(Update::Upsert(Box::new(listing)))?;
        self.report.imported += 1;
        Ok(())
    }

    /// Passes on that the product of this row is gone.
    fn delete(&mut self, row: &Row<'_>) -> Result<()> {
        let Some(id) = row.id() else {
            self.reject(row.line, "a deletion without an id", row.get(Field::Id).unwrap_or_default());
            return Ok(());
        };
        self.report.rows += 1;
        self.report.deleted += 1;
        (self.sink)(Update::Delete(id))
    }

    /// A row that is none.
    fn reject(&mut self, line: u64, reason: &str, value: &str) {
        self.report.rows += 1;
        self.report.rejected += 1;
        self.tell(line, reason, value, true);
    }

    /// Something odd that costs nothing.
    fn note(&mut self, line: u64, reason: &str, value: &str) {
        self.tell(line, reason, value, false);
    }

    fn repaired(&mut self, line: u64, repair: Repair) {
        if let Some(reason) = repair.reason() {
            self.note(line, reason, "");
        }
    }

    fn tell(&mut self, line: u64, reason: &str, value: &str, rejected: bool) {
        self.report.problem(Met {
            line,
            id: None,
            field: None,
            reason,
            value,
            rejected,
        });
    }
}

/// The plain bytes of a file: out of gzip (several members are one file), and of UTF-16 as spreadsheets save it; no mark before.
fn unpacked(source: impl Read + 'static) -> Result<Box<dyn Read>> {
    // A source may give one byte at a time: what tells the kind is read until it is there.
    let raw = peeked(BufReader::with_capacity(BUFFER, source), 2)?;
    let plain: Box<dyn Read> = if raw.get_ref().0.get_ref().as_slice() == [0x1F, 0x8B] {
        Box::new(MultiGzDecoder::new(raw))
    } else {
        Box::new(raw)
    };
    let plain = peeked(BufReader::with_capacity(BUFFER, plain), 3)?;
    let start = plain.get_ref().0.get_ref();
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Ok(Box::new(DecodeReaderBytes::new(plain)));
    }
    if start == b"\xEF\xBB\xBF" {
        return Ok(Box::new(plain.into_inner().1));
    }
    Ok(Box::new(plain))
}

/// A source whose first bytes are read already, and stand before the rest.
type Peeked<R> = io::Chain<Cursor<Vec<u8>>, R>;

fn peeked<R: Read>(mut source: R, count: u64) -> Result<Peeked<R>> {
    let mut start = Vec::new();
    let read = source.by_ref().take(count).read_to_end(&mut start);
    read.map_err(|e| Error::feed(format!("cannot be read: {e}")))?;
    Ok(Cursor::new(start).chain(source))
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
