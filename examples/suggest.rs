//! Suggestions for conversations.
//!
//! Without arguments: imports the sample feeds and shows suggestions for the sample chats, for a person to read.
//! With `--feed PARTNER=FILE` or `--index DIR`: reads conversations as JSON lines and writes answer lines, same order.

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde_json::json;
use shoptalk::{Catalog, Conversation, Explanation, Feed, Suggester};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Suggests products of partner shops for conversations.
#[derive(Parser)]
struct Options {
    /// A partner's feed; the same partner twice is one import of two files.
    #[arg(long = "feed", value_name = "PARTNER=FILE")]
    feeds: Vec<String>,
    /// A catalog folder; alone it opens what is there.
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// At most so many products an answer.
    #[arg(long, default_value_t = 5)]
    limit: usize,
    /// The market (ISO 3166 alpha-2) of conversations that name none.
    #[arg(long, value_name = "XX")]
    market: Option<String>,
}

/// Conversations that are read before any of them is answered: enough for all cores, little memory.
const BATCH: usize = 256;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let catalog = match &options.index {
        Some(folder) => Catalog::open(folder)?,
        None => Catalog::in_memory()?,
    };
    if options.feeds.is_empty() && options.index.is_none() {
        return show_samples(catalog, options.limit);
    }
    let mut by_partner: BTreeMap<&str, Vec<&Path>> = BTreeMap::new();
    for feed in &options.feeds {
        let (partner, file) = feed.split_once('=').ok_or("--feed takes PARTNER=FILE")?;
        by_partner.entry(partner).or_default().push(Path::new(file));
    }
    for (partner, files) in by_partner {
        eprintln!("{partner}: {}", import(&catalog, partner, &files)?);
    }
    answer_lines(&Suggester::builder().limit(options.limit).build(catalog), options.market.as_deref())
}

/// Imports the files of one partner, with a bar for a person who waits.
fn import(catalog: &Catalog, partner: &str, files: &[&Path]) -> Result<shoptalk::ImportReport, Box<dyn Error>> {
    let style = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes} {eta}")?;
    let mut feeds = Vec::new();
    for file in files {
        let feed = Feed::open(file)?;
        let bar = match feed.size().filter(|_| io::stderr().is_terminal()) {
            Some(size) => ProgressBar::new(size),
            None => ProgressBar::hidden(),
        };
        bar.set_style(style.clone());
        bar.set_message(partner.to_owned());
        feeds.push(feed.progress(move |bytes| bar.set_position(bytes)));
    }
    Ok(catalog.import(partner, feeds)?)
}

fn answer_lines(suggester: &Suggester, market: Option<&str>) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut lines = io::stdin().lock().split(b'\n').enumerate();
    loop {
        let batch: Vec<(usize, Vec<u8>)> = lines
            .by_ref()
            .take(BATCH)
            .map(|(at, line)| line.map(|l| (at + 1, l)))
            .collect::<Result<_, _>>()?;
        if batch.is_empty() {
            break;
        }
        let answers: Vec<Option<serde_json::Value>> = batch
            .par_iter()
            .map(|(number, line)| answer_line(suggester, market, *number, line))
            .collect();
        for answer in answers.into_iter().flatten() {
            serde_json::to_writer(&mut out, &answer)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    Ok(())
}

/// The answer to one line; none to an empty one.
fn answer_line(suggester: &Suggester, market: Option<&str>, number: usize, line: &[u8]) -> Option<serde_json::Value> {
    let text = String::from_utf8_lossy(line);
    if text.trim().is_empty() {
        return None;
    }
    let chat = match Conversation::from_json(&text) {
        Ok(chat) => chat,
        Err(error) => return Some(json!({"id": null, "products": [], "silence": null, "error": format!("line {number}: {error}")})),
    };
    let chat = match market.filter(|_| !chat.has_market()) {
        Some(market) => chat.market(market),
        None => chat,
    };
    let explanation = suggester.explain(&chat);
    let products: Vec<_> = explanation.products.iter().map(|p| &p.product).collect();
    Some(json!({"id": chat.id(), "products": products, "silence": explanation.silence}))
}

fn show_samples(catalog: Catalog, limit: usize) -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut feeds: Vec<PathBuf> = std::fs::read_dir(data.join("feeds"))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    // `formats/` holds samples of formats, for the tests of feeds.
    feeds.retain(|path| path.is_file());
    feeds.sort();
    for feed in &feeds {
        let partner = feed
            .file_name()
            .and_then(|n| n.to_str())
            .and_then(|n| n.split('.').next())
            .ok_or("a feed without a name")?;
        println!("{partner}: {}", import(&catalog, partner, &[feed])?);
    }
    let suggester = Suggester::builder().limit(limit).build(catalog);
    for line in std::fs::read_to_string(data.join("chats/samples.jsonl"))?.lines() {
        let chat = Conversation::from_json(line)?;
        let value: serde_json::Value = serde_json::from_str(line)?;
        println!("\n{}", chat.id().unwrap_or("chat"));
        for message in value["messages"].as_array().into_iter().flatten() {
            println!(
                "  {}: {}",
                message["author"].as_str().unwrap_or("?"),
                message["text"].as_str().unwrap_or_default()
            );
        }
        if let Some(query) = value["query"].as_str() {
            println!("  typed: {query}");
        }
        show(&suggester.explain(&chat));
    }
    Ok(())
}

fn show(explanation: &Explanation) {
    match explanation.silence {
        Some(silence) => println!("    (silent: {silence:?})"),
        None => {
            for explained in &explanation.products {
                let product = &explained.product;
                let price = product
                    .sale_price
                    .or(product.price)
                    .map(|p| p.to_string())
                    .unwrap_or_else(|| "no price".to_owned());
                println!("    {:>12}  {}  [{}]", price, product.title, product.partner);
            }
        }
    }
    for note in &explanation.notes {
        println!("    note: {note}");
    }
}
