//! Times an import: a feed in memory -> checked rows -> analysed documents -> one commit, open for readers.
//!
//! Generated products in TSV, every second one in Arabic, the others in English, each with a title, a description of three sentences,
//! brand, category, price, colour and size: some 500 bytes a row. The report and the catalog's length are checked first. Throughput
//! is that of products, on all cores that the machine gives. Making the empty catalog, copying the feed's bytes and dropping the
//! catalog are not timed.
//!
//! Left out: a disk (the catalog is in memory), gzip, other formats (see `feed`), and merging with what a partner had before.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use shoptalk::{Catalog, Feed};

const SIZES: [usize; 2] = [2_000, 20_000];

const HEADER: &str = "id\ttitle\tdescription\tlink\tprice\tbrand\tproduct_type\tcolor\tsize\n";

/// The words that one language's products are made of.
struct Words {
    things: [&'static str; 7],
    looks: [&'static str; 5],
    colours: [&'static str; 5],
    sentences: [&'static str; 4],
    category: &'static str,
}

const ENGLISH: Words = Words {
    things: [
        "Wireless Headphones",
        "Laptop Backpack",
        "Coffee Maker",
        "Running Shoes",
        "Evening Dress",
        "Desk Lamp",
        "Camping Tent",
    ],
    looks: ["Compact", "Waterproof", "Foldable", "Lightweight", "Classic"],
    colours: ["Black", "White", "Navy", "Dark Red", "Olive"],
    sentences: [
        "Made for long days, with a soft and sturdy finish that keeps its shape. ",
        "Easy to clean and to carry along, wherever you go. ",
        "It comes in a box with a manual and a two-year warranty. ",
        "Customers praise how well it fits and how quietly it works. ",
    ],
    category: "Home & Living > Everyday > Bestsellers",
};

const ARABIC: Words = Words {
    things: [
        "سماعات راس",
        "شنطة لابتوب",
        "ماكينة قهوة",
        "حذاء رياضي",
        "فستان سهرة",
        "مصباح مكتب",
        "خيمة رحلات",
    ],
    looks: ["صغير", "مقاوم للماء", "قابل للطي", "خفيف الوزن", "كلاسيكي"],
    colours: ["أسود", "أبيض", "كحلي", "أحمر", "زيتي"],
    sentences: [
        "مصنوع للأيام الطويلة من مادة ناعمة ومتينة تحافظ على شكلها. ",
        "سهل التنظيف والحمل أينما ذهبت. ",
        "يأتي في علبة مع دليل الاستخدام وضمان لمدة سنتين. ",
        "يمدح الزبائن راحته وهدوءه أثناء العمل. ",
    ],
    category: "المنزل > كل يوم > الأكثر مبيعا",
};

/// The n-th product. Its parts come round with other periods, so that few titles are the same.
fn row(n: usize) -> String {
    let words = if n.is_multiple_of(2) { &ENGLISH } else { &ARABIC };
    let at = n / 2;
    let (thing, look, colour) = (words.things[at % 7], words.looks[at % 5], words.colours[at / 3 % 5]);
    let description: String = (at..at + 3).map(|sentence| words.sentences[sentence % 4]).collect();
    format!(
        "{n}\t{thing} {look}, {colour}, M{}\t{description}\thttps://shop.example/{n}\t{}.90 USD\tBrand{}\t{}\t{colour}\t{}\n",
        at % 997,
        5 + at % 300,
        at % 211,
        words.category,
        ["S", "M", "L", "XL"][at % 4],
    )
}

fn import((catalog, feed): (Catalog, Feed)) -> Catalog {
    let report = catalog.import("shop", [feed]).expect("the feed is well-formed");
    assert_eq!(report.rejected, 0, "{report}");
    catalog
}

fn index(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    for size in SIZES {
        let feed = format!("{HEADER}{}", (0..size).map(row).collect::<String>());
        let setup = || {
            let catalog = Catalog::in_memory().expect("memory is there");
            (catalog, Feed::from_bytes("bench.tsv", feed.as_str()))
        };
        let catalog = import(setup());
        assert_eq!(catalog.len(), size as u64);
        let last = catalog.get("shop", &(size - 1).to_string()).expect("the index is readable");
        assert!(
            last.is_some_and(|product| product.price.is_some() && product.brand.is_some()),
            "the last row is there"
        );
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::new("import", size), &size, |bencher, _| {
            bencher.iter_batched(setup, import, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, index);
criterion_main!(benches);
