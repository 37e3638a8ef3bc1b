//! Which words of a message describe the thing, and how much each counts.

use super::compound;
use super::concept::{Concept, Facet, MAX_CONCEPTS, Role, join};
use super::head::{AND, goes_with, heads, is_apart, is_arabic, is_of_tied, names_model};
use super::mention::before_one;
use super::refusal::{Refused, refusal};
use super::slot::{self, condition, is_also_fine, qualifies};
use super::utterance::{Spanned, Utterance};
use super::{Context, Wish};
use crate::analysis::{Gap, Script, acronym, plain_number};
use crate::lexicon::{Kinds, LexemeId};
use crate::product::Condition;
use std::ops::Range;

/// Weights of a word within the tokens of the wish itself; the head counts 1.
const ATTRIBUTE: f32 = 0.8;
const TITLE_WORD: f32 = 0.8;
pub(super) const MEASURE: f32 = 0.7;
const NEAR_MEASURE: f32 = 0.8;
const COMPATIBLE: f32 = 0.8;
const SECOND_THING: f32 = 0.4;
/// Recipients and occasions stand in few titles, and there they matter.
const RECIPIENT: f32 = 0.3;
/// A word that no row and no title knows: counts only if its correction does.
const UNKNOWN_WORD: f32 = 0.5;
/// In a typed query every word was typed on purpose.
const TYPED_WORD: f32 = 0.9;
/// Small words too, a little: a "d battery", "the who".
const TYPED_STOP: f32 = 0.25;
/// What words of other sentences of the message are worth.
const NEARBY: f32 = 0.3;

/// What some tokens of a message say about a thing.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) concepts: Vec<Concept>,
    pub(super) brands: Vec<String>,
    pub(super) refused_brands: Vec<String>,
    pub(super) refused: Vec<(String, Vec<Vec<String>>)>,
    pub(super) condition: Option<Condition>,
    pub(super) used_too: bool,
}

/// Reads a range of tokens; `used` tokens (amounts) are passed over. `typed`: a query, where every word counts.
pub(super) fn gather(utterance: &Utterance<'_>, range: &Range<usize>, used: &[bool], context: &Context<'_>, typed: bool) -> Gathered {
    let mut gathered = Gathered::default();
    let heads = heads(utterance, range, context);
    let mut at = range.start;
    let mut broken = false;
    // From this concept on they are said in a row, with nothing but commas and "and" between.
    let mut run = 0;
    while at < range.end.min(utterance.tokens.len()) {
        broken |= !typed && utterance.breaks(at) && heads.first().is_some_and(|head| *head < at);
        if used.get(at).copied().unwrap_or(false) {
            at += 1;
            continue;
        }
        if let Some((end, refused)) = refusal(utterance, at, range.end, context) {
            match refused {
                Refused::Nothing => {}
                Refused::Brand(keys) => gathered.refused_brands.extend(keys),
                Refused::Words(name, terms) => gathered.refused.push((name, terms)),
            }
            at = end;
            continue;
        }
        let is_word = match utterance.lexeme_at(at) {
            Some(lexeme) => context.lexicon.kinds(lexeme.what).is_thing() && !goes_with(utterance, at),
            None => utterance.tokens.token(at).script != Script::Number,
        };
        let strict = broken && is_word && !names_model(utterance, at);
        let (start, taken) = (at, gathered.concepts.len());
        // Behind "so", "before", "because" only what describes or goes with it: "a tablet before the drive, they'll drop it in juice".
        at = if strict && utterance.brands.iter().all(|b| b.start != at) {
            at + 1
        } else {
            gathered.take(utterance, at, &heads, context, typed)
        };
        let begins = utterance.tokens.token(start).gap >= Gap::Stop;
        if begins || gathered.concepts.len() == taken && !AND.contains(&utterance.tokens.form(start)) {
            run = taken;
        }
        gathered.say_of_one(run);
    }
    gathered
}

/// The last resort of a typed query: every word as it stands, stop words too ("the who").
pub(super) fn every_word(utterance: &Utterance<'_>) -> Vec<Concept> {
    let words = utterance.tokens.iter().filter(|(token, _)| token.script != Script::Sign);
    words
        .take(MAX_CONCEPTS)
        .map(|(token, form)| Concept::of_word(form, token.script, Role::Modifier, TYPED_WORD))
        .collect()
}

