//! RSS 2.0 (`item`) and Atom (`entry`) with Google's names.
//!
//! Items are cut out first and read each on its own: a broken one costs itself, not the rest of the file.

use super::Rows;
use super::encoding::Decoder;
use super::jsonl::Names;
use super::mapping::{Field, Place, Target};
use super::row::Row;
use crate::error::{Error, Result};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::io::BufRead;

/// An item longer than this is none.
const MAX_ITEM: usize = 4 << 20;
/// Text of one element beyond this is passed over.
const MAX_TEXT: usize = 1 << 20;
/// So many bytes are read at once, at least.
const CHUNK: usize = 64 << 10;
const DOCTYPE: &[u8] = b"<!DOCTYPE";

/// Reads item by item. Entities of the document's own are not expanded.
pub(super) fn read(input: &mut impl BufRead, decoder: Decoder, rows: &mut Rows<'_>) -> Result<()> {
    let mut items = Items::new(input);
    let mut names = Names::default();
    let mut count = 0;
    while let Some(item) = items.next()? {
        count += 1;
        let bytes = match item {
            Item::Whole(bytes) => bytes,
            Item::Broken(reason) => {
                rows.reject(count, reason, "");
                continue;
            }
        };
        let (text, repair) = decoder.decode(bytes);
        rows.repaired(count, repair);
        match row(count, &text, &mut names, rows) {
            Ok(row) => rows.take(&row)?,
            Err(error) => rows.reject(count, "the XML of the item is broken", &error),
        }
    }
    if count == 0 {
        return Err(Error::feed("XML without any item or entry"));
    }
    if !items.root_closed {
        return Err(Error::feed("the file ends too early: its root element is not closed"));
    }
    Ok(())
}

