//! Rakuten Advertising product catalogs, full and delta, as publishers receive them.
//!
//! `HDR|MID|Name|time`, then a product a line without a header of names, then `TRL|count`.

use super::Rows;
use super::encoding::Decoder;
use super::lines::{Line, Lines};
use super::mapping::{Field, Place, Target};
use super::price;
use super::row::Row;
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::io::BufRead;

/// What stands in the columns before the attributes. The one place to mend should a partner differ.
const COLUMNS: [Column; 28] = [
    Column::Read(Target::field(Field::Id, 0)),
    Column::Read(Target::field(Field::Title, 0)),
    Column::NotRead("SKU"),
    Column::Read(Target::field(Field::Category, 0)),
    Column::Read(Target::field(Field::Subcategory, 0)),
    Column::Read(Target::field(Field::Link, 0)),
    Column::Read(Target::field(Field::Image, 0)),
    // The buy URL, where the product has no page of its own.
    Column::Read(Target::field(Field::Link, 1)),
    // The short description, where there is no long one.
    Column::Read(Target::field(Field::Description, 1)),
    Column::Read(Target::field(Field::Description, 0)),
    Column::Read(Target::field(Field::Discount, 0)),
    Column::Read(Target::field(Field::DiscountType, 0)),
    Column::Read(Target::field(Field::SalePrice, 0)),
    Column::Read(Target::field(Field::Price, 0)),
    Column::Read(Target::field(Field::SaleStart, 0)),
    Column::Read(Target::field(Field::SaleEnd, 0)),
    Column::Read(Target::field(Field::Brand, 0)),
    Column::NotRead("shipping"),
    Column::Read(Target::attribute("keywords")),
    Column::Read(Target::field(Field::Mpn, 0)),
    // The manufacturer, where there is no brand.
    Column::Read(Target::field(Field::Brand, 1)),
    Column::NotRead("shipping information"),
    Column::Read(Target::field(Field::Availability, 0)),
    Column::Read(Target::field(Field::Gtin, 0)),
    Column::Class,
    Column::Read(Target::field(Field::Currency, 0)),
    Column::NotRead("M1"),
    // A picture that reports who looks at it: never kept.
    Column::NotRead("pixel"),
];

/// The last column that is needed is the currency: a row may end there.
const NEEDED: usize = 26;

/// Up to so many columns follow, whose meaning hangs on the class.
const ATTRIBUTES: usize = 10;

/// The attributes of each class, in the order of the columns.
const CLASSES: &[(&str, [&str; ATTRIBUTES])] = &[(
    // Clothing and accessories.
    "60",
    [
        "misc",
        "product type",
        "size",
        "material",
        "color",
        "gender",
        "style",
        "age group",
        "attribute 9",
        "attribute 10",
    ],
)];
const OTHER_CLASS: [&str; ATTRIBUTES] = [
    "attribute 1",
    "attribute 2",
    "attribute 3",
    "attribute 4",
    "attribute 5",
    "attribute 6",
    "attribute 7",
    "attribute 8",
    "attribute 9",
    "attribute 10",
];

/// More keywords than this are stuffing.
const MAX_KEYWORDS: usize = 10;
/// Where the end date of a product without a sale goes.
const EXPIRES: Target = Target::field(Field::Expires, 0);

enum Column {
    Read(Target),
    Class,
    NotRead(&'static str),
}

/// What the start of the file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    delimiter: u8,
    /// The last column of each row says what to do with it.
    pub(super) is_delta: bool,
}

impl Layout {
    /// By the header, or by rows of the right shape where it was cut off. The last line of a sample is seldom whole.
    pub(super) fn of(lines: &[&[u8]], sample: usize) -> Option<Self> {
        let first = *lines.first()?;
        let has_header = first.len() > 4 && first.starts_with(b"HDR") && matches!(first[3], b'|' | b'\t');
        let delimiter = if has_header { first[3] } else { b'|' };
        let is_row = |line: &&&[u8]| !line.starts_with(b"TRL") && !line.iter().all(u8::is_ascii_whitespace);
        let whole = if sample < super::SNIFFED { lines.len() } else { lines.len() - 1 };
        let rows = lines[..whole].iter().skip(usize::from(has_header)).filter(is_row);
        let width = |line: &[u8]| line.iter().filter(|b| **b == delimiter).count() + 1;
        let looks_so = first.windows(8).any(|w| w == b"|http://" || w == b"|https:/") && width(first) >= NEEDED;
        if !has_header && !looks_so {
            return None;
        }
        let (count, changes) = rows.fold((0, 0), |(count, changes), row| {
            (count + 1, changes + usize::from(action(row, delimiter).is_some()))
        });
        // Not all: a row may be broken, and the last attribute of a full file may be a size D.
        let is_delta = changes * 2 > count;
        Some(Self { delimiter, is_delta })
    }
}

/// What a row of a delta file asks for: the last column.
fn action(row: &[u8], delimiter: u8) -> Option<u8> {
    match row.trim_ascii_end() {
        [.., before, action @ (b'I' | b'U' | b'D')] if *before == delimiter => Some(*action),
        _ => None,
    }
}

