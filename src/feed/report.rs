//! What became of each row: nothing is lost silently.

use super::Update;
use super::text::is_invisible;
use crate::error::{Error, Result};
use serde::Serialize;
use std::fmt;

/// So many rows of each problem are shown; all are counted.
const SHOWN: usize = 5;
/// More kinds of problem than this are counted as one: a hostile feed must not fill the memory with reasons.
const MAX_PROBLEMS: usize = 200;
/// A value or id is shown so far.
const SHOWN_CHARACTERS: usize = 40;

/// Counts and explains an import, or an [`apply`](crate::Catalog::apply). `rows` = `imported` + `offers` + `rejected` + `deleted`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportReport {
    /// The files, in the order they were read.
    pub files: Vec<FileReport>,
    /// Rows read.
    pub rows: u64,
    /// Rows that became products.
    pub imported: u64,
    /// Rows left out.
    pub rejected: u64,
    /// Rows that deleted a product (delta files).
    pub deleted: u64,
    /// Changes of price, sale or stock alone.
    pub offers: u64,
    /// Of `imported`: products whose text was the same before. They were not analysed again.
    pub unchanged: u64,
    /// Products that the partner had before and that its feeds do not name any more.
    pub removed: u64,
    /// What was wrong, in the order it was met.
    pub problems: Vec<Problem>,
    /// Columns that no field of a product is read from.
    pub ignored_fields: Vec<String>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileReport {
    /// As the feed was named.
    pub name: String,
    /// What its content was found to be.
    pub format: &'static str,
}

/// One kind of problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong.
    pub reason: String,
    /// The field, where it is one field's.
    pub field: Option<String>,
    /// Whether the row was left out for it, or only the field.
    pub rejected: bool,
    /// How many rows.
    pub count: u64,
    /// The first of them.
    pub first: Vec<ProblemRow>,
}

/// A row with a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProblemRow {
    /// The file.
    pub file: String,
    /// The line, from 1; in XML the number of the item, of updates the number of the update.
    pub line: u64,
    /// The product, where its id could be read.
    pub id: Option<String>,
    /// The value, shortened.
    pub value: String,
}

impl ImportReport {
    /// The report of a refused import, if the error is one.
    pub fn of(error: &Error) -> Option<&Self> {
        std::error::Error::source(error).and_then(|source| source.downcast_ref())
    }

    /// More than half of the rows were left out.
    pub fn is_mostly_bad(&self) -> bool {
        self.rejected * 2 > self.rows
    }

    /// An error if more than half of the rows are bad.
    pub(crate) fn check(&self) -> Result<()> {
        if self.is_mostly_bad() {
            return Err(Error::feed("more than half of the rows are bad"));
        }
        Ok(())
    }

    /// The same for a whole state, which is no state without any product: a feed of a header alone would take all products off.
    pub(crate) fn check_whole(&self) -> Result<()> {
        self.check()?;
        if self.imported == 0 {
            return Err(Error::feed("no products; to take a partner off use remove_partner"));
        }
        Ok(())
    }

    /// The error with this report as its source, where it is one of a feed.
    pub(crate) fn explain(&self, error: Error) -> Error {
        if error.is_feed() { error.with_source(self.clone()) } else { error }
    }

    /// Counts an update for what it is.
    pub(crate) fn count(&mut self, update: &Update) {
        *match update {
            Update::Upsert(_) => &mut self.imported,
            Update::Delete(_) => &mut self.deleted,
            Update::Offer(_) => &mut self.offers,
        } += 1;
    }

    /// The `nth` update, counted as a change of an offer, could not be made.
    pub(crate) fn refuse_offer(&mut self, nth: u64, id: &str, reason: &str) {
        self.offers -= 1;
        self.refuse(nth, id, "id", reason);
    }

    /// The `nth` update, not counted yet, could not be made.
    pub(crate) fn refuse(&mut self, nth: u64, id: &str, field: &str, reason: &str) {
        self.rejected += 1;
        self.problem(Met {
            line: nth,
            id: Some(id),
            field: Some(field),
            reason,
            value: "",
            rejected: true,
        });
    }

    pub(super) fn problem(&mut self, problem: Met<'_>) {
        let same = |p: &Problem| p.reason == problem.reason && p.field.as_deref() == problem.field && p.rejected == problem.rejected;
        let at = match self.problems.iter().position(same) {
            Some(at) => at,
            None if self.problems.len() == MAX_PROBLEMS => MAX_PROBLEMS - 1,
            None => {
                let field = problem.field.map(str::to_owned);
                self.problems.push(Problem {
                    reason: problem.reason.to_owned(),
                    field,
                    rejected: problem.rejected,
                    count: 0,
                    first: Vec::new(),
                });
                self.problems.len() - 1
            }
        };
        let entry = &mut self.problems[at];
        entry.count += 1;
        if entry.first.len() < SHOWN {
            let file = self.files.last().map(|f| f.name.clone()).unwrap_or_default();
            // A terminal must not obey what a feed writes.
            let shown = |text: &str| {
                text.chars()
                    .filter(|c| !c.is_control() && !is_invisible(*c))
                    .take(SHOWN_CHARACTERS)
                    .collect()
            };
            entry.first.push(ProblemRow {
                file,
                line: problem.line,
                id: problem.id.map(shown),
                value: shown(problem.value),
            });
        }
    }

    pub(super) fn ignored(&mut self, name: &str) {
        let shown = || {
            let seen = name.chars().filter(|c| !c.is_control() && !is_invisible(*c));
            seen.take(SHOWN_CHARACTERS)
        };
        // As it is shown: the whole of a long name would be told anew at each row.
        if self.ignored_fields.len() < MAX_PROBLEMS && !self.ignored_fields.iter().any(|known| known.chars().eq(shown())) {
            self.ignored_fields.push(shown().collect());
        }
    }
}

/// A problem as a reader meets it.
pub(super) struct Met<'a> {
    pub(super) line: u64,
    pub(super) id: Option<&'a str>,
    pub(super) field: Option<&'a str>,
    pub(super) reason: &'a str,
    pub(super) value: &'a str,
    pub(super) rejected: bool,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows, {} imported, {} rejected", self.rows, self.imported, self.rejected)?;
        if self.deleted > 0 {
            write!(f, ", {} deleted", self.deleted)?;
        }
        for (count, what) in [
            (self.offers, "offers changed"),
            (self.unchanged, "unchanged"),
            (self.removed, "removed"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        for problem in &self.problems {
            let what = match (problem.rejected, &problem.field) {
                (true, _) => "rejected",
                (false, Some(_)) => "field dropped",
                (false, None) => "noted",
            };
            let field = problem.field.as_ref().map(|f| format!("{f}: ")).unwrap_or_default();
            write!(f, "\n  {} x {what}: {field}{}", problem.count, problem.reason)?;
            if let Some(row) = problem.first.first() {
                write!(f, " (first in {} line {}, {:?})", row.file, row.line, row.value)?;
            }
        }
        if !self.ignored_fields.is_empty() {
            write!(f, "\n  not read: {}", self.ignored_fields.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for ImportReport {}
