//! Times opening the built-in lexicon, which the first suggester of a process waits for, and reading it anew with an overlay.
//!
//! The built-in rows are compiled when the crate is built; an overlay reads all tables again, so its own size hardly matters.
//! Each is checked first: the lexicon knows a word of the rows, or of the overlay.
//!
//! Left out: the page faults of a first look at the compiled rows in the program's file, which the warm-up has taken.

use criterion::{Criterion, criterion_group, criterion_main};
use shoptalk::{Catalog, Conversation, Lexicon, Silence, Suggester, Table};
use std::hint::black_box;

const ROWS: &str = "زنبقوق\tzanbaquq\t1.0\tproduct\tall\n";

/// Whether a wish for the thing is understood, in a shop that does not have it.
fn knows(lexicon: Lexicon, thing: &str) -> bool {
    let suggester = Suggester::builder()
        .lexicon(lexicon)
        .build(Catalog::in_memory().expect("memory is there"));
    let chat = Conversation::new().opt_in("a").message("a", format!("i want to buy a {thing}"));
    suggester.explain(&chat).silence == Some(Silence::NoMatch)
}

fn lexicon(criterion: &mut Criterion) {
    let overlay = || Lexicon::builtin().overlay(Table::Pairs, "extra.tsv", black_box(ROWS));
    let overlay = || overlay().expect("the row is well formed");
    assert!(knows(Lexicon::open_builtin(), "headphone") && !knows(Lexicon::open_builtin(), "zanbaquq"));
    assert!(knows(overlay(), "zanbaquq"));
    let mut group = criterion.benchmark_group("lexicon");
    group.sample_size(20);
    group.bench_function("builtin", |bencher| bencher.iter_with_large_drop(Lexicon::open_builtin));
    group.bench_function("overlay", |bencher| bencher.iter_with_large_drop(overlay));
    group.finish();
}

criterion_group!(benches, lexicon);
criterion_main!(benches);
