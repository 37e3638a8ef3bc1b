//! The language rows as data: well formed, in natural spelling, no row twice.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_file_says_what_it_holds() {
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicon"), &mut all);
    assert!(all.len() > 20);
    for path in all {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.display();
        let comments: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
        assert!(comments.len() >= 2 && comments[1].starts_with("# columns:"), "{name}: no header");
        let mut rows = HashSet::new();
        for (at, row) in text.lines().enumerate().skip(comments.len()) {
            assert!(!row.starts_with('#') && !row.is_empty(), "{name}:{}: {row}", at + 1);
            assert_eq!(row, row.trim(), "{name}:{}: white space", at + 1);
            assert!(!row.contains("  ") && !row.contains('\r'), "{name}:{}: {row}", at + 1);
            assert!(rows.insert(row), "{name}:{}: twice: {row}", at + 1);
        }
    }
}

/// An English name is a product or an accessory, not both: one row that calls a battery a product, and laptops' batteries stand among laptops.
#[test]
fn examples_of_talk_are_labelled_and_told_once() {
    const LABELS: &[&str] = &[
        "safe",
        "health",
        "pregnancy",
        "mental",
        "sex",
        "faith",
        "politics",
        "debt",
        "abuse",
        "grief",
        "addiction",
        "gambling",
        "weapons",
        "secret",
        "wish",
        "none",
        "tech",
    ];
    let mut talk = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/talk"), &mut talk);
    assert!(talk.len() >= 7);
    for path in talk {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut said = HashSet::new();
        for row in text.lines().filter(|row| !row.starts_with('#')) {
            let [label, message] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{}: {row}", path.display());
            };
            assert!(LABELS.contains(&label) && !message.trim().is_empty(), "{}: {row}", path.display());
            assert!(said.insert(message.to_lowercase()), "{}: twice: {row}", path.display());
        }
        assert!(said.len() >= 1_000, "{}", path.display());
    }
}

#[test]
fn a_name_is_of_one_kind() {
    /// Two things in one word: a printer's and a skin's toner; a bag and a car's clutch.
    const TWO_THINGS: &[&str] = &["toner", "clutch"];
    let mut pairs = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicon/pairs"), &mut pairs);
    pairs.sort();
    let mut kinds: HashMap<String, (String, String)> = HashMap::new();
    for path in pairs {
        let text = std::fs::read_to_string(&path).unwrap();
        for row in text.lines().filter(|row| !row.starts_with('#')) {
            let columns: Vec<&str> = row.split('\t').collect();
            let (arabic, english, kind) = (columns[0], columns[1], columns[3]);
            if !matches!(kind, "product" | "accessory") || TWO_THINGS.contains(&english) {
                continue;
            }
            let (first, by) = kinds.entry(english.to_owned()).or_insert((kind.to_owned(), arabic.to_owned()));
            assert_eq!(first, kind, "{}: {english} by {arabic}, and by {by}", path.display());
        }
    }
    assert!(kinds.len() > 1_000);
}
