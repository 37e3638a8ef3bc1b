//! Feeds into a catalog: the sample of every format, two languages, deltas, and files that must leave the old state alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use shoptalk::{Catalog, Conversation, Feed, ImportReport, Language, Suggester};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The partners of the sample chats stand in `data/feeds`, the other samples in `formats` below it.
fn sample(name: &str) -> PathBuf {
    let feeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/feeds");
    let partner = feeds.join(name);
    if partner.is_file() {
        partner
    } else {
        feeds.join("formats").join(name)
    }
}

fn open(name: &str) -> Feed {
    Feed::open(sample(name)).unwrap()
}

#[test]
fn the_sample_of_every_format_is_read_whole() {
    for (name, format, rows) in [
        ("macys.txt", "Rakuten", 250),
        ("openai.csv", "CSV", 12),
        ("openai.jsonl", "JSON lines", 10),
        ("products.jsonl", "Agentic Commerce Protocol", 12),
        ("google.tsv", "TSV", 15),
        ("atom.xml", "Atom", 10),
        ("boutique_ar.tsv", "TSV", 12),
        ("boutique_en.csv", "CSV", 12),
    ] {
        let catalog = Catalog::in_memory().unwrap();
        let report = catalog.import("shop", [open(name)]).unwrap();
        assert_eq!((report.files[0].format, report.imported), (format, rows), "{name}: {report}");
        assert!(report.problems.is_empty(), "{name}: {report}");
        assert_eq!(catalog.len(), rows, "{name}");
    }
}

#[test]
fn what_the_samples_say() {
    let catalog = Catalog::in_memory().unwrap();
    for name in ["openai.csv", "openai.jsonl", "products.jsonl", "google.tsv", "atom.xml"] {
        catalog.import(name, [open(name)]).unwrap();
    }
    for (partner, id, price, sale, category) in [
        ("openai.csv", "PAP-003", "68.00 USD", "54.40 USD", "Office"),
        ("openai.jsonl", "OUT0005", "64.00 USD", "51.20 USD", "Sports & Outdoors"),
        ("products.jsonl", "101-OL", "110.00 USD", "88.00 USD", "Bags"),
        ("products.jsonl", "104", "7.500 KWD", "-", "Home"),
        ("google.tsv", "GE0004", "1599.00 AED", "1399.00 AED", "Electronics"),
        ("atom.xml", "V-003", "79.00 EUR", "-", "Plants & Garden"),
    ] {
        let product = catalog.get(partner, id).unwrap().unwrap();
        let shown = |money: Option<shoptalk::Money>| money.map_or("-".to_owned(), |m| m.to_string());
        assert_eq!(
            (shown(product.price), shown(product.sale_price)),
            (price.to_owned(), sale.to_owned()),
            "{id}"
        );
        assert_eq!(product.category[0], category, "{id}");
        assert!(
            product.image_link.is_some() && product.brand.is_some() || partner == "products.jsonl",
            "{id}"
        );
    }
    let group = |id| catalog.get("products.jsonl", id).unwrap().unwrap().group_id;
    assert_eq!((group("100-S"), group("100-S")), (group("100-M"), Some("p-100".to_owned())));
}

#[test]
fn two_languages_are_one_product() {
    let catalog = Catalog::in_memory().unwrap();
    let report = catalog
        .import("boutique", [open("boutique_ar.tsv"), open("boutique_en.csv")])
        .unwrap();
    assert_eq!((report.rows, report.imported, catalog.len()), (24, 24, 12), "{report}");
    let suggester = Suggester::new(catalog.clone());
    for (text, title, language) in [
        ("i need a prayer rug", "Padded Prayer Rug", Language::English),
        ("محتاج سجادة صلاة", "سجادة صلاة مبطنة", Language::Arabic),
    ] {
        let products = suggester.suggest(&Conversation::new().opt_in("a").message("a", text));
        assert_eq!(
            (&*products[0].id, &*products[0].title, products[0].language),
            ("BQ09", title, language)
        );
        // The Arabic file comes first and has no trade number: the English one gives it.
        assert!(products[0].gtin.is_some());
        assert_eq!(products[0].price.unwrap().to_string(), "65.00 SAR");
    }
}

#[test]
fn a_delta_goes_through_apply() {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("macys", [open("macys.txt")]).unwrap();
    let text = std::fs::read_to_string(sample("macys.txt")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|l| !l.starts_with("HDR") && !l.starts_with("TRL")).collect();
    let id = |row: &str| row.split('|').next().unwrap().to_owned();
    let changed = rows[1].replacen(rows[1].split('|').nth(1).unwrap(), "Another title", 1);
    let added = rows[2].replacen(&id(rows[2]), "new-1", 1);
    let delta = format!(
        "HDR|3184|Macy's|11/23/2026 04:00:00\n{}|D\n{changed}|U\n{added}|I\nTRL|3\n",
        rows[0]
    );
    let feed = || Feed::from_bytes("delta.txt", delta.as_bytes());

    let error = catalog.import("macys", [feed()]).unwrap_err();
    assert!(error.is_feed() && error.to_string().contains("apply"), "{error}");
    assert_eq!(catalog.len(), 250);

    let (updates, report) = feed().updates().unwrap();
    assert_eq!(
        (report.files[0].format, report.imported, report.deleted),
        ("Rakuten delta", 2, 1),
        "{report}"
    );
    catalog.apply("macys", updates).unwrap();
    assert_eq!(catalog.len(), 250);
    assert!(catalog.get("macys", &id(rows[0])).unwrap().is_none());
    assert_eq!(catalog.get("macys", &id(rows[1])).unwrap().unwrap().title, "Another title");
    assert!(catalog.get("macys", "new-1").unwrap().is_some());
}

