//! Settings of the suggester, and the silences that they cause.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use shoptalk::{Catalog, Conversation, Feed, Silence, Suggester};

fn wish() -> Conversation {
    Conversation::new().opt_in("a").message("a", "i need wireless headphones under $80")
}

#[test]
fn launched_in_named_markets_only() {
    let suggester = Suggester::builder().launch("US").launch("eg").build(common::catalog());
    for (market, silence) in [("us", None), ("EG", None), ("FR", Some(Silence::NotLaunched))] {
        assert_eq!(suggester.explain(&wish().market(market)).silence, silence, "{market}");
    }
    assert_eq!(suggester.explain(&wish()).silence, Some(Silence::NotLaunched));
    // Nothing goes before: not even consent is asked where the service does not exist.
    assert_eq!(suggester.explain(&Conversation::new()).silence, Some(Silence::NotLaunched));
}

#[test]
fn a_share_of_chats_by_their_id() {
    let chosen = |share: f64| -> Vec<bool> {
        let suggester = Suggester::builder().share(share).build(common::catalog());
        (0..200)
            .map(|id| suggester.explain(&wish().with_id(format!("chat {id}"))).silence.is_none())
            .collect()
    };
    let (none, some, all) = (chosen(0.0), chosen(0.3), chosen(1.0));
    assert!(none.iter().all(|c| !c) && all.iter().all(|c| *c));
    assert!((20..100).contains(&some.iter().filter(|c| **c).count()));
    assert_eq!(some, chosen(0.3));
    let suggester = Suggester::builder().share(0.99).build(common::catalog());
    assert_eq!(suggester.explain(&wish()).silence, Some(Silence::NotLaunched));
}

#[test]
fn what_was_shown_is_not_shown_again() {
    let suggester = common::suggester();
    let first = suggester.suggest(&wish());
    let again = suggester.suggest(&wish().shown(&first[0].partner, &first[0].id));
    assert!(!first.is_empty() && again.iter().all(|p| p.id != first[0].id));
}

/// Printers and docks of two brands.
fn two_brands() -> Suggester {
    let catalog = Catalog::in_memory().unwrap();
    let rows = "id\ttitle\tbrand\tlink\n\
        1\tLaser Printer HL\tBrother\thttps://shop.example/1\n\
        2\tLaser Printer M15\tOrion\thttps://shop.example/2\n\
        3\tDocking Station with HDMI\tOrion\thttps://shop.example/3\n";
    catalog.import("shop", [Feed::from_bytes("shop.tsv", rows)]).unwrap();
    Suggester::new(catalog)
}

#[test]
fn who_is_no_brand_and_whose_it_is_no_limit() {
    let suggester = two_brands();
    for (text, expected) in [
        ("looking for a printer so my brother can print", &["1", "2"][..]),
        ("i need a brother printer", &["1"]),
        ("baddi docking station la laptop brother", &["3"]),
    ] {
        let mut ids: Vec<String> = suggester
            .suggest(&Conversation::new().opt_in("a").message("a", text))
            .into_iter()
            .map(|p| p.id)
            .collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{text}");
    }
}

#[test]
fn limits_count_and_price() {
    let one = Suggester::builder().limit(1).build(common::catalog());
    assert_eq!(one.suggest(&wish()).len(), 1);
    for product in common::suggester().suggest(&wish()) {
        assert!(product.price.unwrap().minor() <= 8000, "{}", product.title);
    }
    let none = Suggester::builder().limit(0).build(common::catalog());
    assert!(none.suggest(&wish()).is_empty());
}

#[test]
fn an_understood_wish_without_products_is_no_match() {
    let chat = Conversation::new().opt_in("a").message("a", "i want to buy a grand piano");
    let explanation = common::suggester().explain(&chat);
    assert_eq!(explanation.silence, Some(Silence::NoMatch));
    assert!(explanation.intent.is_some());
}

