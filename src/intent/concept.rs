//! One thing that is searched, with everything a shop may call it.

use super::Context;
use crate::analysis::{Script, Vocabulary, spelling, stem};
use crate::lexicon::{Kinds, LexemeId, Lexicon};
use crate::product::Language;

/// The stem of a word, beside its form: `games` finds `game`, but a title with the word itself comes first.
const STEM: f32 = 0.95;
/// The Arabic stem joins more than inflections (مكتبة, مكتب).
const ARABIC_STEM: f32 = 0.8;
/// Of a stem that two words of the rows share: too little to name a thing (see `NAMES_THING` in `catalog/search.rs`).
const DOUBTED_STEM: f32 = 0.4;
/// Another name of the thing than the one that was said.
const OTHER_NAME: f32 = 0.85;
/// Names made of parts, from parts as sure as this.
const COMPOSED_FROM: f32 = 0.7;
const COMPOSED: f32 = 0.9;
/// The head alone of a compound that has no translation.
const UNTRANSLATED: f32 = 0.55;
/// The head alone of a name that the catalog does not know.
const BARE_HEAD: f32 = 0.7;
/// A word that the writer ran together or apart (`powerbank`, `power bank`).
const REJOINED: f32 = 0.9;

/// At most so many concepts reach the search: the sure ones.
pub(super) const MAX_CONCEPTS: usize = 12;

/// What is searched for, as ranked alternatives.
#[derive(Debug, Clone)]
pub(crate) struct Concept {
    /// A word of the lexicon or the catalog.
    pub(crate) name: String,
    pub(crate) role: Role,
    /// Its share in the wish; 1 = the head.
    pub(crate) weight: f32,
    pub(crate) variants: Vec<Variant>,
    /// It names an accessory, spare part or refill.
    pub(crate) accessory: bool,
    /// It names a kind of thing, no brand or model.
    pub(crate) is_kind: bool,
    /// It says what a thing is like, not which thing: a colour, a size, a brand, a recipient.
    pub(crate) describes: bool,
    /// It was said of what stands for the thing: "a leather one".
    pub(crate) of_one: bool,
    /// What it says something about, where a thing has only one such: a later white takes the place of black.
    pub(crate) facet: Option<Facet>,
}

/// What a thing has one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Facet {
    /// A colour.
    Colour,
    /// A measure in this unit.
    Measure(&'static str),
    /// One of several words of which a thing is only one; the first of them.
    Opposite(&'static str),
}

/// English words that shut each other out: who says "wireless, i mean" wants no wired one any more.
const OPPOSITES: &[&[&str]] = &[
    &["wired", "corded", "wireless", "cordless"],
    &["big", "large", "small", "mini", "compact"],
    &["long", "short"],
    &["automatic", "manual"],
    &["thick", "thin", "slim"],
    &["heavy", "light", "lightweight"],
    &["high", "low"],
];

/// What a concept is to the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The thing itself.
    Head,
    /// What it should be like.
    Modifier,
    /// What it must go with: "case for iphone 13".
    Compatible,
    /// Said nearby.
    Context,
}

/// One name: all its terms belong together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variant {
    pub(crate) terms: Vec<String>,
    pub(crate) weight: f32,
    /// Its head alone is still such a thing: a laptop for a gaming laptop, but no bank for a power bank.
    pub(crate) by_head: bool,
}

impl Variant {
    fn new(terms: Vec<String>, weight: f32) -> Self {
        Self {
            terms,
            weight,
            by_head: false,
        }
    }

    /// The place of the term that names the thing: English puts it last (laptop bag), Arabic first (شنطة لابتوب).
    pub(crate) fn head(&self) -> usize {
        match self.terms.first().map(|term| Language::of(term)) {
            Some(Language::Arabic) => 0,
            _ => self.terms.len().saturating_sub(1),
        }
    }
}

