//! Times changes of a catalog on disk, each as one commit, seen by readers: new prices, new texts, deletions, and the same feed again.
//!
//! The catalog has 20,000 products of `common::shop`. Prices and texts change every time, so that nothing is unchanged; products that
//! were deleted come back before the next time, which is not timed. Merging the index after a change is part of it. The report and what
//! the catalog says afterwards are checked first. Throughput is that of updates, or of rows of the feed.
//!
//! Left out: readers at work meanwhile, other processes, which see a commit some half a second later, and making the updates.

mod common;

use common::disk::catalog_of;
use common::shop::{Rows, listing};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use shoptalk::{Catalog, Feed, ImportReport, Money, OfferChange, Update};

const PRODUCTS: u64 = 20_000;
const OFFERS: u64 = 1_000;
const TEXTS: u64 = 100;

/// Rows that stand far from each other.
fn rows(count: u64) -> impl Iterator<Item = u64> {
    (0..count).map(move |n| n * (PRODUCTS / count))
}

fn id(n: u64) -> String {
    format!("p{n}")
}

/// A price that no other round has.
fn price(round: u64) -> Money {
    format!("{}.25 USD", 10 + round).parse().expect("it is money")
}

fn offers(round: u64) -> Vec<Update> {
    let offer = |n| Update::Offer(OfferChange::new(id(n)).price(price(round)));
    rows(OFFERS).map(offer).collect()
}

/// Products whose texts no other round has.
fn upserts(round: u64) -> Vec<Update> {
    let upsert = |n| {
        let mut listing = listing(n);
        listing.texts[0].title.push_str(&format!(" R{round}"));
        listing.into()
    };
    rows(TEXTS).map(upsert).collect()
}

fn deletes() -> Vec<Update> {
    rows(TEXTS).map(|n| Update::Delete(id(n))).collect()
}

fn apply(catalog: &Catalog, updates: Vec<Update>) -> ImportReport {
    catalog.apply("shop", updates).expect("there is a disk")
}

fn again(catalog: &Catalog, feed: Feed) -> ImportReport {
    catalog.import("shop", [feed]).expect("the feed is well-formed")
}

/// Each change does what it says.
fn check(catalog: &Catalog, feed: Feed) {
    assert_eq!(again(catalog, feed).unchanged, PRODUCTS);
    assert_eq!(apply(catalog, offers(0)).offers, OFFERS);
    let get = |n| catalog.get("shop", &id(n)).expect("the index is readable");
    assert!(rows(OFFERS).all(|n| get(n).is_some_and(|product| product.price == Some(price(0)))));
    assert_eq!(apply(catalog, upserts(0)).imported, TEXTS);
    assert!(rows(TEXTS).all(|n| get(n).is_some_and(|product| product.title.ends_with(" R0"))));
    assert_eq!(apply(catalog, deletes()).deleted, TEXTS);
    assert!(rows(TEXTS).all(|n| get(n).is_none()) && catalog.len() == PRODUCTS - TEXTS);
}

fn update(criterion: &mut Criterion) {
    let (_folder, catalog) = catalog_of(PRODUCTS);
    let bytes = Rows::new(PRODUCTS).bytes();
    let feed = || Feed::from_bytes("rows.tsv", bytes.as_slice());
    check(&catalog, feed());
    let mut group = criterion.benchmark_group("update");
    group.sample_size(10);
    // As the feed says, again.
    again(&catalog, feed());
    group.throughput(Throughput::Elements(PRODUCTS));
    group.bench_function("same feed", |bencher| {
        bencher.iter_batched(feed, |feed| again(&catalog, feed), BatchSize::PerIteration);
    });
    let mut round = 0;
    let mut next = move || {
        round += 1;
        round
    };
    group.throughput(Throughput::Elements(OFFERS));
    group.bench_function("1000 offers", |bencher| {
        bencher.iter_batched(|| offers(next()), |updates| apply(&catalog, updates), BatchSize::PerIteration);
    });
    group.throughput(Throughput::Elements(TEXTS));
    group.bench_function("100 upserts", |bencher| {
        bencher.iter_batched(|| upserts(next()), |updates| apply(&catalog, updates), BatchSize::PerIteration);
    });
    group.bench_function("100 deletes", |bencher| {
        let setup = || {
            apply(&catalog, upserts(next()));
            deletes()
        };
        bencher.iter_batched(setup, |updates| apply(&catalog, updates), BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group!(benches, update);
criterion_main!(benches);
