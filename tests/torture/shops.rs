//! A history of three shops, one commit a step, that tells what the catalog holds after each of them.
//!
//! A round is five steps: shop `a` is imported, `b` gets changes of single products, `c` is removed, `c` is imported, and what of
//! `c` has expired is cleared away. In round `k` whatever changes carries `k`: in the title, in the price, or in both. Doing a step
//! again changes nothing.

use shoptalk::{
    Availability, Catalog, Conversation, Feed, ImportReport, Listing, Money, OfferChange, Product, Result, Suggester, Timestamp, Update,
};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Shop, and how many ids it may use.
const SHOPS: [(&str, u64); 3] = [("a", 400), ("b", 80), ("c", 40)];
/// So many of the ids of `a` are on sale in any one round.
const OF_A: u64 = 300;
/// The ids of `b` below this are always there, those above come and go.
const LASTING_OF_B: u64 = 60;
const PASSING_OF_B: u64 = 20;
const STEPS_A_ROUND: u64 = 5;
/// 2100-01-01: none of it expires by the clock.
const FAR: i64 = 4_102_444_800;
const HEADER: &str = "id\ttitle\tlink\tprice\tbrand\tproduct_type\tavailability\texpiration_date\n";

/// What is known of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    title: String,
    price: Option<Money>,
    availability: Availability,
    expires: Option<Timestamp>,
}

/// Shop and number of the product -> the product.
pub type Content = BTreeMap<(&'static str, u64), Item>;

impl Item {
    fn of(product: &Product) -> Self {
        Self {
            title: product.title.clone(),
            price: product.price,
            availability: product.availability,
            expires: product.expires,
        }
    }

    /// As a row of a feed.
    fn row(&self, shop: &str, n: u64, title: &str) -> String {
        let price = self.price.map(|price| price.to_string()).unwrap_or_default();
        let expires = self.expires.map(|time| time.to_string()).unwrap_or_default();
        let stock = if self.availability == Availability::InStock {
            "in_stock"
        } else {
            "out_of_stock"
        };
        format!("{shop}{n}\t{title}\thttps://shop.example/{shop}{n}\t{price}\tLumera\tHome > Lamps\t{stock}\t{expires}\n")
    }
}

/// What a step is called.
pub fn name(step: u64) -> &'static str {
    ["import", "apply", "remove", "reimport", "expire"][(step % STEPS_A_ROUND) as usize]
}

/// The round that a step is in.
pub fn round(step: u64) -> u64 {
    step / STEPS_A_ROUND
}

/// Does a step: one call.
pub fn perform(catalog: &Catalog, step: u64) -> Result<()> {
    let k = round(step);
    match name(step) {
        "import" => import(catalog, "a", feeds_of_a(k)),
        "apply" => catalog.apply("b", changes_of_b(k)).map(|report| all_taken(&report)),
        "remove" => catalog.remove_partner("c"),
        "reimport" => import(catalog, "c", vec![feed_of_c(k)]),
        _ => {
            let gone = catalog.expire(Timestamp::from_unix(expiry(k).unix() + 1))?;
            // None if it was done before.
            assert!([0, 10].contains(&gone), "{gone} products expired, not 10");
            Ok(())
        }
    }
}

fn import(catalog: &Catalog, shop: &str, feeds: Vec<Feed>) -> Result<()> {
    catalog.import(shop, feeds).map(|report| all_taken(&report))
}

fn all_taken(report: &ImportReport) {
    assert_eq!(report.rejected, 0, "{report}");
}

/// What the catalog holds once so many steps are done.
pub fn content_after(steps: u64) -> Content {
    let ids = SHOPS.into_iter().flat_map(|(shop, ids)| (0..ids).map(move |n| (shop, n)));
    ids.filter_map(|(shop, n)| item_after(steps, shop, n).map(|item| ((shop, n), item)))
        .collect()
}

/// The number of products once so many steps are done.
pub fn len_after(steps: u64) -> u64 {
    let of_c = match steps % STEPS_A_ROUND {
        4 => 40,
        3 => 0,
        _ if steps < STEPS_A_ROUND => 0,
        _ => 30,
    };
    let of_b = if steps >= 2 { LASTING_OF_B + PASSING_OF_B / 2 } else { 0 };
    of_c + of_b + if steps >= 1 { OF_A } else { 0 }
}

/// The shops with products once so many steps are done.
pub fn shops_after(steps: u64) -> Vec<&'static str> {
    let has_c = steps >= 4 && steps % STEPS_A_ROUND != 3;
    let shops = [("a", steps >= 1), ("b", steps >= 2), ("c", has_c)];
    shops.into_iter().filter(|(_, there)| *there).map(|(shop, _)| shop).collect()
}

