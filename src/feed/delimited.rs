//! Lines of columns under a header: Google's and OpenAI's text feeds and whatever shops make of them.

use super::Rows;
use super::encoding::Decoder;
use super::lines::{Line, Lines};
use super::mapping::{Field, Target, target};
use super::row::Row;
use super::text::has_byte;
use crate::error::{Error, Result};
use std::io::{self, BufRead, Read};

/// Reads rows line by line. A quoted field may hold delimiters and line ends; a quote that never closes is a letter.
pub(super) fn read(input: &mut impl BufRead, delimiter: u8, line_end: u8, decoder: Decoder, rows: &mut Rows<'_>) -> Result<()> {
    let mut lines = Lines::new(input, line_end);
    let mut splitter = Splitter::new(delimiter);
    let is_empty = |line: &[u8]| line.iter().all(|b| b.is_ascii_whitespace() || *b == delimiter || *b == b'"');
    let header = loop {
        match lines.record(delimiter, |_| false)? {
            Some(line) if is_empty(line.bytes) => {}
            Some(line) => break line.bytes.to_vec(),
            None => return Err(Error::feed("the file has no header line")),
        }
    };
    let columns = columns(&header, decoder, &mut splitter, rows)?;
    let links: Vec<usize> = (0..columns.len())
        .filter(|at| columns[*at].is_some_and(|target| target.is(Field::Link)))
        .collect();
    let is_row = |line: &[u8]| {
        let fields: Vec<&[u8]> = line.split(|b| *b == delimiter).collect();
        fields.len() >= columns.len() && links.iter().any(|at| fields[*at].trim_ascii_start().starts_with(b"http"))
    };
    while let Some(line) = lines.record(delimiter, is_row)? {
        // Spreadsheets write rows of delimiters below the last one.
        if is_empty(line.bytes) {
            continue;
        }
        if line.is_too_long {
            rows.reject(line.number, "the line is too long", "");
        } else if line.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line.bytes) == header {
            rows.reject(line.number, "the header again", &decoder.decode(line.bytes).0);
        } else {
            take(&line, &columns, decoder, &mut splitter, rows)?;
        }
    }
    Ok(())
}

/// The place of each column, if it has one.
fn columns(header: &[u8], decoder: Decoder, splitter: &mut Splitter, rows: &mut Rows<'_>) -> Result<Vec<Option<Target>>> {
    let (text, _) = decoder.decode(header);
    let mut columns = Vec::new();
    for column in splitter.split(&text, false) {
        let target = target(column);
        if target.is_none() && !column.trim().is_empty() {
            rows.report.ignored(column.trim());
        }
        columns.push(target);
    }
    for (needed, name) in [(Field::Id, "id"), (Field::Title, "title"), (Field::Link, "link")] {
        if !columns.iter().flatten().any(|target| target.is(needed)) {
            return Err(Error::feed(format!("the header has no column for the {name}")));
        }
    }
    Ok(columns)
}

fn take(line: &Line<'_>, columns: &[Option<Target>], decoder: Decoder, splitter: &mut Splitter, rows: &mut Rows<'_>) -> Result<()> {
    let (text, repair) = decoder.decode(line.bytes);
    let mut row = Row::at(line.number);
    let (mut count, mut extra) = (0, false);
    for value in splitter.split(&text, line.has_stray_quote) {
        match columns.get(count) {
            Some(Some(target)) => row.add(*target, value),
            Some(None) => {}
            // A delimiter at the end of the line is no column.
            None => extra |= !value.trim().is_empty(),
        }
        count += 1;
    }
    if extra || count < columns.len() {
        let reason = if extra {
            "more columns than the header"
        } else {
            "fewer columns than the header"
        };
        rows.reject(line.number, reason, &text);
        return Ok(());
    }
    if line.has_stray_quote {
        rows.note(line.number, "a quote that never closes: taken as a letter", &text);
    }
    rows.repaired(line.number, repair);
    rows.take(&row)
}

/// Splits records into fields. Keeps one CSV reader: to build one takes longer than to read a row.
struct Splitter {
    delimiter: u8,
    reader: csv::Reader<Record>,
    fields: csv::StringRecord,
}

/// The bytes of one record, for the CSV reader.
#[derive(Default)]
struct Record {
    bytes: Vec<u8>,
    at: usize,
}

impl Read for Record {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = Read::read(&mut &self.bytes[self.at..], buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// Either kind of fields.
enum Fields<'a> {
    Plain(std::str::Split<'a, char>),
    Quoted(csv::StringRecordIter<'a>),
}

impl<'a> Iterator for Fields<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        match self {
            Self::Plain(fields) => fields.next(),
            Self::Quoted(fields) => fields.next(),
        }
    }
}

impl Splitter {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            reader: Self::reader(delimiter),
            fields: csv::StringRecord::new(),
        }
    }

    fn reader(delimiter: u8) -> csv::Reader<Record> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(delimiter)
            .flexible(true)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(Record::default())
    }

    /// The fields of one record.
    fn split<'a>(&'a mut self, record: &'a str, quotes_are_letters: bool) -> Fields<'a> {
        let plain = |record: &'a str| Fields::Plain(record.split(char::from(self.delimiter)));
        if quotes_are_letters || !has_byte(record.as_bytes(), b'"') {
            return plain(record);
        }
        let source = self.reader.get_mut();
        source.bytes.clear();
        source.bytes.extend_from_slice(record.as_bytes());
        // With its line end the record is whole: the reader does not ask for more, which it would take for the end of the file.
        source.bytes.push(b'\n');
        source.at = 0;
        let end = self.reader.position().byte() + record.len() as u64 + 1;
        let read = self.reader.read_record(&mut self.fields);
        if !matches!(read, Ok(true)) || self.reader.position().byte() != end {
            self.reader = Self::reader(self.delimiter);
        }
        match read {
            Ok(true) => Fields::Quoted(self.fields.iter()),
            _ => Fields::Plain(record.split(char::from(self.delimiter))),
        }
    }
}
