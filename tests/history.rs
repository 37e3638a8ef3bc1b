//! Whatever happened to a catalog, the same products give the same answers, to the last bit.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use shoptalk::{
    Availability, Browse, Catalog, Conversation, Feed, Listing, Money, OfferChange, Product, Sort, Suggester, Timestamp, Update,
};
use std::collections::BTreeMap;

const PARTNERS: [&str; 3] = ["lumera", "brisa", "noor"];
const THINGS: [&str; 6] = [
    "Desk lamp",
    "Floor lamp",
    "Wireless headphones",
    "Laptop bag",
    "Laptop",
    "مصباح مكتب",
];
const LOOKS: [&str; 4] = ["white", "black steel", "with a very long cable and a plug", "أبيض"];
const BRANDS: [&str; 3] = ["Lumera", "Brisa", "Kingston"];

/// What the catalog should hold: by partner and id.
type Shop = BTreeMap<(&'static str, u8), Listing>;

#[derive(Debug, Clone)]
enum Step {
    /// The whole state of a partner: ids and what is written of each.
    Import(usize, Vec<(u8, u8)>),
    /// A product comes or changes.
    Upsert(usize, u8, u8),
    Delete(usize, u8),
    Price(usize, u8, u8),
    Remove(usize),
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    let partner = 0..PARTNERS.len();
    prop_oneof![
        3 => (partner.clone(), prop::collection::vec((0_u8..12, any::<u8>()), 0..10)).prop_map(|(p, rows)| Step::Import(p, rows)),
        3 => (partner.clone(), 0_u8..12, any::<u8>()).prop_map(|(p, id, v)| Step::Upsert(p, id, v)),
        2 => (partner.clone(), 0_u8..12).prop_map(|(p, id)| Step::Delete(p, id)),
        4 => (partner.clone(), 0_u8..12, any::<u8>()).prop_map(|(p, id, v)| Step::Price(p, id, v)),
        1 => partner.prop_map(Step::Remove),
        1 => Just(Step::Expire),
    ]
}

/// A product, written in one of many ways. The same trade item number comes up at several partners.
fn listing(id: u8, variant: u8) -> Listing {
    let v = usize::from(variant);
    let title = format!("{} {}, model {}", THINGS[v % 6], LOOKS[v / 6 % 4], v % 7);
    let mut listing = Listing::new(id.to_string(), title, format!("https://shop.example/{id}"));
    listing.brand = (v % 4 != 0).then(|| BRANDS[v % 3].to_owned());
    listing.price = (v % 5 != 0).then(|| format!("{}.50 {}", 10 + v, if v % 9 == 0 { "EUR" } else { "USD" }).parse().unwrap());
    listing.gtin = (v % 3 == 0).then(|| ["4006381333931", "036000291452", "9780306406157"][v % 9 / 3].to_owned());
    listing.expires = (v % 8 == 0).then(|| Timestamp::from_unix(over().unix() + i64::from(variant % 3) - 1));
    listing.texts[0].description = LOOKS[v % 4].repeat(v % 3);
    listing.texts[0].category = vec!["Home".to_owned(), THINGS[v % 6].to_owned()];
    listing
}

fn over() -> Timestamp {
    Timestamp::from_unix(4_000_000_000)
}

fn change(id: u8, variant: u8) -> OfferChange {
    let change = OfferChange::new(id.to_string());
    match variant % 5 {
        0 => change.availability(Availability::OutOfStock),
        1 => change.no_price().availability(Availability::InStock),
        2 => change.price(amount(variant, "EUR")),
        3 => change.sale(amount(variant / 8, "USD"), None, None),
        _ => change.price(amount(variant, "USD")),
    }
}

/// What a change comes to, on the listing itself.
fn priced(listing: &Listing, variant: u8) -> Listing {
    let mut listing = listing.clone();
    let is_below = |sale: Money, price: Option<Money>| price.is_none_or(|p| p.currency() == sale.currency() && sale.minor() < p.minor());
    match variant % 5 {
        0 => listing.availability = Availability::OutOfStock,
        1 => (listing.price, listing.sale_price, listing.availability) = (None, None, Availability::InStock),
        2 => listing.price = Some(amount(variant, "EUR")),
        3 => listing.sale_price = Some(amount(variant / 8, "USD")),
        _ => listing.price = Some(amount(variant, "USD")),
    }
    listing.sale_price = listing.sale_price.filter(|sale| is_below(*sale, listing.price));
    // On sale for ever, from no price: it costs that.
    if listing.price.is_none() {
        listing.price = listing.sale_price.take();
    }
    listing
}

fn amount(amount: u8, currency: &str) -> Money {
    format!("{}.00 {currency}", u32::from(amount) + 1).parse().unwrap()
}

fn feed(listings: impl IntoIterator<Item = Listing>) -> Feed {
    let lines: Vec<String> = listings.into_iter().map(|listing| listing.to_json_line(None)).collect();
    Feed::from_bytes("shop.jsonl", lines.join("\n"))
}

fn perform(step: &Step, catalog: &Catalog, shop: &mut Shop) {
    match step {
        Step::Import(p, rows) => {
            let partner = PARTNERS[*p];
            let rows: BTreeMap<u8, u8> = rows.iter().copied().collect();
            if rows.is_empty() {
                return;
            }
            let listings: Vec<Listing> = rows.iter().map(|(id, variant)| listing(*id, *variant)).collect();
            catalog.import(partner, [feed(listings.clone())]).unwrap();
            shop.retain(|(of, _), _| *of != partner);
            shop.extend(rows.keys().zip(listings).map(|(id, listing)| ((partner, *id), listing)));
        }
        Step::Upsert(p, id, variant) => {
            let report = catalog.apply(PARTNERS[*p], [Update::from(listing(*id, *variant))]).unwrap();
            assert_eq!(report.imported, 1);
            shop.insert((PARTNERS[*p], *id), listing(*id, *variant));
        }
        Step::Delete(p, id) => {
            catalog.apply(PARTNERS[*p], [Update::Delete(id.to_string())]).unwrap();
            shop.remove(&(PARTNERS[*p], *id));
        }
        Step::Price(p, id, variant) => {
            let report = catalog.apply(PARTNERS[*p], [Update::Offer(change(*id, *variant))]).unwrap();
            let known = shop.get_mut(&(PARTNERS[*p], *id));
            assert_eq!(report.offers, u64::from(known.is_some()));
            if let Some(known) = known {
                *known = priced(known, *variant);
            }
        }
        Step::Remove(p) => {
            catalog.remove_partner(PARTNERS[*p]).unwrap();
            shop.retain(|(of, _), _| *of != PARTNERS[*p]);
        }
        Step::Expire => {
            let before = shop.len();
            shop.retain(|_, listing| listing.expires.is_none_or(|expires| expires > over()));
            assert_eq!(catalog.expire(over()).unwrap(), (before - shop.len()) as u64);
        }
    }
}

/// The same products, each partner imported once, the last partner first.
fn fresh(shop: &Shop) -> Catalog {
    let catalog = Catalog::in_memory().unwrap();
    for partner in PARTNERS.iter().rev() {
        let listings: Vec<Listing> = shop
            .iter()
            .rev()
            .filter(|((of, _), _)| of == partner)
            .map(|(_, l)| l.clone())
            .collect();
        if !listings.is_empty() {
            catalog.import(partner, [feed(listings)]).unwrap();
        }
    }
    catalog
}

/// All that can be asked of a catalog, but for the times at which its data came in.
fn answers(catalog: &Catalog) -> String {
    let suggester = Suggester::builder().limit(10).build(catalog.clone());
    let now = Timestamp::from_unix(1_800_000_000);
    let timeless = |mut products: Vec<Product>| {
        products.iter_mut().for_each(|product| product.as_of = now);
        serde_json::to_string(&products).unwrap()
    };
    let mut all = vec![catalog.len().to_string(), format!("{:?}", catalog.partners().unwrap())];
    for text in [
        "i need a white desk lamp under 90 dollars",
        "looking for a lumera laptop bag",
        "محتاج مصباح مكتب",
        "need a lmap or headphones",
    ] {
        let chat = Conversation::new().now(now).market("US");
        all.push(timeless(suggester.suggest(&chat.clone().opt_in("a").message("a", text))));
        let page = suggester.search(&chat.query(text), &Browse::new()).unwrap();
        all.push(format!(
            "{} {:?}",
            timeless(page.products),
            (page.brands, page.categories, page.partners)
        ));
    }
    for sort in [Sort::Cheapest, Sort::Discount] {
        let page = catalog.browse(&Browse::new().sort(sort).size(15).now(now)).unwrap();
        all.push(format!(
            "{} {:?} {:?}",
            timeless(page.products),
            page.next,
            (page.brands, page.categories)
        ));
    }
    all.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_same_products_give_the_same_answers(steps in prop::collection::vec(step(), 1..12)) {
        let catalog = Catalog::in_memory().unwrap();
        let mut shop = Shop::new();
        for step in &steps {
            perform(step, &catalog, &mut shop);
        }
        prop_assert_eq!(answers(&catalog), answers(&fresh(&shop)));
    }
}
