//! Cues that point: "where can I get one", "any recommendations?", "محتاجة وحدة". Their thing is what was spoken of before, in this message
//! or in the last ones.

use super::Context;
use super::mention::{BRAND, CONTAINERS, Determiner, Mention, ONE};
use super::standing::{is_attached, is_governed, is_indefinite, is_missed, is_part, is_tied, is_topic};
use super::utterance::{Spanned, Utterance};
use crate::analysis::Script;
use crate::lexicon::{Cue, Part};
use std::ops::Range;

/// A thing named before and pointed at: "where can I get one".
const POINTED: f32 = 0.9;
/// Advice to somebody else.
const TOLD: f32 = 0.6;
/// What each message between costs an antecedent.
const OLDER: f32 = 0.08;
/// An antecedent that broke, ran out or is missing is what "a new one" stands for.
const MISSED: f32 = 0.3;
/// What a sentence of Arabic begins with is what it is about.
const TOPIC: f32 = 0.12;
/// "One like it" is like what is there: the air fryer, my bag.
const ALIKE: f32 = 0.12;
/// "One" takes up what its own message named with "a": "swap the hard drive for an ssd, so now im shopping for one".
const INDEFINITE: f32 = 0.2;
/// Parts of things are seldom bought: "screen went pink, so I'm looking for a new one" means the television.
const PART: f32 = 0.35;
const SCENERY: f32 = 0.15;
/// How many messages before the one that points may have named the thing.
pub(super) const LOOK_BACK: usize = 4;
/// What taking an object off a verb costs at least (see `clitic`).
const OBJECT_COST: f32 = 0.1;
/// Words that point at a thing where nothing follows them: "where do they sell those".
const PRONOUNS: &[&str] = &["it", "them", "some", "any", "those", "these", "that", "this"];
/// A cue as sure as this names buying itself: pronouns behind it are things.
pub(super) const SURE_CUE: f32 = 0.8;
/// A message of at most so many words may ask about a thing that another one named.
const SHORT: usize = 16;

/// The noun phrase that a cue points at, and the utterance that has it.
pub(super) struct Antecedent<'a> {
    pub(super) sureness: f32,
    pub(super) source: usize,
    pub(super) mention: &'a Mention,
}

/// How a cue points at what was named before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pointing {
    /// "one", "واحد": said in so many words.
    Said,
    /// The cue stands alone: "any recommendations?".
    Alone,
    No,
}

/// Whether a cue points, by what stands beside it.
pub(super) fn points(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, sentence: &Range<usize>) -> Pointing {
    let near = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Point && c.overlaps(sentence) && c.end > cue.start && c.start <= cue.end + 3;
    // "one of those portable units" names it, "one" alone does not.
    let names = |end: usize| utterance.mentions.iter().any(|m| m.start == end && m.sureness >= BRAND);
    // "one pack of dental picks" counts.
    let counts = |end: usize| {
        end + 1 < utterance.tokens.len() && CONTAINERS.contains(&utterance.tokens.form(end)) && utterance.tokens.form(end + 1) == "of"
    };
    let said = |c: &Spanned<(Cue, f32)>| near(c) && !names(c.end) && !counts(c.end);
    // "ordering one today", "where can i get some": the row itself ends in what points, or it follows.
    let last = utterance.tokens.form(cue.end - 1);
    let is_one = |at: usize| ONE.contains(&utterance.tokens.form(at)) && !(at + 1 < cue.end && utterance.tokens.form(at + 1) == "thing");
    let by_row = (cue.start..cue.end).any(is_one) && !names(cue.end) && !counts(cue.end);
    // "where can i get some", "where do they sell those": buying it, and nothing follows that would be the thing.
    let pronoun = PRONOUNS.contains(&last) || cue.end < sentence.end && PRONOUNS.contains(&utterance.tokens.form(cue.end));
    let nothing_behind = !utterance.mentions.iter().any(|m| m.end > cue.end && m.start < sentence.end);
    let follows = pronoun && nothing_behind && cue.what.1 >= SURE_CUE;
    // نلوج على ماركة ما تفسدش: a brand, a kind, "something" stand for the thing.
    let kind = |p: &Spanned<(Part, f32)>| p.what.0 == Part::Kind && (cue.end..=cue.end + 1).contains(&p.start) && !names(p.end);
    let kind_follows = utterance.reads_arabic() && utterance.parts.iter().any(kind);
    if by_row || follows || kind_follows || only_measures(utterance, cue) || has_pronoun(utterance, cue) || utterance.cues.iter().any(said)
    {
        return Pointing::Said;
    }
    let clause = utterance.clause(cue.start);
    let says_more = utterance
        .mentions
        .iter()
        .any(|m| clause.contains(&m.start) && (m.start < cue.start || m.start >= cue.end));
    // A long report that ends in "any suggestions?" asks for help.
    let is_short = utterance.tokens.len() <= SHORT;
    match cue.end >= clause.end && !cue.gapped && cue.what.0 != Cue::Want && !says_more && is_short {
        true => Pointing::Alone,
        false => Pointing::No,
    }
}

