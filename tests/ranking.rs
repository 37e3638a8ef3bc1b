//! Which of some titles is the wished thing, and what does not count.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use shoptalk::{Catalog, Conversation, Feed, Suggester, Weights};

/// Products by their titles, with ids from 0 on.
fn catalog(titles: &[&str]) -> Catalog {
    let rows: String = titles
        .iter()
        .enumerate()
        .map(|(id, title)| format!("{id}\t{title}\thttps://shop.example/{id}\n"))
        .collect();
    let catalog = Catalog::in_memory().unwrap();
    catalog
        .import("shop", [Feed::from_bytes("shop.tsv", format!("id\ttitle\tlink\n{rows}"))])
        .unwrap();
    catalog
}

fn order(suggester: &Suggester, chat: &Conversation) -> Vec<usize> {
    suggester.suggest(chat).iter().map(|p| p.id.parse().unwrap()).collect()
}

/// What is typed, and two titles of which the first is the thing.
struct Case {
    query: &'static str,
    titles: [&'static str; 2],
    why: &'static str,
    /// The weight that tells them apart, with the value that tells nothing.
    by: (&'static str, f32),
}

const FIRST: &[Case] = &[
    Case {
        query: "ssd",
        titles: [
            "Verda M2 SSD 500 GB, 3500 MB/s read speed, heat sink",
            "Orion S3 8 GB DDR4 256 GB SSD Tower Black PC",
        ],
        why: "a measured part of a computer",
        by: ("accessory", 1.0),
    },
    Case {
        query: "ram",
        titles: ["Verda DDR4 RAM 8 GB 2666 MHz CL19", "Orion notebook 14, 8 GB DDR4 RAM"],
        why: "with a word between measure and part",
        by: ("accessory", 1.0),
    },
    Case {
        query: "desktop",
        titles: ["Orion Mini Desktop PC, 8 GB, 256 GB SSD", "Verda desktop calculator, 12 digits"],
        why: "a thing of the same name",
        by: ("other_sense", 1.0),
    },
    Case {
        query: "computer",
        titles: ["Orion i5 8 GB desktop computer", "Verda handheld mobile computer"],
        why: "what makes another thing of it stands before what it is like",
        by: ("other_sense", 1.0),
    },
    Case {
        query: "monitor",
        titles: ["Orion 24 inch LCD office monitor", "Verda Monitor Privacy Screen"],
        why: "another thing whose name ends in the thing",
        by: ("other_sense", 1.0),
    },
    Case {
        query: "usb stick",
        titles: [
            "Verda 16 GB flash drive, rugged stick with cap and strap",
            "Orion 16 GB flash drive",
        ],
        why: "the words that were said, before others for the same",
        by: ("said", 0.0),
    },
];

/// Whether the first of two titles comes first, in whichever order the shop has them.
fn comes_first(query: &str, titles: [&str; 2], weights: &Weights) -> bool {
    let of = |titles: [&str; 2]| {
        let suggester = Suggester::builder().weights(weights.clone()).build(catalog(&titles));
        order(&suggester, &Conversation::new().query(query)).first().copied()
    };
    of(titles) == Some(0) && of([titles[1], titles[0]]) == Some(1)
}

#[test]
fn the_thing_comes_first() {
    for Case { query, titles, why, by } in FIRST {
        let mut weights = Weights::default();
        assert!(comes_first(query, *titles, &weights), "{query}: {why}");
        assert!(weights.set(by.0, by.1));
        assert!(!comes_first(query, *titles, &weights), "{query}: {} is not what tells", by.0);
    }
}

#[test]
fn a_name_may_go_on_and_end_in_the_thing_again() {
    // The last thing of the name counts, not the disc.
    let suggester = Suggester::new(catalog(&[
        "Verda External USB DVD RW Drive optical disc drive",
        "Verda DVD drive bag",
    ]));
    let explained = suggester.explain(&Conversation::new().query("dvd drive")).products;
    let is_for = |id: &str| {
        let reasons = &explained.iter().find(|e| e.product.id == id).unwrap().reasons;
        reasons.iter().any(|reason| reason.contains("for the wished thing"))
    };
    assert!(!is_for("0") && is_for("1"));
}

#[test]
fn said_in_one_language_titles_of_both_count_alike() {
    let suggester = Suggester::new(catalog(&["عطر نسائي برائحة الورد والياسمين والمسك في زجاجة انيقة", "Perfume"]));
    let chat = Conversation::new().opt_in("a").message("a", "ابغى عطر");
    assert_eq!(order(&suggester, &chat), [1, 0]);
}

#[test]
fn what_only_titles_know_may_be_either_word() {
    let suggester = Suggester::new(catalog(&[
        "Laundry Zorple Booster, Tropical",
        "Glass Quints for Crafts",
        "Garden Hose 10 m",
    ]));
    let chat = Conversation::new().opt_in("a").message("a", "i want to buy zorple quints");
    let mut found = order(&suggester, &chat);
    found.sort_unstable();
    assert_eq!(found, [0, 1]);
}

#[test]
fn money_and_popularity_change_no_order() {
    const SIGNALS: [&str; 8] = [
        "sponsored",
        "commission",
        "commission_rate",
        "bid",
        "popularity_score",
        "star_rating",
        "review_count",
        "custom_label_0",
    ];
    let titles = [
        "Wireless headphones",
        "Wireless headphones, red",
        "Headphones, wireless",
        "Headphone stand",
        "Wired headphones",
    ];
    let order = |value: &dyn Fn(usize, usize) -> String| {
        let rows: String = titles
            .iter()
            .enumerate()
            .map(|(id, title)| {
                let signals: Vec<String> = (0..SIGNALS.len()).map(|signal| value(id, signal)).collect();
                format!("{id}\t{title}\thttps://shop.example/{id}\t{}\n", signals.join("\t"))
            })
            .collect();
        let feed = format!("id\ttitle\tlink\t{}\n{rows}", SIGNALS.join("\t"));
        let catalog = Catalog::in_memory().unwrap();
        catalog.import("shop", [Feed::from_bytes("shop.tsv", feed)]).unwrap();
        order(&Suggester::new(catalog), &Conversation::new().query("wireless headphones"))
    };
    let plain = order(&|_, _| String::new());
    assert_eq!(plain.len(), titles.len());
    for best in 0..titles.len() {
        let number = |id: usize, _: usize| if id == best { "100" } else { "1" }.to_owned();
        let flag = |id: usize, _: usize| if id == best { "true" } else { "false" }.to_owned();
        assert_eq!(order(&number), plain, "product {best} has the highest of all numbers");
        assert_eq!(order(&flag), plain, "product {best} has all flags");
    }
}

#[test]
fn weights_are_those_that_were_set() {
    let titles = ["Laptop bag", "Laptop 14 inch"];
    let chat = Conversation::new().query("laptop");
    assert_eq!(order(&Suggester::new(catalog(&titles)), &chat), [1, 0]);
    let mut weights = Weights::default();
    assert!(weights.set("accessory", 2.0));
    let suggester = Suggester::builder().weights(weights).build(catalog(&titles));
    assert_eq!(order(&suggester, &chat), [0, 1]);
    assert!(Weights::NAMES.iter().all(|name| Weights::default().get(name).is_some()));
}
