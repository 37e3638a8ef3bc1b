//! A catalog that lives: what changes cost no analysis, partners, offers of several shops, pages that stay where they are.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use shoptalk::{
    Attribution, Availability, Browse, Catalog, Conversation, Feed, Listing, OfferChange, Partner, Product, Silence, Sort, Suggester,
    Timestamp, Update,
};
use std::ops::ControlFlow;

fn listing(id: &str, title: &str, price: &str) -> Listing {
    let mut listing = Listing::new(id, title, format!("https://shop.example/{id}"));
    listing.price = (!price.is_empty()).then(|| price.parse().unwrap());
    listing
}

fn feed(listings: &[Listing]) -> Feed {
    let rows: Vec<String> = listings.iter().map(|listing| listing.to_json_line(None)).collect();
    Feed::from_bytes("shop.jsonl", rows.join("\n"))
}

fn lamps() -> Vec<Listing> {
    vec![
        listing("1", "White desk lamp", "20 USD"),
        listing("2", "Black desk lamp", "30 USD"),
        listing("3", "Red desk lamp", "40 USD"),
    ]
}

fn catalog_of(partner: &str, listings: &[Listing]) -> Catalog {
    let catalog = Catalog::in_memory().unwrap();
    catalog.import(partner, [feed(listings)]).unwrap();
    catalog
}

fn wish(text: &str) -> Conversation {
    Conversation::new().opt_in("a").message("a", text)
}

fn suggested(catalog: &Catalog, chat: &Conversation) -> Vec<String> {
    let products = Suggester::new(catalog.clone()).suggest(chat);
    let mut names: Vec<String> = products.iter().map(|p| format!("{}/{}", p.partner, p.id)).collect();
    names.sort();
    names
}

fn ids(products: &[Product]) -> Vec<&str> {
    products.iter().map(|p| p.id.as_str()).collect()
}

#[test]
fn rows_that_are_the_same_are_known_again() {
    let catalog = catalog_of("shop", &lamps());
    let mut next = lamps();
    next[1].price = Some("25 USD".parse().unwrap());
    next[2].texts[0].title = "Green desk lamp".to_owned();
    next.push(listing("4", "Blue desk lamp", "9 USD"));
    next.remove(0);
    let report = catalog.import("shop", [feed(&next)]).unwrap();
    assert_eq!((report.imported, report.unchanged, report.removed), (3, 1, 1));
    assert!(catalog.get("shop", "1").unwrap().is_none());
    assert_eq!(catalog.get("shop", "2").unwrap().unwrap().price, Some("25 USD".parse().unwrap()));
    assert_eq!(catalog.get("shop", "3").unwrap().unwrap().title, "Green desk lamp");
    assert_eq!(suggested(&catalog, &wish("need a desk lamp under $26")), ["shop/2", "shop/4"]);
}

#[test]
fn a_new_offer_is_what_is_filtered_shown_and_sorted() {
    let catalog = catalog_of("shop", &lamps());
    let now = Timestamp::from_unix(1_800_000_000);
    let hours = |n: i64| Some(Timestamp::from_unix(now.unix() + n * 3600));
    let sale = "15 USD".parse().unwrap();
    let changes = [
        OfferChange::new("1").availability(Availability::OutOfStock),
        OfferChange::new("2").sale(sale, hours(-1), hours(1)),
        OfferChange::new("3").price("8 USD".parse().unwrap()).expires(hours(2)),
        OfferChange::new("9").price(sale),
    ];
    let report = catalog.apply("shop", changes.map(Update::Offer)).unwrap();
    assert_eq!((report.rows, report.offers, report.rejected), (4, 3, 1));
    assert_eq!(
        (report.problems[0].first[0].line, report.problems[0].first[0].id.as_deref()),
        (4, Some("9"))
    );
    let at = |hours: i64| wish("need a desk lamp under $16").now(Timestamp::from_unix(now.unix() + hours * 3600));
    assert_eq!(suggested(&catalog, &at(0)), ["shop/2", "shop/3"]);
    assert_eq!(suggested(&catalog, &at(1)), ["shop/3"]);
    assert_eq!(suggested(&catalog, &at(2)), [""; 0]);
    let shelf = Browse::new().now(now);
    assert_eq!(ids(&catalog.browse(&shelf).unwrap().products), ["3", "2", "1"]);
    assert_eq!(ids(&catalog.browse(&shelf.clone().on_sale()).unwrap().products), ["2"]);
    assert_eq!(
        ids(&catalog.browse(&shelf.in_stock().sort(Sort::Dearest)).unwrap().products),
        ["2", "3"]
    );
    assert_eq!(catalog.get("shop", "2").unwrap().unwrap().price_at(now), Some(sale));
}