impl Gathered {
    /// "wireless, small one": of concepts in a row that end in what stands for the thing, all are said of it.
    fn say_of_one(&mut self, run: usize) {
        let row = &mut self.concepts[run..];
        if row.last().is_some_and(|concept| concept.of_one) {
            row.iter_mut().filter(|c| c.describes).for_each(|c| c.of_one = true);
        }
    }

    /// Takes what starts at a token; says where the next one is.
    fn take(&mut self, utterance: &Utterance<'_>, at: usize, heads: &[usize], context: &Context<'_>, typed: bool) -> usize {
        if let Some(brand) = utterance.brands.iter().find(|b| b.start == at) {
            let name = brand.keys[0].clone();
            // "case for iphone", كفر لاورفيا; and whatever stands beside an accessory is what it is for, or who made it.
            let form = utterance.tokens.form(at);
            let attached = form.starts_with('ل') && !form.starts_with("لل") && !name.starts_with('l');
            let of_accessory = self.concepts.iter().any(|c| c.role == Role::Head && c.accessory);
            if goes_with(utterance, at) || is_of_tied(utterance, at, context) || attached || of_accessory || typed {
                let terms = name.split(' ').map(str::to_owned).collect();
                let (role, weight) = if typed {
                    (Role::Modifier, 1.0)
                } else {
                    (Role::Compatible, COMPATIBLE)
                };
                self.concepts.push(Concept::of_terms(&name, terms, role, weight));
            } else if slot::is_hedged(utterance, at) {
                self.concepts.push(brand_nearby(&name));
            } else {
                self.brands.extend(brand.keys.iter().cloned());
            }
            return brand.end;
        }
        if let Some(lexeme) = utterance.lexeme_at(at).filter(|l| l.start == at) {
            self.take_lexeme(utterance, &lexeme, heads, context, typed);
            return lexeme.end;
        }
        if let Some(end) = self.take_acronym(utterance, at, context, typed) {
            return end;
        }
        if utterance.tokens.token(at).script == Script::Number {
            return self.take_number(utterance, at, context, typed);
        }
        if utterance.says_something(at, context) || typed && utterance.tokens.token(at).script != Script::Sign {
            self.take_word(utterance, at, heads, context, typed);
        }
        at + 1
    }

    fn take_lexeme(&mut self, utterance: &Utterance<'_>, lexeme: &Spanned<LexemeId>, heads: &[usize], context: &Context<'_>, typed: bool) {
        let kinds = context.lexicon.kinds(lexeme.what);
        if let Some(condition) = condition(context, lexeme.what) {
            if condition != Condition::New && is_also_fine(utterance, lexeme) {
                self.used_too = true;
            } else if qualifies(utterance, lexeme, context) {
                self.condition = Some(condition);
            }
            return;
        }
        let after_head = heads.first().is_some_and(|head| lexeme.start > *head);
        let (role, weight) = if heads.contains(&lexeme.start) {
            (Role::Head, 1.0)
        } else if kinds.is_thing() && after_head && goes_with(utterance, lexeme.start) {
            // A case must fit the phone; speakers "for my desk" stand on any.
            let fits = self.concepts.iter().any(|c| c.role == Role::Head && c.accessory);
            if fits {
                (Role::Compatible, COMPATIBLE)
            } else {
                (Role::Context, SECOND_THING)
            }
        } else if kinds.is_thing() && !typed && heads.first().is_some_and(|head| is_apart(utterance, *head, lexeme.start)) {
            (Role::Context, SECOND_THING)
        } else if kinds.is_thing() {
            let touches = after_head && is_arabic(context, lexeme.what);
            (
                Role::Modifier,
                if touches || !after_head || typed {
                    COMPATIBLE
                } else {
                    SECOND_THING
                },
            )
        } else if kinds.has(Kinds::PERSON.and(Kinds::OCCASION)) {
            (Role::Context, RECIPIENT)
        } else {
            (Role::Modifier, ATTRIBUTE)
        };
        let weight = if typed { weight.max(TYPED_WORD) } else { weight };
        let mut concept = match role {
            Role::Head => self.head(utterance, lexeme, context),
            _ => Concept::of_lexeme(context.lexicon, lexeme.what, role, weight),
        };
        concept.of_one = before_one(utterance, lexeme.end);
        concept.describes = !kinds.is_thing() || concept.of_one;
        let forms: Vec<String> = (lexeme.start..lexeme.end).map(|i| utterance.tokens.form(i).to_owned()).collect();
        if forms.iter().all(|form| context.vocabulary.title_frequency(form) > 0) {
            concept.add(forms, 1.0);
        }
        self.concepts.push(concept);
    }

