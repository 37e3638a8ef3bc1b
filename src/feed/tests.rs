mod odd;

use super::*;
use crate::offer::Availability;
use proptest::prelude::*;
use std::io::Write;

fn read(bytes: impl Into<Vec<u8>>) -> (Result<()>, ImportReport, Vec<Listing>) {
    let mut report = ImportReport::default();
    let mut listings = Vec::new();
    let result = Feed::from_bytes("feed", bytes).read(&mut report, &mut |change| {
        if let Update::Upsert(listing) = change {
            listings.push(*listing);
        }
        Ok(())
    });
    (result, report, listings)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const TSV: &str = "id\ttitle\tlink\tprice\n1\tRed \"17\" shirt\thttps://shop.example/1\t9.90 USD\n2\tفستان\thttps://shop.example/2\t\n";

#[test]
fn formats_by_content() {
    let csv = "\u{FEFF}id,title,link,price\n1,\"Red, \"\"17\"\" shirt\",https://shop.example/1,9.90 USD\n2,فستان,https://shop.example/2,\n";
    let json = "{\"id\":1,\"title\":\"Red shirt\",\"link\":\"https://shop.example/1\",\"price\":\"9.90 USD\"}\n\n{\"id\":\"2\",\"title\":\"فستان\",\"url\":\"https://shop.example/2\"}\n";
    let rss = "<?xml version=\"1.0\"?><rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><title>Shop</title><item><g:id>1</g:id><title>Red &amp; warm</title><link>https://shop.example/1?a=1&amp;b=2</link><g:price>9.90 USD</g:price></item><item><g:id>2</g:id><title><![CDATA[فستان]]></title><link>https://shop.example/2</link></item></channel></rss>";
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>1</id><title>Red</title><link href=\"https://shop.example/1\"/><g:price>9.90 USD</g:price></entry><entry><id>2</id><title>x</title><link href=\"https://shop.example/2\"/></entry></feed>";
    for (format, bytes) in [("TSV", TSV), ("CSV", csv), ("JSON lines", json), ("RSS", rss), ("Atom", atom)] {
        for bytes in [bytes.as_bytes().to_vec(), gzip(bytes.as_bytes())] {
            let (result, report, listings) = read(bytes);
            result.unwrap();
            assert_eq!((report.files[0].format, report.rows, report.imported), (format, 2, 2), "{report}");
            assert_eq!(listings[0].price.unwrap().to_string(), "9.90 USD");
        }
    }
    assert_eq!(read(rss).2[0].link, "https://shop.example/1?a=1&b=2");
    assert_eq!(read(rss).2[0].texts[0].title, "Red & warm");
}

#[test]
fn what_is_no_feed_says_so() {
    for (bytes, reason) in [
        (&b""[..], "empty"),
        (b" \n ", "empty"),
        (b"\x7fELF\x00\x01", "binary"),
        (b"hello world\n", "no known format"),
        (b"<html></html>", "item"),
        (b"id\ttitle\n1\tx\n", "link"),
        (b"[{\"id\": 1}]", "array"),
        (b"{\n  \"id\": 1\n}", "several lines"),
        (b"\x1F\x8B\x08", "cannot be read"),
    ] {
        let (result, ..) = read(bytes);
        let error = result.unwrap_err();
        assert!(error.is_feed() && error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn bad_rows_are_told_and_the_rest_goes_on() {
    let wide = vec!["x"; 200].join("\t");
    let mut bytes = format!("id\ttitle\tlink\n{wide}\n1\tA\thttps://shop.example/1\n2\t\thttps://shop.example/2\n1\tB\thttps://shop.example/1\n3\tC\tftp://x\nid\ttitle\tlink\n").into_bytes();
    bytes.extend(b"4\tbad \xFF text\thttps://shop.example/4\n");
    bytes.extend("5\tفستان سهرة طويل من القطن الناعم\thttps://shop.example/5\n".as_bytes());
    let (result, report, listings) = read(bytes);
    result.unwrap();
    assert_eq!((report.rows, report.imported, report.rejected), (8, 3, 5), "{report}");
    assert_eq!(listings.iter().map(|l| l.id.as_str()).collect::<Vec<_>>(), ["1", "4", "5"]);
    let reasons: Vec<(&str, u64)> = report.problems.iter().map(|p| (p.reason.as_str(), p.first[0].line)).collect();
    assert_eq!(
        reasons,
        [
            ("more columns than the header", 2),
            ("missing", 4),
            ("stands twice in the file", 5),
            ("not readable", 6),
            ("the header again", 7),
            ("not UTF-8: read as the Windows encoding it looks like", 8)
        ]
    );
}

#[test]
fn a_stray_quote_costs_its_own_line() {
    let rows: String = (3..300).map(|n| format!("{n},Thing,https://shop.example/{n}\n")).collect();
    let (result, report, listings) = read(format!(
        "id,title,link\n1,\"Two\nlines\",https://shop.example/1\n2,\"Stray,https://shop.example/2\n{rows}"
    ));
    result.unwrap();
    assert_eq!(
        (report.imported, report.rejected, report.problems[0].first[0].line),
        (299, 0, 4),
        "{report}"
    );
    assert_eq!(
        (&*listings[0].texts[0].title, &*listings[1].texts[0].title),
        ("Two lines", "\"Stray")
    );
}

#[test]
fn a_file_without_its_end_is_an_error() {
    let rows: String = (0..5000)
        .map(|n| format!("{n}\tThing number {n}\thttps://shop.example/{n}\n"))
        .collect();
    let whole = gzip(format!("id\ttitle\tlink\n{rows}").as_bytes());
    let xml = "<rss><channel><item><id>1</id><title>A</title><link>https://shop.example/1</link></item>";
    for bytes in [
        whole[..whole.len() / 2].to_vec(),
        xml.as_bytes().to_vec(),
        format!("{xml}<item><id>2</id><tit").into_bytes(),
        format!("{xml}<item><![CDATA[").into_bytes(),
        format!("{RAKUTEN_HEAD}{}\n2|Shirt||", rakuten_row("1", "")).into_bytes(),
    ] {
        let (result, report, listings) = read(bytes);
        assert!(result.unwrap_err().to_string().contains("too early"), "{report}");
        assert!(!listings.is_empty() && listings.len() < 5000);
    }
}

const RAKUTEN_HEAD: &str = "HDR|3184|Example Store|11/22/2026 10:00:00\n";

fn rakuten_row(id: &str, end: &str) -> String {
    format!(
        "{id}|Linen Dress|S{id}|Women|Dresses~~Casual|https://click.example/link?id=1&murl=https%3A%2F%2Fshop.example%2F{id}|https://img.example/{id}.jpg||Short|A long &amp; airy dress|10.00|amount|0.00|49.50|||Brisa||linen~~summer|M-1|Brisa Ltd||yes|036000291452|60|USD|https://m1.example/|https://pixel.example/{id}||Dress|M|Linen|Blue|Women|Casual|Adult||{end}"
    )
}

#[test]
fn rakuten_full_and_delta() {
    let text = format!("{RAKUTEN_HEAD}{}\n{}\nTRL|3\n", rakuten_row("1", ""), rakuten_row("2", ""));
    let (result, report, listings) = read(text);
    result.unwrap();
    assert_eq!((report.files[0].format, report.imported), ("Rakuten", 2), "{report}");
    assert_eq!(report.problems[0].reason, "the trailer counts other rows than the file has");
    let dress = &listings[0];
    let shown = |money: Option<crate::money::Money>| money.map(|m| m.to_string());
    assert_eq!(shown(dress.price).as_deref(), Some("49.50 USD"));
    assert_eq!(shown(dress.sale_price).as_deref(), Some("39.50 USD"));
    assert_eq!(
        (dress.seller.as_deref(), dress.brand.as_deref()),
        (Some("Example Store"), Some("Brisa"))
    );
    assert_eq!(dress.texts[0].category, ["Women", "Dresses", "Casual"]);
    assert_eq!(dress.texts[0].description, "A long & airy dress");
    assert_eq!(
        (dress.gtin.as_deref(), dress.availability),
        (Some("036000291452"), Availability::InStock)
    );
    let attributes: Vec<String> = dress.texts[0]
        .attributes
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let expected = "color=Blue size=M material=Linen gender=Women age group=Adult style=Casual product type=Dress keywords=linen, summer";
    assert_eq!(attributes.join(" "), expected);
    assert!(!serde_json::to_string(dress).unwrap().contains("pixel"));

    let delta = format!(
        "{RAKUTEN_HEAD}{}\n{}\n3|Gone|D\n{}\nTRL|4",
        rakuten_row("1", "|I"),
        rakuten_row("2", "|U"),
        rakuten_row("1", "|X")
    );
    let feed = || Feed::from_bytes("delta.txt", delta.replace("|X", "|D"));
    let (updates, report) = feed().updates().unwrap();
    assert_eq!((report.imported, report.deleted, report.rows), (2, 2, 4), "{report}");
    assert!(matches!(&updates[2], Update::Delete(id) if id == "3"));
    let refused = feed().read_full(&mut ImportReport::default(), &mut |_| Ok(())).unwrap_err();
    assert!(refused.is_feed() && refused.to_string().contains("apply"), "{refused}");
}

#[test]
fn rakuten_rows_may_be_short_and_without_header() {
    let row = rakuten_row("1", "");
    let short: Vec<&str> = row.split('|').take(26).collect();
    let shorter: Vec<&str> = row.split('|').take(25).collect();
    let text = format!("{}\r\n{row}||\r\n{}\r\n", short.join("|").replacen('1', "9", 1), shorter.join("|"));
    let (result, report, listings) = read(text);
    result.unwrap();
    assert_eq!(
        (report.files[0].format, report.imported, report.rejected),
        ("Rakuten", 2, 1),
        "{report}"
    );
    assert!(listings.iter().all(|l| l.price.is_some() && l.seller.is_none()));
    assert!(report.problems.iter().any(|p| p.reason.starts_with("no trailer")), "{report}");
}

#[test]
fn commerce_protocol_variants_are_a_group() {
    let line = r#"{"id":"p1","title":"Linen Shirt","description":{"html":"<p>Airy &amp; light</p>"},"url":"https://shop.example/p1","media":[{"type":"video","url":"https://img.example/v"},{"type":"image","url":"https://img.example/1.jpg"}],"variants":[{"id":"v1","title":"White / M","price":{"amount":4950,"currency":"USD"},"list_price":{"amount":6000,"currency":"USD"},"availability":{"available":true,"status":"in_stock"},"barcodes":[{"type":"sku","value":"x"},{"type":"upc","value":"036000291452"}],"categories":[{"value":"212","taxonomy":"google"},{"value":"Apparel > Shirts","taxonomy":"merchant"}],"condition":["new"],"variant_options":[{"name":"color","value":"White"},{"name":"size","value":"M"}],"seller":{"name":"Example Store"}},{"id":"v2","title":"Linen Shirt Blue","price":{"amount":12500,"currency":"KWD"},"availability":{"available":false}},{"id":"v3"}]}"#;
    let (result, report, listings) = read(format!("{line}\n{{\"id\":\"p2\",\"variants\":[]}}\n"));
    result.unwrap();
    assert_eq!(
        (report.files[0].format, report.rows, report.imported, report.rejected),
        ("Agentic Commerce Protocol", 4, 3, 1),
        "{report}"
    );
    let first = &listings[0];
    assert_eq!(first.texts[0].title, "Linen Shirt, White / M");
    assert_eq!(first.texts[0].description, "Airy & light");
    assert_eq!(first.texts[0].category, ["Apparel", "Shirts"]);
    assert_eq!(
        first.texts[0].attributes,
        [("color".to_owned(), "White".to_owned()), ("size".to_owned(), "M".to_owned())]
    );
    assert_eq!((first.price.unwrap().minor(), first.sale_price.unwrap().minor()), (6000, 4950));
    assert_eq!(
        (first.group_id.as_deref(), first.seller.as_deref()),
        (Some("p1"), Some("Example Store"))
    );
    assert_eq!(first.image_link.as_deref(), Some("https://img.example/1.jpg"));
    assert_eq!(first.gtin.as_deref(), Some("036000291452"));
    assert_eq!(
        (listings[1].price.unwrap().to_string().as_str(), listings[1].availability),
        ("12.500 KWD", Availability::OutOfStock)
    );
    assert_eq!(listings[1].link, "https://shop.example/p1");
    assert_eq!(listings[2].texts[0].title, "Linen Shirt");
}

#[test]
fn xml_items_are_read_each_on_its_own() {
    let item = |id: &str, inside: &str| {
        format!("<item><g:id>{id}</g:id><title>T{id}</title><link>https://shop.example/{id}</link>{inside}</item>")
    };
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss><rss xmlns:g=\"x\"><channel><title><![CDATA[<item>]]></title><!-- {} -->{}<item><g:id>2</g:id>{}{}{}</channel></rss>",
        item("0", ""),
        item(
            "1",
            "<g:shipping><g:price>5 USD</g:price></g:shipping><g:price>9 USD</g:price><g:product_detail><g:section_name>General</g:section_name><g:attribute_name>fit; cut</g:attribute_name><g:attribute_value>a: b</g:attribute_value></g:product_detail>"
        ),
        item("3", "<description>&lt;p&gt;Soft &amp;amp; warm&lt;/p&gt;</description><g:color/>"),
        item("4", "<description><![CDATA[open</description>"),
        item("5", "<description><![CDATA[<b>closed</b>]]></description>"),
    );
    let (result, report, listings) = read(text);
    result.unwrap();
    let ids: Vec<&str> = listings.iter().map(|l| l.id.as_str()).collect();
    assert_eq!((report.rows, report.rejected), (4, 2), "{report}");
    assert_eq!(ids, ["1", "3"]);
    assert_eq!(listings[0].price.unwrap().to_string(), "9.00 USD");
    assert_eq!(listings[0].texts[0].attributes, [("fit; cut".to_owned(), "a: b".to_owned())]);
    assert_eq!(listings[1].texts[0].description, "Soft & warm");
}

#[test]
fn spreadsheets_save_so() {
    let sixteen: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(TSV.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let mac = TSV.replace('\n', "\r").into_bytes();
    let windows = TSV.replace('\n', "\r\n").into_bytes();
    let quoted = "id\ttitle\tlink\tnote\n1\t\"Red \"\"17\"\" shirt\"\thttps://shop.example/1\t\"two\nlines\"\n2\tفستان\thttps://shop.example/2\t\t\n".as_bytes().to_vec();
    for bytes in [sixteen, mac, windows, quoted] {
        let (result, report, listings) = read(bytes);
        result.unwrap();
        assert_eq!((report.imported, report.rejected), (2, 0), "{report}");
        assert_eq!(
            (&*listings[0].texts[0].title, &*listings[1].texts[0].title),
            ("Red \"17\" shirt", "فستان")
        );
    }
}

#[test]
fn windows_1256_is_read() {
    let (bytes, ..) =
        encoding_rs::WINDOWS_1256.encode("id\ttitle\tlink\n1\tفستان سهرة طويل اسود للنساء من القطن\thttps://shop.example/1\n");
    let (result, report, listings) = read(bytes.into_owned());
    result.unwrap();
    assert_eq!(listings[0].texts[0].title, "فستان سهرة طويل اسود للنساء من القطن");
    assert_eq!(report.problems[0].reason, "the file is not UTF-8: read as windows-1256");
}

proptest! {
    #[test]
    fn any_bytes_end_in_a_report(start in "(id\ttitle\tlink\n|id,title,link\n|<rss><item>|\\{\"id\":1|)", bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (result, report, listings) = read([start.as_bytes(), &bytes].concat());
        prop_assert!(result.is_ok() || result.is_err_and(|e| e.is_feed()));
        prop_assert_eq!(report.rows, report.imported + report.rejected + report.deleted);
        prop_assert_eq!(report.imported as usize, listings.len());
    }
}
