//! RSS 2.0 (`item`) and Atom (`entry`) with Google's names.

use super::Rows;
use super::mapping::{Name, Row, name};
use crate::error::{Error, Result};
use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::io::{BufRead, BufReader};

/// Text of one element beyond this is passed over.
const MAX_TEXT: usize = 1 << 20;
/// Elements nested deeper than this are no feed.
const MAX_DEPTH: usize = 64;

/// Reads item by item. Entities of the document's own are not expanded.
pub(super) fn read(input: &mut impl BufRead, encoding: &'static Encoding, rows: &mut Rows<'_>) -> Result<()> {
    // A byte that is none of the encoding's becomes a mark in its text, not the end of the file.
    let decoded = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(input);
    let mut reader = Reader::from_reader(BufReader::new(decoded));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut items = Items {
        row: None,
        element: None,
        text: String::new(),
        inner: String::new(),
        depth: 0,
        count: 0,
    };
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => items.event(event, rows)?,
            Err(error) => {
                // The rows before are good; where an item was open it is lost and told.
                rows.reject(items.count + 1, "the XML is broken from here on", &error.to_string());
                return none_found(items.count);
            }
        }
        if items.depth > MAX_DEPTH {
            return Err(Error::feed("elements are nested too deep"));
        }
    }
    if items.row.is_some() {
        rows.reject(items.count, "the file ends within an item", "");
    }
    none_found(items.count)
}

fn none_found(count: u64) -> Result<()> {
    if count == 0 {
        Err(Error::feed("XML without any item or entry"))
    } else {
        Ok(())
    }
}

/// Where the reader stands.
struct Items {
    row: Option<Row>,
    /// The field whose element is open, and its depth.
    element: Option<(Name, usize)>,
    text: String,
    /// The name of the element inside `product_detail` that is open.
    inner: String,
    depth: usize,
    count: u64,
}

impl Items {
    fn event(&mut self, event: Event<'_>, rows: &mut Rows<'_>) -> Result<()> {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                let local = local(tag.name().as_ref());
                self.open(&local, rows);
                self.href(&local, &tag);
            }
            Event::Empty(tag) => {
                let local = local(tag.name().as_ref());
                self.href(&local, &tag);
            }
            Event::End(tag) => {
                let local = local(tag.name().as_ref());
                self.close(&local, rows)?;
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Text(text) => self.add(&text),
            Event::CData(text) => self.add(&text),
            // Written again as an entity: the cleaning of text reads it.
            Event::GeneralRef(name) => self.add(&format!("&{};", &*name)),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, local: &str, rows: &mut Rows<'_>) {
        if matches!(local, "item" | "entry") {
            self.count += 1;
            self.row = Some(Row::at(self.count));
            self.element = None;
        } else if self.row.is_some() && self.element.is_none() {
            match name(local) {
                Some(name) => {
                    self.element = Some((name, self.depth));
                    self.text.clear();
                }
                None => rows.report.ignored(local),
            }
        } else if self.element.is_some() {
            self.inner = local.to_owned();
            let separator = if local == "attribute_value" { ": " } else { "; " };
            if !self.text.trim().is_empty() {
                self.add(separator);
            }
        }
    }

    /// Atom gives links as `<link href="..."/>`.
    fn href(&mut self, local: &str, tag: &quick_xml::events::BytesStart<'_>) {
        let Some(row) = self.row.as_mut().filter(|_| local == "link") else {
            return;
        };
        if let Ok(Some(href)) = tag.try_get_attribute("href") {
            row.add(Name::Link, super::value::text(&href.value, MAX_TEXT));
        }
    }

    fn close(&mut self, local: &str, rows: &mut Rows<'_>) -> Result<()> {
        if matches!(local, "item" | "entry") {
            self.element = None;
            if let Some(row) = self.row.take() {
                rows.take(&row)?;
            }
        } else if let (Some(row), Some((name, depth))) = (self.row.as_mut(), self.element)
            && depth == self.depth
        {
            // Links carry & as an entity, and are no text to be cleaned.
            let text = if matches!(name, Name::Link | Name::Image) {
                self.text.replace("&amp;", "&")
            } else {
                self.text.clone()
            };
            row.add(name, text);
            self.element = None;
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if self.element.is_some() && self.text.len() + text.len() <= MAX_TEXT {
            self.text.push_str(text);
        }
    }
}

/// `g:price` -> `price`.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_lowercase()
}
