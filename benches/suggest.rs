//! Times the one call over a small catalog in memory: a silent message, a wish, a typed query.
//!
//! Checks each answer first. Left out: import, and the size of a real catalog; compare ratios within one run.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use shoptalk::{Catalog, Conversation, Feed, Suggester};
use std::hint::black_box;

/// Products of the generated feed: enough that a term has many, little enough to build at once.
const PRODUCTS: usize = 10_000;

fn feed() -> String {
    const THINGS: &[&str] = &[
        "headphones",
        "laptop",
        "coffee maker",
        "running shoes",
        "dress",
        "سماعات راس",
        "شنطة سفر",
        "desk lamp",
        "phone case",
        "tent",
    ];
    const LOOKS: &[&str] = &["wireless", "black", "red", "large", "compact", "waterproof", "foldable"];
    let row = |n: usize| {
        let (thing, look) = (THINGS[n % THINGS.len()], LOOKS[n % LOOKS.len()]);
        format!(
            "{n}\t{look} {thing} model {}\thttps://shop.example/{n}\t{}.00 USD\n",
            n % 97,
            5 + n % 200
        )
    };
    format!("id\ttitle\tlink\tprice\n{}", (0..PRODUCTS).map(row).collect::<String>())
}

fn suggest(criterion: &mut Criterion) {
    let catalog = Catalog::in_memory().expect("memory is there");
    let report = catalog
        .import("shop", [Feed::from_bytes("bench.tsv", feed())])
        .expect("the feed is well-formed");
    assert_eq!(report.imported, PRODUCTS as u64);
    let suggester = Suggester::new(catalog);
    let chat = |text: &str| Conversation::new().opt_in("a").message("a", text);
    let cases = [
        ("silent/english", chat("haha yes see you at eight, dont be late again"), false),
        ("silent/arabic", chat("هههه تمام نشوفك الساعة ثمانية لا تتاخر"), false),
        ("silent/arabizi", chat("tayeb 7abibi ashoofak bokra inshallah"), false),
        ("wish/english", chat("i need wireless headphones under $80"), true),
        ("wish/arabic", chat("محتاجة شنطة سفر كبيرة"), true),
        ("query/english", Conversation::new().query("waterproof tent"), true),
    ];
    let mut group = criterion.benchmark_group("suggest");
    for (name, chat, speaks) in &cases {
        assert_eq!(!suggester.suggest(chat).is_empty(), *speaks, "{name}");
        group.throughput(Throughput::Elements(1));
        group.bench_function(*name, |bencher| bencher.iter(|| suggester.suggest(black_box(chat))));
    }
    group.finish();
}

criterion_group!(benches, suggest);
criterion_main!(benches);
