//! The house stands: imports go down only, each engine stays in its room, the default tree has no network code.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rooms from the roof down. A room may use those of later lines only, and itself.
const FLOORS: &[&[&str]] = &[
    &["suggester"],
    &["wording"],
    &["ranking"],
    &["catalog"],
    &["feed", "intent"],
    &["lexicon"],
    &["analysis", "privacy"],
    &["conversation", "handoff"],
    &["partner"],
    &["product"],
    &["offer"],
    &["money", "time", "weights"],
    &["error"],
];

/// A crate and the only place that may name it.
const ROOMS_OF_CRATES: &[(&str, &str)] = &[
    ("tantivy", "catalog/"),
    ("rust_stemmers", "analysis/stem.rs"),
    ("unicode_segmentation", "analysis/segment.rs"),
    ("quick_xml", "feed/"),
    ("csv", "feed/"),
];

/// Crates that speak to a network. None of them may be in the default tree.
const NETWORK: &[&str] = &[
    "reqwest",
    "hyper",
    "ureq",
    "curl",
    "isahc",
    "surf",
    "attohttpc",
    "minreq",
    "tokio",
    "async-std",
    "socket2",
    "rustls",
    "native-tls",
    "openssl",
    "h2",
    "quinn",
];

#[test]
fn imports_go_down_only() {
    for (path, text) in sources() {
        let own = room(&path);
        if own == "lib" {
            continue;
        }
        for used in rooms_used(&text) {
            let (from, to) = (floor(&own), floor(&used));
            assert!(
                own == used || from < to,
                "{}: `{own}` uses `{used}`, which is not below it",
                path.display()
            );
        }
    }
}

#[test]
fn crates_stay_in_their_rooms() {
    for (path, text) in sources() {
        let place = path.to_string_lossy().replace('\\', "/");
        for (name, home) in ROOMS_OF_CRATES {
            let named = text
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(&format!("{name}::")));
            assert!(!named || place.starts_with(home), "{place} names {name}, which belongs in {home}");
        }
    }
}

#[test]
fn only_privacy_admits() {
    for (path, text) in sources() {
        let makes = text
            .lines()
            .any(|line| line.contains("Admitted {") && !line.contains("struct") && !line.contains("impl"));
        assert!(!makes || path.starts_with("privacy"), "{} makes an Admitted", path.display());
    }
}

#[test]
fn files_stay_small() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= 500, "{} has {} lines", path.display(), text.lines().count());
    }
}

#[test]
fn no_network_code_in_the_default_tree() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs where its tests run");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8_lossy(&tree.stdout);
    let crates: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(crates.contains(&"tantivy"), "the tree was not read");
    for name in NETWORK {
        assert!(!crates.contains(name), "{name} is in the default tree");
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src is readable").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                found.push((path.strip_prefix(&root).expect("below src").to_owned(), text));
            }
        }
    }
    assert!(found.len() > 20, "sources were not found");
    found
}

/// `catalog/index.rs` -> `catalog`.
fn room(path: &Path) -> String {
    let first = path.iter().next().expect("a path has a part").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn floor(room: &str) -> usize {
    FLOORS
        .iter()
        .position(|rooms| rooms.contains(&room))
        .unwrap_or_else(|| panic!("`{room}` stands on no floor"))
}

/// The rooms behind `crate::` outside of comments.
fn rooms_used(text: &str) -> Vec<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let after = code.split("crate::").skip(1);
    let names = after.map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>());
    names
        .filter(|name| FLOORS.iter().any(|rooms| rooms.contains(&name.as_str())))
        .collect()
}
