//! Times reading a feed on one core, in each format: bytes -> checked listings. Nothing is indexed; listings are dropped.
//!
//! The same 10,000 generated products in every format, every tenth of them with Arabic text and every tenth with HTML in its
//! description; a row of TSV has about 700 bytes. Each answer is checked first. Throughput is that of the file's bytes: XML
//! and JSON write the same product in more of them. The file is in memory, so no disk is measured.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::json;
use shoptalk::{Feed, ImportReport};
use std::hint::black_box;
use std::io::{Cursor, Write};

const PRODUCTS: usize = 10_000;

const COLUMNS: [&str; 17] = [
    "id",
    "title",
    "description",
    "link",
    "image_link",
    "price",
    "sale_price",
    "availability",
    "condition",
    "brand",
    "gtin",
    "mpn",
    "product_type",
    "item_group_id",
    "color",
    "size",
    "shipping",
];

/// The values of a product, in the order of the columns.
fn product(n: usize) -> [String; 17] {
    let colors = ["black", "white", "navy", "dark red", "olive"];
    let color = colors[n % colors.len()];
    let arabic = n % 10 == 3;
    let title = if arabic {
        format!("فستان سهرة طويل من الشيفون، أسود، موديل {n}")
    } else {
        format!("Brisa Women's Relaxed Linen Shirt with Chest Pocket, {color}, model {n}")
    };
    let sentence = if arabic {
        "قماش خفيف وناعم يناسب الصيف، بقصة مريحة وأزرار من الصدف. "
    } else if n % 10 == 7 {
        "<p>Light &amp; airy linen, <b>washed</b> for a soft hand.</p> "
    } else {
        "Light and airy linen, washed for a soft hand, with a relaxed cut and shell buttons. "
    };
    [
        format!("SKU-{n:07}"),
        title,
        sentence.repeat(4),
        format!("https://www.shop.example/product/linen-shirt-{n}?color={color}&utm_source=feed").replace(' ', "+"),
        format!("https://images.shop.example/large/{n:07}_main.jpg"),
        format!("{}.50 USD", 20 + n % 80),
        if n.is_multiple_of(3) {
            format!("{}.99 USD", 10 + n % 10)
        } else {
            String::new()
        },
        "in stock".to_owned(),
        "new".to_owned(),
        "Brisa".to_owned(),
        "4006381333931".to_owned(),
        format!("BR-{n}"),
        "Clothing > Women > Shirts & Blouses > Linen".to_owned(),
        format!("G{}", n / 5),
        color.to_owned(),
        ["S", "M", "L", "XL"][n % 4].to_owned(),
        "US:::5.00 USD".to_owned(),
    ]
}

fn delimited(delimiter: &str, write: impl Fn(&str) -> String) -> Vec<u8> {
    let row = |n| product(n).map(|value| write(&value)).join(delimiter);
    let rows: Vec<String> = (0..PRODUCTS).map(row).collect();
    format!("{}\n{}\n", COLUMNS.join(delimiter), rows.join("\n")).into_bytes()
}

fn json_lines() -> Vec<u8> {
    let line = |n| {
        let object: serde_json::Map<String, serde_json::Value> = COLUMNS
            .iter()
            .zip(product(n))
            .map(|(name, value)| ((*name).to_owned(), value.into()))
            .collect();
        format!("{}\n", serde_json::Value::Object(object))
    };
    (0..PRODUCTS).map(line).collect::<String>().into_bytes()
}

/// Five variants a line.
fn commerce_protocol() -> Vec<u8> {
    let variant = |n: usize| {
        let p = product(n);
        json!({"id": p[0], "title": p[1], "url": p[3], "barcodes": [{"type": "ean", "value": p[10]}],
            "price": {"amount": 4950, "currency": "USD"}, "availability": {"available": true, "status": "in_stock"},
            "variant_options": [{"name": "color", "value": p[14]}, {"name": "size", "value": p[15]}],
            "media": [{"type": "image", "url": p[4]}], "condition": ["new"], "description": {"plain": p[2]}})
    };
    let line = |n: usize| {
        let variants: Vec<_> = (n..n + 5).map(variant).collect();
        format!("{}\n", json!({"id": format!("G{n}"), "title": "Linen Shirt", "variants": variants}))
    };
    (0..PRODUCTS).step_by(5).map(line).collect::<String>().into_bytes()
}

fn rss() -> Vec<u8> {
    let escaped = |value: &str| value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let item = |n| {
        let fields = COLUMNS.iter().zip(product(n));
        let fields: String = fields
            .map(|(name, value)| format!("    <g:{name}>{}</g:{name}>\n", escaped(&value)))
            .collect();
        format!("  <item>\n{fields}  </item>\n")
    };
    let items: String = (0..PRODUCTS).map(item).collect();
    format!("<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\"><channel>\n{items}</channel></rss>\n")
        .into_bytes()
}

fn rakuten() -> Vec<u8> {
    let row = |n: usize| {
        let [id, title, text, link, image, _, _, _, _, brand, gtin, mpn, _, _, color, size, _] = product(n);
        let price = 20 + n % 80;
        format!(
            "{id}|{title}|{id}|Clothing|Women~~Shirts|{link}|{image}|{link}|{title}|{text}|0|amount|0|{price}.50|||{brand}|5.00|linen~~shirt~~summer|{mpn}|{brand}||in stock|{gtin}|60|USD|m1|https://pixel.example/{n}||Shirt|{size}|Linen|{color}|Women|Relaxed|Adult||\n"
        )
    };
    let rows: String = (0..PRODUCTS).map(row).collect();
    format!("HDR|1|Shop|11/22/2026 10:00:00\n{rows}TRL|{PRODUCTS}\n").into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory is there");
    encoder.finish().expect("memory is there")
}

fn read(bytes: &'static [u8]) -> ImportReport {
    let mut report = ImportReport::default();
    Feed::from_reader("bench", Cursor::new(bytes))
        .read(&mut report, &mut |listing| {
            black_box(listing);
            Ok(())
        })
        .expect("the feed is well-formed");
    report
}

fn feeds(criterion: &mut Criterion) {
    let tsv = delimited("\t", str::to_owned);
    let csv = delimited(",", |value| format!("\"{}\"", value.replace('"', "\"\"")));
    let cases = [
        ("tsv.gz", gzip(&tsv)),
        ("tsv", tsv),
        ("csv", csv),
        ("jsonl", json_lines()),
        ("products.jsonl", commerce_protocol()),
        ("rss", rss()),
        ("rakuten", rakuten()),
    ];
    for (unit, of) in [("bytes", None), ("rows", Some(PRODUCTS as u64))] {
        let mut group = criterion.benchmark_group(format!("feed/{unit}"));
        group.sample_size(10);
        for (name, bytes) in &cases {
            // Lent to readers for the rest of the program.
            let bytes: &'static [u8] = Box::leak(bytes.clone().into_boxed_slice());
            let report = read(bytes);
            assert_eq!(
                (report.rows, report.imported, report.problems.len()),
                (PRODUCTS as u64, PRODUCTS as u64, 0),
                "{name}: {report}"
            );
            group.throughput(of.map_or(Throughput::Bytes(bytes.len() as u64), Throughput::Elements));
            group.bench_function(*name, |bencher| bencher.iter(|| read(bytes)));
        }
        group.finish();
    }
}

criterion_group!(benches, feeds);
criterion_main!(benches);