    /// The head, by the name that it has with what stands beside it, or without what it only is like.
    fn head(&mut self, utterance: &Utterance<'_>, lexeme: &Spanned<LexemeId>, context: &Context<'_>) -> Concept {
        if let Some(concept) = compound::with_next(utterance, lexeme, context) {
            return concept;
        }
        let Some((concept, like)) = compound::described(context.lexicon, lexeme.what) else {
            let mut concept = Concept::of_lexeme(context.lexicon, lexeme.what, Role::Head, 1.0);
            if !concept.is_sold(context.vocabulary) {
                concept.add_bare_head(context.lexicon, lexeme.what);
            }
            return concept;
        };
        let mut described = Concept::of_lexeme(context.lexicon, like, Role::Modifier, ATTRIBUTE);
        described.describes = true;
        self.concepts.push(described);
        concept
    }

    /// English letters by their Arabic names, where the catalog has what they spell.
    fn take_acronym(&mut self, utterance: &Utterance<'_>, at: usize, context: &Context<'_>, typed: bool) -> Option<usize> {
        let is_letter = |i: &usize| {
            let near = *i == at || utterance.tokens.token(*i).gap <= Gap::Space;
            near && utterance.lexeme_at(*i).is_none() && acronym::is_letter(utterance.tokens.form(*i))
        };
        let end = at + (at..utterance.tokens.len()).take_while(is_letter).count();
        let spelled = acronym::spelled((at..end).map(|i| utterance.tokens.form(i)));
        let known = spelled.into_iter().max_by_key(|word| context.vocabulary.title_frequency(word))?;
        if context.vocabulary.title_frequency(&known) == 0 {
            return None;
        }
        let weight = if typed { TYPED_WORD } else { TITLE_WORD };
        let mut concept = Concept::of_word(&known, Script::Latin, Role::Modifier, weight);
        if let Some(id) = context.lexicon.lexeme(&known) {
            for variant in Concept::of_lexeme(context.lexicon, id, Role::Modifier, weight).variants {
                concept.add(variant.terms, variant.weight);
            }
        }
        self.concepts.push(concept);
        Some(end)
    }

    fn take_number(&mut self, utterance: &Utterance<'_>, at: usize, context: &Context<'_>, typed: bool) -> usize {
        let number = plain_number(utterance.tokens.form(at));
        if let Some(unit) = utterance.measured(at) {
            let term = format!("{number}{unit}");
            let mut concept = Concept::of_terms(&term, vec![term.clone()], Role::Modifier, MEASURE);
            concept.describes = true;
            concept.facet = Some(Facet::Measure(unit));
            // Screens are measured to a tenth and spoken of in whole inches: 15.6 is "a 15 inch".
            let whole = unit == "in" && number.bytes().all(|b| b.is_ascii_digit());
            for tenth in (1..=9).filter(|_| whole).map(|tenth| format!("{number}.{tenth}{unit}")) {
                if context.vocabulary.title_frequency(&tenth) > 0 {
                    concept.add(vec![tenth], NEAR_MEASURE);
                }
            }
            self.concepts.push(concept);
            return at + 2;
        }
        // "iphone 13", "playstation 4": a number right behind a name belongs to it.
        let behind_name = at > 0
            && utterance.tokens.token(at).gap <= Gap::Space
            && (utterance.in_titles(at - 1) && !utterance.stop[at - 1] || utterance.lexeme_at(at - 1).is_some());
        if typed || behind_name {
            // "a case for iphone 13": the number is that of the phone, and one for the 12 does not fit.
            let role = if behind_name && self.goes_on_compatible(typed) {
                Role::Compatible
            } else {
                Role::Modifier
            };
            self.concepts.push(Concept::of_terms(&number, vec![number.clone()], role, MEASURE));
        }
        at + 1
    }

