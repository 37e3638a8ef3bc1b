//! Times [`Suggester::suggest_batch`] over 400 conversations of twenty lines: on one core, and on all. Their ratio is what a second core
//! is worth.
//!
//! Half of them are small talk, the others want something; a quarter of each in every language form. The catalog has 10,000 products, in
//! memory. First it is checked that wishes are answered, and that any number of cores gives the same answers, in the same order.
//! Throughput is that of conversations.
//!
//! Left out: the import, a disk, and writers at work beside.

mod common;

use common::queries::{self, FORMS, Kind};
use common::shop::Rows;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rayon::{ThreadPool, ThreadPoolBuilder};
use shoptalk::{Catalog, Conversation, Feed, Suggester};
use std::hint::black_box;

const PRODUCTS: u64 = 10_000;
const CHATS: u64 = 400;

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be made")
}

/// Wishes and talk in turn.
fn chat(n: u64) -> Conversation {
    let form = FORMS[(n / 2) as usize % FORMS.len()];
    if n.is_multiple_of(2) {
        queries::wish(Kind::Chat, form, n)
    } else {
        queries::talk(form, n)
    }
}

fn batch(criterion: &mut Criterion) {
    let catalog = Catalog::in_memory().expect("memory is there");
    let report = catalog.import("shop", [Feed::from_reader("rows.tsv", Rows::new(PRODUCTS))]);
    assert_eq!(report.expect("the feed is well-formed").imported, PRODUCTS);
    let suggester = Suggester::new(catalog);
    queries::check(&suggester);
    let chats: Vec<Conversation> = (0..CHATS).map(chat).collect();
    let one: Vec<_> = chats.iter().map(|chat| suggester.suggest(chat)).collect();
    let answered = one.iter().filter(|products| !products.is_empty()).count() as u64;
    println!("{answered} of {CHATS} answered");
    assert!((CHATS / 2 * 9 / 10..=CHATS / 2).contains(&answered), "wishes only");
    let mut group = criterion.benchmark_group("batch");
    group.sample_size(10).throughput(Throughput::Elements(CHATS));
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    for threads in [1, all] {
        let pool = pool(threads);
        assert!(
            pool.install(|| suggester.suggest_batch(&chats)) == one,
            "{threads} cores answer otherwise"
        );
        group.bench_function(BenchmarkId::new("cores", threads), |bencher| {
            bencher.iter(|| pool.install(|| suggester.suggest_batch(black_box(&chats))));
        });
    }
    group.finish();
}

criterion_group!(benches, batch);
criterion_main!(benches);
