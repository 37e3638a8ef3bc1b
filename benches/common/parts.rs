//! What a product is made of, before it is written.

use super::chance::{Dice, Ranks};
use super::looks::{Aisle, COLOURS, Pair, is_feminine, write_adjective};
use super::things::{ACCESSORIES, Accessory, THINGS, Thing};
use super::words::{List, write_arabic, write_brand, write_latin};
use std::sync::LazyLock;

/// So many brands has an aisle of its own; some more are in all aisles.
const BRANDS: usize = 300;
const BRANDS_OF_ALL: usize = 100;

static THING_RANKS: LazyLock<Ranks> = LazyLock::new(|| Ranks::new(THINGS.len()));
static BRAND_RANKS: LazyLock<Ranks> = LazyLock::new(|| Ranks::new(BRANDS));
static COLOUR_RANKS: LazyLock<Ranks> = LazyLock::new(|| Ranks::new(COLOURS.len()));

/// The same for all variants of a product but for colour and size. Words are in its language.
pub struct Parts {
    pub is_arabic: bool,
    pub thing: &'static Thing,
    pub accessory: Option<&'static Accessory>,
    /// The noun of the title: the thing, or the accessory for it, as `Case for Mobile Phone`.
    pub noun: String,
    pub brand: String,
    pub series: String,
    pub model: String,
    pub colour: &'static str,
    pub size: &'static str,
    pub looks: [String; 2],
    pub extra: &'static str,
    pub whom: &'static str,
}

pub fn parts(dice: &mut Dice, variant: usize) -> Parts {
    let thing = &THINGS[THING_RANKS.draw(dice)];
    let accessory = accessory(thing, dice);
    let is_arabic = dice.percent(50);
    let word = |pair: Pair| if is_arabic { pair.1 } else { pair.0 };
    let noun = noun(thing, accessory, is_arabic);
    let is_feminine = is_feminine(&noun);
    let aisle = thing.shelf.aisle;
    let looks = [(); 2].map(|()| look(dice.pick(aisle.looks().adjectives), is_arabic, is_feminine));
    let brand = draw_brand(aisle, dice);
    let colour = &COLOURS[(COLOUR_RANKS.draw(dice) + variant) % COLOURS.len()];
    let sizes = if accessory.is_some() { &[] } else { thing.shelf.sizes };
    let size = dice.below(sizes.len().max(1)) + variant;
    Parts {
        is_arabic,
        thing,
        accessory,
        noun,
        series: series(is_arabic, dice),
        model: model(&brand, dice),
        brand,
        colour: match (is_arabic, is_feminine) {
            (false, _) => colour.0,
            (true, false) => colour.1,
            (true, true) => colour.2,
        },
        size: sizes.get(size % sizes.len().max(1)).copied().map_or("", word),
        looks,
        extra: word(dice.pick(aisle.looks().extras)),
        whom: word(dice.pick(aisle.looks().whom)),
    }
}

/// One product in three of a thing that accessories are sold for is one of those.
fn accessory(thing: &Thing, dice: &mut Dice) -> Option<&'static Accessory> {
    let fitting = |accessory: &&Accessory| accessory.hosts.contains(&thing.english);
    let fitting: Vec<_> = ACCESSORIES.iter().filter(fitting).collect();
    (!fitting.is_empty() && dice.percent(33)).then(|| dice.pick(&fitting))
}

fn noun(thing: &Thing, accessory: Option<&Accessory>, is_arabic: bool) -> String {
    match accessory {
        None if is_arabic => thing.arabic.to_owned(),
        None => thing.english.to_owned(),
        Some(accessory) if is_arabic => format!("{} {}", accessory.arabic, thing.arabic),
        Some(accessory) => format!("{} for {}", accessory.english, thing.english),
    }
}

fn look((english, arabic): Pair, is_arabic: bool, is_feminine: bool) -> String {
    if !is_arabic {
        return english.to_owned();
    }
    let mut look = String::new();
    write_adjective(&mut look, arabic, is_feminine);
    look
}

/// The name of the brand of a rank in an aisle.
pub fn brand_of(aisle: Aisle, rank: usize) -> String {
    let mut name = String::new();
    write_brand(&mut name, (aisle as usize * BRANDS + rank) as u64);
    name
}

fn draw_brand(aisle: Aisle, dice: &mut Dice) -> String {
    let rank = BRAND_RANKS.draw(dice);
    if dice.percent(90) {
        return brand_of(aisle, rank);
    }
    let mut name = String::new();
    write_brand(&mut name, (100_000 + rank % BRANDS_OF_ALL) as u64);
    name
}

/// An invented word, in Arabic letters too where the product is Arabic.
fn series(is_arabic: bool, dice: &mut Dice) -> String {
    let mut series = String::new();
    let rank = dice.tail_rank();
    if is_arabic && dice.percent(60) {
        write_arabic(&mut series, rank);
    } else {
        write_latin(&mut series, List::Series, rank);
        series[..1].make_ascii_uppercase();
    }
    series
}

/// Two letters of the brand, or another one, and a number.
fn model(brand: &str, dice: &mut Dice) -> String {
    let mut letters: String = brand.chars().filter(|letter| !"aeiou".contains(*letter)).take(2).collect();
    letters.make_ascii_uppercase();
    let most = dice.pick(&[90, 900, 9_000, 90_000]);
    let number = 10 + dice.below(most);
    match dice.below(4) {
        0 => format!("{letters}-{number}"),
        1 => format!("{letters}{number}"),
        2 => format!("{letters}{number}{}", dice.pick(&["B", "X", "S", " Pro"])),
        _ => format!("{}{number}", char::from(b'A' + dice.below(26) as u8)),
    }
}