/// "one like it", واحد زيه: what follows a cue compares.
fn says_alike(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>) -> bool {
    const LIKE: &[&str] = &[
        "like", "same", "زي", "مثل", "متل", "نفس", "بحال", "كيف", "zay", "zai", "mtl", "mitl", "metl", "mithl", "nafs", "b7al",
    ];
    let behind = cue.end..utterance.sentence(cue.start).end;
    behind
        .into_iter()
        .any(|at| LIKE.iter().any(|like| utterance.tokens.form(at).starts_with(like)))
}

/// "the telly is dead, need a 65 inch": a measure right behind the cue, and no thing that it is a measure of.
fn only_measures(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>) -> bool {
    let end = utterance.clause(cue.end - 1).end;
    let from = if cue.end < end && utterance.stop[cue.end] {
        cue.end + 1
    } else {
        cue.end
    };
    let named = |m: &Mention| m.end > cue.end && m.start < end;
    cue.what.0 == Cue::Want && !cue.gapped && from < end && utterance.measured(from).is_some() && !utterance.mentions.iter().any(named)
}

/// Whether the verb of a cue has its object in it: وين نلقاها, محتاجينها. What it stands for was named before.
fn has_pronoun(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>) -> bool {
    const ARABIC: &[&str] = &["ها", "هم", "هن", "هه", "وه", "يه", "اه", "ينه"];
    const LATIN: &[&str] = &["ha", "hom", "hum", "hin", "hon", "houm"];
    // The row itself may end so: بدها is "she wants".
    if !matches!(cue.what.0, Cue::Ask | Cue::Price) && cue.cost < OBJECT_COST {
        return false;
    }
    let last = utterance.tokens.form(cue.end - 1);
    let endings = match utterance.tokens.token(cue.end - 1).script {
        Script::Arabic => ARABIC,
        _ if utterance.arabizi => LATIN,
        _ => return false,
    };
    last.chars().count() > 3 && endings.iter().any(|ending| last.ends_with(ending))
}

/// "where can I get one", "محتاجة وحدة": the thing is what was spoken of before, in this message or in the last ones.
pub(super) fn antecedent<'a>(
    utterances: &'a [Utterance<'_>],
    at: usize,
    cue: &Spanned<(Cue, f32)>,
    points: Pointing,
    context: &Context<'_>,
) -> Option<Antecedent<'a>> {
    let look_back = match points {
        Pointing::Said => LOOK_BACK,
        Pointing::Alone => 2,
        Pointing::No => return None,
    };
    let alike = says_alike(&utterances[at], cue);
    let mut best: Option<(f32, usize, &Mention)> = None;
    let from = at.saturating_sub(look_back);
    for (source, named) in utterances.iter().enumerate().take(at + 1).skip(from) {
        // "my mouse does not save its settings, any ideas?" asks how to mend it.
        let mends = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Repair || points == Pointing::Alone && c.what.0.is_contrary();
        if named.cues.iter().any(mends) {
            continue;
        }
        let before = |m: &&Mention| m.sureness >= BRAND && (source < at || m.end <= cue.start);
        for mention in named.mentions.iter().filter(before) {
            let mut weight = mention.sureness - OLDER * (at - source) as f32;
            weight += if is_missed(named, mention) { MISSED } else { 0.0 };
            // Things with an article or preposition are the scenery: "hand the slides in ... i'll buy one", "a watch with gps".
            // One "like it" is like something that is there.
            let governed = is_governed(named, mention) || is_attached(named, mention, context);
            let scenery = mention.determiner == Determiner::Definite && !alike || governed;
            weight -= if scenery { SCENERY } else { 0.0 };
            weight -= if is_part(named, mention, context) { PART } else { 0.0 };
            weight += if is_topic(named, mention) { TOPIC } else { 0.0 };
            weight += if alike && mention.determiner != Determiner::Open {
                ALIKE
            } else {
                0.0
            };
            weight += if source == at && is_indefinite(named, mention) {
                INDEFINITE
            } else {
                0.0
            };
            weight -= if is_tied(named, mention) { SCENERY } else { 0.0 };
            // Of equals the one named last; of an earlier message the first, which is what it was about.
            if best.is_none_or(|(most, from, _)| weight > most || weight == most && (from != source || source == at)) {
                best = Some((weight, source, mention));
            }
        }
    }
    let (_, source, mention) = best?;
    let sentence_start = utterances[at].sentence(cue.start).start;
    // "get a new one" tells somebody else what to do.
    let imperative =
        source < at && cue.start == sentence_start && matches!(utterances[at].tokens.form(cue.start), "get" | "buy" | "order" | "grab");
    let told = if imperative { TOLD } else { 1.0 };
    Some(Antecedent {
        sureness: POINTED * told * mention.sureness.min(1.0),
        source,
        mention,
    })
}
