//! TSV rows with their line numbers, and the errors that name them.

use crate::error::{Error, Result};

/// One row: its columns, and where it stands.
pub(super) struct Row<'a> {
    pub(super) file: &'a str,
    pub(super) line: u64,
    pub(super) columns: Vec<&'a str>,
}

/// The rows of a table; `#` starts a comment line. Every row must have `width` columns.
pub(super) fn rows<'a>(file: &'a str, tsv: &'a str, width: usize) -> impl Iterator<Item = Result<Row<'a>>> {
    let lines = tsv
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(move |(at, line)| {
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let row = Row {
            file,
            line: at as u64 + 1,
            columns,
        };
        if row.columns.len() == width {
            Ok(row)
        } else {
            Err(row.error("columns", format!("{} columns instead of {width}", row.columns.len())))
        }
    })
}

impl Row<'_> {
    pub(super) fn error(&self, column: &str, reason: impl Into<String>) -> Error {
        Error::data(reason).at_file(self.file).at_line(self.line).at_field(column)
    }

    /// A weight between 0 and 1; 0 takes a row of the built-in tables back.
    pub(super) fn weight(&self, column: usize) -> Result<f32> {
        match self.columns[column].parse::<f32>() {
            Ok(weight) if (0.0..=1.0).contains(&weight) => Ok(weight),
            _ => Err(self.error("weight", "not a number from 0 to 1")),
        }
    }

    pub(super) fn one_of<T: Copy>(&self, column: usize, name: &str, known: &[(&str, T)]) -> Result<T> {
        let wanted = self.columns[column];
        known
            .iter()
            .find(|(spelling, _)| *spelling == wanted)
            .map(|(_, value)| *value)
            .ok_or_else(|| self.error(name, "not one of the known values"))
    }
}