#[test]
fn changes_of_one_product_add_up() {
    let catalog = catalog_of("shop", &lamps());
    let price = |id: &str, price: &str| Update::Offer(OfferChange::new(id).price(price.parse().unwrap()));
    let updates = [
        price("1", "5 USD"),
        Update::Offer(OfferChange::new("1").availability(Availability::Backorder)),
        Update::from(listing("4", "Night lamp", "1 USD")),
        price("4", "2 USD"),
        Update::Delete("2".to_owned()),
        price("2", "7 USD"),
        // Another currency: the index has to know it.
        price("3", "7 EUR"),
    ];
    let report = catalog.apply("shop", updates).unwrap();
    assert_eq!(
        (report.rows, report.imported, report.deleted, report.offers, report.rejected),
        (7, 1, 1, 4, 1)
    );
    let product = |id: &str| catalog.get("shop", id).unwrap();
    let one = product("1").unwrap();
    assert_eq!(
        (one.price, one.availability),
        (Some("5 USD".parse().unwrap()), Availability::Backorder)
    );
    assert_eq!(product("4").unwrap().price, Some("2 USD".parse().unwrap()));
    assert!(product("2").is_none());
    let in_euros = |limit: u32| suggested(&catalog, &wish(&format!("need a red desk lamp under {limit} euros")));
    assert!(in_euros(8).contains(&"shop/3".to_owned()) && !in_euros(6).contains(&"shop/3".to_owned()));
}

#[test]
fn a_listing_that_no_feed_would_bring_is_rejected() {
    let catalog = catalog_of("shop", &lamps());
    let bad = [
        ("id", Listing::new(" ", "Lamp", "https://shop.example/9")),
        ("title", Listing::new("9", "", "https://shop.example/9")),
        ("link", Listing::new("9", "Lamp", "javascript:alert(1)")),
    ];
    for (field, listing) in bad {
        let report = catalog.apply("shop", [Update::from(listing)]).unwrap();
        assert_eq!((report.rows, report.rejected, catalog.len()), (1, 1, 3), "{field}");
        assert_eq!(report.problems[0].field.as_deref(), Some(field));
    }
}

#[test]
fn what_is_over_is_taken_away_on_demand() {
    let mut listings = lamps();
    listings[0].expires = Some(Timestamp::from_unix(100));
    let catalog = catalog_of("shop", &listings);
    catalog
        .apply(
            "shop",
            [Update::Offer(OfferChange::new("2").expires(Some(Timestamp::from_unix(200))))],
        )
        .unwrap();
    for (now, gone, left) in [(99, 0, 3), (100, 1, 2), (300, 1, 1), (300, 0, 1)] {
        assert_eq!(
            (catalog.expire(Timestamp::from_unix(now)).unwrap(), catalog.len()),
            (gone, left),
            "{now}"
        );
    }
}

