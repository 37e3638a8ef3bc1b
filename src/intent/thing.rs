//! Which thing a cue is about: behind it, ahead of it, inside its gap, in the next sentence, or named before and pointed at.
//!
//! Every noun phrase near a cue is weighed by how sure it is that it names a thing and by how it hangs on the cue; the best one is
//! the thing.

use super::Context;
use super::concept::{Concept, Role};
use super::mention::{BRAND, CONTAINERS, Determiner, KNOWN, KNOWN_FROM, Mention, ONE, before_one};
use super::utterance::{Spanned, Utterance};
use crate::analysis::{Gap, Script};
use crate::lexicon::{Cue, Kinds, LexemeId, Part, Tie};
use std::ops::Range;

/// What each token between a cue and its thing takes off: "need, like yesterday, a charger".
const FAR: f32 = 0.03;
/// How many tokens may stand between a cue and its thing, beside those that say what it is like.
const REACH: usize = 9;
/// Behind a preposition stands what the thing is for: "need help with my printer".
const BEHIND_PREPOSITION: f32 = 0.5;
/// A thing that is there already: "grab the socket". People also say "I want the black one".
const DEFINITE: f32 = 0.55;
const POSSESSED: f32 = 0.45;
/// Ahead of its cue: "headphones, any recommendations?". For a wanting word that is the exception: "a tablet is what I need".
const AHEAD: f32 = 0.95;
const AHEAD_OF_WANT: f32 = 0.75;
const VAGUE: f32 = 0.75;
/// In the next sentence: "I need to buy something. A gift bag".
const NEXT_SENTENCE: f32 = 0.75;
/// A thing named before and pointed at: "where can I get one".
const POINTED: f32 = 0.9;
/// Named only behind the word that points at it.
const NAMED_LATE: f32 = 0.8;
/// Advice to somebody else.
const TOLD: f32 = 0.6;
/// What each message between costs an antecedent.
const OLDER: f32 = 0.08;
/// An antecedent that broke, ran out or is missing is what "a new one" stands for.
const MISSED: f32 = 0.3;
/// What a sentence of Arabic begins with is what it is about.
const TOPIC: f32 = 0.12;
/// Parts of things are seldom bought: "screen went pink, so I'm looking for a new one" means the television.
const PART: f32 = 0.35;
const SCENERY: f32 = 0.15;
/// How many messages before the one that points may have named the thing.
const LOOK_BACK: usize = 4;
/// What an accessory's thing counts that was only spoken of before.
const OWNER: f32 = 0.6;

/// A cue as sure as this names buying itself: pronouns behind it are things.
const SURE_CUE: f32 = 0.8;
/// A message of at most so many words may ask about a thing that another one named.
const SHORT: usize = 16;

/// An accessory belongs to what was named at most so many messages ago.
const OWNED_WITHIN: usize = 4;

/// What things consist of, by English name.
const PARTS: &[&str] = &[
    "screen",
    "display",
    "battery",
    "mic",
    "microphone",
    "button",
    "key",
    "cable",
    "cord",
    "lens",
    "flash",
    "camera",
    "memory",
    "storage",
    "processor",
    "fan",
    "keyboard",
    "speaker",
    "strap",
    "handle",
    "wheel",
    "zipper",
    "sole",
    "hinge",
    "lid",
    "wire",
    "corner",
    "edge",
];

/// What taking an object off a verb costs at least (see `clitic`).
const OBJECT_COST: f32 = 0.1;

/// Words that point at a thing where nothing follows them: "where do they sell those".
const PRONOUNS: &[&str] = &["it", "them", "some", "any", "those", "these", "that", "this"];

/// Where the thing of a cue was found.
pub(super) struct Thing {
    pub(super) sureness: f32,
    /// The utterance that names it: the cue's own, or one before.
    pub(super) source: usize,
    /// The tokens that describe it.
    pub(super) range: Range<usize>,
    /// Rows or brands know what it is called.
    pub(super) known: bool,
    /// It is what other things consist of: a screen, a battery.
    pub(super) part: bool,
    /// It was named before; here stands only what points at it.
    pub(super) pointed: bool,
}