impl Concept {
    /// A lexeme with its synonyms and translations.
    pub(crate) fn of_lexeme(lexicon: &Lexicon, id: LexemeId, role: Role, weight: f32) -> Self {
        let names = lexicon.names(id);
        let mut concept = Self {
            name: lexicon.name(id).to_owned(),
            role,
            weight,
            variants: Vec::new(),
            accessory: is_accessory(lexicon.kinds(id)),
            is_kind: lexicon.kinds(id).is_thing(),
            describes: false,
            of_one: false,
            facet: None,
        };
        if lexicon.kinds(id).has(Kinds::COLOUR) {
            concept.facet = Some(Facet::Colour);
        } else if !lexicon.kinds(id).is_thing() && lexicon.kinds(id).has(Kinds::DESCRIBES) {
            concept.facet = opposite(lexicon, &names);
        }
        for (other, sureness) in names {
            let name = lexicon.name(other);
            // Who says laptop means notebooks too, but a title with the very word comes first.
            let sureness = if other == id { sureness } else { sureness * OTHER_NAME };
            // Of what was said itself: a portable computer may stand for a laptop, but not any computer. And of its translations that end
            // in a name of its head: سماعات بلوتوث are headphones where no title says bluetooth headphones.
            let by_head = if other == id {
                is_by_head(lexicon, name)
            } else {
                has_same_head(lexicon, id, name)
            };
            concept.add_name(name, sureness, by_head);
            if is_confusable(lexicon, name) {
                concept.doubt_stem(name);
            }
            for plural in lexicon.plurals(name) {
                concept.add_name(plural, sureness, by_head);
            }
            if sureness >= COMPOSED_FROM {
                concept.add_composed(lexicon, name, sureness, by_head);
            }
        }
        concept.add_head_in_arabic(lexicon, id);
        concept
    }

    /// An English compound that no row translates is at least its head: a4 paper is paper (ورق) in an Arabic title.
    fn add_head_in_arabic(&mut self, lexicon: &Lexicon, id: LexemeId) {
        let arabic = |id: &LexemeId| lexicon.language(*id) == Language::Arabic;
        let head = lexicon.name(id).rsplit_once(' ').and_then(|(_, head)| lexicon.lexeme(head));
        let Some(head) = head.filter(|head| lexicon.kinds(*head).is_thing() && !lexicon.names(id).iter().any(|(other, _)| arabic(other)))
        else {
            return;
        };
        for (name, weight) in lexicon
            .names(head)
            .into_iter()
            .filter(|(name, w)| arabic(name) && *w >= COMPOSED_FROM)
        {
            self.add_name(lexicon.name(name), weight * UNTRANSLATED, false);
        }
    }

    /// Names of the head alone, for a catalog that has nothing under the whole name: سماعات بلوتوث are headphones where no title says
    /// bluetooth. Not of what is made for another thing: printer ink is no ink for pens.
    pub(crate) fn add_bare_head(&mut self, lexicon: &Lexicon, id: LexemeId) {
        let name = lexicon.name(id);
        let parts = match Language::of(name) {
            Language::Arabic => name.split_once(' '),
            Language::English => name.rsplit_once(' ').map(|(rest, head)| (head, rest)),
        };
        let Some((head, rest)) = parts.filter(|_| !self.accessory) else {
            return;
        };
        let kinds = |word: &str| lexicon.lexeme(word).map(|id| lexicon.kinds(id)).unwrap_or_default();
        let singular = || lexicon.lexeme(&format!("{}ه", head.strip_suffix("ات")?));
        let Some(head) = lexicon.lexeme(head).or_else(singular).filter(|_| {
            rest.split(' ')
                .all(|word| !kinds(word).is_thing() || kinds(word).has(Kinds::DESCRIBES))
        }) else {
            return;
        };
        if lexicon.kinds(head).is_thing() {
            for variant in Self::of_lexeme(lexicon, head, self.role, self.weight).variants {
                self.add(variant.terms, variant.weight * BARE_HEAD);
            }
        }
    }

    /// A word as it stands, for catalogs that know it.
    pub(crate) fn of_word(form: &str, script: Script, role: Role, weight: f32) -> Self {
        let mut concept = Self {
            name: form.to_owned(),
            role,
            weight,
            variants: Vec::new(),
            accessory: false,
            is_kind: false,
            describes: false,
            of_one: false,
            facet: None,
        };
        concept.add(vec![form.to_owned()], 1.0);
        let stem = stem(form, script);
        concept.add(vec![stem.into_owned()], if script == Script::Arabic { ARABIC_STEM } else { STEM });
        concept
    }

    /// Terms that must stand as they are: `32gb`, a brand.
    pub(crate) fn of_terms(name: &str, terms: Vec<String>, role: Role, weight: f32) -> Self {
        Self {
            name: name.to_owned(),
            role,
            weight,
            variants: vec![Variant::new(terms, 1.0)],
            accessory: false,
            is_kind: false,
            describes: false,
            of_one: false,
            facet: None,
        }
    }

