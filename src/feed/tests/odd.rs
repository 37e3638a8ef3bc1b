//! Files as broken exporters write them: which rows come of each, and what is told.

use super::*;

/// What is told of a file: the field where it is one field's, and the reason.
fn told(report: &ImportReport) -> Vec<String> {
    let problems = report.problems.iter();
    problems
        .map(|p| format!("{}: {}", p.field.as_deref().unwrap_or_default(), p.reason))
        .collect()
}

/// Reads each file; the ids of its rows and what is told of it must be these.
fn check(cases: &[(&str, &[&str], &[&str])]) {
    for (text, ids, problems) in cases {
        let (result, report, listings) = read(text.as_bytes());
        assert!(result.is_ok(), "{text}: {result:?}");
        let got: Vec<&str> = listings.iter().map(|listing| listing.id.as_str()).collect();
        assert_eq!(
            (&got[..], told(&report)),
            (*ids, problems.iter().map(|p| (*p).to_owned()).collect()),
            "{text}"
        );
    }
}

#[test]
fn odd_lines_cost_nothing_but_themselves() {
    check(&[
        ("\n \n,,\nid,title,link\n1,A,https://shop.example/1\n", &["1"], &[]),
        ("id,title,link\n1,A,https://shop.example/1\n,,\n , ,\n\"\",,\n", &["1"], &[]),
        (
            "id,title,link\n2,\"Shelf,https://shop.example/2\n3,Lamp,https://shop.example/3\n4,TV 55\",https://shop.example/4\n",
            &["2", "3", "4"],
            &[": a quote that never closes: taken as a letter"],
        ),
        (
            "id,link,title\n2,https://shop.example/2,\"Two\nlines\"\n3,https://shop.example/3,Lamp\n",
            &["2", "3"],
            &[],
        ),
        (
            "id\ttitle\tlink\n1\tA\thttps://shop.example/1\n\u{FEFF}id\ttitle\tlink\n2\tB\thttps://shop.example/2\n",
            &["1", "2"],
            &[": the header again"],
        ),
    ]);
}

#[test]
fn ids_are_whole_or_none() {
    let long = "x".repeat(300);
    let header = "id\ttitle\tlink\n";
    check(&[
        (
            &format!("{header}SKU {long}1\tA\thttps://shop.example/1\n"),
            &[],
            &["id: longer than 256 bytes"],
        ),
        (
            &format!("{header}N/A\tA\thttps://shop.example/1\n"),
            &[],
            &["id: stands for nothing"],
        ),
        (
            &format!("{header}1\t-\thttps://shop.example/1\n"),
            &[],
            &["title: stands for nothing"],
        ),
        (
            &format!("{header}1\tA\thttps://shop.example/\u{FFFD}\n"),
            &[],
            &["link: not readable"],
        ),
        (
            "{\"id\": 123456789012345678901234567890, \"title\": \"A\", \"link\": \"https://shop.example/1\"}\n",
            &[],
            &["id: not readable"],
        ),
        (
            "{\"id\": 1, \"title\": {\"en\": \"A\"}, \"link\": \"https://shop.example/1\"}\n",
            &[],
            &["title: not readable"],
        ),
        (
            &format!(
                "{}id\ttitle\tlink\n{}1\tA\thttps://shop.example/1\n",
                "size\t".repeat(205),
                "M\t".repeat(205)
            ),
            &["1"],
            &["attributes: more values than a row may have"],
        ),
    ]);
}

#[test]
fn fields_that_cannot_be_read_are_told() {
    let row = |more: &str| format!("{{\"id\": 1, \"title\": \"A\", \"link\": \"https://shop.example/1\", {more}}}\n");
    let sale = |dates: &str| {
        row(&format!(
            "\"price\": \"9 USD\", \"sale_price\": \"5 USD\", \"sale_price_effective_date\": \"{dates}\""
        ))
    };
    let date = "sale_price_effective_date: not readable";
    check(&[
        (&row("\"price\": {\"value\": \"9.90\"}"), &["1"], &["price: not readable"]),
        (&row("\"brand\": {\"x\": 1}"), &["1"], &["brand: not readable"]),
        (&row("\"adult\": \"x\""), &["1"], &["adult: not readable"]),
        (&row("\"age_restriction\": \"all\""), &["1"], &["age_restriction: not readable"]),
        (&row("\"enable_search\": \"maybe\""), &["1"], &["is_eligible_search: not readable"]),
        (
            &row("\"target_countries\": \"Atlantis\""),
            &["1"],
            &["target_countries: not a country"],
        ),
        (&row("\"quantity\": \"many\""), &["1"], &["quantity: not readable"]),
        (&sale("until Friday"), &["1"], &[date, "sale_price: its dates are not readable"]),
        (&sale("2026-11-25/2026-11-20"), &["1"], &["sale_price: it ends before it begins"]),
        (&sale("2026-11-20/"), &["1"], &[]),
        (&sale("2026-11-20/9999-12-31"), &["1"], &[]),
    ]);
    let priced = |more: &str| read(row(more)).2[0].price.map(|price| price.to_string());
    for (more, price) in [
        (
            "\"price\": {\"amountMicros\": \"33450000\", \"currencyCode\": \"USD\"}",
            "33.45 USD",
        ),
        ("\"price\": {\"amount\": 7999.0, \"currency\": \"USD\"}", "79.99 USD"),
        ("\"price\": 12.345, \"currency\": \"USD\"", "12.35 USD"),
    ] {
        assert_eq!(priced(more).as_deref(), Some(price), "{more}");
    }
}