#[test]
fn a_batch_keeps_its_order() {
    let suggester = common::suggester();
    let chats = vec![wish(), Conversation::new(), wish(), wish()];
    let batch = suggester.suggest_batch(&chats);
    let single: Vec<_> = chats.iter().map(|chat| suggester.suggest(chat)).collect();
    assert_eq!(batch, single);
}

#[test]
fn a_key_stays_while_the_wish_does() {
    let suggester = common::suggester();
    let key = |chat: &Conversation| suggester.explain(chat).intent.unwrap().wishes[0].key.clone();
    let chat = Conversation::new().opt_in("a").message("a", "i need wireless headphones");
    let later = chat.clone().message("a", "lol ok");
    assert_eq!(key(&chat), key(&later));
    assert_ne!(key(&chat), key(&Conversation::new().opt_in("a").message("a", "i need a laptop")));
}

#[test]
fn a_thing_of_the_same_name_gives_way() {
    let titles = [
        "Conference phone, black",
        "Air conditioner 12000 BTU",
        "Ruled notebook A5",
        "Dog bed, large",
        "Smartphone X4 dual SIM",
        "Hair conditioner 400 ml",
        "Notebook 14 inch, 8 GB RAM",
        "Wooden bed 160 x 200",
    ];
    let suggester = shop(&titles);
    let first = |text: &str| found(&suggester, text).into_iter().next();
    for (wish, title) in [
        ("i want to buy a phone", "Smartphone X4 dual SIM"),
        ("looking for conditioner", "Hair conditioner 400 ml"),
        ("i need a laptop", "Notebook 14 inch, 8 GB RAM"),
        ("where can i buy a bed", "Wooden bed 160 x 200"),
        // Who asks for it gets it.
        ("i want to buy a conference phone", "Conference phone, black"),
        ("looking for a dog bed", "Dog bed, large"),
    ] {
        assert_eq!(first(wish).as_deref(), Some(title), "{wish}");
    }
}

#[test]
fn what_no_row_knows_may_go_on() {
    let suggester = shop(&["Fabric shaver and lint remover", "Cotton rounds"]);
    assert_eq!(found(&suggester, "do you sell lint?"), ["Fabric shaver and lint remover"]);
}

#[test]
fn what_it_must_go_with_is_a_filter() {
    let suggester = shop(&[
        "Silicone case for iPhone 12, blue",
        "Silicone case for iPhone 13, blue",
        "Case for iPhone 12 / 13 / 14, clear",
        "Silicone phone case, red",
        "Case for Galaxy S21, clear",
        "Lens cap for Nikon",
        "Lens cap 52 mm",
    ]);
    for (wish, titles) in [
        (
            "i need a case for my iphone 13",
            &["Silicone case for iPhone 13, blue", "Case for iPhone 12 / 13 / 14, clear"][..],
        ),
        ("i need a case for my galaxy s21", &["Case for Galaxy S21, clear"]),
        // None names the 15: those for other models do not fit, the others may.
        (
            "i need a case for my iphone 15",
            &["Silicone phone case, red", "Case for Galaxy S21, clear"],
        ),
    ] {
        let (mut found, mut titles) = (found(&suggester, wish), titles.to_vec());
        found.sort_unstable();
        titles.sort_unstable();
        assert_eq!(found, titles, "{wish}");
    }
}

fn shop(titles: &[&str]) -> Suggester {
    let row = |(id, title): (usize, &&str)| format!("{id}\t{title}\thttps://shop.example/{id}\n");
    let rows: String = titles.iter().enumerate().map(row).collect();
    let catalog = Catalog::in_memory().unwrap();
    let feed = Feed::from_bytes("shop.tsv", format!("id\ttitle\tlink\n{rows}"));
    catalog.import("shop", [feed]).unwrap();
    Suggester::new(catalog)
}

fn found(suggester: &Suggester, text: &str) -> Vec<String> {
    let chat = Conversation::new().opt_in("a").message("a", text);
    suggester.suggest(&chat).into_iter().map(|product| product.title).collect()
}
