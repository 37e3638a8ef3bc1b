//! French as writers of the Maghreb hear it and put it into Arabic letters: pochette is بوشيت, sac à main ساك ا مان.
//!
//! Graphemes, longest first, then letters; what is silent at the end of a word is left out. Vowels are those that most write; who writes
//! others is read as another spelling of the word (see `respell`).

/// A grapheme, and the Arabic letters for it; with a slash between, where writers differ.
type Grapheme = (&'static str, &'static str);

/// Read in this order: of two that fit the longer one.
const GRAPHEMES: &[Grapheme] = &[
    ("tion", "سيون"),
    ("euil", "وي"),
    ("ouil", "وي"),
    ("eaux", "و"),
    ("aill", "اي"),
    ("eill", "اي"),
    ("eau", "و"),
    ("aux", "و"),
    ("oeu", "و"),
    ("oin", "وان"),
    ("ail", "اي"),
    ("eil", "اي"),
    ("ill", "ي"),
    ("sch", "ش"),
    ("uy", "ي"),
    ("ex", "كس"),
    ("au", "و"),
    ("ou", "و"),
    ("oi", "وا"),
    ("oy", "واي"),
    ("eu", "و"),
    ("ai", "ي"),
    ("ay", "اي"),
    ("ei", "ي"),
    ("ch", "ش"),
    ("ph", "ف"),
    ("th", "ت"),
    ("gn", "ني"),
    ("qu", "ك"),
    ("ss", "س"),
    ("ç", "س"),
    ("a", "ا"),
    ("à", "ا"),
    ("â", "ا"),
    ("é", "ي"),
    ("è", "ي"),
    ("ê", "ي"),
    ("ë", "ي"),
    ("e", "ي"),
    ("i", "ي"),
    ("î", "ي"),
    ("ï", "ي"),
    ("y", "ي"),
    ("o", "و"),
    ("ô", "و"),
    ("u", "ي/و"),
    ("û", "ي"),
    ("ü", "ي"),
    ("œ", "و"),
    ("b", "ب"),
    ("c", "ك"),
    ("d", "د"),
    ("f", "ف"),
    ("g", "ق/ك"),
    ("h", ""),
    ("j", "ج"),
    ("k", "ك"),
    ("l", "ل"),
    ("m", "م"),
    ("n", "ن"),
    ("p", "ب"),
    ("q", "ك"),
    ("r", "ر"),
    ("s", "س"),
    ("t", "ت"),
    ("v", "ف"),
    ("w", "و"),
    ("x", "كس"),
    ("z", "ز"),
];
/// Vowels that a following n or m makes nasal.
const NASALS: &[Grapheme] = &[
    ("ain", "ان"),
    ("ein", "ان"),
    ("aim", "ام"),
    ("an", "ون/ان"),
    ("am", "وم/ام"),
    ("en", "ون/ان"),
    ("em", "وم/ام"),
    ("in", "ان"),
    ("im", "ام"),
    ("on", "ون"),
    ("om", "وم"),
    ("un", "ان"),
    ("um", "ان"),
];
/// Endings that are not heard as they are written.
const ENDINGS: &[Grapheme] = &[("ier", "يي"), ("er", "ي"), ("ez", "ي"), ("et", "ي"), ("ets", "ي")];
/// Short words keep their last consonant more often (bac, gel).
const LEAST_FOR_ENDING: usize = 4;
/// At most so many spellings of a name.
const MAX_SPELLINGS: usize = 4;

/// The Arabic spellings of a French name of one or several words; none for what has letters that are not French.
pub(crate) fn spell(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '-'))
        .filter(|word| !word.is_empty());
    let mut names = vec![String::new()];
    for word in words {
        let spellings = spell_word(word);
        let joined = names.iter().flat_map(|begun| {
            spellings.iter().map(move |word| match begun.as_str() {
                "" => word.clone(),
                begun => format!("{begun} {word}"),
            })
        });
        names = joined.take(MAX_SPELLINGS).collect();
    }
    names.retain(|name| !name.is_empty());
    names
}

fn spell_word(word: &str) -> Vec<String> {
    let ending = ENDINGS
        .iter()
        .rfind(|(ending, ..)| word.len() > LEAST_FOR_ENDING && word.ends_with(ending));
    let stem = match ending {
        Some((ending, _)) => &word[..word.len() - ending.len()],
        None => without_silent_end(word),
    };
    let mut spellings = vec![String::new()];
    let mut at = 0;
    while at < stem.len() {
        let Some((grapheme, written)) = grapheme_at(stem, at, ending.is_some()) else {
            return Vec::new();
        };
        let begins = at == 0 && stem.starts_with(is_vowel);
        at += grapheme.len();
        // A doubled consonant is one.
        if let Some(c) = grapheme.chars().next().filter(|c| !is_vowel(*c)) {
            at += if stem[at..].starts_with(c) { c.len_utf8() } else { 0 };
        }
        let (first, second) = written.split_once('/').unwrap_or((written, ""));
        let others: Vec<String> = match second {
            "" => Vec::new(),
            _ => spellings.iter().map(|begun| format!("{begun}{second}")).collect(),
        };
        for begun in &mut spellings {
            // Arabic begins no word with a vowel alone: école is ايكول.
            if begins && !first.starts_with('ا') {
                begun.push('ا');
            }
            begun.push_str(first);
        }
        spellings.extend(others);
        spellings.truncate(MAX_SPELLINGS);
    }
    if let Some((_, written)) = ending {
        spellings.iter_mut().for_each(|begun| begun.push_str(written));
    }
    spellings
}

