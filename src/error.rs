//! The one error type. What somebody types in a chat never makes one; files, folders and feeds can.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

/// `Result` with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong with a feed, a lexicon file or a catalog folder.
///
/// The kind is private so that it can grow; ask with the predicates. The message names file, line and field where they
/// are known, never a text of a chat. [`source`](StdError::source) gives the cause, for a refused import the
/// [`ImportReport`](crate::ImportReport).
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    reason: String,
    file: Option<PathBuf>,
    line: Option<u64>,
    field: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Io,
    Feed,
    Data,
    Catalog,
    Version,
    Busy,
    Cancelled,
}

impl Error {
    /// The operating system refused: missing file, no right, disk full.
    pub fn is_io(&self) -> bool {
        self.0.kind == Kind::Io
    }

    /// A feed could not be read as a whole, or more than half of its rows are bad.
    pub fn is_feed(&self) -> bool {
        self.0.kind == Kind::Feed
    }

    /// A value that the host gave is not what its place asks for: a lexicon row, a currency, a timestamp.
    pub fn is_data(&self) -> bool {
        self.0.kind == Kind::Data
    }

    /// The catalog folder is not one, is damaged, or the index inside refused.
    pub fn is_catalog(&self) -> bool {
        self.0.kind == Kind::Catalog
    }

    /// The catalog was written by another version of the crate: import again.
    pub fn is_version(&self) -> bool {
        self.0.kind == Kind::Version
    }

    /// Somebody else is writing to this catalog.
    pub fn is_busy(&self) -> bool {
        self.0.kind == Kind::Busy
    }

    /// The host's own callback said that a change of the catalog should stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.kind == Kind::Cancelled
    }

    /// The file that the error is about.
    pub fn file(&self) -> Option<&Path> {
        self.0.file.as_deref()
    }

    /// The line in that file, counted from 1.
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// The field or column in that line.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    pub(crate) fn io(file: impl Into<PathBuf>, source: std::io::Error) -> Self {
        let reason = source.to_string();
        Self::new(Kind::Io, reason).at_file(file).with_source(source)
    }

    pub(crate) fn feed(reason: impl Into<String>) -> Self {
        Self::new(Kind::Feed, reason)
    }

    pub(crate) fn data(reason: impl Into<String>) -> Self {
        Self::new(Kind::Data, reason)
    }

    pub(crate) fn catalog(reason: impl Into<String>) -> Self {
        Self::new(Kind::Catalog, reason)
    }

    pub(crate) fn version(reason: impl Into<String>) -> Self {
        Self::new(Kind::Version, reason)
    }

    pub(crate) fn busy(reason: impl Into<String>) -> Self {
        Self::new(Kind::Busy, reason)
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(Kind::Cancelled, "stopped by the callback; nothing was changed")
    }

    pub(crate) fn at_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.0.file = Some(file.into());
        self
    }

    pub(crate) fn at_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }

    pub(crate) fn at_field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    fn new(kind: Kind, reason: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            reason: reason.into(),
            file: None,
            line: None,
            field: None,
            source: None,
        }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(file) = &inner.file {
            write!(f, "{}", file.display())?;
            if let Some(line) = inner.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        } else if let Some(line) = inner.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(field) = &inner.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&inner.reason)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_names_file_line_and_field() {
        let error = Error::data("not a weight").at_file("extra.tsv").at_line(7).at_field("weight");
        assert_eq!(error.to_string(), "extra.tsv:7: weight: not a weight");
        assert!(error.is_data() && !error.is_io());
        assert_eq!((error.line(), error.field()), (Some(7), Some("weight")));
    }
}
