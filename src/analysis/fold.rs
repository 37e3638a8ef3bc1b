//! One character -> its folded form: spelling differences that never matter in a shop disappear.
//!
//! The rule hangs on the character's script, never on a guess at the language of the text: chats mix languages inside a
//! word. Law: folding is idempotent.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What becomes of one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Folded {
    /// Leaves no trace: vowel marks, tatweel, bidi controls, joiners.
    Nothing,
    /// Another character.
    Char(char),
    /// Needs the slow path of [`fold_rare`]: presentation forms, accented letters.
    Rare,
}

/// Folds a character of a composed text. Constant time.
pub(crate) fn fold_char(c: char) -> Folded {
    match c {
        '\0'..='\x7F' => Folded::Char(c.to_ascii_lowercase()),
        // Vowel marks, small high signs, tatweel, the dagger alef.
        '\u{610}'..='\u{61A}'
        | '\u{640}'
        | '\u{64B}'..='\u{65F}'
        | '\u{670}'
        | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E8}'
        | '\u{6EA}'..='\u{6ED}' => Folded::Nothing,
        // Soft hyphen, zero width marks, bidi marks and isolates, byte order mark, variation selectors.
        '\u{AD}'
        | '\u{61C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' => Folded::Nothing,
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => Folded::Char('ا'),
        'ى' | 'ئ' | 'ی' | 'ې' | 'ے' => Folded::Char('ي'),
        'ؤ' | 'ۆ' => Folded::Char('و'),
        'ة' | 'ۀ' | 'ە' | 'ہ' | 'ھ' | 'ۃ' => Folded::Char('ه'),
        // A lone hamza comes and goes in typing (شيء / شي, ماء / ما).
        'ء' => Folded::Nothing,
        'ک' | 'ڪ' | 'گ' | 'ݣ' | 'ڭ' => Folded::Char('ك'),
        'چ' => Folded::Char('ج'),
        'پ' => Folded::Char('ب'),
        'ڤ' | 'ڥ' => Folded::Char('ف'),
        'ڨ' => Folded::Char('ق'),
        'ژ' => Folded::Char('ز'),
        '\u{660}'..='\u{669}' => digit(c, '\u{660}'),
        '\u{6F0}'..='\u{6F9}' => digit(c, '\u{6F0}'),
        '٫' => Folded::Char('.'),
        '٬' => Folded::Char(','),
        '٪' => Folded::Char('%'),
        '\u{620}'..='\u{6FF}' => Folded::Char(c),
        '’' | '‘' | 'ʼ' | '´' | '′' => Folded::Char('\''),
        '″' | '”' | '“' | '„' => Folded::Char('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => Folded::Char('-'),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Folded::Char(' '),
        // Signs that compatibility mapping would turn into letters: Core™2 must not become "coretm2".
        '™' | '®' | '©' | '℠' => Folded::Char(' '),
        '€' | '£' | '¥' | '₪' | '₺' | '﷼' | '₽' | '₹' => Folded::Char(c),
        _ if is_combining_mark(c) => Folded::Nothing,
        _ => Folded::Rare,
    }
}

/// The slow path: compatibility decomposition, accents dropped, lower case. At most 18 characters (ﷺ).
pub(crate) fn fold_rare(c: char, mut emit: impl FnMut(char)) {
    for part in c.nfkd().flat_map(char::to_lowercase).nfkd() {
        match fold_char(part) {
            Folded::Nothing => {}
            Folded::Char(folded) => emit(folded),
            Folded::Rare => emit(part),
        }
    }
}

/// Folds a whole text, without the shrinking of stretched letters, which needs words.
///
/// Composes first where needed: a decomposed أ is two characters, and dropping marks before composing would lose
/// nothing here but would split هٓ from its fold.
#[cfg(test)]
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        match fold_char(c) {
            Folded::Nothing => {}
            Folded::Char(folded) => out.push(folded),
            Folded::Rare => fold_rare(c, |folded| out.push(folded)),
        }
    }
    out
}

fn digit(c: char, zero: char) -> Folded {
    // Both blocks hold ten digits in order, so the difference is 0..=9.
    char::from_digit(c as u32 - zero as u32, 10).map_or(Folded::Nothing, Folded::Char)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn named_cases() {
        for (text, folded) in [
            ("أإآٱا", "ااااا"),
            ("سَيَّارَةٌ", "سياره"),
            ("جميـــل", "جميل"),
            ("مستشفى", "مستشفي"),
            ("شيء", "شي"),
            ("کیف", "كيف"),
            ("٣٠٠٫٥٠", "300.50"),
            ("۱۲۳", "123"),
            ("ﻻ", "لا"),
            ("Écouteurs", "ecouteurs"),
            ("Core™2", "core 2"),
            ("a\u{200F}b\u{202E}c", "abc"),
            ("نمی\u{200C}خواهم", "نميخواهم"),
            ("ا\u{653}", "ا"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn idempotent(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn idempotent_on_arabic(text in "[\u{600}-\u{6FF}\u{FB50}-\u{FEFF}a-zÀ-ÿ0-9 '\"-]*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
