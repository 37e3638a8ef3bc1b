//! Files and chats as nobody sends them in good faith, and as broken exporters send them every day: each has its outcome, nothing is lost
//! silently, no price is a wrong one, and whatever damage is done to them, there is no panic.
//!
//! `data/hostile/expected.tsv` says what becomes of each file; its name says what is wrong with it. In files of prices each title ends in what
//! the product costs: `for 0.99 USD`, `for nothing`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod common;

use shoptalk::{Availability, Catalog, Conversation, Feed, ImportReport, Listing, Money, Suggester, Update};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// A file of the corpus has fewer bytes than this.
const SMALL: usize = 4096;
/// Damage of each kind that is done to each file: some three thousand readings in all.
const CUTS: usize = 10;
const FLIPS: usize = 14;
const DOUBLED_LINES: usize = 4;
const SPLICES: usize = 6;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/hostile")
}

/// A file, and what becomes of it.
struct Case {
    name: String,
    bytes: Vec<u8>,
    is_ok: bool,
    /// Rows, imported, rejected.
    counts: (u64, u64, u64),
}

fn cases() -> Vec<Case> {
    let expected = std::fs::read_to_string(folder().join("expected.tsv")).unwrap();
    let case = |line: &str| {
        let [name, outcome, rows, imported, rejected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        assert!(matches!(outcome, "ok" | "refused"), "{line}");
        let count = |text: &str| text.parse::<u64>().unwrap();
        Case {
            name: name.to_owned(),
            bytes: std::fs::read(folder().join(name)).unwrap(),
            is_ok: outcome == "ok",
            counts: (count(rows), count(imported), count(rejected)),
        }
    };
    expected.lines().filter(|line| !line.starts_with('#')).map(case).collect()
}

/// What reading a file gives.
struct Reading {
    result: shoptalk::Result<()>,
    report: ImportReport,
    listings: Vec<Listing>,
    deleted: u64,
}

fn read(name: &str, bytes: &[u8]) -> Reading {
    let (mut report, mut listings, mut deleted) = (ImportReport::default(), Vec::new(), 0);
    let result = Feed::from_bytes(name, bytes).read(&mut report, &mut |update| {
        match update {
            Update::Upsert(listing) => listings.push(*listing),
            Update::Delete(_) => deleted += 1,
            other => panic!("no feed holds {other:?}"),
        }
        Ok(())
    });
    Reading {
        result,
        report,
        listings,
        deleted,
    }
}

/// Asks something of every file that is read, and tells all answers at once.
fn of_each(ask: impl Fn(&str, &Reading) -> Vec<String>) {
    let mut wrong = Vec::new();
    for case in cases() {
        let answers = ask(&case.name, &read(&case.name, &case.bytes));
        wrong.extend(answers.into_iter().map(|answer| format!("{}: {answer}", case.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Problems with this field.
fn told(report: &ImportReport, of: impl Fn(&str) -> bool) -> u64 {
    let is_of = |field: &Option<String>| field.as_deref().is_some_and(&of);
    report.problems.iter().filter(|p| is_of(&p.field)).map(|p| p.count).sum()
}

/// Controls, marks of direction, and what has no width.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// What holds of any reading, whatever was read.
fn broken_laws(reading: &Reading) -> Vec<String> {
    let Reading {
        result,
        report,
        listings,
        deleted,
    } = reading;
    let mut broken = Vec::new();
    if result.as_ref().is_err_and(|error| !error.is_feed()) {
        broken.push(format!("an error that is not the feed's: {result:?}"));
    }
    if report.rows != report.imported + report.rejected + report.deleted {
        broken.push(format!("counts do not add up: {report}"));
    }
    if (report.imported, report.deleted) != (listings.len() as u64, *deleted) {
        broken.push(format!("{} listings, {deleted} deletions: {report}", listings.len()));
    }
    let rejected: Vec<_> = report.problems.iter().filter(|p| p.rejected).collect();
    if rejected.iter().map(|p| p.count).sum::<u64>() != report.rejected {
        broken.push(format!("rejected rows that are not told: {report}"));
    }
    if rejected
        .iter()
        .any(|p| p.reason.is_empty() || p.first.is_empty() || p.first.iter().any(|row| row.line == 0))
    {
        broken.push(format!("rejected rows without a line or a reason: {report}"));
    }
    if report.to_string().chars().any(|c| c != '\n' && is_hidden(c)) {
        broken.push(format!("a report that a terminal would obey: {:?}", report.to_string()));
    }
    broken.extend(listings.iter().flat_map(unfit));
    broken
}

/// What is wrong with a listing that somebody may be shown.
fn unfit(listing: &Listing) -> Vec<String> {
    let mut unfit = Vec::new();
    let mut check = |is_fit: bool, what: &str| {
        if !is_fit {
            unfit.push(format!("{what}: {listing:?}"));
        }
    };
    let link_is_fit = |link: &str| {
        let lower = link.to_lowercase();
        let is_odd = |c: char| c.is_whitespace() || is_hidden(c) || matches!(c, '"' | '<' | '>' | '\\');
        (lower.starts_with("https://") || lower.starts_with("http://")) && !link.contains(is_odd)
    };
    check(link_is_fit(&listing.link), "link");
    check(listing.image_link.as_deref().is_none_or(link_is_fit), "picture");
    check(!listing.id.is_empty() && listing.id.len() <= 256, "id");
    check(!listing.id.contains(is_hidden), "hidden signs in the id");
    let texts = &listing.texts;
    check(!texts.is_empty() && texts.iter().all(|text| !text.title.trim().is_empty()), "title");
    check(
        !texts.iter().any(|text| text.title.contains(is_hidden)),
        "hidden signs in the title",
    );
    check(
        !texts.iter().any(|text| text.description.contains(is_hidden)),
        "hidden signs in the description",
    );
    let is_negative = |money: Option<Money>| money.is_some_and(|money| money.minor() < 0);
    check(!is_negative(listing.price) && !is_negative(listing.sale_price), "price");
    let is_sale = |(price, sale): (Money, Money)| price.currency() == sale.currency() && sale.minor() < price.minor();
    check(listing.price.zip(listing.sale_price).is_none_or(is_sale), "sale");
    unfit
}

#[test]
fn every_file_of_the_corpus_is_listed_and_small() {
    let mut listed: HashSet<String> = HashSet::from(["expected.tsv", "chats.jsonl"].map(str::to_owned));
    for case in cases() {
        assert!(case.bytes.len() < SMALL, "{}: {} bytes", case.name, case.bytes.len());
        assert!(listed.insert(case.name.clone()), "{} is listed twice", case.name);
    }
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || listed.contains(&name), "{name} is not listed");
    }
    assert!(listed.len() > 60);
}

#[test]
fn every_file_has_its_outcome() {
    let mut wrong = Vec::new();
    for case in cases() {
        let Reading { report, .. } = read(&case.name, &case.bytes);
        let (is_ok, again) = match Feed::from_bytes(&*case.name, &*case.bytes).updates() {
            Ok((updates, again)) => {
                assert_eq!(updates.len() as u64, again.imported + again.deleted, "{}", case.name);
                (true, again)
            }
            Err(error) => (false, ImportReport::of(&error).unwrap().clone()),
        };
        assert_eq!(again, report, "{}", case.name);
        let counts = (report.rows, report.imported, report.rejected);
        if (is_ok, counts) != (case.is_ok, case.counts) {
            let outcome = |is_ok| if is_ok { "ok" } else { "refused" };
            let (right, got) = (outcome(case.is_ok), outcome(is_ok));
            wrong.push(format!(
                "{}: {right} {:?} is right, {got} {counts:?} came: {report}",
                case.name, case.counts
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_comes_out_of_every_file_is_fit_to_be_shown() {
    of_each(|_, reading| {
        let mut wrong = broken_laws(reading);
        let titles = reading.listings.iter().flat_map(|listing| &listing.texts).map(|text| &text.title);
        for title in titles {
            // Letters of a language tag show nothing and can carry a text that only a machine reads.
            if title.contains(|c: char| matches!(c, '\u{E0000}'..='\u{E007F}')) {
                wrong.push(format!("a hidden text in {title:?}"));
            }
            // No title of the corpus has these letters: they are those of UTF-8 that was read as something else.
            if title.contains(['Ã', 'Ø', 'Ù']) {
                wrong.push(format!("read in a wrong encoding: {title:?}"));
            }
        }
        let ignored = &reading.report.ignored_fields;
        if ignored.iter().collect::<HashSet<_>>().len() < ignored.len() {
            wrong.push(format!("columns that are told twice: {ignored:?}"));
        }
        wrong
    });
}

#[test]
fn a_price_is_right_or_there_is_none_and_that_is_told() {
    of_each(|name, Reading { report, listings, .. }| {
        let mut wrong = Vec::new();
        if !name.contains("prices") {
            return wrong;
        }
        assert!(!listings.is_empty(), "{name}");
        let mut without = 0;
        for listing in listings {
            let title = &listing.texts[0].title;
            let (_, due) = title.rsplit_once(" for ").unwrap();
            match listing.price {
                Some(price) if price.to_string() != due => wrong.push(format!("{} costs {price}: {title}", listing.id)),
                Some(_) => {}
                None => without += 1,
            }
        }
        let told = told(report, |field| field == "price");
        if told != without {
            wrong.push(format!("{without} products without a price, {told} prices told: {report}"));
        }
        wrong
    });
}

#[test]
fn what_a_row_limits_is_not_turned_into_its_opposite() {
    of_each(|name, Reading { report, listings, .. }| {
        let mut wrong = Vec::new();
        for listing in listings {
            let title = &listing.texts[0].title;
            if title.ends_with("out of stock") && listing.availability == Availability::InStock {
                wrong.push(format!("in stock: {title}"));
            }
            // A sale whose end cannot be read is not one without end.
            if name.contains("sale_dates") && listing.sale_price.is_some() && listing.sale_end.is_none() {
                wrong.push(format!("a sale without end: {title}"));
            }
        }
        let everywhere = listings.iter().filter(|listing| listing.countries.is_empty()).count() as u64;
        if name.contains("countries") && everywhere > told(report, |field| field.contains("countr")) {
            wrong.push(format!("{everywhere} products are sold everywhere, and nobody is told: {report}"));
        }
        wrong
    });
}

#[test]
fn a_listing_of_the_corpus_is_the_same_after_it_was_written_and_read() {
    of_each(|_, reading| {
        let mut wrong = Vec::new();
        for listing in &reading.listings {
            let json = serde_json::to_string(listing).unwrap();
            if serde_json::from_str::<Listing>(&json).ok().as_ref() != Some(listing) {
                wrong.push(format!("not the same as JSON: {json}"));
            }
            let line = listing.to_json_line(None);
            let again = read("again", line.as_bytes());
            if again.listings.first() != Some(listing) || !again.report.problems.is_empty() {
                wrong.push(format!("not the same as a line of a feed: {line}: {}", again.report));
            }
        }
        wrong
    });
}

/// Numbers that are the same in every run, other ones for every file.
struct Random(u64);

impl Random {
    fn of(name: &str) -> Self {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        // Zero would stay zero.
        Self(name.bytes().fold(0xCBF2_9CE4_8422_2325, hash) | 1)
    }

    fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from 0, below this one (or 0).
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end.max(1) as u64).unwrap()
    }
}

/// The file cut off, with bytes changed, with a line twice, and with the end of another file.
fn damaged(bytes: &[u8], others: &[Case], random: &mut Random) -> Vec<Vec<u8>> {
    /// Bytes that mean something in one format or another, and such as stand in no text.
    const SIGNS: &[u8] = b"\"\n\r\t,;|<>&/!-[]{}:\\0 \x00\x1F\x80\xBF\xC2\xD8\xE2\xFF";
    let mut all: Vec<Vec<u8>> = (1..=CUTS).map(|nth| bytes[..bytes.len() * nth / (CUTS + 1)].to_vec()).collect();
    for _ in 0..FLIPS {
        let mut flipped = bytes.to_vec();
        for _ in 0..=random.below(3) {
            let at = random.below(flipped.len());
            if let Some(byte) = flipped.get_mut(at) {
                *byte = SIGNS[random.below(SIGNS.len())];
            }
        }
        all.push(flipped);
    }
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for _ in 0..DOUBLED_LINES {
        let at = random.below(lines.len());
        all.push([&lines[..=at.min(lines.len() - 1)], &lines[at..]].concat().concat());
    }
    for _ in 0..SPLICES {
        let other = &others[random.below(others.len())].bytes;
        let (end, start) = (random.below(bytes.len()), random.below(other.len()));
        all.push([&bytes[..end], &other[start..]].concat());
    }
    all
}

#[test]
fn damage_to_a_file_never_ends_in_a_panic_and_its_counts_add_up() {
    let cases = cases();
    let mut readings = 0;
    for case in &cases {
        let mut random = Random::of(&case.name);
        for (nth, bytes) in damaged(&case.bytes, &cases, &mut random).iter().enumerate() {
            let reading = catch_unwind(AssertUnwindSafe(|| read(&case.name, bytes)));
            let Ok(reading) = reading else {
                panic!("{} with damage {nth} panics: {:?}", case.name, String::from_utf8_lossy(bytes));
            };
            let broken = broken_laws(&reading);
            assert!(broken.is_empty(), "{} with damage {nth}: {}", case.name, broken.join("\n"));
            readings += 1;
        }
    }
    assert!(readings > 2_000);
}

#[test]
fn hostile_products_are_found_again_and_hostile_chats_search_them() {
    let mut listings = Vec::new();
    for case in cases() {
        for mut listing in read(&case.name, &case.bytes).listings {
            listing.id = format!("{} {}", case.name, listing.id);
            listings.push(listing);
        }
    }
    let catalog = Catalog::in_memory().unwrap();
    let updates: Vec<Update> = listings.iter().cloned().map(|listing| Update::Upsert(Box::new(listing))).collect();
    catalog.apply("hostile", updates).unwrap();
    for listing in &listings {
        let product = catalog.get("hostile", &listing.id).unwrap().unwrap();
        assert_eq!(
            (&product.title, &product.link),
            (&listing.texts[0].title, &listing.link),
            "{}",
            listing.id
        );
    }
    let suggester = Suggester::new(catalog);
    for chat in chats().iter().filter_map(|line| Conversation::from_json(line).ok()) {
        assert!(holds(&suggester, &chat), "{chat:?}");
    }
}

fn chats() -> Vec<String> {
    let chats = std::fs::read_to_string(folder().join("chats.jsonl")).unwrap();
    chats.split_terminator('\n').map(str::to_owned).collect()
}

/// What a line of chats says must come of it; the lines that say nothing may give either.
fn expects(line: &str, what: &str) -> bool {
    line.contains(&format!("\"expect\": \"{what}\"")) || what == "error" && !line.starts_with('{')
}

/// Silence has a reason, and only silence has one.
fn holds(suggester: &Suggester, chat: &Conversation) -> bool {
    let explanation = suggester.explain(chat);
    let count = suggester.suggest(chat).len();
    explanation.silence.is_none() != explanation.products.is_empty() && count == explanation.products.len()
}

#[test]
fn what_is_no_conversation_is_refused_without_its_text() {
    let lines = chats();
    assert!(lines.len() > 150);
    let mut wrong = Vec::new();
    for line in &lines {
        match Conversation::from_json(line) {
            Ok(_) if expects(line, "error") => wrong.push(format!("a conversation: {line}")),
            Ok(_) => {}
            Err(error) => {
                // Nothing but the column differs from one message to the next.
                let message: String = error.to_string().chars().filter(|c| !c.is_ascii_digit()).collect();
                let is_known = matches!(&*message, "not JSON (column )" | "JSON, but not a conversation (column )");
                if !is_known || !error.is_data() || format!("{error:?}").contains("canary") {
                    wrong.push(format!("{error:?}: {line}"));
                }
                if expects(line, "silent") {
                    wrong.push(format!("no conversation: {line}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_hostile_chat_gets_products_or_a_reason_for_their_absence() {
    let suggester = common::suggester();
    for line in &chats() {
        if let Ok(chat) = Conversation::from_json(line) {
            assert!(holds(&suggester, &chat), "{line}");
        }
    }
}

#[test]
fn who_did_not_agree_is_not_read_whatever_the_json_says() {
    let suggester = common::suggester();
    let agreed = Conversation::new()
        .opt_in("sara")
        .message("sara", "i need wireless headphones under $80");
    assert!(!suggester.suggest(&agreed).is_empty());
    let lines = chats();
    let silent: Vec<&String> = lines.iter().filter(|line| expects(line, "silent")).collect();
    assert!(silent.len() > 20);
    for line in silent {
        let explanation = suggester.explain(&Conversation::from_json(line).unwrap());
        assert!(explanation.products.is_empty() && explanation.intent.is_none(), "{line}");
    }
}