    /// Whether what was taken last is what an accessory goes with: the model of it may follow.
    fn goes_on_compatible(&self, typed: bool) -> bool {
        self.is_of_accessory(typed) && self.concepts.last().is_some_and(|c| c.role == Role::Compatible)
    }

    fn is_of_accessory(&self, typed: bool) -> bool {
        !typed && self.concepts.iter().any(|c| c.role == Role::Head && c.accessory)
    }

    fn take_word(&mut self, utterance: &Utterance<'_>, at: usize, heads: &[usize], context: &Context<'_>, typed: bool) {
        let (script, form) = (utterance.tokens.token(at).script, utterance.tokens.form(at));
        let known = utterance.in_titles(at);
        // What no row knows may be anything: of a typed query no word is more than the others, of a message the first, and those that it
        // goes on with (scent beads).
        let first = !self.concepts.iter().any(|c| c.role == Role::Head) || goes_on_unknown(utterance, at);
        let role = if !typed && heads.is_empty() && first && known && !utterance.stop[at] {
            Role::Head
        } else if script == Script::Mixed && utterance.tokens.token(at).gap <= Gap::Space && self.goes_on_compatible(typed)
            || self.is_of_accessory(typed) && names_model(utterance, at)
        {
            Role::Compatible
        } else {
            Role::Modifier
        };
        let weight = match (typed, known) {
            (true, _) if utterance.stop[at] => TYPED_STOP,
            (true, _) => TYPED_WORD,
            (false, true) => TITLE_WORD,
            (false, false) => UNKNOWN_WORD,
        };
        let mut concept = Concept::of_word(form, script, role, weight);
        if let Some(joined) = joined_with_next(utterance, at).filter(|joined| context.vocabulary.title_frequency(joined) > 0) {
            concept.add(vec![joined], 1.0);
        }
        if context.vocabulary.title_frequency(form) == 0 {
            concept.repair(form, script, context);
        }
        concept.of_one = before_one(utterance, at + 1);
        concept.describes = concept.of_one;
        if concept.is_sold(context.vocabulary) || typed {
            self.concepts.push(concept);
        }
    }

    /// The name of the thing where it is one for another thing, and nothing says yet for which.
    pub(super) fn lone_accessory(&self) -> Option<String> {
        let head = self.concepts.iter().find(|c| c.role == Role::Head)?;
        let alone = self.concepts.iter().all(|c| c.role == Role::Head || c.describes) && self.brands.is_empty();
        // A mousepad says what it is for.
        let says = head.variants.iter().any(|v| v.weight >= 0.8 && v.terms.len() > 1);
        (alone && head.accessory && !says).then(|| head.name.clone())
    }

    /// A surer name for the head: the phone case that a case turned out to be.
    pub(super) fn rename_head(&mut self, head: Concept) {
        if let Some(old) = self.concepts.iter_mut().find(|c| c.role == Role::Head) {
            *old = head;
        }
    }

    /// A wish must have a head: the first thing or word, if the rows named none.
    pub(super) fn ensure_head(&mut self) {
        if !self.concepts.iter().any(|c| c.role == Role::Head)
            && let Some(first) = self.concepts.iter_mut().find(|c| c.role == Role::Modifier && !c.describes)
        {
            first.role = Role::Head;
            first.weight = 1.0;
        }
    }

    /// What the sentence of the cue says about a thing that was named elsewhere: all but other things.
    pub(super) fn add_description(&mut self, other: Self) {
        let before = std::mem::take(&mut self.brands);
        self.brands = if before.is_empty() { other.brands.clone() } else { before };
        let mut concepts = other.concepts;
        concepts.retain(|concept| concept.describes);
        concepts.iter_mut().for_each(|concept| concept.role = Role::Modifier);
        self.refused_brands.extend(other.refused_brands);
        self.refused.extend(other.refused);
        self.condition = self.condition.or(other.condition);
        self.used_too |= other.used_too;
        join(&mut self.concepts, concepts, 1.0);
    }