    /// What a word that no title has may have been meant to be: corrected, cut in two, or a model and its number.
    pub(crate) fn repair(&mut self, form: &str, script: Script, context: &Context<'_>) {
        let vocabulary = context.vocabulary;
        if script == Script::Mixed {
            let parts = letters_and_digits(form);
            if parts.len() == 2 && parts.iter().all(|part| vocabulary.title_frequency(part) > 0) {
                self.add(parts, REJOINED);
            }
        }
        if script != Script::Latin {
            return;
        }
        if let Some(parts) = halves(form, vocabulary) {
            self.add(parts, REJOINED);
        }
        for (word, sureness) in spelling::corrections(form, vocabulary) {
            if let Some(id) = context.lexicon.lexeme(&word).filter(|_| self.variants.len() < 4) {
                let corrected = Self::of_lexeme(context.lexicon, id, self.role, self.weight);
                self.accessory |= corrected.accessory;
                for variant in corrected.variants {
                    self.add(variant.terms, variant.weight * sureness);
                }
            } else {
                self.add(vec![word], sureness);
            }
        }
    }

    /// Adds an alternative; of two with the same terms the surer one stays.
    pub(crate) fn add(&mut self, terms: Vec<String>, weight: f32) {
        match self.variants.iter_mut().find(|v| v.terms == terms) {
            Some(variant) => variant.weight = variant.weight.max(weight),
            None => self.variants.push(Variant::new(terms, weight)),
        }
    }

    fn add_name(&mut self, name: &str, sureness: f32, by_head: bool) {
        let known = self.variants.len();
        let (script, by_stem) = match Language::of(name) {
            Language::Arabic => (Script::Arabic, ARABIC_STEM),
            Language::English => (Script::Latin, STEM),
        };
        let forms: Vec<String> = name.split(' ').map(str::to_owned).collect();
        let stems: Vec<String> = forms.iter().map(|form| stem(form, script).into_owned()).collect();
        if forms.len() == 1 {
            self.add(forms, sureness);
        } else if script == Script::Latin {
            // `powerbank` for `power bank`: titles write both.
            self.add(vec![forms.concat()], sureness * REJOINED);
        }
        self.add(stems, sureness * if name.contains(' ') { 1.0 } else { by_stem });
        self.variants[known..].iter_mut().for_each(|variant| variant.by_head = by_head);
    }

    /// The stem of a word is that of another word of the rows as well: it may rank, but makes no product the thing.
    fn doubt_stem(&mut self, name: &str) {
        let stem = stem(name, Script::Arabic);
        let is_stem = |variant: &&mut Variant| variant.terms.len() == 1 && variant.terms[0] == *stem;
        if let Some(variant) = self.variants.iter_mut().find(is_stem) {
            variant.weight = variant.weight.min(DOUBTED_STEM);
        }
    }

    /// A name of several words with other names of its head: `gaming laptop` -> `gaming notebook`.
    fn add_composed(&mut self, lexicon: &Lexicon, name: &str, sureness: f32, by_head: bool) {
        if Language::of(name) == Language::Arabic {
            return;
        }
        let spaces = name.match_indices(' ').map(|(at, _)| at);
        let Some((first, head)) = spaces
            .filter_map(|at| Some((&name[..at], lexicon.lexeme(&name[at + 1..])?)))
            .find(|(_, head)| lexicon.kinds(*head).is_thing())
        else {
            return;
        };
        for (other, weight) in lexicon
            .names(head)
            .into_iter()
            .filter(|(other, w)| *other != head && *w >= COMPOSED_FROM)
        {
            let other = lexicon.name(other);
            if Language::of(other) == Language::English {
                let by_head = by_head && !other.contains(' ');
                self.add_name(&format!("{first} {other}"), sureness * weight * COMPOSED, by_head);
            }
        }
    }

    /// Whether any alternative stands in a title of the catalog.
    pub(crate) fn is_sold(&self, vocabulary: &dyn Vocabulary) -> bool {
        self.variants
            .iter()
            .any(|v| v.terms.iter().all(|term| vocabulary.title_frequency(term) > 0))
    }
}

/// Adds concepts to those that are there; one that is there already keeps the greater weight.
pub(super) fn join(concepts: &mut Vec<Concept>, more: Vec<Concept>, factor: f32) {
    for mut concept in more {
        concept.weight *= factor;
        match concepts.iter_mut().find(|c| c.name == concept.name) {
            Some(known) => known.weight = known.weight.max(concept.weight),
            None => concepts.push(concept),
        }
    }
    concepts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    concepts.truncate(MAX_CONCEPTS);
}

fn opposite(lexicon: &Lexicon, names: &[(LexemeId, f32)]) -> Option<Facet> {
    let is_named = |word: &&str| {
        names
            .iter()
            .any(|(name, weight)| *weight >= COMPOSED && lexicon.name(*name) == *word)
    };
    let group = OPPOSITES.iter().find(|group| group.iter().any(&is_named))?;
    Some(Facet::Opposite(group[0]))
}

