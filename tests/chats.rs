//! Written chats of every kind in every language form, over the sample feed: who wants what, and who wants nothing.
//!
//! `SHOPTALK_SHOW=1 cargo test --test chats -- --nocapture` prints the chats that are answered wrongly.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use serde_json::Value;
use shoptalk::{Catalog, Conversation, Explanation, Feed, Money, Product, Suggester};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// So many chats a file has at least; so many of 100 of them must be answered rightly, and so many of the silent ones. Figures of this version; they only
/// go up.
const FLOORS: [(&str, usize, usize, usize); 9] = [
    ("english", 280, 92, 98),
    ("arabic", 210, 83, 94),
    ("arabizi", 170, 72, 86),
    // Sensitive talk in people's own words, by a writer who saw no rows and no examples.
    ("sensitive_english", 42, 69, 64),
    ("sensitive_arabic", 46, 84, 84),
    ("sensitive_arabizi", 32, 75, 70),
    // Two things wanted, or one of two that are named.
    ("several_english", 36, 90, 0),
    ("several_arabic", 36, 80, 0),
    ("several_arabizi", 27, 70, 0),
];

#[test]
fn answers() {
    let suggester = suggester();
    let mut under = Vec::new();
    for (file, least, all_floor, silent_floor) in FLOORS {
        let chats = std::fs::read_to_string(data(&format!("cases/chats/{file}.jsonl"))).unwrap();
        let (mut all, mut silent) = (Share::default(), Share::default());
        let mut kinds: BTreeMap<String, Share> = BTreeMap::new();
        for line in chats.lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let mut chat = case.clone();
            chat.as_object_mut()
                .unwrap()
                .retain(|key, _| matches!(key.as_str(), "id" | "opted_in" | "messages"));
            let explanation = suggester.explain(&Conversation::from_json(&chat.to_string()).unwrap());
            let right = holds(&case["expect"], &explanation);
            all.count(right);
            kinds.entry(case["kind"].as_str().unwrap().to_owned()).or_default().count(right);
            if !case["expect"]["silence"].is_null() {
                silent.count(right);
            }
            if !right && std::env::var_os("SHOPTALK_SHOW").is_some() {
                println!(
                    "{line}\n    {:?} {:?}",
                    explanation.silence,
                    explanation.products.first().map(|p| &p.product.title)
                );
            }
        }
        for (kind, share) in &kinds {
            println!("{file} {kind}: {} of {}", share.right, share.all);
        }
        println!("{file}: {} of {}, silent {} of {}", all.right, all.all, silent.right, silent.all);
        assert!(all.all >= least, "{file}");
        if !all.reaches(all_floor) || !silent.reaches(silent_floor) {
            under.push(file);
        }
    }
    assert!(under.is_empty(), "under their floors: {under:?}");
}

#[derive(Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }

    fn reaches(&self, floor: usize) -> bool {
        self.right * 100 >= self.all * floor
    }
}

fn holds(expect: &Value, explanation: &Explanation) -> bool {
    if let Some(reasons) = expect["silence"].as_array() {
        let silence = serde_json::to_value(explanation.silence).unwrap();
        return reasons.contains(&silence);
    }
    if let Some(each) = expect["each"].as_array() {
        let shown = |id: &Value| explanation.products.iter().any(|p| *id == p.product.id);
        return each.iter().all(|ids| ids.as_array().unwrap().iter().any(shown));
    }
    let list = |key: &str| -> Vec<String> { serde_json::from_value(expect[key].clone()).unwrap_or_default() };
    let limit = |key: &str| expect[key].as_str().map(|money| money.parse::<Money>().unwrap().minor());
    let products: Vec<&Product> = explanation.products.iter().map(|p| &p.product).collect();
    let price = |p: &Product| p.sale_price.or(p.price).map(Money::minor);
    let brand_in = |p: &&Product, key: &str| p.brand.as_ref().is_some_and(|brand| list(key).contains(brand));
    products.first().is_some_and(|first| list("first").contains(&first.id))
        && limit("price_max").is_none_or(|max| products.iter().all(|p| price(p).is_some_and(|price| price <= max)))
        && limit("price_min").is_none_or(|min| products.iter().all(|p| p.price.is_some_and(|price| price.minor() >= min)))
        && (list("brand").is_empty() || products.iter().all(|p| brand_in(p, "brand")))
        && !products.iter().any(|p| brand_in(p, "brand_not"))
        && !products.iter().any(|p| list("never").contains(&p.id))
}

fn suggester() -> Suggester {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("rakuten", [Feed::open(data("feeds/rakuten.xml")).unwrap()]).unwrap();
    Suggester::new(catalog)
}

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(path)
}
