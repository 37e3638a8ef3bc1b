//! Why these products, or why silence: the understood wish, its slots, and the reasons behind each product.
//!
//! `cargo run --release --example explain -- --feed macys=FILE --say "my headphones died, need new ones under $80"`
//! With `--json` one explanation a line; without `--say` or `--query` it reads conversations as JSON lines.

use clap::Parser;
use shoptalk::{Catalog, Conversation, Explanation, Feed, Suggester};
use std::error::Error;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

/// Explains what a conversation was understood as.
#[derive(Parser)]
struct Options {
    /// A partner's feed.
    #[arg(long = "feed", value_name = "PARTNER=FILE")]
    feeds: Vec<String>,
    /// A catalog folder.
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// A message of a chat; repeat it for a longer one. Everybody has opted in.
    #[arg(long)]
    say: Vec<String>,
    /// What somebody typed into the shop's search box.
    #[arg(long)]
    query: Option<String>,
    /// The market (ISO 3166 alpha-2).
    #[arg(long, value_name = "XX")]
    market: Option<String>,
    /// At most so many products.
    #[arg(long, default_value_t = 5)]
    limit: usize,
    /// One JSON object a conversation.
    #[arg(long)]
    json: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let catalog = match &options.index {
        Some(folder) => Catalog::open(folder)?,
        None => Catalog::in_memory()?,
    };
    for feed in &options.feeds {
        let (partner, file) = feed.split_once('=').ok_or("--feed takes PARTNER=FILE")?;
        catalog.import(partner, [Feed::open(file)?])?;
    }
    let suggester = Suggester::builder().limit(options.limit).build(catalog);
    let mut out = io::stdout().lock();
    if options.say.is_empty() && options.query.is_none() {
        for line in io::stdin().lock().lines() {
            show(&mut out, &suggester.explain(&serde_json::from_str(&line?)?), options.json)?;
        }
        return Ok(());
    }
    let mut chat = Conversation::new().opt_in("you");
    for text in &options.say {
        chat = chat.message("you", text);
    }
    if let Some(query) = options.query {
        chat = chat.query(query);
    }
    if let Some(market) = options.market {
        chat = chat.market(market);
    }
    show(&mut out, &suggester.explain(&chat), options.json)?;
    Ok(())
}

fn show(out: &mut impl Write, explanation: &Explanation, json: bool) -> Result<(), Box<dyn Error>> {
    if json {
        writeln!(out, "{}", serde_json::to_string(explanation)?)?;
        return Ok(());
    }
    for wish in explanation.intent.iter().flat_map(|intent| &intent.wishes) {
        writeln!(out, "wish: {}", wish.words.join(", "))?;
        let slots = [
            ("brands", &wish.brands),
            ("not these brands", &wish.refused_brands),
            ("without", &wish.refused),
        ];
        for (name, words) in slots.into_iter().filter(|(_, words)| !words.is_empty()) {
            writeln!(out, "  {name}: {}", words.join(", "))?;
        }
        if let Some(limit) = wish.price {
            let bound = |value: Option<f64>| value.map_or_else(|| "any".to_owned(), |v| v.to_string());
            let currency = limit.currency.map_or("?", |currency| currency.code());
            writeln!(out, "  price: {} to {} {currency}", bound(limit.min), bound(limit.max))?;
        }
    }
    if let Some(silence) = explanation.silence {
        writeln!(out, "silence: {}", serde_json::to_value(silence)?.as_str().unwrap_or_default())?;
    }
    for (place, explained) in explanation.products.iter().enumerate() {
        let product = &explained.product;
        let price = product.price.map(|price| price.to_string()).unwrap_or_default();
        writeln!(out, "{}. {} | {price} | {:.3}", place + 1, product.title, product.score)?;
        for reason in &explained.reasons {
            writeln!(out, "     {reason}")?;
        }
    }
    for note in &explanation.notes {
        writeln!(out, "note: {note}")?;
    }
    Ok(())
}
