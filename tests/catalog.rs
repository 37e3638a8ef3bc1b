//! The catalog as a store: what is written is there after opening again, and nothing else changes it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use shoptalk::{Browse, Catalog, Conversation, Feed, ImportReport, Listing, OfferChange, Suggester, Update};
use std::io::Write;

const HEADER: &str = "id\ttitle\tlink\tprice\tbrand\tproduct_type\tavailability\titem_group_id\texpiration_date\n";

fn row(id: &str, title: &str, price: &str, rest: &str) -> String {
    format!("{id}\t{title}\thttps://shop.example/{id}\t{price}\t{rest}\n")
}

fn feed(rows: &[String]) -> Feed {
    Feed::from_bytes("feed.tsv", format!("{HEADER}{}", rows.concat()))
}

fn lamps() -> Feed {
    feed(&[
        row("1", "Desk lamp black", "20.00 USD", "Lumera\tHome > Lamps\tin stock\t\t"),
        row("2", "Desk lamp white", "10.00 USD", "Lumera\tHome > Lamps\tin stock\t\t"),
        row("3", "Floor lamp", "60.00 USD", "Brisa\tHome > Lamps > Floor\tin stock\t\t"),
    ])
}

/// The largest file below a folder.
fn largest_file(folder: &std::path::Path) -> Option<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter_map(|path| if path.is_dir() { largest_file(&path) } else { Some(path) });
    files.max_by_key(|path| path.metadata().unwrap().len())
}

fn suggested(catalog: &Catalog, text: &str) -> Vec<String> {
    let chat = Conversation::new()
        .opt_in("a")
        .message("a", text)
        .now("2026-06-01T12:00:00Z".parse().unwrap());
    let products = Suggester::new(catalog.clone()).suggest(&chat);
    products.into_iter().map(|p| p.id).collect()
}

#[test]
fn a_folder_holds_what_was_imported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made/when/missing");
    let catalog = Catalog::open(&path).unwrap();
    assert!(catalog.is_empty());
    assert_eq!(catalog.import("shop", [lamps()]).unwrap().imported, 3);
    drop(catalog);
    let again = Catalog::open(&path).unwrap();
    assert_eq!((again.len(), again.partners().unwrap()), (3, vec!["shop".to_owned()]));
    assert_eq!(again.get("shop", "2").unwrap().unwrap().title, "Desk lamp white");
    assert!(again.get("shop", "9").unwrap().is_none() && again.get("other", "2").unwrap().is_none());
    again.verify().unwrap();
    assert_eq!(suggested(&again, "i need a floor lamp")[0], "3");
}

#[test]
fn another_reader_sees_commits() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Catalog::open(folder.path()).unwrap();
    let reader = Catalog::open(folder.path()).unwrap();
    writer.import("shop", [lamps()]).unwrap();
    let seen = (0..50).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        reader.len() == 3
    });
    assert!(seen);
}

#[test]
fn a_foreign_folder_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letters.txt"), "dear diary").unwrap();
    let error = Catalog::open(folder.path()).unwrap_err();
    assert!(error.is_catalog() || error.is_version(), "{error}");
    assert_eq!(std::fs::read_to_string(folder.path().join("letters.txt")).unwrap(), "dear diary");
}

#[test]
fn verify_finds_flipped_bits() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = Catalog::open(folder.path()).unwrap();
    catalog.import("shop", [lamps()]).unwrap();
    catalog.verify().unwrap();
    let path = largest_file(folder.path()).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all(&bytes).unwrap();
    drop(file);
    assert!(catalog.verify().unwrap_err().is_catalog());
}

#[test]
fn an_import_is_the_whole_new_state_of_its_partner() {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("shop", [lamps()]).unwrap();
    catalog
        .import("other", [feed(&[row("1", "Desk lamp gold", "30.00 USD", "\t\t\t\t")])])
        .unwrap();
    catalog
        .import("shop", [feed(&[row("7", "Garden lamp", "9.00 USD", "\t\t\t\t")])])
        .unwrap();
    assert_eq!(catalog.len(), 2);
    assert!(catalog.get("shop", "1").unwrap().is_none());
    assert!(catalog.get("other", "1").unwrap().is_some());
    catalog.remove_partner("shop").unwrap();
    assert_eq!(catalog.partners().unwrap(), ["other"]);
}

#[test]
fn a_mostly_bad_feed_keeps_the_old_state() {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("shop", [lamps()]).unwrap();
    let bad = feed(&[
        row("8", "", "1.00 USD", "\t\t\t\t"),
        row("9", "", "1.00 USD", "\t\t\t\t"),
        row("10", "Lamp", "1.00 USD", "\t\t\t\t"),
    ]);
    let error = catalog.import("shop", [bad]).unwrap_err();
    let report = ImportReport::of(&error).unwrap();
    assert!(error.is_feed());
    assert_eq!((report.rows, report.rejected), (3, 2));
    assert_eq!(
        (report.problems[0].field.as_deref(), report.problems[0].first[0].line),
        (Some("title"), 2)
    );
    assert_eq!(catalog.len(), 3);
    assert!(catalog.import("shop", [Feed::from_bytes("empty.tsv", "")]).unwrap_err().is_feed());
    assert_eq!(catalog.len(), 3);
}

