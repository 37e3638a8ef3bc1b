//! Times opening a catalog on disk, as an app does when it starts, and the first answer after it.
//!
//! The products are those of `common::shop`, imported once. It is checked that all of them are there, and that the wish is answered. The
//! suggester is made before the first answer, and closing comes after it; neither is timed. The lexicon is open already (see `lexicon`).
//!
//! Left out: reading the disk, as the files are still in the system's memory, and commits by other processes.

mod common;

use common::disk::catalog_of;
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use shoptalk::{Catalog, Conversation, Suggester};
use std::path::Path;

const SIZES: [u64; 2] = [10_000, 100_000];

fn opened(folder: &Path) -> Catalog {
    Catalog::open(folder).expect("it is a catalog")
}

fn open(criterion: &mut Criterion) {
    let chat = Conversation::new()
        .market("US")
        .opt_in("a")
        .message("a", "i need a laptop under $900");
    let mut group = criterion.benchmark_group("open");
    group.sample_size(20);
    for size in SIZES {
        let (folder, catalog) = catalog_of(size);
        drop(catalog);
        let catalog = opened(folder.path());
        assert_eq!(catalog.len(), size);
        assert!(!Suggester::new(catalog).suggest(&chat).is_empty());
        group.bench_function(BenchmarkId::new("catalog", size), |bencher| {
            bencher.iter_batched(|| (), |()| opened(folder.path()), BatchSize::PerIteration);
        });
        group.bench_function(BenchmarkId::new("first answer", size), |bencher| {
            let setup = || Suggester::new(opened(folder.path()));
            let first = |suggester: Suggester| (suggester.suggest(&chat), suggester);
            bencher.iter_batched(setup, first, BatchSize::PerIteration);
        });
        let suggester = Suggester::new(opened(folder.path()));
        group.bench_function(BenchmarkId::new("next answers", size), |bencher| {
            bencher.iter(|| suggester.suggest(&chat));
        });
    }
    group.finish();
}

criterion_group!(benches, open);
criterion_main!(benches);
