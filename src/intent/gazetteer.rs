//! The catalog's brands, found in a text by their words or, from Arabic letters, by their sound.

use crate::analysis::arabizi::Key;
use crate::analysis::sound::{self, Spelled};
use crate::analysis::{Script, Tokens, arabizi, spelling};
use rustc_hash::FxHashMap;

/// Sounds further apart are another brand's.
const MAX_COST: f32 = 0.35;
/// Brands that sound as well as the best one are meant as well.
const AS_GOOD: f32 = 0.02;
/// Two consonants fit too many words: those brands need a row.
const LEAST_SOUND: usize = 3;
/// Shorter words are too near to other words to be a misspelt brand.
const LEAST_MISSPELT: usize = 6;
/// A first word shorter than this does not stand for the brand: `TP-Link` is not `tp`.
const LEAST_ALIAS: usize = 3;

/// Word or sound -> places in the list of brands.
type Index<K> = FxHashMap<K, Vec<u32>>;

/// Brands of one snapshot. A brand is its key: folded words with spaces between.
#[derive(Default)]
pub(crate) struct Gazetteer {
    brands: Vec<Box<str>>,
    /// First word -> brands that start with it.
    by_word: Index<Box<str>>,
    /// Consonant key -> brands.
    by_sound: Index<Key>,
}

/// Brands found at some tokens. Several when the spelling stands for several keys (`Kingston`, `Kingston Technology`).
pub(crate) struct BrandMatch {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) keys: Vec<String>,
}

impl Gazetteer {
    /// From brand keys in any order.
    pub(crate) fn new(keys: impl IntoIterator<Item = String>) -> Self {
        let mut brands: Vec<Box<str>> = keys.into_iter().map(String::into_boxed_str).collect();
        brands.sort_unstable();
        brands.dedup();
        let (mut by_word, mut by_sound) = (Index::<Box<str>>::default(), Index::<Key>::default());
        for (at, brand) in brands.iter().enumerate() {
            let Some(first) = brand.split(' ').next().filter(|word| !word.is_empty()) else {
                continue;
            };
            by_word.entry(first.into()).or_default().push(at as u32);
            let latin: String = brand.chars().filter(char::is_ascii_alphanumeric).collect();
            for key in arabizi::latin_keys(&latin).iter().filter(|key| key.signs() >= LEAST_SOUND) {
                let brands = by_sound.entry(*key).or_default();
                if brands.last() != Some(&(at as u32)) {
                    brands.push(at as u32);
                }
            }
        }
        Self { brands, by_word, by_sound }
    }