enum Item<'a> {
    Whole(&'a [u8]),
    Broken(&'static str),
}

/// Cuts a document into its items.
struct Items<R> {
    input: R,
    buffer: Vec<u8>,
    /// What is before was dealt with.
    at: usize,
    ended: bool,
    root: Vec<u8>,
    root_closed: bool,
}

/// A piece of markup in the buffer.
enum Markup {
    Tag(usize, usize),
    /// Comments, CDATA sections, declarations.
    Other(usize, usize),
    /// A `<` that begins nothing, or text up to the end.
    Nothing(usize),
}

impl<R: BufRead> Items<R> {
    fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            at: 0,
            ended: false,
            root: Vec::new(),
            root_closed: false,
        }
    }

    /// The next item with its tags.
    fn next(&mut self) -> Result<Option<Item<'_>>> {
        // Not at each item: what is behind it moves.
        if self.at >= CHUNK {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let Some((start, inside)) = self.start()? else { return Ok(None) };
        let name = self.buffer[start + 1..inside]
            .split(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
            .next()
            .unwrap_or_default()
            .to_vec();
        let mut at = inside;
        loop {
            let Some(markup) = self.markup(at)? else {
                return Err(Error::feed("the file ends too early: within an item"));
            };
            match markup {
                Markup::Tag(from, to) if is_named(&self.buffer[from + 1..to], b"/", &name) => {
                    self.at = to;
                    return Ok(Some(Item::Whole(&self.buffer[start..to])));
                }
                // The next one begins: it is read after this one, which is lost.
                Markup::Tag(from, to) if is_named(&self.buffer[from + 1..to], b"", &name) => {
                    self.at = from;
                    return Ok(Some(Item::Broken("an item without its end")));
                }
                Markup::Other(from, to) if holds_end(&self.buffer[from..to], &name) => {
                    self.at = to;
                    return Ok(Some(Item::Broken("a comment or CDATA section without its end")));
                }
                Markup::Tag(_, to) | Markup::Other(_, to) | Markup::Nothing(to) => at = to,
            }
            if at - start > MAX_ITEM {
                self.at = at;
                return Ok(Some(Item::Broken("the item is too long")));
            }
        }
    }

    /// Where the next item begins, and its inside.
    fn start(&mut self) -> Result<Option<(usize, usize)>> {
        loop {
            match self.markup(self.at)? {
                None => return Ok(None),
                Some(Markup::Tag(from, to)) => {
                    let tag = &self.buffer[from + 1..to - 1];
                    let local = local_name(tag);
                    let is_item = !tag.ends_with(b"/") && (local == b"item" || local == b"entry");
                    if is_item && !self.root.is_empty() {
                        return Ok(Some((from, to)));
                    }
                    if tag.starts_with(b"/") {
                        self.root_closed |= is_named(tag, b"/", &self.root);
                    } else if self.root.is_empty() {
                        self.root = tag.split(u8::is_ascii_whitespace).next().unwrap_or_default().to_vec();
                    }
                    self.at = to;
                }
                Some(Markup::Other(_, to) | Markup::Nothing(to)) => self.at = to,
            }
            // What is outside of items is not kept.
            if self.at > MAX_ITEM {
                self.buffer.drain(..self.at);
                self.at = 0;
            }
        }
    }

    /// The first markup at or behind a place; none at the end of the file.
    fn markup(&mut self, from: usize) -> Result<Option<Markup>> {
        let Some(open) = self.find(from, b"<", MAX_ITEM)? else {
            // Text without end is passed over piece by piece, not gathered.
            return Ok((!self.ended).then_some(Markup::Nothing(self.buffer.len())));
        };
        while self.buffer.len() < open + 9 && self.fill()? {}
        if self.buffer[open..].starts_with(DOCTYPE) {
            return self.doctype(open).map(Some);
        }
        let rest = &self.buffer[open..];
        for (start, end) in [(&b"<!--"[..], &b"-->"[..]), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")] {
            if rest.starts_with(start) {
                let Some(close) = self.find(open + start.len(), end, MAX_ITEM)? else {
                    return Err(Error::feed("the file ends too early: within a comment or CDATA section"));
                };
                return Ok(Some(Markup::Other(open, close + end.len())));
            }
        }
        let mut at = open + 1;
        loop {
            match self.buffer[at..].iter().position(|b| matches!(b, b'<' | b'>')) {
                Some(found) if self.buffer[at + found] == b'>' => {
                    let to = at + found + 1;
                    let is_tag = self
                        .buffer
                        .get(open + 1)
                        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'_'));
                    return Ok(Some(if is_tag { Markup::Tag(open, to) } else { Markup::Other(open, to) }));
                }
                Some(found) => return Ok(Some(Markup::Nothing(at + found))),
                None => at = self.buffer.len(),
            }
            if at - open > MAX_ITEM {
                return Ok(Some(Markup::Nothing(at)));
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// A declaration of the document's type with all that it declares: an element in the text of an entity is none of the document.
    fn doctype(&mut self, open: usize) -> Result<Markup> {
        loop {
            if let Some(length) = doctype_length(&self.buffer[open..]) {
                return Ok(Markup::Other(open, open + length));
            }
            // Without an end it must not swallow the items.
            if self.buffer.len() - open > CHUNK || !self.fill()? {
                return Ok(Markup::Nothing(open + DOCTYPE.len()));
            }
        }
    }

    /// Where these bytes stand, at or behind a place and within so many bytes of it.
    fn find(&mut self, from: usize, bytes: &[u8], within: usize) -> Result<Option<usize>> {
        let mut at = from;
        loop {
            let rest = &self.buffer[at.min(self.buffer.len())..];
            let found = match bytes {
                [byte] => rest.iter().position(|b| b == byte),
                _ => rest.windows(bytes.len()).position(|w| w == bytes),
            };
            if let Some(found) = found {
                return Ok(Some(at + found));
            }
            at = (self.buffer.len() + 1).saturating_sub(bytes.len()).max(from);
            // Text between items is not kept while the next one is looked for.
            if at - from > within || !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Reads on; false at the end of the file. More each time: pieces over many reads are looked through a few times only.
    fn fill(&mut self) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let wanted = CHUNK.max(self.buffer.len() / 2);
        let limited = &mut std::io::Read::take(&mut self.input, wanted as u64);
        let read = std::io::Read::read_to_end(limited, &mut self.buffer).map_err(|e| Error::feed(format!("cannot be read: {e}")))?;
        self.ended = read == 0;
        Ok(!self.ended)
    }
}

/// `<!DOCTYPE rss [<!ENTITY a "]>">]>`: signs in quotes and comments end nothing. None if the end is not there.
fn doctype_length(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut depth) = (DOCTYPE.len(), 0_usize);
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at + 1..];
        match byte {
            b'"' | b'\'' => at += rest.iter().position(|b| b == byte)? + 1,
            b'<' if rest.starts_with(b"!--") => at += rest.windows(3).skip(3).position(|w| w == b"-->")? + 6,
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// `/item>` with the prefix `/` and the name `item`.
fn is_named(tag: &[u8], prefix: &[u8], name: &[u8]) -> bool {
    let rest = tag.strip_prefix(prefix).and_then(|tag| tag.strip_prefix(name));
    rest.is_some_and(|rest| rest.first().is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')))
}

/// Whether the end of the item stands inside: a section that should have closed before.
fn holds_end(section: &[u8], name: &[u8]) -> bool {
    section.windows(name.len() + 2).any(|w| w.starts_with(b"</") && &w[2..] == name)
}

/// `g:item attribute="x"` -> `item`.
fn local_name(tag: &[u8]) -> &[u8] {
    let name = tag.split(|b| b.is_ascii_whitespace() || *b == b'/').next().unwrap_or_default();
    name.rsplit(|b| *b == b':').next().unwrap_or_default()
}

/// Reads the fields of one item.
fn row<'a>(number: u64, item: &str, names: &mut Names, rows: &mut Rows<'_>) -> std::result::Result<Row<'a>, String> {
    let mut reader = Reader::from_str(item);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    let mut fields = Fields {
        row: Row::at(number),
        target: None,
        text: String::new(),
        inner: String::new(),
        detail: String::new(),
        depth: 0,
    };
    let mut has_bare_sign = false;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            // <title>Desk<g:price>5 USD</g:price></item>: what was not closed took the fields behind it.
            Event::Eof if fields.depth > 0 => return Err("an element is not closed".to_owned()),
            Event::Eof => {
                if has_bare_sign {
                    rows.note(number, "an & that begins no entity: taken as a letter", "");
                }
                return Ok(fields.row);
            }
            Event::Start(tag) => {
                fields.depth += 1;
                fields.open(&tag, names, rows);
            }
            Event::Empty(tag) => {
                fields.depth += 1;
                fields.open(&tag, names, rows);
                fields.close();
            }
            Event::End(_) => fields.close(),
            Event::Text(text) => {
                has_bare_sign |= text.contains('&');
                fields.add(&text);
            }
            Event::CData(text) => fields.add(&text),
            Event::GeneralRef(name) => fields.entity(&name),
            _ => {}
        }
    }
}