#[test]
fn commerce_protocol_fields_of_other_types_are_read_or_told() {
    let variant = |more: &str| {
        format!("{{\"id\": \"p\", \"title\": \"A\", \"url\": \"https://shop.example/1\", \"variants\": [{{\"id\": \"v\", {more}}}]}}\n")
    };
    check(&[
        (&variant("\"price\": 79.0"), &["v"], &["price: not readable"]),
        (&variant("\"title\": {\"en\": \"B\"}"), &["v"], &["title: not readable"]),
        (&variant("\"seller\": 5"), &["v"], &["seller: not readable"]),
        (
            &variant("\"list_price\": \"dear\", \"price\": {\"amount\": 500, \"currency\": \"USD\"}"),
            &["v"],
            &["list_price: not readable"],
        ),
        (
            &variant("\"media\": 5, \"categories\": [[]]"),
            &["v"],
            &["media: not readable", "categories: not readable"],
        ),
        (
            &variant("\"variant_options\": [null, {\"name\": \"color\"}]"),
            &["v"],
            &["variant_options: not readable"],
        ),
        (
            &variant("\"media\": [{\"type\": \"video\", \"url\": \"https://shop.example/v\"}], \"description\": {\"plain\": \"\"}"),
            &["v"],
            &[],
        ),
    ]);
    let texts = "\"media\": \"https://shop.example/1.jpg\", \"categories\": \"Apparel > Shirts\", \"barcodes\": \"036000291452\", \"variant_options\": \"red\"";
    let (_, report, listings) = read(variant(texts));
    let (listing, text) = (&listings[0], &listings[0].texts[0]);
    assert!(report.problems.is_empty(), "{report}");
    assert_eq!(listing.image_link.as_deref(), Some("https://shop.example/1.jpg"));
    assert_eq!((listing.gtin.as_deref(), text.category.len()), (Some("036000291452"), 2));
    assert_eq!(text.attributes, [(String::new(), "red".to_owned())]);
}

#[test]
fn rakuten_rows_are_told_from_frames_and_from_moved_columns() {
    let row = |id: &str| rakuten_row(id, "");
    let moved = row("5").replace("Linen Dress", "Dress | red").replace("Dresses~~Casual", "");
    let frame = |rows: &[String], count: usize| format!("{RAKUTEN_HEAD}{}\nTRL|{count}\n", rows.join("\n"));
    check(&[
        (&frame(&[row("1"), row("TRL"), row("HDR")], 3), &["1", "TRL", "HDR"], &[]),
        (&frame(&[row("1"), moved], 2), &["1"], &[": more columns than the format has"]),
        (&frame(&[row("1"), row("2") + "|"], 2), &["1", "2"], &[]),
    ]);
    let delta = frame(&[rakuten_row("1", "|I"), rakuten_row("2", "|U"), "TRL|Gone|D".to_owned()], 3);
    let (updates, report) = Feed::from_bytes("delta.txt", delta).updates().unwrap();
    assert!(report.problems.is_empty() && updates[2].id() == "TRL", "{report}");
}

#[test]
fn xml_that_is_nearly_right_is_read_and_other_xml_told() {
    let rss = |before: &str, inside: &str| {
        let item = "<item><g:id>1</g:id><title>A</title><link>https://shop.example/1</link></item>";
        format!(
            "<?xml version=\"1.0\"?>{before}<rss><channel>{item}<item><g:id>2</g:id><link>https://shop.example/?a=2</link>{inside}</item></channel></rss>"
        )
    };
    let broken = ": the XML of the item is broken";
    check(&[
        (
            &rss("", "<title>Salt & pepper</title>"),
            &["1", "2"],
            &[": an & that begins no entity: taken as a letter"],
        ),
        (&rss("", "<title>Desk<g:price>10.00 USD</g:price>"), &["1"], &[broken]),
        (&rss("", "<title>Desk</title></b><g:price>10.00 USD</g:price>"), &["1"], &[broken]),
        (
            &rss("<!DOCTYPE rss [<!-- it's --><!ENTITY a \"<item>]></item>\">]>", "<title>B</title>"),
            &["1", "2"],
            &[],
        ),
    ]);
    assert_eq!(read(rss("", "<title>Salt & pepper</title>")).2[1].texts[0].title, "Salt & pepper");
    let whole = rss("<!DOCTYPE rss [<!ENTITY a \"<item></item>\">]>", "<title>B</title>");
    let (cut, ..) = read(whole.replace("</channel></rss>", ""));
    assert!(cut.is_err_and(|error| error.to_string().contains("too early")));
}

#[test]
fn a_bad_byte_does_not_change_the_encoding_of_the_file() {
    let mut bytes = "id\ttitle\tlink\n1\tCafé table\thttps://shop.example/1\n".as_bytes().to_vec();
    bytes.extend(b"2\tBad \xFF byte\thttps://shop.example/2\n");
    let (_, report, listings) = read(bytes);
    assert_eq!(listings[0].texts[0].title, "Café table");
    assert_eq!(told(&report), [": not UTF-8: read as the Windows encoding it looks like"]);
}