pub(super) fn thing_of(utterances: &[Utterance<'_>], at: usize, cue: &Spanned<(Cue, f32)>, context: &Context<'_>) -> Option<Thing> {
    let utterance = &utterances[at];
    let sentence = utterance.sentence(cue.start);
    if cue.what.0 == Cue::Want && says_verb(utterance, cue.end, &sentence, context) || starts_elsewhere(utterance, cue, &sentence) {
        return None;
    }
    let until = contrary_after(utterance, cue.end);
    // "what command would i use to mount a thumb drive" asks for a command.
    let is_inside = |mention: &Mention| cue.gapped && mention.head > cue.start && mention.head < cue.end;
    let asked_inside = utterance.mentions.iter().any(is_inside);
    let linked = utterance
        .mentions
        .iter()
        .filter(|mention| mention.start < until && (!asked_inside || is_inside(mention)) && !is_refused(utterance, mention));
    let points = points(utterance, cue, &sentence);
    let best = linked
        .filter_map(|mention| link(utterance, cue, mention, &sentence).map(|link| (link * mention.sureness, mention)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.start.cmp(&a.1.start)));
    // "want a light one": what it is was said before, here stands only what it should be like.
    let named_here = best.filter(|(_, mention)| points != Pointing::Said || is_named_beside(utterance, cue, mention));
    if let Some((sureness, mention)) = named_here {
        let own_sentence = utterance.sentence(mention.start);
        let end = if mention.end <= cue.start {
            cue.start
        } else {
            own_sentence.end.min(until)
        };
        return Some(Thing {
            sureness,
            source: at,
            range: mention.start..end.max(mention.end),
            known: mention.sureness >= KNOWN_FROM,
            part: is_part(utterance, mention, context),
            pointed: false,
        });
    }
    // "shopping for one myself, a monitor that ...": named behind what points, since nothing was before.
    pointed_at(utterances, at, cue, points, context).or_else(|| {
        let (sureness, mention) = best.filter(|(_, mention)| mention.sureness >= BRAND && mention.start >= cue.end)?;
        Some(Thing {
            sureness: sureness * NAMED_LATE,
            source: at,
            range: mention.start..utterance.sentence(mention.start).end.min(until),
            known: true,
            part: is_part(utterance, mention, context),
            pointed: false,
        })
    })
}

/// Whether a cue that points has its thing beside it all the same: "one of those portable units". Not "a logitech one", which is one
/// of the mice that were spoken of, nor "my own, type c".
fn is_named_beside(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, mention: &Mention) -> bool {
    let near = mention.start < cue.end + 3 && mention.end > cue.start;
    let apart = (cue.end..=mention.start).any(|at| utterance.tokens.token(at).gap >= Gap::Clause);
    let only_brand = mention.sureness == BRAND && before_one(utterance, mention.end);
    // khassni wa7ed y3elli l écran (I need one that lifts the screen): what has an article is there already.
    let there = mention.determiner == Determiner::Definite && mention.start >= cue.end && utterance.reads_arabic();
    mention.sureness >= BRAND && near && !apart && !only_brand && !there
}

/// "samsung mo iphone", "a tablet not a laptop": what is refused is not the thing.
fn is_refused(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let refuses = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Refuse && !c.gapped && c.end == mention.start;
    utterance.tokens.token(mention.start).gap <= Gap::Space && utterance.cues.iter().any(refuses)
}

/// How well a noun phrase hangs on a cue; `None` if not at all.
fn link(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, mention: &Mention, sentence: &Range<usize>) -> Option<f32> {
    let wants = matches!(cue.what.0, Cue::Want | Cue::Plan);
    let inside = cue.gapped && mention.head > cue.start && mention.head < cue.end;
    // A question about an unknown thing is mostly none about goods: "whats a good lightweight file manager".
    let vague = cue.what.0 == Cue::Ask && cue.what.1 < 1.0 && mention.sureness < KNOWN_FROM;
    let known = if vague { VAGUE } else { 1.0 };
    // "which phone should i buy"
    if inside {
        return Some(known);
    }
    let determiner = match mention.determiner {
        Determiner::Possessed if cue.what.0 != Cue::Broke => POSSESSED,
        // Who wants to replace or buy "the television" means one all the same.
        Determiner::Definite if wants && cue.what.1 < SURE_CUE => DEFINITE,
        _ => 1.0,
    } * known;
    if mention.end > cue.end && mention.start < sentence.end {
        let from = mention.start.max(cue.end);
        let distance = utterance.distance(cue.end..from);
        // "a gift for my sister, maybe a necklace": a comma ends what the preposition governs.
        let governed_from = (cue.end..=from)
            .rev()
            .find(|at| utterance.tokens.token(*at).gap >= Gap::Clause)
            .unwrap_or(cue.end);
        // عايزة بس جراب (I only want a case): right behind the cue it is "only", elsewhere "but".
        let preposition = (governed_from..from).any(|at| utterance.breaks(at) && !(at == cue.end && utterance.tokens.form(at) == "بس"));
        let preposition = if preposition { BEHIND_PREPOSITION } else { 1.0 };
        return (distance <= REACH).then_some((1.0 - FAR * distance as f32) * preposition * determiner);
    }
    // شاشة حق الكمبيوتر بكم: what the thing is for is not asked for.
    let determiner = if is_tied(utterance, mention) {
        determiner * BEHIND_PREPOSITION
    } else {
        determiner
    };
    // "headphones, any recommendations?", "my printer died", "الجزمة دي بكام"
    if mention.end <= cue.start && mention.start >= sentence.start {
        let distance = utterance.distance(mention.end..cue.start);
        let nothing_behind = cue.end + 1 >= sentence.end;
        let ahead = match cue.what.0 {
            Cue::Want | Cue::Plan if !nothing_behind => return None,
            Cue::Want | Cue::Plan => AHEAD_OF_WANT,
            _ => AHEAD,
        };
        if is_topic(utterance, mention) {
            return Some(ahead);
        }
        return (distance <= REACH).then_some((1.0 - FAR * distance as f32) * ahead * determiner);
    }
    let next = utterance.tokens.len() > sentence.end && utterance.sentence(sentence.end).contains(&mention.start);
    (next && cue.what.1 >= 0.6 && cue.end + 2 >= sentence.end && mention.start <= sentence.end + 3).then_some(NEXT_SENTENCE * determiner)
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

/// Whether a noun phrase is what a sentence of Arabic is about: it comes first, whatever stands between it and the question.
/// "حفاضات مقاس 4 للبنت, وين موجودة؟" asks for nappies.
pub(super) fn is_topic(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let first = utterance.sentence(mention.start).start == mention.start;
    first && mention.sureness >= KNOWN && mention.determiner == Determiner::Open && utterance.reads_arabic()
}

/// Whether a thing is what another one goes with: "شاحن حق الجوال".
fn is_tied(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let article = mention.start > 1 && utterance.ties(mention.start - 1, Tie::The);
    let before = mention.start.checked_sub(if article { 2 } else { 1 });
    before.is_some_and(|at| utterance.ties(at, Tie::For))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pointing {
    /// "one", "واحد": said in so many words.
    Said,
    /// The cue stands alone: "any recommendations?".
    Alone,
    No,
}

fn points(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, sentence: &Range<usize>) -> Pointing {
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

/// "where can I get one", "محتاجة وحدة": the thing is what was spoken of before, in this message or in the last ones.
fn pointed_at(
    utterances: &[Utterance<'_>],
    at: usize,
    cue: &Spanned<(Cue, f32)>,
    points: Pointing,
    context: &Context<'_>,
) -> Option<Thing> {
    let look_back = match points {
        Pointing::Said => LOOK_BACK,
        Pointing::Alone => 2,
        Pointing::No => return None,
    };
    let mut best: Option<(f32, usize, &Mention)> = None;
    let from = at.saturating_sub(look_back);
    for (source, named) in utterances.iter().enumerate().take(at + 1).skip(from) {
        // "my mouse does not save its settings, any ideas?" asks how to mend it.
        let mends = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Repair || points == Pointing::Alone && is_contrary(c.what.0);
        if named.cues.iter().any(mends) {
            continue;
        }
        let before = |m: &&Mention| m.sureness >= BRAND && (source < at || m.end <= cue.start);
        for mention in named.mentions.iter().filter(before) {
            let mut weight = mention.sureness - OLDER * (at - source) as f32;
            weight += if is_missed(named, mention) { MISSED } else { 0.0 };
            // Things with an article or preposition are the scenery: "hand the slides in ... i'll buy one", "a watch with gps".
            let scenery = mention.determiner == Determiner::Definite || is_governed(named, mention);
            weight -= if scenery { SCENERY } else { 0.0 };
            weight -= if is_part(named, mention, context) { PART } else { 0.0 };
            weight += if is_topic(named, mention) { TOPIC } else { 0.0 };
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
    Some(Thing {
        sureness: POINTED * told * mention.sureness.min(1.0),
        source,
        range: mention.start..mention.end,
        known: true,
        part: false,
        pointed: true,
    })
}

/// Whether something behind a noun phrase says that it broke or ran out: "the tv died tuesday".
fn is_missed(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    let sentence = utterance.sentence(mention.start);
    let behind = |c: &Spanned<(Cue, f32)>| c.start >= mention.end && c.start <= mention.end + 3 && c.overlaps(&sentence);
    let ahead = |c: &Spanned<(Cue, f32)>| c.end <= mention.start && c.end + 2 >= mention.start && c.overlaps(&sentence);
    let missing = |c: &Spanned<(Cue, f32)>| c.what.0 == Cue::Broke && (behind(c) || ahead(c));
    utterance.cues.iter().any(missing)
}

/// Whether a preposition stands before a noun phrase, its article passed over: "on the table", "with gps".
pub(super) fn is_governed(utterance: &Utterance<'_>, mention: &Mention) -> bool {
    const WITH: &[&str] = &["with", "w", "off", "under", "over", "behind", "next"];
    let governs = |at: usize| utterance.breaks(at) || WITH.contains(&utterance.tokens.form(at));
    let article = mention.start > 0 && utterance.stop[mention.start - 1];
    mention.start > 0 && governs(mention.start - 1) || article && mention.start > 1 && governs(mention.start - 2)
}

fn is_part(utterance: &Utterance<'_>, mention: &Mention, context: &Context<'_>) -> bool {
    let names = utterance
        .lexeme_at(mention.head)
        .map(|l| context.lexicon.names(l.what))
        .unwrap_or_default();
    names
        .iter()
        .any(|(id, weight)| *weight >= 0.9 && PARTS.contains(&context.lexicon.name(*id)))
}

/// "which is best for games", "an overlay I could use that shows the cpu": what follows is a purpose or a clause, not the thing.
fn starts_elsewhere(utterance: &Utterance<'_>, cue: &Spanned<(Cue, f32)>, sentence: &Range<usize>) -> bool {
    if cue.end >= sentence.end || cue.gapped {
        return false;
    }
    // "want no windows anywhere" wants nothing.
    if utterance.cues.iter().any(|c| c.start == cue.end && c.what.0 == Cue::Refuse) {
        return true;
    }
    matches!(utterance.tokens.form(cue.end), "that" | "which" | "if" | "when" | "because" | "so") && cue.what.0 == Cue::Want
}

/// The product that was spoken of before an accessory was asked for ("wiped my laptop ... i want a case for it"), and the accessory
/// made for it where the rows know one: a laptop case.
pub(super) fn belongs_to(
    utterances: &[Utterance<'_>],
    at: usize,
    thing: &Thing,
    accessory: &str,
    context: &Context<'_>,
) -> Option<(Concept, Option<LexemeId>)> {
    let mut nearest = None;
    for earlier in (at.saturating_sub(LOOK_BACK)..=at).rev() {
        let is_owner = |l: &&Spanned<LexemeId>| {
            let own = earlier == thing.source && l.overlaps(&thing.range);
            let kinds = context.lexicon.kinds(l.what);
            kinds.has(Kinds::PRODUCT) && !kinds.has(Kinds::ACCESSORY) && !own
        };
        let named = &utterances[earlier];
        let mentioned = |l: &&Spanned<LexemeId>| {
            named.mentions.iter().any(|m| m.head == l.start && !is_governed(named, m)) && earlier + OWNED_WITHIN > at
        };
        for owner in utterances[earlier].lexemes.iter().filter(mentioned).filter(is_owner).rev() {
            let concept = || Concept::of_lexeme(context.lexicon, owner.what, Role::Modifier, OWNER);
            if let Some(made_for) = context.lexicon.accessory_for(owner.what, accessory) {
                return Some((concept(), Some(made_for)));
            }
            nearest = nearest.or_else(|| Some((concept(), None)));
        }
        let brand = utterances[earlier]
            .brands
            .iter()
            .rfind(|b| earlier != thing.source || b.end <= thing.range.start || b.start >= thing.range.end);
        if let (None, Some(brand)) = (&nearest, brand) {
            let name = &brand.keys[0];
            let terms = name.split(' ').map(str::to_owned).collect();
            nearest = Some((Concept::of_terms(name, terms, Role::Modifier, OWNER), None));
        }
    }
    nearest
}

/// "want to sleep", "i need you to call": a verb follows the cue and no buying is meant.
fn says_verb(utterance: &Utterance<'_>, from: usize, sentence: &Range<usize>, context: &Context<'_>) -> bool {
    const SMALL: &[&str] = &["really", "just", "also", "you", "u", "me", "us", "him", "her", "them"];
    let mut at = from;
    while at < sentence.end && SMALL.contains(&utterance.tokens.form(at)) {
        at += 1;
    }
    if at >= sentence.end {
        return false;
    }
    let form = utterance.tokens.form(at);
    // عايزة اكسر (I want to break), بدي انام: a verb of the present that is no buying.
    let arabic_verb = utterance.stop[at] && form.chars().count() >= 3 && form.starts_with(['ا', 'ن', 'ي', 'ت']) && !form.starts_with("ال");
    if arabic_verb && at == from && utterance.tokens.token(at).gap <= Gap::Space {
        return true;
    }
    // "i want open toe sandals": without a "to" a verb is none, where a thing follows; nor behind an article ("buy a carry case").
    const TO: &[&str] = &["to", "wanna", "gonna", "gotta", "lemme", "ill"];
    let last = utterance.tokens.form(from - 1);
    let is_noun = |m: &Mention| m.sureness >= KNOWN && (at..=at + 1).contains(&m.start);
    if at == from && !TO.contains(&last) && utterance.mentions.iter().any(is_noun) {
        return false;
    }
    let named = utterance.lexeme_at(at).is_some_and(|l| l.end > at + 1) || utterance.tokens.token(at).gap > Gap::Space;
    form == "to" || context.lexicon.is_verb(form) && !named && (at > from || utterance.lexeme_at(at).is_none())
}

pub(super) fn is_contrary(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Own | Cue::Sell | Cue::Bought | Cue::Hypothetical | Cue::Repair | Cue::Other
    )
}

/// Where the first contrary cue behind `from` starts.
fn contrary_after(utterance: &Utterance<'_>, from: usize) -> usize {
    // What also names a thing is no contrary talk: "one of those plug in drives".
    let names = |c: &Spanned<(Cue, f32)>| utterance.lexemes.iter().any(|l| l.start <= c.start && c.end <= l.end);
    let contrary = utterance
        .cues
        .iter()
        .filter(|c| c.start >= from && is_contrary(c.what.0) && !names(c));
    contrary.map(|c| c.start).min().unwrap_or(usize::MAX)
}
