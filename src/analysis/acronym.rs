//! English letters by their Arabic names: يو اس بي is usb, اتش دي ام اي is hdmi.

/// A folded letter name and what it may stand for. P has no letter of its own; e and i share one.
const NAMES: &[(&str, &str)] = &[
    ("ايه", "a"),
    ("بي", "bp"),
    ("سي", "c"),
    ("دي", "d"),
    ("اي", "iea"),
    ("اف", "f"),
    ("جي", "gj"),
    ("اتش", "h"),
    ("اش", "h"),
    ("جيه", "j"),
    ("كيه", "k"),
    ("كي", "k"),
    ("ال", "l"),
    ("ام", "m"),
    ("ان", "n"),
    ("او", "o"),
    ("كيو", "q"),
    ("ار", "r"),
    ("اس", "s"),
    ("تي", "t"),
    ("يو", "u"),
    ("في", "v"),
    ("دبليو", "w"),
    ("اكس", "x"),
    ("واي", "y"),
    ("زد", "z"),
];
/// Longer runs are no acronyms.
const MAX_LETTERS: usize = 6;

/// What a run of letter names may spell, most readings at most 3 to the power of its length; empty for fewer than two names or
/// for other words.
pub(crate) fn spelled<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut readings = vec![String::new()];
    let mut letters = 0;
    for word in words {
        let Some((_, choices)) = NAMES.iter().find(|(name, _)| *name == word) else {
            return Vec::new();
        };
        letters += 1;
        if letters > MAX_LETTERS {
            return Vec::new();
        }
        readings = readings
            .iter()
            .flat_map(|begun| choices.chars().map(move |letter| format!("{begun}{letter}")))
            .collect();
    }
    if letters < 2 { Vec::new() } else { readings }
}

/// The letter names of an acronym, as most write them: usb is يو اس بي. `None` for what has other signs than letters, or too many.
pub(crate) fn spell(acronym: &str) -> Option<String> {
    let name = |letter: char| NAMES.iter().find(|(_, letters)| letters.contains(letter)).map(|(name, _)| *name);
    let names: Vec<&str> = acronym.chars().map(name).collect::<Option<_>>()?;
    (2..=MAX_LETTERS).contains(&names.len()).then(|| names.join(" "))
}

/// Whether a folded word is the name of a letter.
pub(crate) fn is_letter(word: &str) -> bool {
    NAMES.iter().any(|(name, _)| *name == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::fold;

    #[test]
    fn named_cases() {
        for (text, acronym) in [
            ("يو اس بي", "usb"),
            ("اتش دي ام آي", "hdmi"),
            ("اس اس دي", "ssd"),
            ("اتش بي", "hp"),
            ("جي بي اس", "gps"),
            ("تي في", "tv"),
        ] {
            let words: Vec<String> = text.split(' ').map(fold).collect();
            assert!(spelled(words.iter().map(String::as_str)).contains(&acronym.to_owned()), "{text}");
            assert_eq!(spell(acronym), Some(words.join(" ")), "{acronym}");
        }
        for text in ["في", "اس كتاب", ""] {
            let words: Vec<String> = text.split(' ').map(fold).collect();
            assert!(spelled(words.iter().map(String::as_str)).is_empty(), "{text}");
        }
        assert!(spelled(["اي"; 7]).is_empty());
        assert!(["4k", "x", "adapters"].iter().all(|word| spell(word).is_none()));
    }

    #[test]
    fn names_are_folded() {
        assert!(NAMES.iter().all(|(name, _)| fold(name) == *name));
    }
}