/// Where the reader of an item stands: the item itself is one deep, its fields two.
struct Fields<'a> {
    row: Row<'a>,
    /// The field whose element is open.
    target: Option<Target>,
    text: String,
    /// The element inside of details that was opened last.
    inner: String,
    /// The name of a detail that waits for its value.
    detail: String,
    depth: usize,
}

const FIELD_DEPTH: usize = 2;

impl Fields<'_> {
    fn open(&mut self, tag: &BytesStart<'_>, names: &mut Names, rows: &mut Rows<'_>) {
        let name = tag.name();
        let name: &str = name.as_ref();
        if self.depth == FIELD_DEPTH {
            self.target = names.target(name, rows);
            self.text.clear();
            self.inner.clear();
            self.attributes(name, tag);
        } else if self.depth > FIELD_DEPTH {
            if self.target.is_some_and(|t| t.place == Place::Details) {
                name.rsplit(':').next().unwrap_or_default().clone_into(&mut self.inner);
                self.text.clear();
            } else {
                self.add(" ");
            }
        }
    }

    /// Atom gives links as `<link href="..."/>` and categories as `<category term="..."/>`.
    fn attributes(&mut self, name: &str, tag: &BytesStart<'_>) {
        let value = |attribute: &str| {
            let found = tag.try_get_attribute(attribute).ok().flatten()?;
            Some(found.value.replace("&amp;", "&"))
        };
        let Some(target) = self.target else { return };
        if target.is(Field::Category)
            && let Some(term) = value("label").or_else(|| value("term"))
        {
            self.row.add(target, term);
        } else if name == "link"
            && let Some(href) = value("href")
        {
            match value("rel").as_deref() {
                None | Some("alternate") => self.row.add(target, href),
                Some("enclosure") => self.row.add(Target::field(Field::Image, u16::MAX), href),
                Some(_) => {}
            }
        }
    }

    fn close(&mut self) {
        if let Some(target) = self.target {
            let is_details = target.place == Place::Details;
            if self.depth == FIELD_DEPTH {
                // What stands in details outside of their elements is free text.
                if !is_details || self.inner.is_empty() {
                    self.row.add(target, std::mem::take(&mut self.text));
                }
                self.target = None;
            } else if is_details && self.inner == "attribute_name" {
                self.detail = std::mem::take(&mut self.text);
            } else if is_details && self.inner == "attribute_value" {
                self.row.add_named(std::mem::take(&mut self.detail), std::mem::take(&mut self.text));
            }
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// An entity of XML; those of HTML are read with the text.
    fn entity(&mut self, name: &str) {
        let character = |digits: &str| {
            let code = digits
                .strip_prefix('x')
                .map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            code.and_then(char::from_u32)
        };
        if let Some(text) = quick_xml::escape::resolve_xml_entity(name) {
            self.add(text);
        } else if let Some(c) = name.strip_prefix('#').and_then(character) {
            self.add(c.encode_utf8(&mut [0; 4]));
        } else {
            self.add(&format!("&{name};"));
        }
    }

    fn add(&mut self, text: &str) {
        if self.target.is_some() && self.text.len() + text.len() <= MAX_TEXT {
            self.text.push_str(text);
        }
    }
}