    /// What was said nearby counts less; it refuses and chooses as well.
    pub(super) fn add_context(&mut self, mut other: Self) {
        self.refused_brands.append(&mut other.refused_brands);
        self.refused.append(&mut other.refused);
        self.condition = self.condition.or(other.condition);
        self.used_too |= other.used_too;
        // Things and bare words of other sentences bring other products: "like a phone in a sock".
        other.concepts.retain(|concept| concept.describes);
        // "im getting a tablet, a cheap android one": what stands for the thing says what it is like.
        let (of_it, nearby): (Vec<Concept>, Vec<Concept>) = std::mem::take(&mut other.concepts).into_iter().partition(|c| c.of_one);
        self.concepts.extend(of_it.into_iter().map(|concept| Concept {
            role: Role::Modifier,
            ..concept
        }));
        other.concepts = nearby;
        for concept in &mut other.concepts {
            concept.role = Role::Context;
        }
        join(&mut self.concepts, other.into_context(), NEARBY);
    }

    /// Its concepts, with the brands among them as words that only rank.
    pub(super) fn into_context(self) -> Vec<Concept> {
        let mut concepts = self.concepts;
        concepts.extend(self.brands.iter().map(|brand| brand_nearby(brand)));
        concepts
    }

    pub(super) fn into_wish(mut self, utterance: &Utterance<'_>) -> Wish {
        // A brand alone is what is searched: its name in a title before the rest of its products.
        if !self.brands.is_empty() && self.concepts.iter().all(|c| c.role != Role::Head) {
            let name = self.brands[0].clone();
            let terms = name.split(' ').map(str::to_owned).collect();
            self.concepts.push(Concept::of_terms(&name, terms, Role::Modifier, 1.0));
        }
        // "not a black one, black is boring"
        let refused: Vec<String> = self.refused.iter().map(|(name, _)| name.clone()).collect();
        self.concepts.retain(|c| c.role == Role::Head || !refused.contains(&c.name));
        self.concepts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        self.concepts.truncate(MAX_CONCEPTS);
        let refused_brands: Vec<String> = self.refused_brands;
        self.brands.retain(|brand| !refused_brands.contains(brand));
        self.brands.dedup();
        Wish {
            key: String::new(),
            authors: vec![utterance.author.to_owned()],
            message: utterance.index,
            language: utterance.language,
            words: self.concepts.iter().map(|c| c.name.clone()).collect(),
            price: None,
            brands: self.brands,
            refused_brands,
            refused: self.refused.iter().map(|(name, _)| name.clone()).collect(),
            condition: self.condition,
            used_too: self.used_too,
            concepts: self.concepts,
            refused_terms: self.refused.into_iter().flat_map(|(_, terms)| terms).collect(),
            typed: false,
        }
    }
}

/// Whether the word before is one that only titles have, as this one is.
fn goes_on_unknown(utterance: &Utterance<'_>, at: usize) -> bool {
    let unknown = |at: usize| {
        let is_word = utterance.tokens.token(at).script == Script::Latin && !utterance.stop[at];
        is_word && utterance.in_titles(at) && utterance.lexeme_at(at).is_none() && utterance.brands.iter().all(|b| b.start != at)
    };
    at > 0 && utterance.tokens.token(at).gap <= Gap::Space && unknown(at - 1) && unknown(at)
}

/// A brand as words that only rank.
fn brand_nearby(brand: &str) -> Concept {
    let terms = brand.split(' ').map(str::to_owned).collect();
    let mut concept = Concept::of_terms(brand, terms, Role::Context, ATTRIBUTE);
    concept.describes = true;
    concept
}

fn joined_with_next(utterance: &Utterance<'_>, at: usize) -> Option<String> {
    let next = at + 1;
    let near = next < utterance.tokens.len() && utterance.tokens.token(next).gap <= Gap::Space;
    near.then(|| format!("{}{}", utterance.tokens.form(at), utterance.tokens.form(next)))
}