#[test]
fn changes_of_single_products() {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("shop", [lamps()]).unwrap();
    let listing = Listing::new("4", "Night lamp", "https://shop.example/4");
    catalog
        .apply("shop", [Update::Upsert(Box::new(listing)), Update::Delete("1".to_owned())])
        .unwrap();
    assert_eq!(catalog.len(), 3);
    assert_eq!(catalog.get("shop", "4").unwrap().unwrap().title, "Night lamp");
    assert!(catalog.get("shop", "1").unwrap().is_none());
}

#[test]
fn history_leaves_no_trace() {
    let straight = Catalog::in_memory().unwrap();
    straight.import("shop", [lamps()]).unwrap();
    let winding = Catalog::in_memory().unwrap();
    winding
        .import("shop", [feed(&[row("5", "Desk lamp desk lamp", "1.00 USD", "\t\t\t\t")])])
        .unwrap();
    winding.import("other", [lamps()]).unwrap();
    winding.import("shop", [lamps()]).unwrap();
    winding.remove_partner("other").unwrap();
    let chat = Conversation::new().opt_in("a").message("a", "need a white desk lamp");
    let answer = |catalog: &Catalog| {
        let products = Suggester::new(catalog.clone()).suggest(&chat);
        products.into_iter().map(|p| (p.id, p.score.to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(answer(&straight), answer(&winding));
}

#[test]
fn stock_expiry_and_variants() {
    let catalog = Catalog::in_memory().unwrap();
    let rows = [
        row("red", "Desk lamp red", "10.00 USD", "\t\tin stock\tg\t"),
        row("blue", "Desk lamp blue", "10.00 USD", "\t\tin stock\tg\t"),
        row("sold", "Desk lamp green", "10.00 USD", "\t\tout of stock\t\t"),
        row("old", "Desk lamp grey", "10.00 USD", "\t\tin stock\t\t2026-01-01T00:00:00Z"),
        row("new", "Desk lamp pink", "10.00 USD", "\t\tin stock\t\t2027-01-01T00:00:00Z"),
    ];
    catalog.import("shop", [feed(&rows)]).unwrap();
    let mut ids = suggested(&catalog, "i need a desk lamp");
    ids.sort();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(ids.contains(&"new".to_owned()) && (ids.contains(&"red".to_owned()) || ids.contains(&"blue".to_owned())));
    assert!(catalog.get("shop", "sold").unwrap().is_some());
}

#[test]
fn browsing_pages_and_counts() {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import("shop", [lamps()]).unwrap();
    let page = catalog.browse(&Browse::new().partner("shop").category(["Home"]).size(2)).unwrap();
    assert_eq!(page.total, 3);
    assert_eq!(page.products.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    let facets: Vec<(&str, usize)> = page.brands.iter().map(|f| (f.value.as_str(), f.count)).collect();
    assert_eq!(facets, [("Lumera", 2), ("Brisa", 1)]);
    let dear = Browse::new().price(Some("15.00 USD".parse().unwrap()), None).size(1);
    let page = catalog
        .browse(&dear.clone().after(catalog.browse(&dear).unwrap().next.unwrap()))
        .unwrap();
    assert_eq!((page.total, page.products[0].id.as_str(), page.next), (2, "3", None));
}

#[test]
fn a_compact_catalog_answers_as_a_whole_one() {
    let rows = "id\ttitle\tlink\tprice\tdescription\tmaterial\n\
        1\tDesk lamp\thttps://shop.example/1\t20 USD\tWarm light for reading in bed\tbrass\n\
        2\tDesk lamp\thttps://shop.example/2\t21 USD\tCold light for workshops\tsteel\n";
    let (whole, compact) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let [whole, small] = [Catalog::open(whole.path()).unwrap(), Catalog::open_compact(compact.path()).unwrap()];
    for catalog in [&whole, &small] {
        catalog.import("shop", [Feed::from_bytes("feed.tsv", rows)]).unwrap();
    }
    let query = |catalog: &Catalog, text: &str| -> Vec<String> {
        let found = Suggester::new(catalog.clone()).suggest(&Conversation::new().query(text));
        found.into_iter().map(|p| p.id).collect()
    };
    for (text, first) in [("brass desk lamp", "1"), ("steel desk lamp", "2"), ("desk lamp workshop", "2")] {
        assert_eq!(query(&small, text), query(&whole, text), "{text}");
        assert_eq!(query(&small, text)[0], first, "{text}");
    }
    let [of_whole, of_small] = [&whole, &small].map(|catalog| catalog.get("shop", "1").unwrap().unwrap());
    assert_eq!(
        (of_small.title, of_small.price, of_small.link),
        (of_whole.title, of_whole.price, of_whole.link)
    );
    drop(small);
    // It stays what it is, and knows its rows again.
    let small = Catalog::open(compact.path()).unwrap();
    assert!(small.is_compact() && !whole.is_compact());
    assert_eq!(small.import("shop", [Feed::from_bytes("feed.tsv", rows)]).unwrap().unchanged, 2);
    let dearer = |price: &str| Update::Offer(OfferChange::new("1").price(price.parse().unwrap()));
    assert_eq!(small.apply("shop", [dearer("30 EUR")]).unwrap().rejected, 1);
    assert_eq!(small.apply("shop", [dearer("30 USD")]).unwrap().rejected, 0);
    small.verify().unwrap();
}
