//! The shop without a chat: products of a partner, category, brand or price, with facets and pages.
//!
//! Without `--index` it opens shops on the fly, from `--feed PARTNER=FILE` or the samples of `data/feeds`.

use clap::Parser;
use shoptalk::{Availability, Browse, Catalog, Cursor, Facet, Feed, Money, Page, Product, Sort};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Shows a page of products and how many there are of each brand and category.
#[derive(Parser)]
struct Options {
    /// A catalog folder.
    #[arg(long, value_name = "DIR", conflicts_with = "feeds")]
    index: Option<PathBuf>,
    /// A partner's feed; the same partner twice is one import of two files.
    #[arg(long = "feed", value_name = "PARTNER=FILE")]
    feeds: Vec<String>,
    /// Only this partner's products.
    #[arg(long)]
    partner: Option<String>,
    /// Only below this category: `Women > Dresses`.
    #[arg(long, value_name = "PATH")]
    category: Option<String>,
    /// Only this brand's.
    #[arg(long)]
    brand: Option<String>,
    /// At least this price: `20 USD`.
    #[arg(long, value_name = "MONEY")]
    min: Option<Money>,
    /// At most this price: `80 USD`.
    #[arg(long, value_name = "MONEY")]
    max: Option<Money>,
    /// Only what is on sale.
    #[arg(long)]
    sale: bool,
    /// The order: cheapest, dearest or discount.
    #[arg(long, default_value = "cheapest", value_parser = sort)]
    sort: Sort,
    /// The page behind this cursor, which the page before ends with.
    #[arg(long, value_name = "CURSOR")]
    after: Option<Cursor>,
    /// Products a page.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    size: u32,
    /// The page as JSON, for programs.
    #[arg(long)]
    json: bool,
}

/// Facets of more values than this are cut: a person reads no further.
const FACETS: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let catalog = match &options.index {
        Some(folder) => Catalog::open(folder)?,
        None => imported(&options.feeds)?,
    };
    let page = catalog.browse(&wanted(&options))?;
    if options.json {
        print(&format!("{}\n", serde_json::to_string_pretty(&page)?))?;
    } else {
        print(&shown(&page)?)?;
    }
    Ok(())
}

fn wanted(options: &Options) -> Browse {
    let mut browse = Browse::new()
        .price(options.min, options.max)
        .sort(options.sort)
        .size(options.size as usize);
    if options.sale {
        browse = browse.on_sale();
    }
    if let Some(cursor) = options.after {
        browse = browse.after(cursor);
    }
    if let Some(partner) = &options.partner {
        browse = browse.partner(partner);
    }
    if let Some(category) = &options.category {
        browse = browse.category(category.split('>').map(str::trim));
    }
    if let Some(brand) = &options.brand {
        browse = browse.brand(brand);
    }
    browse
}

/// The feeds in memory; without any, the samples.
fn imported(feeds: &[String]) -> Result<Catalog, Box<dyn Error>> {
    let mut by_partner: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for feed in feeds {
        let (partner, file) = feed.split_once('=').ok_or("--feed takes PARTNER=FILE")?;
        by_partner.entry(partner.to_owned()).or_default().push(file.into());
    }
    if feeds.is_empty() {
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/feeds"))? {
            let path = entry?.path();
            if let Some(partner) = path.file_stem().and_then(|stem| stem.to_str()).filter(|_| path.is_file()) {
                by_partner.entry(partner.to_owned()).or_default().push(path.clone());
            }
        }
    }
    let catalog = Catalog::in_memory()?;
    for (partner, files) in by_partner {
        let feeds = files.iter().map(Feed::open).collect::<Result<Vec<Feed>, _>>()?;
        catalog.import(&partner, feeds)?;
    }
    Ok(catalog)
}

/// By the names that JSON has too.
fn sort(name: &str) -> Result<Sort, String> {
    serde_json::from_value(name.into()).map_err(|_| "cheapest, dearest or discount".to_owned())
}

fn shown(page: &Page) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    writeln!(out, "{} products\n", page.total)?;
    for product in &page.products {
        show_product(&mut out, product)?;
    }
    facets(&mut out, "Partners", &page.partners)?;
    facets(&mut out, "Categories", &page.categories)?;
    facets(&mut out, "Brands", &page.brands)?;
    if let Some(next) = &page.next {
        writeln!(out, "\nMore: --after {next}")?;
    }
    Ok(out)
}

fn show_product(out: &mut String, product: &Product) -> std::fmt::Result {
    let money = |money: Option<Money>| money.map(|m| m.to_string()).unwrap_or_else(|| "no price".to_owned());
    let sale = product.sale_price.map(|sale| format!("  (sale {sale})")).unwrap_or_default();
    let stock = match product.availability {
        Availability::OutOfStock => "  [sold out]",
        Availability::PreOrder => "  [pre-order]",
        Availability::Backorder => "  [later]",
        _ => "",
    };
    writeln!(out, "{:>14}  {}{sale}{stock}", money(product.price), isolated(&product.title))?;
    let mut about: Vec<String> = product.brand.iter().map(|brand| isolated(brand)).collect();
    about.extend((!product.category.is_empty()).then(|| isolated(&product.category.join(" > "))));
    about.push(format!("{}/{}", product.partner, isolated(&product.id)));
    writeln!(out, "{:>14}  {}", "", about.join(" · "))
}

/// Between U+2068 and U+2069 an Arabic title stands in its own direction and leaves the line around it alone.
fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

fn facets(out: &mut String, name: &str, facets: &[Facet]) -> std::fmt::Result {
    if facets.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{name}")?;
    for facet in facets.iter().take(FACETS) {
        writeln!(out, "{:>14}  {}", facet.count, isolated(&facet.value))?;
    }
    if facets.len() > FACETS {
        writeln!(out, "{:>14}  more", facets.len() - FACETS)?;
    }
    Ok(())
}

/// A reader that has seen enough closes the pipe: that is no error.
fn print(text: &str) -> io::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
