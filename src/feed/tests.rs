use super::*;
use proptest::prelude::*;
use std::io::Write;

fn read(bytes: impl Into<Vec<u8>>) -> (Result<()>, ImportReport, Vec<Listing>) {
    let mut report = ImportReport::default();
    let mut listings = Vec::new();
    let result = Feed::from_bytes("feed", bytes).read(&mut report, &mut |change| {
        if let Change::Upsert(listing) = change {
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
    for (format, bytes) in [("TSV", TSV), ("CSV", csv), ("JSON lines", json), ("XML", rss), ("XML", atom)] {
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
        (b"id\ttitle\n1\tx\n", "Link"),
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
    assert_eq!((report.rows, report.imported, report.rejected), (8, 2, 6), "{report}");
    assert_eq!(listings.iter().map(|l| l.id.as_str()).collect::<Vec<_>>(), ["1", "5"]);
    let reasons: Vec<(&str, u64)> = report.problems.iter().map(|p| (p.reason.as_str(), p.first[0].line)).collect();
    assert_eq!(
        reasons,
        [
            ("more columns than the header", 2),
            ("missing", 4),
            ("stands twice in the file", 5),
            ("not readable", 6),
            ("the header again", 7),
            ("not valid text", 8)
        ]
    );
}

#[test]
fn a_stray_quote_costs_its_own_line() {
    let rows: String = (3..300).map(|n| format!("{n},Thing,https://shop.example/{n}\n")).collect();
    let (result, report, _) = read(format!(
        "id,title,link\n1,\"Two\nlines\",https://shop.example/1\n2,\"Stray,https://shop.example/2\n{rows}"
    ));
    result.unwrap();
    assert_eq!(
        (report.imported, report.rejected, report.problems[0].first[0].line),
        (298, 1, 4),
        "{report}"
    );
}

#[test]
fn truncated_files_keep_the_rows_before() {
    let rows: String = (0..5000)
        .map(|n| format!("{n}\tThing number {n}\thttps://shop.example/{n}\n"))
        .collect();
    let whole = gzip(format!("id\ttitle\tlink\n{rows}").as_bytes());
    let (result, report, listings) = read(&whole[..whole.len() / 2]);
    result.unwrap();
    assert!(listings.len() > 100 && listings.len() < 5000);
    assert!(report.problems.iter().any(|p| p.reason == "the file ends too early"), "{report}");
    let xml = "<rss><channel><item><id>1</id><title>A</title><link>https://shop.example/1</link></item><item><id>2</id><tit";
    let (result, report, listings) = read(xml);
    result.unwrap();
    assert_eq!((listings.len(), report.rejected), (1, 1), "{report}");
}

#[test]
fn windows_1256_is_read() {
    let (bytes, ..) =
        encoding_rs::WINDOWS_1256.encode("id\ttitle\tlink\n1\tفستان سهرة طويل اسود للنساء من القطن\thttps://shop.example/1\n");
    let (result, _, listings) = read(bytes.into_owned());
    result.unwrap();
    assert_eq!(listings[0].texts[0].title, "فستان سهرة طويل اسود للنساء من القطن");
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
