//! Lines of a file with their numbers, and records whose quoted fields hold line ends.

use super::text::has_byte;
use crate::error::{Error, Result};
use std::collections::VecDeque;
use std::io::BufRead;

/// A line longer than this is no row.
pub(super) const MAX_LINE: usize = 4 << 20;
/// A quoted field has at most so many line ends; a quote that is open longer never closes.
const MAX_QUOTED_LINES: usize = 1000;

/// So many lines a file may look at behind quotes that never close, and so many more for each of its lines.
const PATIENCE: u64 = 50 * MAX_QUOTED_LINES as u64;
const IN_VAIN_A_LINE: u64 = 4;

/// Reads lines into one buffer.
pub(super) struct Lines<R> {
    input: R,
    line_end: u8,
    number: u64,
    buffer: Vec<u8>,
    /// Lines that were read ahead behind a quote that never closed.
    pending: VecDeque<(u64, Vec<u8>)>,
    ends_open: bool,
    /// Lines that were looked at behind quotes that never closed.
    in_vain: u64,
}

/// A line without its end.
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: u64,
    pub(super) bytes: &'a [u8],
    /// Only its start is here; the rest was passed over.
    pub(super) is_too_long: bool,
    /// A quote that never closes stands in it.
    pub(super) has_stray_quote: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R, line_end: u8) -> Self {
        Self {
            input,
            line_end,
            number: 0,
            buffer: Vec::new(),
            pending: VecDeque::new(),
            ends_open: false,
            in_vain: 0,
        }
    }

    /// The next line.
    pub(super) fn line(&mut self) -> Result<Option<Line<'_>>> {
        let number = self.fill()?;
        Ok(number.map(|number| self.filled(number, false)))
    }

    /// The next record: a line, or several where a quoted field holds line ends. Lines that are rows each on its own are no record
    /// together, whatever their quotes say: a stray quote may be closed far behind by the inches of another row.
    pub(super) fn record(&mut self, delimiter: u8, is_row: impl Fn(&[u8]) -> bool) -> Result<Option<Line<'_>>> {
        let Some(first) = self.fill()? else { return Ok(None) };
        let mut quotes = Quotes::new(delimiter);
        if !has_byte(&self.buffer, b'"') || !quotes.are_open_after(&self.buffer) {
            return Ok(Some(self.filled(first, false)));
        }
        // A file in which every line opens a quote for good would be read a thousand times.
        if self.in_vain > PATIENCE + self.number * IN_VAIN_A_LINE {
            return Ok(Some(self.filled(first, true)));
        }
        let mut record = std::mem::take(&mut self.buffer);
        let alone = record.len();
        let mut ahead = Vec::new();
        let mut open = true;
        let mut are_rows = false;
        while open && !are_rows && !quotes.broken && ahead.len() < MAX_QUOTED_LINES && record.len() < MAX_LINE {
            let Some(number) = self.fill()? else { break };
            are_rows = ahead.is_empty() && is_row(&record) && is_row(&self.buffer);
            record.push(b'\n');
            record.extend_from_slice(&self.buffer);
            open = quotes.are_open_after(b"\n") && quotes.are_open_after(&self.buffer);
            ahead.push((number, std::mem::take(&mut self.buffer)));
        }
        let is_stray = open || are_rows || quotes.broken;
        if is_stray {
            // The line stands alone, and those behind it are read again on their own.
            record.truncate(alone);
            self.in_vain += ahead.len() as u64;
            for behind in ahead.into_iter().rev() {
                self.pending.push_front(behind);
            }
        }
        self.buffer = record;
        Ok(Some(self.filled(first, is_stray)))
    }

    /// Whether the last line of the file has no end.
    pub(super) fn ends_open(&self) -> bool {
        self.ends_open
    }

    fn filled(&self, number: u64, has_stray_quote: bool) -> Line<'_> {
        Line {
            number,
            bytes: &self.buffer,
            is_too_long: self.buffer.len() >= MAX_LINE,
            has_stray_quote,
        }
    }

    /// Reads a line into the buffer; its number.
    fn fill(&mut self) -> Result<Option<u64>> {
        if let Some((number, line)) = self.pending.pop_front() {
            self.buffer = line;
            return Ok(Some(number));
        }
        self.buffer.clear();
        let unreadable = |e: std::io::Error| Error::feed(format!("cannot be read: {e}"));
        let mut limited = std::io::Read::take(&mut self.input, MAX_LINE as u64);
        if limited.read_until(self.line_end, &mut self.buffer).map_err(unreadable)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        self.ends_open = self.buffer.last() != Some(&self.line_end);
        if self.ends_open && self.buffer.len() == MAX_LINE {
            self.input.skip_until(self.line_end).map_err(unreadable)?;
            return Ok(Some(self.number));
        }
        while self.buffer.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            self.buffer.pop();
        }
        Ok(Some(self.number))
    }
}

/// Follows the quotes of a record. Only a quote at the start of a field opens one: 17" does not.
struct Quotes {
    delimiter: u8,
    at: At,
    lines: usize,
    /// A quote closed behind a line end and something else than the field's end came: the lines do not belong together.
    broken: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// A quote inside quotes: the field's end, or the first of two that stand for one.
    Closing,
}

impl Quotes {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            at: At::Start,
            lines: 0,
            broken: false,
        }
    }

    fn are_open_after(&mut self, bytes: &[u8]) -> bool {
        for byte in bytes {
            self.lines += usize::from(*byte == b'\n');
            self.at = match (self.at, *byte) {
                (At::Start | At::Closing, b'"') | (At::Quoted, 0..=b'!' | b'#'..=255) => At::Quoted,
                (At::Quoted, b'"') => At::Closing,
                (_, byte) if byte == self.delimiter => At::Start,
                (At::Closing, byte) => {
                    self.broken |= self.lines > 0 && !byte.is_ascii_whitespace();
                    At::Plain
                }
                _ => At::Plain,
            };
        }
        self.at == At::Quoted
    }
}
