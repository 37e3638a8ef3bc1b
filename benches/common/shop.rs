//! A catalog of any size, made while it is read: the n-th row depends on n alone, so that a small one is the start of a large one.
//!
//! Half of the products are in English, half in Arabic with the brand in Latin letters. Things, looks, colours, brands and the words of
//! descriptions come as often as words do (Zipf), with a long tail of invented words, so that new ones never end (Heaps), and a model
//! number for most products. Some products are accessories for other things. A quarter of the rows are variants, in groups of two to
//! six that differ in colour, size and price.
//!
//! What it does not imitate: grammar and meaning of descriptions, pictures, sales, GTINs, markup, mistakes, several shops with the
//! same product, and products with texts in both languages. Names of brands are invented; one may be somebody's by chance.

use super::chance::Dice;
use super::parts::parts;
use super::phrases::{describe, title};
use shoptalk::{Availability, Listing};
use std::fmt::Write;
use std::io::{self, Read};
use std::ops::Range;

pub const HEADER: &str = "id\ttitle\tdescription\tlink\tprice\tbrand\tproduct_type\tcolor\tavailability\titem_group_id\n";

/// What a row says, as it says it.
pub struct Product {
    pub id: String,
    pub title: String,
    pub description: String,
    pub link: String,
    pub price: String,
    pub brand: String,
    /// Widest first, with ` > ` between.
    pub category: String,
    pub colour: &'static str,
    pub availability: &'static str,
    /// Empty where there is one variant only.
    pub group: String,
}

/// The first row of a product, and how many variants it has. Of forty rows, the first ten are variants.
fn group(n: u64) -> (u64, u64) {
    const SIZES: [&[u64]; 6] = [&[5, 5], &[6, 4], &[2, 3, 5], &[4, 2, 4], &[3, 3, 2, 2], &[2, 6, 2]];
    let mut first = n - n % 40;
    for &size in Dice::new(2, first).pick(&SIZES) {
        if n < first + size {
            return (first, size);
        }
        first += size;
    }
    (n, 1)
}

/// The n-th product.
pub fn product(n: u64) -> Product {
    let (first, variants) = group(n);
    let dice = &mut Dice::new(1, first);
    let parts = parts(dice, (n - first) as usize);
    let (thing, shelf) = (parts.thing, parts.thing.shelf);
    let (language, path, leaf) = if parts.is_arabic {
        ("ar", shelf.arabic, parts.accessory.map_or(thing.arabic, |_| "إكسسوارات"))
    } else {
        ("en", shelf.english, parts.accessory.map_or(thing.english, |_| "Accessories"))
    };
    let (low, high) = parts
        .accessory
        .map_or((thing.low, thing.high), |accessory| (accessory.low, accessory.high));
    let own = &mut Dice::new(3, n);
    Product {
        id: format!("p{n}"),
        title: title(&parts, dice),
        description: describe(&parts, dice),
        link: format!(
            "https://www.shop.example/{language}/{}-{n}",
            thing.english.to_lowercase().replace(' ', "-")
        ),
        price: format!(
            "{}.{} USD",
            own.between(low.into(), high.into()) as u64,
            own.pick(&["99", "00", "50", "95"])
        ),
        category: format!("{path} > {leaf}"),
        brand: parts.brand,
        colour: parts.colour,
        availability: if own.percent(5) { "out of stock" } else { "in stock" },
        group: if variants > 1 { format!("g{first}") } else { String::new() },
    }
}

/// The n-th product as an update takes it.
pub fn listing(n: u64) -> Listing {
    let product = product(n);
    let mut listing = Listing::new(product.id, product.title, product.link);
    listing.texts[0].description = product.description;
    listing.texts[0].category = product.category.split(" > ").map(str::to_owned).collect();
    listing.texts[0].attributes = vec![("color".to_owned(), product.colour.to_owned())];
    listing.price = Some(product.price.parse().expect("it is money"));
    listing.brand = Some(product.brand);
    listing.group_id = (!product.group.is_empty()).then_some(product.group);
    if product.availability != "in stock" {
        listing.availability = Availability::OutOfStock;
    }
    listing
}

/// A feed of these rows in TSV, with a header.
pub struct Rows {
    rows: Range<u64>,
    text: String,
    at: usize,
}

impl Rows {
    pub fn new(count: u64) -> Self {
        Self::of(0..count)
    }

    pub fn of(rows: Range<u64>) -> Self {
        Self {
            rows,
            text: HEADER.to_owned(),
            at: 0,
        }
    }

    /// All of it at once.
    pub fn bytes(mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes).expect("memory is there");
        bytes
    }
}

fn write_row(to: &mut String, n: u64) {
    let Product {
        id,
        title,
        description,
        link,
        price,
        brand,
        category,
        colour,
        availability,
        group,
    } = product(n);
    let written = writeln!(
        to,
        "{id}\t{title}\t{description}\t{link}\t{price}\t{brand}\t{category}\t{colour}\t{availability}\t{group}"
    );
    written.expect("memory is there");
}

impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() {
            self.at = 0;
            self.text.clear();
            match self.rows.next() {
                Some(n) => write_row(&mut self.text, n),
                None => return Ok(0),
            }
        }
        let count = buffer.len().min(self.text.len() - self.at);
        buffer[..count].copy_from_slice(&self.text.as_bytes()[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
