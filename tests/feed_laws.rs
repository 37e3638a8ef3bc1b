//! Laws of feeds over random bytes and rows: every row is counted, nothing panics, and a listing survives being written.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use proptest::prelude::*;
use serde_json::{Value, json};
use shoptalk::{Feed, ImportReport, Listing, Update};

fn read(bytes: Vec<u8>) -> (shoptalk::Result<()>, ImportReport, Vec<Listing>, u64) {
    let (mut report, mut listings, mut deleted) = (ImportReport::default(), Vec::new(), 0);
    let result = Feed::from_bytes("feed", bytes).read(&mut report, &mut |update| {
        match update {
            Update::Upsert(listing) => listings.push(*listing),
            Update::Delete(_) => deleted += 1,
            _ => panic!("another update"),
        }
        Ok(())
    });
    (result, report, listings, deleted)
}

/// What comes back of a listing that is written as a line of JSON.
fn again(listing: &Listing) -> Listing {
    let line = listing.to_json_line(None);
    let (result, report, mut listings, _) = read(line.clone().into_bytes());
    result.unwrap();
    assert_eq!((report.imported, report.problems.len()), (1, 0), "{line}\n{report}");
    listings.remove(0)
}

/// Starts of files of all formats.
const STARTS: &[&str] = &[
    "id\ttitle\tlink\n",
    "id,title,link,price\n",
    "<rss><channel><item>",
    "<feed><entry><id>1</id><title>A</title><link href=\"https://shop.example/1\"/>",
    "{\"id\":1,\"title\":\"A\",\"link\":\"https://shop.example/1\"",
    "{\"id\":\"p\",\"variants\":[{\"id\":1,\"title\":\"A\",\"url\":\"https://shop.example/1\"",
    "HDR|1|Shop|11/22/2026 10:00:00\n",
    "HDR|1|Shop|11/22/2026 10:00:00\n1|D\n",
    "\u{FEFF}id;title;link\n",
    "",
];

/// Pieces that mean something in one format or another.
const PIECES: &[&str] = &[
    "\"",
    "\n",
    "\t",
    ",",
    "|",
    "<",
    ">",
    "&",
    ";",
    "</item>",
    "<item>",
    "</entry>",
    "</rss>",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "1",
    "A",
    "https://shop.example/1",
    "{",
    "}",
    "[",
    "]",
    ":",
    "null",
    "9.90 USD",
    "~~",
    "TRL|1",
    "\\u",
    "&amp;",
    "&#0;",
    "فستان",
    "\u{202E}",
    "|D\n",
];

/// A row of columns with odd values.
fn odd_row() -> impl Strategy<Value = Value> {
    let text = "([a-zA-Z&;#<>/!0-9 \u{200F}\u{A0}عم~|:,\"]|&amp;|&lt;|<b>|null|>| / ){0,30}";
    let word = "[a-zA-Zع0-9]{1,8}";
    let money = prop_oneof![Just(String::new()), "[0-9]{1,4}[.,]?[0-9]{0,3} (USD|EUR|KWD|JPY)", "\\$[0-9]{1,3}"];
    let moment = prop_oneof![
        Just(String::new()),
        Just("2026-11-22".to_owned()),
        Just("2027-01-01T10:00:00Z".to_owned())
    ];
    let names = (word, text, text, "https://[a-z]{1,9}\\.example/[a-z0-9?=&;]{0,20}");
    let offers = (
        money.clone(),
        money,
        moment.clone(),
        moment,
        "(in stock|preorder|0|no|maybe|)",
        "(new|used|refurbished|)",
    );
    let more = (text, text, text, "(yes|no|1|)", "(US, CA|AE|)", text);
    (names, offers, more).prop_map(|((id, title, description, link), (price, sale, start, end, stock, condition), (category, color, detail, flag, countries, brand))| {
        json!({"id": id, "title": format!("T{title}"), "description": description, "link": link, "price": price, "sale_price": sale,
            "sale_price_start_date": start, "sale_price_end_date": end, "expiration_date": end, "availability": stock, "condition": condition,
            "product_type": category, "color": color, "size": detail, "product_detail": [{"attribute_name": detail, "attribute_value": color}, {"attribute_name": "color", "attribute_value": detail}],
            "product_highlight": [detail, description], "adult": flag, "is_eligible_search": flag, "sponsored": flag, "target_countries": countries,
            "brand": brand, "seller_name": brand, "item_group_id": brand, "mpn": color, "star_rating": detail})
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_end_in_a_report(start in 0..STARTS.len(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (result, report, listings, deleted) = read([STARTS[start].as_bytes(), &bytes].concat());
        prop_assert!(result.is_ok() || result.is_err_and(|e| e.is_feed()));
        prop_assert_eq!(report.rows, report.imported + report.rejected + report.deleted);
        prop_assert_eq!((report.imported as usize, report.deleted), (listings.len(), deleted));
    }

    #[test]
    fn any_pieces_end_in_a_report(start in 0..STARTS.len(), pieces in prop::collection::vec(0..PIECES.len(), 0..120)) {
        let text: String = pieces.iter().map(|at| PIECES[*at]).collect();
        let (result, report, listings, _) = read(format!("{}{text}", STARTS[start]).into_bytes());
        prop_assert!(result.is_ok() || result.is_err_and(|e| e.is_feed()));
        prop_assert_eq!(report.rows, report.imported + report.rejected + report.deleted);
        for listing in &listings {
            prop_assert_eq!(&again(listing), listing);
        }
    }

    #[test]
    fn a_listing_is_the_same_after_it_was_written_and_read(row in odd_row()) {
        let (result, _, listings, _) = read(row.to_string().into_bytes());
        result.unwrap();
        for listing in &listings {
            prop_assert_eq!(&again(listing), listing);
        }
    }

    #[test]
    fn quotes_and_line_ends_in_csv_come_back(rows in prop::collection::vec(("[a-z]{1,6}[0-9]{1,6}", "[a-zع\",\n ]{0,30}"), 1..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "title", "link"]).unwrap();
        for (at, (id, title)) in rows.iter().enumerate() {
            writer.write_record([&format!("{id}{at}"), &format!("x{title}y"), "https://shop.example/1"]).unwrap();
        }
        let (result, report, listings, _) = read(writer.into_inner().unwrap());
        result.unwrap();
        prop_assert_eq!((listings.len(), report.rejected), (rows.len(), 0), "{}", report);
    }
}

#[test]
fn the_samples_survive_too() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/feeds");
    let mut count = 0;
    for name in [
        "macys.txt",
        "formats/openai.csv",
        "formats/openai.jsonl",
        "formats/products.jsonl",
        "formats/google.tsv",
        "formats/atom.xml",
        "formats/boutique_ar.tsv",
    ] {
        let (result, _, listings, _) = read(std::fs::read(folder.join(name)).unwrap());
        result.unwrap();
        for listing in &listings {
            assert_eq!(&again(listing), listing);
            count += 1;
        }
    }
    assert!(count > 300);
}