fn item_after(steps: u64, shop: &str, n: u64) -> Option<Item> {
    match shop {
        "a" => steps.checked_sub(1).map(round).filter(|k| has_a(*k, n)).map(|k| item_of_a(k, n)),
        "b" => steps.checked_sub(2).map(round).filter(|k| has_b(*k, n)).map(|k| item_of_b(k, n)),
        _ => match steps % STEPS_A_ROUND {
            3 => None,
            4 => Some(item_of_c(round(steps), n)),
            _ => round(steps)
                .checked_sub(1)
                .map(|k| item_of_c(k, n))
                .filter(|item| item.expires.is_none()),
        },
    }
}

/// All products of a catalog, by the ids that there may be: it does not hang on how browsing pages.
pub fn content_of(catalog: &Catalog) -> Result<Content> {
    let mut content = Content::new();
    for (shop, ids) in SHOPS {
        for n in 0..ids {
            if let Some(product) = catalog.get(shop, &format!("{shop}{n}"))? {
                content.insert((shop, n), Item::of(&product));
            }
        }
    }
    Ok(content)
}

/// How a catalog differs from what it holds after so many steps; `None` = not at all.
pub fn difference(catalog: &Catalog, steps: u64) -> Option<String> {
    let (content, expected) = match content_of(catalog) {
        Ok(content) => (content, content_after(steps)),
        Err(error) => return Some(format!("cannot be read: {error}")),
    };
    let keys = content.keys().chain(expected.keys());
    let mut other = keys.filter(|key| content.get(key) != expected.get(key));
    if let Some(key) = other.next() {
        let (is, should) = (content.get(key), expected.get(key));
        let more = other.count();
        return Some(format!(
            "not step {steps}: {key:?} is {is:?}, should be {should:?}; {more} more like it; {} products, not {}",
            catalog.len(),
            len_after(steps)
        ));
    }
    let (len, partners) = (catalog.len(), catalog.partners());
    if len != len_after(steps) {
        return Some(format!("len() is {len}, should be {} after step {steps}", len_after(steps)));
    }
    match partners {
        Ok(partners) if partners == shops_after(steps) => None,
        partners => Some(format!("partners() is {partners:?}, should be {:?}", shops_after(steps))),
    }
}

/// After how many steps a product may be seen just so. An error says what in it does not fit together.
pub fn steps_of(product: &Product) -> std::result::Result<RangeInclusive<u64>, String> {
    let wrong = |what: &str| format!("{what}: {:?} of {:?}", Item::of(product), product.id);
    let price = product.price.ok_or_else(|| wrong("no price"))?.minor();
    let n: u64 = product
        .id
        .get(1..)
        .and_then(|n| n.parse().ok())
        .ok_or_else(|| wrong("no such id"))?;
    let k = u64::try_from(price - price_in(0).minor()).map_err(|_| wrong("no such price"))?;
    let (k, steps, expected) = match product.partner.as_str() {
        // The same in all rounds.
        "a" if n.is_multiple_of(3) => (0, 1..=u64::MAX, item_of_a(0, n)),
        "a" if has_a(k, n) => (k, 5 * k + 1..=5 * k + 5, item_of_a(k, n)),
        "b" if has_b(k, n) => (k, 5 * k + 2..=5 * k + 6, item_of_b(k, n)),
        "c" if item_of_c(k, n).expires.is_some() => (k, 5 * k + 4..=5 * k + 4, item_of_c(k, n)),
        "c" if n < 40 => (k, 5 * k + 4..=5 * k + 7, item_of_c(k, n)),
        _ => return Err(wrong("not on sale in this round")),
    };
    let mut seen = Item::of(product);
    if product.partner == "a" && arabic_title(k, n).is_some_and(|title| title == seen.title) {
        seen.title.clone_from(&expected.title);
    }
    if seen == expected { Ok(steps) } else { Err(wrong("a mixture")) }
}

/// After how many steps an answer may be given: its products are all of one commit.
pub fn steps_of_all(products: &[Product]) -> std::result::Result<RangeInclusive<u64>, String> {
    let (mut first, mut last) = (0, u64::MAX);
    for product in products {
        if product.availability == Availability::OutOfStock {
            return Err(format!("sold out and suggested: {} {}", product.partner, product.id));
        }
        let steps = steps_of(product)?;
        (first, last) = (first.max(*steps.start()), last.min(*steps.end()));
        if first > last {
            return Err(format!("two commits in one answer, at {} {}", product.partner, product.id));
        }
    }
    Ok(first..=last)
}

/// The clock of all chats.
pub fn now() -> Timestamp {
    Timestamp::from_unix(1_780_000_000)
}

/// Whether lamps are suggested as they are after so many steps: those of `a`, then those of `b` and `c` in one answer.
pub fn check_answer(catalog: &Catalog, steps: u64) -> std::result::Result<(), String> {
    let suggester = Suggester::builder().limit(20).build(catalog.clone());
    for text in ["i need a desk lamp", "i need a white desk lamp and a floor lamp"] {
        let chat = Conversation::new().opt_in("a").message("a", text).now(now());
        let products = suggester.suggest(&chat);
        if products.is_empty() && steps > 0 {
            return Err(format!("nothing is suggested: {text}"));
        }
        let seen = steps_of_all(&products)?;
        if !seen.contains(&steps) {
            return Err(format!("an answer of steps {seen:?}, the catalog is after step {steps}"));
        }
    }
    Ok(())
}

