//! How the shop writes: titles and descriptions.

use super::chance::Dice;
use super::parts::Parts;
use super::words::{COMMON_ARABIC, COMMON_ENGLISH, List, write_arabic, write_latin};

/// A title as shops write them: brand, thing, looks, colour, size, model, in one of four orders.
pub fn title(parts: &Parts, dice: &mut Dice) -> String {
    let Parts {
        noun,
        brand,
        series,
        model,
        looks: [look, other],
        extra,
        whom,
        ..
    } = parts;
    let mut title = match (dice.below(4), parts.is_arabic) {
        (0, false) => format!("{brand} {look} {noun} {extra} {model}"),
        (1, false) => format!("{brand} {series} {noun} {whom}, {look}, {extra}"),
        (2, false) => format!("{look} {other} {noun} {whom} - {brand} {model}"),
        (_, false) => format!("{brand} {series} {model} {look} {noun} {extra} {whom}"),
        (0, true) => format!("{noun} {look} {extra} من {brand} {model}"),
        (1, true) => format!("{brand} {noun} {series} {whom}، {look}، {extra}"),
        (2, true) => format!("{noun} {look} {other} {whom} - {brand} {model}"),
        (_, true) => format!("{brand} {series} {model} {noun} {look} {extra} {whom}"),
    };
    let comma = if parts.is_arabic { "، " } else { ", " };
    for last in [parts.colour, parts.size] {
        if !last.is_empty() {
            title.push_str(comma);
            title.push_str(last);
        }
    }
    title
}

/// 20 to 60 words in sentences that mean nothing. Most are common ones, some are the title's, and some are invented.
pub fn describe(parts: &Parts, dice: &mut Dice) -> String {
    let count = 20 + (dice.below(41) + dice.below(41)) / 2;
    let mut text = String::with_capacity(16 * count);
    let mut left = 0;
    for at in 0..count {
        if left == 0 {
            if at > 0 {
                text.pop();
                text.push_str(". ");
            }
            left = 6 + dice.below(8);
        }
        left -= 1;
        let start = text.len();
        match dice.below(100) {
            0..82 if parts.is_arabic => text.push_str(COMMON_ARABIC.draw(dice)),
            0..82 => text.push_str(COMMON_ENGLISH.draw(dice)),
            82..92 if parts.is_arabic => write_arabic(&mut text, dice.tail_rank()),
            82..92 => write_latin(&mut text, List::Plain, dice.tail_rank()),
            92..95 => text.push_str(&parts.noun),
            95..97 => text.push_str(&parts.looks[dice.below(2)]),
            97 => text.push_str(&parts.brand),
            98 => text.push_str(parts.extra),
            _ => text.push_str(parts.whom),
        }
        if (start == 0 || text[..start].ends_with(". ")) && text.is_char_boundary(start + 1) {
            text[start..=start].make_ascii_uppercase();
        }
        text.push(' ');
    }
    text.pop();
    text.push('.');
    text
}