/// The grapheme at a place. `goes_on`: an ending follows.
fn grapheme_at(word: &str, at: usize, goes_on: bool) -> Option<Grapheme> {
    let rest = &word[at..];
    let behind = |length: usize| rest[length..].chars().next();
    // A nasal: "an" before another consonant or the end, not in "ana" or "anne".
    let nasal = NASALS.iter().find(|(spelled, _)| {
        let next = rest.starts_with(spelled).then(|| behind(spelled.len()));
        next.is_some_and(|next| next.map_or(!goes_on, |c| !is_vowel(c) && !matches!(c, 'n' | 'm' | 'h')))
    });
    if let Some(found) = nasal {
        return Some(*found);
    }
    let soft = |length: usize| behind(length).is_some_and(|c| matches!(c, 'e' | 'é' | 'è' | 'ê' | 'i' | 'y'));
    let before = word[..at].chars().next_back();
    match rest.chars().next()? {
        'c' if soft(1) => return Some(("c", "س")),
        'g' if soft(1) => return Some(("g", "ج")),
        'g' if rest.starts_with("gu") && soft(2) => return Some(("gu", "ق/ك")),
        's' if before.is_some_and(is_vowel) && behind(1).is_some_and(is_vowel) => return Some(("s", "ز")),
        // Silent at the end but in the shortest words: de, le.
        'e' if rest.len() == 1 && !goes_on && at > 1 => return Some(("e", "")),
        'e' if rest.len() == 1 && !goes_on && at == 1 => return Some(("e", "و")),
        // A silent e within a word before a vowel: "orangeade".
        'e' if before == Some('g') && behind(1).is_some_and(|c| matches!(c, 'a' | 'o')) => return Some(("e", "")),
        _ => {}
    }
    GRAPHEMES.iter().find(|(spelled, _)| rest.starts_with(spelled)).copied()
}

/// A word without the consonants at its end that nobody hears: blanc, lits. A silent e stays, for what it does to the letter before.
fn without_silent_end(word: &str) -> &str {
    let mut stem = word;
    if let Some(rest) = stem
        .strip_suffix('s')
        .or_else(|| stem.strip_suffix('x'))
        .filter(|rest| rest.len() > 2)
    {
        stem = rest;
    }
    let silent = |c: char| matches!(c, 't' | 'd' | 'p' | 's' | 'z');
    let nasal_c = stem.ends_with("nc");
    match stem.chars().next_back() {
        Some(c) if (silent(c) || nasal_c) && stem.len() > 3 => &stem[..stem.len() - c.len_utf8()],
        _ => stem,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'à' | 'â' | 'e' | 'é' | 'è' | 'ê' | 'ë' | 'i' | 'î' | 'ï' | 'o' | 'ô' | 'u' | 'û' | 'ü' | 'y' | 'œ'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::respell;
    use proptest::prelude::*;

    /// What writers typed, and the French that they heard.
    #[test]
    fn named_cases() {
        for (french, arabic) in [
            ("pochette", "بوشيت"),
            ("chargeur", "شارجور"),
            ("imprimante", "امبريمونت"),
            ("calculatrice", "كالكيلاتريس"),
            ("télécommande", "تيليكوموند"),
            ("aspirateur", "اسبيراتور"),
            ("tapis roulant", "طابي رولون"),
            ("sac à main", "ساك ا مان"),
            ("clavier", "كلافيي"),
            ("tableau blanc", "تابلو بلون"),
            ("machine à café", "ماشين ا كافي"),
            ("disque dur externe", "ديسك دور اكسترن"),
            ("multiprise", "مولتيبريز"),
            ("souris sans fil", "سوري سان فيل"),
            ("essuie glace", "ايسوي قلاس"),
            ("fer à repasser", "فير ا روباسي"),
            ("bouteille", "بوتاي"),
            ("perceuse", "بيرسوز"),
            ("parfum", "بارفان"),
            ("tuyau", "تيو"),
        ] {
            let spellings = spell(french);
            let near = |spelled: &String| {
                let (a, b) = (spelled.split(' '), arabic.split(' '));
                a.clone().count() == b.clone().count() && a.zip(b).all(|(a, b)| a == b || respell::cost(b, a).is_some())
            };
            assert!(spellings.iter().any(near), "{french}: {spellings:?}");
        }
        assert!(spell("日本").is_empty());
    }

    proptest! {
        #[test]
        fn work_is_bounded(name in "[a-zéèàç' -]{0,40}") {
            prop_assert!(spell(&name).len() <= MAX_SPELLINGS);
        }
    }
}
