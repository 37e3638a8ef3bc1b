//! Lines of columns under a header: Google's text feeds and whatever shops make of them.

use super::Rows;
use super::mapping::{Name, Row, name};
use crate::error::{Error, Result};
use encoding_rs::Encoding;
use std::collections::VecDeque;
use std::io::{BufRead, Read};

/// A line longer than this is no row.
const MAX_LINE: u64 = 4 << 20;

/// A quoted field has at most so many line ends; a quote that is open longer never closes.
const MAX_QUOTED_LINES: usize = 50;

/// Reads rows line by line. Tabs: quotes are letters. Commas: a quoted field may hold delimiters and line ends; a quote that
/// never closes costs its own line, not the rest of the file.
pub(super) fn read(input: &mut impl BufRead, delimiter: u8, encoding: &'static Encoding, rows: &mut Rows<'_>) -> Result<()> {
    let quoted = delimiter != b'\t';
    let mut lines = Lines {
        input,
        number: 0,
        pending: VecDeque::new(),
    };
    let Some((_, header)) = lines.next(quoted, delimiter)? else {
        return Err(Error::feed("the file has no header line"));
    };
    let (header, _) = encoding.decode_with_bom_removal(&header);
    let columns: Vec<String> = split(&header, delimiter, quoted);
    let names: Vec<Option<Name>> = columns.iter().map(|column| name(column)).collect();
    for (column, _) in columns.iter().zip(&names).filter(|(_, name)| name.is_none()) {
        rows.report.ignored(column.trim());
    }
    for needed in [Name::Id, Name::Title, Name::Link] {
        if !names.contains(&Some(needed)) {
            return Err(Error::feed(format!("the header has no column for {needed:?}")));
        }
    }
    while let Some((number, line)) = lines.next(quoted, delimiter)? {
        let (text, had_errors) = encoding.decode_without_bom_handling(&line);
        if text.trim().is_empty() {
            continue;
        }
        if line.len() as u64 >= MAX_LINE {
            rows.reject(number, "the line is too long", "");
            continue;
        }
        if had_errors {
            rows.reject(number, "not valid text", &text);
            continue;
        }
        let values = split(&text, delimiter, quoted);
        if values.len() != names.len() {
            rows.reject(
                number,
                if values.len() > names.len() {
                    "more columns than the header"
                } else {
                    "fewer columns than the header"
                },
                &text,
            );
            continue;
        }
        if values == columns {
            rows.reject(number, "the header again", &text);
            continue;
        }
        let mut row = Row::at(number);
        for (name, value) in names.iter().zip(values) {
            if let Some(name) = name {
                row.add(*name, value);
            }
        }
        rows.take(&row)?;
    }
    Ok(())
}

/// The fields of one record.
fn split(record: &str, delimiter: u8, quoted: bool) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .quoting(quoted)
        .flexible(true)
        .from_reader(record.as_bytes());
    let mut fields = csv::StringRecord::new();
    match reader.read_record(&mut fields) {
        Ok(true) => fields.iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Lines of the file, joined where a quoted field holds line ends.
struct Lines<'a, R> {
    input: &'a mut R,
    number: u64,
    /// Lines that were read ahead behind a quote that never closed.
    pending: VecDeque<(u64, Vec<u8>)>,
}

impl<R: BufRead> Lines<'_, R> {
    /// The next record and the number of its first line.
    fn next(&mut self, quoted: bool, delimiter: u8) -> Result<Option<(u64, Vec<u8>)>> {
        let Some((first, line)) = self.line()? else { return Ok(None) };
        if !quoted || !open_quote(&line, delimiter) {
            return Ok(Some((first, line)));
        }
        let mut record = line.clone();
        let mut ahead = Vec::new();
        while ahead.len() < MAX_QUOTED_LINES && record.len() < MAX_LINE as usize {
            let Some((number, line)) = self.line()? else { break };
            record.push(b'\n');
            record.extend_from_slice(&line);
            ahead.push((number, line));
            if !open_quote(&record, delimiter) {
                return Ok(Some((first, record)));
            }
        }
        // A stray quote: the line stands alone, and those behind it are read again on their own.
        for behind in ahead.into_iter().rev() {
            self.pending.push_front(behind);
        }
        Ok(Some((first, line)))
    }

    fn line(&mut self) -> Result<Option<(u64, Vec<u8>)>> {
        if let Some(pending) = self.pending.pop_front() {
            return Ok(Some(pending));
        }
        let mut line = Vec::new();
        let limited = &mut Read::take(&mut *self.input, MAX_LINE);
        let read = limited
            .read_until(b'\n', &mut line)
            .map_err(|e| Error::feed(format!("cannot be read: {e}")))?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            line.pop();
        }
        Ok(Some((self.number, line)))
    }
}

/// Whether a quoted field of the record is still open. Only a quote at the start of a field opens one: 17" does not.
fn open_quote(record: &[u8], delimiter: u8) -> bool {
    #[derive(PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        /// A quote inside quotes: the field's end, or the first of two that stand for one.
        Closing,
    }
    let mut at = At::Start;
    for byte in record {
        at = match (at, *byte) {
            (At::Start | At::Closing, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, _) => At::Quoted,
            (_, byte) if byte == delimiter => At::Start,
            (At::Start, b' ') => At::Start,
            _ => At::Plain,
        };
    }
    at == At::Quoted
}
