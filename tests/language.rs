//! The traps of reading Arabic, its dialects, Arabizi and amounts, each with cases: `data/cases/language.tsv`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use shoptalk::{Catalog, Conversation, Feed, Suggester};
use std::collections::HashSet;

/// Products that fit none of the texts.
const DISTRACTORS: [&str; 2] = ["Garden hose 20 m", "خرطوم حديقة"];
const PRICE: &str = "49.95 SAR";

#[test]
fn traps() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/cases/language.tsv")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let traps: HashSet<&str> = rows.iter().filter_map(|row| row.split('\t').next()).collect();
    assert!(rows.len() > 450 && traps.len() > 80, "{} rows, {} traps", rows.len(), traps.len());
    // One suggester for all: it sees each import as it is committed.
    let catalog = Catalog::in_memory().unwrap();
    let suggester = Suggester::new(catalog.clone());
    let wrong: Vec<String> = rows.iter().filter_map(|row| fault(row, &catalog, &suggester)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong about the answer to a case, if anything.
fn fault(row: &str, catalog: &Catalog, suggester: &Suggester) -> Option<String> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [_, form, text, first, other] = columns.as_slice() else {
        panic!("{row}");
    };
    let (never, other) = other.strip_prefix('!').map_or((false, *other), |other| (true, other));
    let others = if other == "-" { DISTRACTORS.to_vec() } else { vec![other] };
    let chat = match *form {
        "query" => Conversation::new().query(*text),
        "chat" => Conversation::new().opt_in("a").message("a", *text),
        _ => panic!("{row}"),
    };
    catalog.import("shop", [shop(first, &others)]).unwrap();
    let products = suggester.suggest(&chat.market("SA"));
    let titles: Vec<&str> = products.iter().map(|product| product.title.as_str()).collect();
    let right = titles.first() == Some(&title(first)) && !(never && titles.contains(&title(other)));
    (!right).then(|| format!("{row}: {titles:?}"))
}

fn shop(first: &str, others: &[&str]) -> Feed {
    let products = std::iter::once(first).chain(others.iter().copied());
    let rows = products.enumerate().map(|(id, product)| {
        let price = product.split_once(" @ ").map_or(PRICE, |(_, price)| price);
        format!("{id}\t{}\thttps://shop.example/{id}\t{price}\n", title(product))
    });
    Feed::from_bytes("shop.tsv", format!("id\ttitle\tlink\tprice\n{}", rows.collect::<String>()))
}

fn title(product: &str) -> &str {
    product.split_once(" @ ").map_or(product, |(title, _)| title)
}
