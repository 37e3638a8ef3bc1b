//! Sensitive talk is silent, and what only looks so is not: the cases beside the rows.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod common;

use shoptalk::{Conversation, Silence};

/// So many of 100 sensitive cases must be silent for that reason, and so many harmless ones must not. Figures of this version;
/// they only go up.
const SENSITIVE_FOUND: usize = 98;
const HARMLESS_LEFT: usize = 100;

#[test]
fn cases() {
    let suggester = common::suggester();
    let rows = include_str!("../data/cases/sensitive.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'));
    let (mut found, mut sensitive, mut left, mut harmless) = (0, 0, 0, 0);
    let mut wrong = String::new();
    for row in rows {
        let [_, text, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        let silence = suggester.explain(&Conversation::new().opt_in("a").message("a", text)).silence;
        let is_sensitive = silence == Some(Silence::Sensitive);
        let (right, all) = if expected == "-" {
            (&mut left, &mut harmless)
        } else {
            (&mut found, &mut sensitive)
        };
        *all += 1;
        *right += usize::from(is_sensitive != (expected == "-"));
        if is_sensitive == (expected == "-") {
            wrong += &format!("{row}\n");
        }
    }
    assert!(sensitive > 100 && harmless > 100);
    assert!(found * 100 >= sensitive * SENSITIVE_FOUND, "{found} of {sensitive} found\n{wrong}");
    assert!(left * 100 >= harmless * HARMLESS_LEFT, "{left} of {harmless} left\n{wrong}");
}