pub(super) fn read(input: &mut impl BufRead, layout: Layout, decoder: Decoder, rows: &mut Rows<'_>) -> Result<()> {
    for column in &COLUMNS {
        if let Column::NotRead(name) = column {
            rows.report.ignored(name);
        }
    }
    let mut lines = Lines::new(input, b'\n');
    let mut seller = String::new();
    let (before, mut trailer) = (rows.report.rows, None);
    // Columns of the last row and of the widest.
    let (mut last, mut widest) = (0, 0);
    while let Some(line) = lines.line()? {
        let (text, repair) = decoder.decode(line.bytes);
        if text.trim().is_empty() {
            continue;
        }
        let mut columns = text.split(char::from(layout.delimiter));
        let width = columns.clone().count();
        // A product may have the id HDR or TRL: a row is wider, or says what to do with it.
        let is_frame = width < NEEDED && !(layout.is_delta && action(text.as_bytes(), layout.delimiter).is_some());
        match columns.next() {
            Some("HDR") if is_frame => seller = columns.nth(1).unwrap_or_default().trim().to_owned(),
            Some("TRL") if is_frame => trailer = Some((line.number, columns.next().unwrap_or_default().trim().to_owned())),
            _ if line.is_too_long => rows.reject(line.number, "the line is too long", ""),
            _ => {
                rows.repaired(line.number, repair);
                last = width;
                widest = widest.max(last);
                take(&line, &text, &seller, layout, rows)?;
            }
        }
    }
    let count = rows.report.rows - before;
    match trailer {
        Some((_, told)) if told.parse() == Ok(count) => {}
        Some((number, told)) => rows.note(number, "the trailer counts other rows than the file has", &told),
        None if !layout.is_delta && last < widest.max(NEEDED) && lines.ends_open() => {
            return Err(Error::feed("the file ends too early: within a row, without a trailer"));
        }
        None => rows.note(0, "no trailer (TRL): the file may end too early", ""),
    }
    Ok(())
}

fn take(line: &Line<'_>, text: &str, seller: &str, layout: Layout, rows: &mut Rows<'_>) -> Result<()> {
    let delimiter = char::from(layout.delimiter);
    let mut row = Row::at(line.number);
    row.add(Target::field(Field::Seller, 0), seller);
    let mut text = text.trim_end_matches(['\r', '\n']);
    if layout.is_delta {
        let Some(action) = action(text.as_bytes(), layout.delimiter) else {
            rows.reject(line.number, "neither I nor U nor D at the end of the row", text);
            return Ok(());
        };
        text = text.trim_end();
        text = &text[..text.len() - 2];
        if action == b'D' {
            row.add(Target::field(Field::Id, 0), text.split(delimiter).next().unwrap_or_default());
            return rows.delete(&row);
        }
    }
    let columns: Vec<&str> = text.split(delimiter).collect();
    let reason = if columns.len() < NEEDED {
        "fewer columns than the format has"
    } else if has_more(&columns) {
        "more columns than the format has"
    } else {
        fill(&mut row, &columns);
        return rows.take(&row);
    };
    rows.reject(line.number, reason, text);
    Ok(())
}

/// More than empty columns at the end: a delimiter in a title moves all that is behind it, a picture becomes the link and the end of a
/// sale the brand. The currency shows it: it stands elsewhere then.
fn has_more(columns: &[&str]) -> bool {
    let is_currency = |column: &&str| price::currency(column).is_some();
    let in_place = is_currency(&columns[NEEDED - 1]);
    let is_moved = !in_place
        && columns[NEEDED..]
            .iter()
            .take(COLUMNS.len() - NEEDED)
            .any(|c| c.trim().len() == 3 && is_currency(c));
    let beyond = columns.get(COLUMNS.len() + ATTRIBUTES..).unwrap_or_default();
    is_moved || !beyond.is_empty() && (!in_place || beyond.iter().any(|column| !column.trim().is_empty()))
}

fn fill<'a>(row: &mut Row<'a>, columns: &[&'a str]) {
    let mut class = "";
    for (column, value) in COLUMNS.iter().zip(columns) {
        match column {
            Column::Read(target) => row.add(*target, joined(*target, value)),
            Column::Class => class = value.trim(),
            Column::NotRead(_) => {}
        }
    }
    let names = CLASSES.iter().find(|(id, _)| *id == class).map_or(&OTHER_CLASS, |(_, names)| names);
    for (name, value) in names.iter().zip(columns.iter().skip(COLUMNS.len())) {
        let target = Target::attribute(name);
        row.add(target, joined(target, value));
    }
    // The dates are those of the sale; without one they are the product's.
    let has_sale = [Field::SalePrice, Field::Discount]
        .iter()
        .filter_map(|field| row.get(*field))
        .any(|value| value.bytes().any(|b| matches!(b, b'1'..=b'9')));
    if !has_sale && let Some(at) = COLUMNS.iter().position(|c| matches!(c, Column::Read(t) if t.is(Field::SaleEnd))) {
        row.add(EXPIRES, columns[at]);
    }
}

/// `Red~~Blue` -> `Red, Blue` in attributes; categories keep their sign.
fn joined(target: Target, value: &str) -> Cow<'_, str> {
    if matches!(target.place, Place::Attribute(_)) && value.contains("~~") {
        let parts: Vec<&str> = value.split("~~").map(str::trim).filter(|part| !part.is_empty()).collect();
        Cow::Owned(parts[..parts.len().min(MAX_KEYWORDS)].join(", "))
    } else {
        Cow::Borrowed(value)
    }
}