fn is_accessory(kinds: Kinds) -> bool {
    kinds.has(Kinds::ACCESSORY) && !kinds.has(Kinds::PRODUCT)
}

/// Whether a name is a thing's with something that it should be like (`gaming laptop`, حذاء رياضي), not one made of two things.
fn is_by_head(lexicon: &Lexicon, name: &str) -> bool {
    let (head, rest) = match Language::of(name) {
        Language::Arabic => name.split_once(' '),
        Language::English => name.rsplit_once(' ').map(|(rest, head)| (head, rest)),
    }
    .unwrap_or((name, ""));
    let kinds = |word: &str| lexicon.lexeme(word).map(|id| lexicon.kinds(id));
    kinds(head).is_some_and(Kinds::is_thing) && rest.split(' ').all(|word| kinds(word).is_some_and(|k| !k.is_thing()))
}

/// Whether an Arabic word has the stem of another word of the rows that is no name of the same: طابعة (printer), طابع (stamp).
fn is_confusable(lexicon: &Lexicon, name: &str) -> bool {
    if name.contains(' ') || Language::of(name) == Language::English {
        return false;
    }
    let stem = stem(name, Script::Arabic);
    let (own, other) = (lexicon.lexeme(name), lexicon.lexeme(&stem));
    let (Some(own), Some(other)) = (own, other) else { return false };
    let names = |id| lexicon.names(id);
    let english = |id: &LexemeId| lexicon.language(*id) == Language::English;
    let theirs = names(other);
    own != other
        && !names(own)
            .iter()
            .any(|(id, _)| english(id) && theirs.iter().any(|(their, _)| their == id))
}

/// Whether an English name of an Arabic compound ends in what the compound's own head is called, behind words that name no thing.
fn has_same_head(lexicon: &Lexicon, compound: LexemeId, english: &str) -> bool {
    let own = lexicon.name(compound);
    if Language::of(own) == Language::English || Language::of(english) == Language::Arabic {
        return false;
    }
    let head = own.split_once(' ').and_then(|(head, _)| lexicon.lexeme(head));
    let Some((head, (rest, last))) = head.zip(english.rsplit_once(' ')) else {
        return false;
    };
    let is_thing = |word: &str| lexicon.lexeme(word).is_some_and(|id| lexicon.kinds(id).is_thing());
    let mut names = lexicon.names(head).into_iter();
    names.any(|(name, weight)| weight >= COMPOSED_FROM && lexicon.name(name) == last) && !rest.split(' ').any(is_thing)
}

/// `iphone13` -> `iphone`, `13`.
fn letters_and_digits(form: &str) -> Vec<String> {
    let at = form.find(|c: char| c.is_ascii_digit()).unwrap_or(form.len());
    let (letters, digits) = form.split_at(at);
    if letters.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    vec![letters.to_owned(), digits.to_owned()]
}

/// Two words of the catalog that were run together, the most frequent cut.
fn halves(form: &str, vocabulary: &dyn Vocabulary) -> Option<Vec<String>> {
    /// `mousepad` has three letters on one side; with two, every word has a cut.
    const LEAST: usize = 3;
    let cuts = LEAST..form.len().saturating_sub(LEAST - 1).max(LEAST);
    let best = cuts.filter(|at| form.is_char_boundary(*at)).map(|at| {
        let (left, right) = form.split_at(at);
        (vocabulary.title_frequency(left).min(vocabulary.title_frequency(right)), at)
    });
    let (frequency, at) = best.max()?;
    let word = |half: &str| stem(half, Script::Latin).into_owned();
    (frequency > 1).then(|| vec![word(&form[..at]), word(&form[at..])])
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words(&'static [&'static str]);

    impl Vocabulary for Words {
        fn title_frequency(&self, term: &str) -> u64 {
            if self.0.contains(&term) { 5 } else { 0 }
        }

        fn products(&self) -> u64 {
            self.0.len() as u64
        }

        fn with_prefix(&self, _: &str, _: &mut dyn FnMut(&str, &dyn Fn() -> u64) -> bool) {}
    }

    #[test]
    fn words_run_together() {
        let words = Words(&["mouse", "pad", "power", "bank"]);
        assert_eq!(halves("mousepad", &words), Some(vec!["mous".to_owned(), "pad".to_owned()]));
        assert_eq!(halves("mouse", &words), None);
        assert_eq!(halves("ab", &words), None);
        assert_eq!(letters_and_digits("iphone13"), ["iphone", "13"]);
        assert!(letters_and_digits("xm4x").is_empty());
    }
}