/// What changes in a round costs so much; never what a lasting product costs.
pub fn price_in(k: u64) -> Money {
    Money::new(2000 + k as i64, "USD".parse().unwrap())
}

fn stock(sold_out: bool) -> Availability {
    if sold_out {
        Availability::OutOfStock
    } else {
        Availability::InStock
    }
}

fn has_a(k: u64, n: u64) -> bool {
    n < 400 && (n + 400 - k * 7 % 400) % 400 < OF_A
}

/// Of three products one never changes, one changes price and stock, one changes its title too.
fn item_of_a(k: u64, n: u64) -> Item {
    let edition = if n % 3 == 2 { k } else { 0 };
    let usd = price_in(0).currency();
    Item {
        title: format!("Desk lamp, edition {edition}, piece {n}"),
        price: Some(if n.is_multiple_of(3) { Money::new(9000, usd) } else { price_in(k) }),
        availability: stock(!n.is_multiple_of(3) && (n + k).is_multiple_of(4)),
        expires: None,
    }
}

/// In every third round a second feed has Arabic titles of every second product.
fn arabic_title(k: u64, n: u64) -> Option<String> {
    let edition = if n % 3 == 2 { k } else { 0 };
    (k.is_multiple_of(3) && n % 2 == 1).then(|| format!("مصباح مكتب، edition {edition}، piece {n}"))
}

fn feeds_of_a(k: u64) -> Vec<Feed> {
    let ids = || (0..400).filter(move |n| has_a(k, *n));
    let english = feed("a.tsv", ids().map(|n| item_of_a(k, n).row("a", n, &item_of_a(k, n).title)));
    let arabic: Vec<String> = ids()
        .filter_map(|n| arabic_title(k, n).map(|title| item_of_a(k, n).row("a", n, &title)))
        .collect();
    match arabic.is_empty() {
        true => vec![english],
        false => vec![english, feed("a_ar.tsv", arabic)],
    }
}

fn feed(name: &str, rows: impl IntoIterator<Item = String>) -> Feed {
    let rows: String = rows.into_iter().collect();
    Feed::from_bytes(name, format!("{HEADER}{rows}"))
}

/// A passing product is there for ten rounds and gone for ten.
fn has_b(k: u64, n: u64) -> bool {
    n < LASTING_OF_B || (n < 80 && (k + PASSING_OF_B - (n - LASTING_OF_B)) % PASSING_OF_B < PASSING_OF_B / 2)
}

/// All cost what the round says; the title is of the round in which the product was last written whole.
fn item_of_b(k: u64, n: u64) -> Item {
    let (place, period) = if n < LASTING_OF_B {
        (n, LASTING_OF_B)
    } else {
        (n - LASTING_OF_B, PASSING_OF_B)
    };
    let edition = k.saturating_sub((k + period - place) % period);
    Item {
        title: format!("White desk lamp, edition {edition}, piece {n}"),
        price: Some(price_in(k)),
        availability: stock((n + k).is_multiple_of(4)),
        expires: None,
    }
}

/// One leaves, two are written whole with the price of the round before, and then all get the price of this one.
fn changes_of_b(k: u64) -> Vec<Update> {
    let on_sale = || (0..80).filter(move |n| has_b(k, *n));
    let written = |n: u64| k == 0 || n == k % LASTING_OF_B || n == LASTING_OF_B + k % PASSING_OF_B;
    let whole = on_sale().filter(|n| written(*n)).map(|n| {
        let mut listing = Listing::new(format!("b{n}"), item_of_b(k, n).title, format!("https://shop.example/b{n}"));
        listing.price = Some(price_in(k.saturating_sub(1)));
        Update::Upsert(Box::new(listing))
    });
    let leaves = LASTING_OF_B + (k + PASSING_OF_B / 2) % PASSING_OF_B;
    let offers = on_sale().map(|n| {
        let change = OfferChange::new(format!("b{n}")).price(price_in(k));
        Update::Offer(change.availability(item_of_b(k, n).availability))
    });
    std::iter::once(Update::Delete(format!("b{leaves}")))
        .chain(whole)
        .chain(offers)
        .collect()
}

/// Every fourth expires at the end of its round.
fn item_of_c(k: u64, n: u64) -> Item {
    Item {
        title: format!("Floor lamp, edition {k}, piece {n}"),
        price: Some(price_in(k)),
        availability: Availability::InStock,
        expires: n.is_multiple_of(4).then(|| expiry(k)),
    }
}

fn feed_of_c(k: u64) -> Feed {
    feed("c.tsv", (0..40).map(|n| item_of_c(k, n).row("c", n, &item_of_c(k, n).title)))
}

fn expiry(k: u64) -> Timestamp {
    Timestamp::from_unix(FAR + k as i64 * 86_400)
}