#[test]
fn a_stopped_change_leaves_everything_as_it_was() {
    let catalog = catalog_of("shop", &lamps());
    let many: Vec<Listing> = (0..2500).map(|n| listing(&n.to_string(), "Lamp", "1 USD")).collect();
    let mut calls = Vec::new();
    let stopped = catalog.import_watched("shop", [feed(&many)], &mut |progress| {
        calls.push(progress.products);
        if calls.len() == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(stopped.unwrap_err().is_cancelled());
    assert_eq!((calls.as_slice(), catalog.len()), (&[1000, 2000][..], 3));
    let mut last = None;
    let report = catalog.import_watched("shop", [feed(&many)], &mut |progress| {
        last = Some((progress.products, progress.is_complete));
        ControlFlow::Continue(())
    });
    assert_eq!((report.unwrap().imported, last), (2500, Some((2500, true))));
}

#[test]
fn partners_sell_where_and_as_long_as_their_profile_says() {
    let catalog = catalog_of("shop", &lamps());
    let shown = |profile: Partner, chat: &Conversation| {
        catalog.set_partner("shop", profile).unwrap();
        !suggested(&catalog, chat).is_empty()
    };
    let profile = |change: &dyn Fn(&mut Partner)| {
        let mut profile = Partner::new("Shop");
        change(&mut profile);
        profile
    };
    let lamp = || wish("i need a desk lamp");
    let later = |seconds: i64| lamp().now(Timestamp::from_unix(Timestamp::now().unix() + seconds));
    let egypt = profile(&|p| p.markets = vec!["EG".to_owned()]);
    let cases = [
        ("nothing said", Partner::new("Shop"), lamp().market("US"), true),
        ("its market", egypt.clone(), lamp().market("eg"), true),
        ("another market", egypt.clone(), lamp().market("US"), false),
        ("no market", egypt, lamp(), true),
        ("within its time", profile(&|p| p.ttl = Some(600)), later(300), true),
        ("too old", profile(&|p| p.ttl = Some(600)), later(900), false),
        ("for adults", profile(&|p| p.adult = true), lamp(), false),
        ("medicine", profile(&|p| p.medicine = true), lamp(), false),
        (
            "medicine, typed",
            profile(&|p| p.medicine = true),
            Conversation::new().query("desk lamp"),
            false,
        ),
    ];
    for (name, profile, chat, expected) in cases {
        assert_eq!(shown(profile, &chat), expected, "{name}");
    }
    let allowed = Suggester::builder().sensitive_products(true).build(catalog.clone());
    assert!(!allowed.suggest(&Conversation::new().query("desk lamp")).is_empty());
    assert_eq!(allowed.explain(&lamp()).silence, Some(Silence::NoMatch));
    // Too old is only what was not confirmed since.
    catalog.set_partner("shop", profile(&|p| p.ttl = Some(600))).unwrap();
    catalog.import("shop", [feed(&lamps())]).unwrap();
    assert!(!suggested(&catalog, &later(300)).is_empty());
    catalog.remove_partner("shop").unwrap();
    assert_eq!((catalog.partner("shop"), catalog.len()), (None, 0));
}

#[test]
fn a_profile_gives_bare_prices_their_currency() {
    let catalog = Catalog::in_memory().unwrap();
    let mut profile = Partner::new("Souq");
    profile.currency = Some("EGP".parse().unwrap());
    catalog.set_partner("souq", profile).unwrap();
    let rows = "id,title,link,price\n1,Lamp,https://shop.example/1,250\n";
    catalog.import("souq", [Feed::from_bytes("souq.csv", rows)]).unwrap();
    assert_eq!(catalog.get("souq", "1").unwrap().unwrap().price, Some("250 EGP".parse().unwrap()));
}

/// The same lamp at three shops, by its trade item number or by brand and the maker's number; and two others.
fn three_shops() -> Catalog {
    let catalog = Catalog::in_memory().unwrap();
    for (partner, price, gtin, mpn) in [
        ("dear", "30 USD", "4006381333931", "LX-9000"),
        ("cheap", "20 USD", "", "lx 9000"),
        ("noprice", "", "4006381333931", ""),
    ] {
        let mut lamp = listing("lamp", "Lumera desk lamp", price);
        lamp.brand = Some("Lumera".to_owned());
        (lamp.gtin, lamp.mpn) = (Some(gtin.to_owned()), Some(mpn.to_owned()));
        let other = listing("other", "Lumera desk lamp", "50 USD");
        catalog.import(partner, [feed(&[lamp, other])]).unwrap();
    }
    catalog
}

#[test]
fn the_same_product_is_shown_once_by_its_best_offer() {
    let catalog = three_shops();
    let suggester = Suggester::builder().limit(10).build(catalog.clone());
    let products = suggester.suggest(&wish("i need a desk lamp"));
    let lamps: Vec<&Product> = products.iter().filter(|p| p.id == "lamp").collect();
    assert_eq!((products.len(), lamps.len()), (4, 1));
    assert_eq!(lamps[0].partner, "cheap");
    let others: Vec<&str> = lamps[0].other_offers.iter().map(|key| key.partner.as_str()).collect();
    // The third shop shares no number with the cheap one, but with the dear one.
    assert_eq!(others, ["dear", "noprice"]);
    let shown = wish("i need a desk lamp").shown("cheap", "lamp");
    assert!(suggester.suggest(&shown).iter().all(|p| p.partner != "dear" || p.id != "lamp"));
    catalog
        .apply(
            "cheap",
            [Update::Offer(OfferChange::new("lamp").availability(Availability::OutOfStock))],
        )
        .unwrap();
    let products = suggester.suggest(&wish("i need a desk lamp"));
    let lamps: Vec<&str> = products.iter().filter(|p| p.id == "lamp").map(|p| p.partner.as_str()).collect();
    assert_eq!(lamps, ["dear"]);
}

#[test]
fn who_searches_one_shop_gets_no_offer_of_another() {
    let suggester = Suggester::new(three_shops());
    let query = Conversation::new().query("desk lamp");
    let partners = |browse: Browse| {
        let page = suggester.search(&query, &browse).unwrap();
        page.products.into_iter().map(|p| p.partner).collect::<Vec<_>>()
    };
    assert_eq!(partners(Browse::new().partner("dear")), ["dear", "dear"]);
    assert_eq!(partners(Browse::new()).len(), 4);
}

#[test]
fn a_number_that_everything_has_makes_nothing_the_same() {
    let lamp = |n: u32| {
        let mut lamp = listing(&n.to_string(), &format!("Desk lamp number {n}"), "10 USD");
        lamp.gtin = Some("4006381333931".to_owned());
        lamp
    };
    let catalog = catalog_of("shop", &(0..60).map(lamp).collect::<Vec<_>>());
    assert_eq!(Suggester::new(catalog).suggest(&wish("need a desk lamp")).len(), 5);
}

#[test]
fn pages_stay_where_they_are_while_products_come_and_go() {
    let listings: Vec<Listing> = (0..30)
        .map(|n| listing(&format!("{n:02}"), "Desk lamp", &format!("{} USD", 10 + n)))
        .collect();
    let catalog = catalog_of("shop", &listings);
    for sort in [Sort::Relevance, Sort::Cheapest, Sort::Dearest, Sort::Discount] {
        let mut seen: Vec<String> = Vec::new();
        let mut shelf = Browse::new().sort(sort).size(7);
        loop {
            let page = catalog.browse(&shelf).unwrap();
            assert!(page.total >= 30 && page.products.len() <= 7);
            seen.extend(page.products.into_iter().map(|p| p.id));
            // Dearer and cheaper ones come in between.
            let id = format!("new {sort:?} {}", seen.len());
            catalog.apply("shop", [Update::from(listing(&id, "Desk lamp", "9 USD"))]).unwrap();
            let Some(next) = page.next else { break };
            shelf = shelf.after(next.to_string().parse().unwrap());
        }
        for n in 0..30 {
            assert_eq!(seen.iter().filter(|id| **id == format!("{n:02}")).count(), 1, "{sort:?} {n}");
        }
    }
    let next = catalog.browse(&Browse::new().size(1)).unwrap().next.unwrap();
    assert!(
        catalog
            .browse(&Browse::new().sort(Sort::Dearest).after(next))
            .unwrap_err()
            .is_data()
    );
}

#[test]
fn a_typed_query_is_paged_narrowed_and_needs_no_consent() {
    let mut listings: Vec<Listing> = (0..25)
        .map(|n| listing(&n.to_string(), &format!("Desk lamp number {n}"), &format!("{} USD", 10 + n)))
        .collect();
    listings.push(listing("bag", "Laptop bag", "12 USD"));
    listings[3].brand = Some("Lumera".to_owned());
    let catalog = catalog_of("shop", &listings);
    let suggester = Suggester::new(catalog.clone());
    let query = Conversation::new().query("desk lamp");
    let pages = |chat: &Conversation, sort: Sort| {
        let mut seen: Vec<String> = Vec::new();
        let mut shelf = Browse::new().sort(sort).size(10);
        loop {
            let page = suggester.search(chat, &shelf).unwrap();
            seen.extend(page.products.into_iter().map(|p| p.id));
            let Some(next) = page.next else { break };
            shelf = shelf.after(next);
        }
        seen
    };
    let best = pages(&query, Sort::Relevance);
    assert_eq!((best.len(), best.contains(&"bag".to_owned())), (25, false));
    // The same with a chat around it, whoever has opted in.
    let chat = query.clone().opt_in("a").message("a", "i need a laptop bag").message("b", "me too");
    assert_eq!(pages(&chat, Sort::Relevance), best);
    let cheapest: Vec<String> = (0..25).map(|n| n.to_string()).collect();
    assert_eq!(pages(&query, Sort::Cheapest), cheapest);
    let narrow = |browse: Browse| suggester.search(&query, &browse).unwrap();
    assert_eq!(ids(&narrow(Browse::new().brand("LUMERA")).products), ["3"]);
    assert_eq!(narrow(Browse::new().price(None, Some("12 USD".parse().unwrap()))).total, 3);
    assert_eq!(narrow(Browse::new()).brands.len(), 1);
    // Nothing typed: the shelf itself. Nothing that fits: an empty page, no error.
    assert_eq!(suggester.search(&Conversation::new(), &Browse::new()).unwrap().total, 26);
    assert_eq!(
        suggester.search(&Conversation::new().query("zzzz"), &Browse::new()).unwrap().total,
        0
    );
}

#[test]
fn a_suggestion_is_handed_off_with_what_is_constant_for_the_app() {
    let catalog = catalog_of("shop", &lamps());
    let mut profile = Partner::new("Shop");
    profile.link_parameters = vec![("utm_source".to_owned(), "chatapp".to_owned())];
    catalog.set_partner("shop", profile).unwrap();
    let product = &Suggester::new(catalog.clone()).suggest(&wish("need a white desk lamp"))[0];
    let attribution = Attribution::of(&catalog.partner(&product.partner).unwrap());
    assert_eq!(product.handoff(&attribution).unwrap(), "https://shop.example/1?utm_source=chatapp");
}

#[test]
fn a_roll_out_goes_by_the_hosts_own_key() {
    let suggester = Suggester::builder().share(0.5).build(catalog_of("shop", &lamps()));
    let is_in = |chat: &Conversation| suggester.explain(chat).silence != Some(Silence::NotLaunched);
    let by_key = |key: usize| wish("need a desk lamp").rollout_key(format!("household {key}"));
    let chosen = (0..200).filter(|key| is_in(&by_key(*key))).count();
    assert!((60..140).contains(&chosen), "{chosen}");
    for key in 0..50 {
        let others = [by_key(key).with_id("a"), by_key(key).with_id("b").market("US")];
        assert!(others.iter().all(|chat| is_in(chat) == is_in(&by_key(key))));
    }
    let more = Suggester::builder().share(0.7).build(catalog_of("shop", &lamps()));
    assert!((0..200).all(|key| !is_in(&by_key(key)) || more.explain(&by_key(key)).silence.is_none()));
    let read = Conversation::from_json(r#"{"rollout_key": "household 1", "messages": []}"#).unwrap();
    assert_eq!(is_in(&read), is_in(&by_key(1)));
}