    /// Whether the catalog has products of this brand.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.brands.binary_search_by(|brand| (**brand).cmp(key)).is_ok()
    }

    /// The brands that start at a token. `is_word`: the token is an ordinary word of the rows, so that alone it names no
    /// brand (`black` is not Black & Decker).
    pub(crate) fn find(&self, tokens: &Tokens, start: usize, is_word: bool) -> Option<BrandMatch> {
        let form = tokens.form(start);
        let mut best: Option<BrandMatch> = None;
        for brand in self.by_word.get(form).into_iter().flatten() {
            let key = &*self.brands[*brand as usize];
            let words = key.split(' ').count();
            let whole = start + words <= tokens.len() && key.split(' ').zip(start..).all(|(word, at)| tokens.form(at) == word);
            let end = match (whole, words) {
                (true, 1) if is_word => continue,
                (true, _) => start + words,
                (false, _) if is_word || form.chars().count() < LEAST_ALIAS => continue,
                (false, _) => start + 1,
            };
            longest(&mut best, start, end, key);
        }
        if best.is_none() && tokens.token(start).script == Script::Arabic && !is_word {
            self.by_sound(form, start, &mut best);
        }
        best
    }

    /// The brand that a word in Latin letters, which neither rows nor titles know, was meant to be: samsng, xeroks. Its consonants sound
    /// alike, and it is heard as the brand is, or one slip lies between.
    pub(crate) fn misspelt(&self, tokens: &Tokens, start: usize) -> Option<BrandMatch> {
        let form = tokens.form(start);
        // "you recommend LG's for me"
        let is_brand = |one: &&str| {
            let known = self.by_word.get(*one).into_iter().flatten();
            known.into_iter().any(|brand| &*self.brands[*brand as usize] == *one)
        };
        let one = form.strip_suffix('s').filter(is_brand);
        if let Some(one) = one {
            let keys = vec![one.to_owned()];
            return Some(BrandMatch {
                start,
                end: start + 1,
                keys,
            });
        }
        if tokens.token(start).script != Script::Latin || form.len() < LEAST_MISSPELT {
            return None;
        }
        let letters: Vec<char> = form.chars().collect();
        let (keys, written) = (arabizi::latin_keys(form), as_heard(form));
        let sounding = keys.iter().filter_map(|key| self.by_sound.get(key)).flatten();
        let near = |key: &&str| as_heard(key) == written || spelling::distance(&letters, key, 1).is_some();
        let key = sounding
            .map(|brand| &*self.brands[*brand as usize])
            .filter(|key| !key.contains(' ') && key.starts_with(letters[0]))
            .filter(near)
            .min()?;
        Some(BrandMatch {
            start,
            end: start + 1,
            keys: vec![key.to_owned()],
        })
    }

    fn by_sound(&self, form: &str, start: usize, best: &mut Option<BrandMatch>) {
        // بسامسونج, والسامسونج: particles may be attached.
        for prefix in ["", "ال", "ب", "و", "ل", "لل", "بال"] {
            let Some(rest) = form.strip_prefix(prefix).filter(|rest| rest.chars().count() > 2) else {
                continue;
            };
            let sounding = self.by_sound.get(&arabizi::arabic_key(rest)).into_iter().flatten();
            let costs: Vec<(f32, &str)> = sounding
                .map(|brand| &*self.brands[*brand as usize])
                .filter_map(|key| sound::cost(rest, key, Spelled::Name, MAX_COST).map(|cost| (cost, key)))
                .collect();
            // اورفيا is Orvia, not Aurevia.
            let least = costs.iter().map(|(cost, _)| *cost).fold(f32::INFINITY, f32::min);
            for (_, key) in costs.iter().filter(|(cost, _)| *cost <= least + AS_GOOD) {
                longest(best, start, start + 1, key);
            }
            if best.is_some() {
                return;
            }
        }
    }
}

/// Letters that are heard alike as one: xeroks is xerox.
fn as_heard(word: &str) -> String {
    let mut heard = word
        .replace("ks", "x")
        .replace("ph", "f")
        .replace("ck", "k")
        .replace(['c', 'q'], "k")
        .replace('z', "s");
    heard = heard.replace('y', "i");
    let mut letters: Vec<char> = heard.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

fn longest(best: &mut Option<BrandMatch>, start: usize, end: usize, key: &str) {
    match best {
        Some(found) if found.end > end => {}
        Some(found) if found.end == end => found.keys.push(key.to_owned()),
        _ => {
            *best = Some(BrandMatch {
                start,
                end,
                keys: vec![key.to_owned()],
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_cases() {
        let brands = [
            "samsung",
            "kingston",
            "kingston technology",
            "black decker",
            "hp",
            "lenovo",
            "apple",
        ];
        let gazetteer = Gazetteer::new(brands.map(str::to_owned));
        let find = |text: &str| {
            gazetteer
                .find(&Tokens::of(text), 0, text.starts_with("black"))
                .map(|m| m.keys)
                .unwrap_or_default()
        };
        for (text, keys) in [
            ("samsung tv", &["samsung"][..]),
            ("سامسونج", &["samsung"]),
            ("سامسونغ", &["samsung"]),
            ("kingston", &["kingston", "kingston technology"]),
            ("kingston technology", &["kingston technology"]),
            ("black shirt", &[]),
            ("black & decker", &["black decker"]),
            ("لينوفو", &["lenovo"]),
            ("hp", &["hp"]),
        ] {
            assert_eq!(find(text), keys, "{text}");
        }
    }

    #[test]
    fn slips_of_the_keyboard() {
        let gazetteer = Gazetteer::new(["samsung", "xerox", "logitech", "projecta", "philips"].map(str::to_owned));
        for (text, key) in [
            ("samsng", Some("samsung")),
            ("xeroks", Some("xerox")),
            ("logitec", Some("logitech")),
            ("projekt", None),
            ("songs", None),
            ("phil", None),
        ] {
            let found = gazetteer.misspelt(&Tokens::of(text), 0).map(|m| m.keys.concat());
            assert_eq!(found.as_deref(), key, "{text}");
        }
    }
}
