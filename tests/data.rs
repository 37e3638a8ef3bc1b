//! The language rows as data: well formed, in natural spelling, no row twice.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::HashSet;
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