#[test]
fn a_file_without_its_end_keeps_the_old_state() {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("shop", [open("google.tsv")]).unwrap();
    let text = std::fs::read(sample("macys.txt")).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&text).unwrap();
    let gzip = encoder.finish().unwrap();
    let xml = std::fs::read(sample("atom.xml")).unwrap();
    for (name, whole) in [("gzip", gzip), ("rakuten", text), ("xml", xml)] {
        for end in [whole.len() / 3, whole.len() / 2, whole.len() - 100] {
            let error = catalog.import("shop", [Feed::from_bytes(name, &whole[..end])]).unwrap_err();
            let report = ImportReport::of(&error).unwrap();
            assert!(error.is_feed() && report.rows > 0, "{name}: {error}");
            assert_eq!(catalog.len(), 15, "{name}");
            assert!(catalog.get("shop", "GE0001").unwrap().is_some());
        }
        assert!(Feed::from_bytes(name, whole).updates().is_ok(), "{name}");
    }
}

#[test]
fn a_feed_without_products_takes_nothing_off() {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("shop", [open("google.tsv")]).unwrap();
    let before = catalog.len();
    let header = || Feed::from_bytes("shop.tsv", "id\ttitle\tlink\n");
    let one_bad = Feed::from_bytes("shop.tsv", "id\ttitle\tlink\n1\tA\tnowhere\n");
    for feeds in [vec![header()], vec![one_bad], vec![header(), header()], Vec::new()] {
        assert!(catalog.import("shop", feeds).unwrap_err().is_feed());
        assert_eq!(catalog.len(), before);
    }
    // Changes are another thing: a day without any is one too.
    let (updates, _) = header().updates().unwrap();
    catalog.apply("shop", updates).unwrap();
    assert_eq!(catalog.len(), before);
}

#[test]
fn a_report_is_text_and_json() {
    let feed =
        "id,title,link,price,odd\n1,Shirt,https://shop.example/1,cheap,x\n2,,https://shop.example/2,,\n3,Hat,https://shop.example/3,,\n";
    let report = Catalog::in_memory()
        .unwrap()
        .import("shop", [Feed::from_bytes("shop.csv", feed)])
        .unwrap();
    let text = report.to_string();
    for part in [
        "3 rows, 2 imported, 1 rejected",
        "field dropped: price: not readable",
        "shop.csv line 3",
        "not read: odd",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!((json["rows"].as_u64(), json["rejected"].as_u64()), (Some(3), Some(1)));
    assert_eq!(json["problems"][1]["first"][0]["line"], 3);
}

#[test]
fn no_pixel_is_kept() {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("macys", [open("macys.txt")]).unwrap();
    let page = catalog.browse(&shoptalk::Browse::new().size(250)).unwrap();
    assert_eq!(page.products.len(), 250);
    assert!(!serde_json::to_string(&page).unwrap().contains("ad.linksynergy"));
}

/// Generous: debug builds on a busy machine. What is meant is "not quadratic".
const SOON: std::time::Duration = std::time::Duration::from_secs(40);

#[test]
fn hostile_shapes_end_soon() {
    let many = |text: &str, count: usize| text.repeat(count);
    let variants: Vec<String> = (0..300).map(|n| format!(r#"{{"id":{n},"title":"A"}}"#)).collect();
    let acp = |shared: &str| {
        let product = format!(
            r#"{{"id":"p","title":"T","url":"https://s.example/1",{shared},"variants":[{}]}}"#,
            variants.join(",")
        );
        product.into_bytes()
    };
    for (name, bytes) in [
        (
            "quotes that never close",
            format!("id,title,link\n{}", many("x\",\"\n", 60_000)).into_bytes(),
        ),
        (
            "many categories, many variants",
            acp(&format!(r#""categories":[{}1]"#, many("1,", 50_000))),
        ),
        (
            "a long description, many variants",
            acp(&format!(r#""description":"{}""#, many("&amp;x ", 100_000))),
        ),
        (
            "unreadable, many variants",
            acp(&format!(r#""description":[{}1]"#, many("1,", 50_000))),
        ),
        (
            "open styles",
            format!(
                "id\ttitle\tlink\tdescription\n1\tT\thttps://s.example/1\t{}\n",
                many("<style>", 30_000)
            )
            .into_bytes(),
        ),
    ] {
        let started = std::time::Instant::now();
        let mut report = ImportReport::default();
        let _ = Feed::from_bytes(name, bytes).read(&mut report, &mut |_| Ok(()));
        assert!(started.elapsed() < SOON, "{name}: {:?}", started.elapsed());
        assert_eq!(report.rows, report.imported + report.rejected, "{name}");
    }
}

/// Gives one byte at a time, as a slow line may.
struct Slow(std::io::Cursor<Vec<u8>>);

impl std::io::Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(1);
        self.0.read(&mut buffer[..most])
    }
}

#[test]
fn a_slow_source_is_known_by_its_content_too() {
    use std::io::Write as _;
    let rows = "id,title,link\n1,Red shirt,https://shop.example/1\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(rows.as_bytes()).unwrap();
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(rows.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, bytes) in [
        ("gzip", gzip.finish().unwrap()),
        ("UTF-16", utf16),
        ("a mark before", format!("\u{FEFF}{rows}").into_bytes()),
    ] {
        let mut report = ImportReport::default();
        let feed = Feed::from_reader(name, Slow(std::io::Cursor::new(bytes)));
        feed.read(&mut report, &mut |_| Ok(())).unwrap();
        assert_eq!(report.imported, 1, "{name}: {report}");
    }
}
