//! The sample chats over the sample feeds: the answers of this version, the good and the bad ones, so that a change of one shows here.
//!
//! After a change that is meant: `SHOPTALK_BLESS=1 cargo test --test golden`, then read the difference line by line.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use shoptalk::{Catalog, Conversation, Feed, Suggester};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(path)
}

#[test]
fn sample_chats() {
    let catalog = Catalog::in_memory().unwrap();
    let entries = std::fs::read_dir(data("feeds")).unwrap().map(|e| e.unwrap().path());
    let mut feeds: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    feeds.sort();
    for feed in feeds {
        let partner = feed.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_owned();
        let report = catalog.import(&partner, [Feed::open(&feed).unwrap()]).unwrap();
        assert_eq!(report.rejected, 0, "{report}");
    }
    let suggester = Suggester::new(catalog);
    let mut answers = String::new();
    for line in std::fs::read_to_string(data("chats/samples.jsonl")).unwrap().lines() {
        let chat = Conversation::from_json(line).unwrap();
        let explanation = suggester.explain(&chat);
        write!(answers, "{}", chat.id().unwrap()).unwrap();
        if let Some(silence) = explanation.silence {
            writeln!(answers, "\t({})", serde_json::to_value(silence).unwrap().as_str().unwrap()).unwrap();
        } else {
            answers.push('\n');
        }
        for explained in &explanation.products {
            let product = &explained.product;
            writeln!(answers, "\t{}\t{}", product.id, product.title).unwrap();
        }
    }
    let path = data("golden/samples.txt");
    if std::env::var_os("SHOPTALK_BLESS").is_some() {
        std::fs::write(&path, &answers).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (at, (now, before)) in answers.lines().zip(golden.lines()).enumerate() {
        assert_eq!(now, before, "line {} of data/golden/samples.txt", at + 1);
    }
    assert_eq!(answers.lines().count(), golden.lines().count());
}
