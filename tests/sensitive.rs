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

/// So many of 600 lines of everyday talk may be taken for sensitive, and of 28 windows of twenty of them. Figures of this version; they
/// only go down.
const LINES_TAKEN: usize = 16;
const WINDOWS_TAKEN: usize = 2;

/// A wish among them would be met with silence.
#[test]
fn everyday_talk_is_none() {
    let suggester = common::suggester();
    let rows = include_str!("../benches/common/chitchat.tsv").lines();
    let rows: Vec<(&str, &str)> = rows.filter_map(|row| row.split_once('\t')).collect();
    let taken = |texts: &[(&str, &str)]| {
        let say = |chat: Conversation, (_, text): &(&str, &str)| chat.message("a", *text);
        let chat = texts.iter().fold(Conversation::new().opt_in("a"), say);
        suggester.explain(&chat).silence == Some(Silence::Sensitive)
    };
    let lines = rows.chunks(1).filter(|line| taken(line)).count();
    let of_one_form = rows.chunk_by(|a, b| a.0 == b.0);
    let windows: Vec<_> = of_one_form.flat_map(|lines| lines.chunks_exact(20)).collect();
    assert_eq!((rows.len(), windows.len()), (600, 28));
    let taken_windows = windows.iter().filter(|window| taken(window)).count();
    assert!(
        lines <= LINES_TAKEN && taken_windows <= WINDOWS_TAKEN,
        "{lines} lines and {taken_windows} windows"
    );
}
