//! A million products: the memory that an import takes, and how soon ten thousand new prices are seen.

use crate::setting;
use shoptalk::{Catalog, Feed, OfferChange, Update};
use std::fs;
use std::io::{self, Read};
use std::time::{Duration, Instant};

const PRICES: u64 = 10_000;
/// What must be true on any machine; the figures that are printed say how it stands on this one.
const MOST_MEMORY_MB: u64 = 1024;
const SEEN_WITHIN: Duration = Duration::from_secs(2);

const THINGS: [&str; 8] = [
    "Wireless headphones",
    "Laptop backpack",
    "Coffee maker",
    "Running shoes",
    "Evening dress",
    "حذاء رياضي",
    "ماكينة قهوة",
    "سماعات لاسلكية",
];
const SENTENCES: [&str; 4] = [
    "Made for long days, with a soft and sturdy finish that keeps its shape.",
    "Easy to clean and to carry along, wherever you go.",
    "سهل التنظيف والحمل أينما ذهبت.",
    "Customers praise how well it fits and how quietly it works.",
];

/// A feed of so many rows, made while it is read.
struct Rows {
    header: bool,
    next: u64,
    count: u64,
    line: Vec<u8>,
    at: usize,
}

impl Rows {
    fn new(count: u64) -> Self {
        Self {
            header: true,
            next: 0,
            count,
            line: Vec::new(),
            at: 0,
        }
    }

    fn fill(&mut self) {
        self.at = 0;
        if std::mem::take(&mut self.header) {
            self.line = b"id\ttitle\tdescription\tlink\tprice\tbrand\tproduct_type\tcolor\tavailability\n".to_vec();
            return;
        }
        let n = self.next;
        self.next += 1;
        // Numbers without a pattern, so that words, models and brands spread as they do in shops.
        let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let pick = |of: &[&'static str], shift: u32| of[(mixed >> shift) as usize % of.len()];
        let description: Vec<&str> = (0..4).map(|at| pick(&SENTENCES, at * 3)).collect();
        self.line = format!(
            "p{n}\t{} {}, model {}{}\t{}\thttps://shop.example/p{n}\t{}.90 USD\tBrand{}\tShop > Aisle {} > {}\t{}\tin stock\n",
            pick(&THINGS, 0),
            pick(&["compact", "waterproof", "foldable", "خفيف", "classic"], 5),
            ["XM", "TN", "WH", "K"][(mixed >> 9) as usize % 4],
            mixed % 50_000,
            description.join(" "),
            5 + mixed % 900,
            (mixed >> 7) % 5_000,
            (mixed >> 11) % 200,
            pick(&THINGS, 0),
            pick(&["black", "white", "navy", "أحمر"], 13),
        )
        .into_bytes();
    }
}

impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.line.len() {
            if self.next == self.count {
                return Ok(0);
            }
            self.fill();
        }
        let count = buffer.len().min(self.line.len() - self.at);
        buffer[..count].copy_from_slice(&self.line[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

pub fn a_million_products() {
    let count = setting("SHOPTALK_PRODUCTS", 1_000_000);
    let root = tempfile::tempdir().unwrap();
    let catalog = Catalog::open(root.path()).unwrap();
    let timed = |what: &str| {
        let started = Instant::now();
        let report = catalog.import("shop", [Feed::from_reader("rows.tsv", Rows::new(count))]).unwrap();
        println!(
            "{what}: {:.1} s, {} unchanged; {}",
            started.elapsed().as_secs_f64(),
            report.unchanged,
            memory()
        );
        report
    };
    assert_eq!(timed("import").imported, count);
    let most = field("VmHWM") / 1024;
    assert_eq!(timed("the same again").unchanged, count);
    // Another reader of the folder, as another process would be.
    let reader = Catalog::open(root.path()).unwrap();
    for round in 1..=3 {
        let price = format!("{}.00 USD", 1000 + round).parse().unwrap();
        let ids = (0..PRICES).map(|n| format!("p{}", n * (count / PRICES).max(1)));
        let updates: Vec<Update> = ids.map(|id| Update::Offer(OfferChange::new(id).price(price))).collect();
        let started = Instant::now();
        let report = catalog.apply("shop", updates).unwrap();
        let applied = started.elapsed();
        let last = format!("p{}", (PRICES - 1) * (count / PRICES).max(1));
        while reader.get("shop", &last).unwrap().unwrap().price != Some(price) {
            assert!(started.elapsed() < Duration::from_secs(60), "the other reader sees nothing");
            std::thread::sleep(Duration::from_millis(5));
        }
        println!(
            "{} prices: {applied:.2?}, seen elsewhere after {:.2?}",
            report.offers,
            started.elapsed()
        );
        assert!(started.elapsed() < SEEN_WITHIN, "the new prices come late");
    }
    let started = Instant::now();
    drop(Catalog::open(root.path()).unwrap());
    println!(
        "opened in {:.0?}; {} MB on disk; {}",
        started.elapsed(),
        size_of(root.path()) >> 20,
        memory()
    );
    assert!(most < MOST_MEMORY_MB, "{most} MB");
}

fn size_of(folder: &std::path::Path) -> u64 {
    crate::files_below(folder).iter().map(|path| path.metadata().unwrap().len()).sum()
}

/// The most that the process had in memory, and what of it is its own now: the rest are mapped files, which the system takes back.
fn memory() -> String {
    let [most, own, files] = ["VmHWM", "RssAnon", "RssFile"].map(|name| field(name) / 1024);
    format!("at most {most} MB in memory, now {own} MB own and {files} MB of files")
}

/// A field of `/proc/self/status`, in KB; 0 where there is none.
fn field(name: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}
