//! Is the talk about somebody's sensitive condition or situation? Does a child write?

use super::utterance::{Spanned, Utterance};
use crate::analysis::{Gap, Script, plain_number};
use crate::lexicon::{Lexicon, Topic};

/// Rows weigh 1 (alone enough) or less; the window is sensitive from here on.
const SENSITIVE_FROM: f32 = 1.0;
/// From this score of the model on a message is sensitive; with a hint of the rows in the window, from a lower one. Of 480 chats by a writer
/// who saw no examples, 184 of the 240 sensitive ones were found and 1 of the others taken for one; from 0.5 on, 192 and 1, but two more of the
/// evaluation's wishes were met with silence.
const IN_OWN_WORDS: f32 = 0.6;
const HINTED: f32 = 0.4;
/// The more messages, the likelier one of them looks sensitive by chance: what twice as many take off.
const EACH_DOUBLING: f32 = 0.15;
/// What a phrase of the rows takes off that only sounds sensitive: "my keyboard has died", "a water pistol".
const HARMLESS: f32 = 1.1;
/// So many hints of a message count.
const HINTS_EACH: usize = 2;
/// A reading that costs no more is the word of the row, with a particle at most.
const AS_WRITTEN: f32 = 0.09;
/// A word of Latin letters that sounds like that of a row, but for its vowels, counts half: "2amar" is the moon before it is قمار, "zaina"
/// is well and no زنا.
const FAR: f32 = 0.12;
const OF_FAR: f32 = 0.5;
/// Younger than this is a minor.
const ADULT_ENOUGH: f64 = 16.0;

/// Whether the window as a whole is sensitive. A row of less than a whole proof is a hint; hints add up over the window, whatever they
/// hint at. Those that were only heard in Latin letters add up within one matter: smoke that comes out of a graphics card and a shot that
/// sounds like it are no two halves of anything.
pub(super) fn is_sensitive(utterances: &[Utterance<'_>]) -> bool {
    let written = |utterance: &Utterance<'_>, hint: &Hint| {
        let arabic = utterance.tokens.token(hint.start).script == Script::Arabic;
        arabic || hint.cost <= AS_WRITTEN
    };
    if sum(utterances, &written) >= SENSITIVE_FROM {
        return true;
    }
    let mut topics: Vec<Topic> = utterances.iter().flat_map(|u| u.topics.iter().map(|t| t.what.0)).collect();
    topics.sort_unstable_by_key(|topic| *topic as u8);
    topics.dedup();
    let adds_up = |topic: &Topic| sum(utterances, &|_, hint| hint.what.0 == *topic) >= SENSITIVE_FROM;
    topics.iter().any(adds_up)
}

/// Whether a message is sensitive in no words of the rows, but by all its words together.
pub(super) fn is_sensitive_in_own_words(utterances: &[Utterance<'_>], lexicon: &Lexicon) -> bool {
    let hinted = utterances.iter().any(|utterance| !utterance.topics.is_empty());
    let enough = if hinted { HINTED } else { IN_OWN_WORDS };
    let scores = utterances.iter().map(|utterance| {
        let harmless = if utterance.harmless { HARMLESS } else { 0.0 };
        lexicon.sensitivity(&utterance.tokens) - harmless
    });
    let doubt = EACH_DOUBLING * (utterances.len().max(1) as f32).log2();
    scores.fold(f32::MIN, f32::max) - doubt >= enough
}

type Hint = Spanned<(Topic, f32)>;

/// What the hints of a kind weigh in a window; of overlapping ones the heaviest counts, and of each message the heaviest few.
fn sum(utterances: &[Utterance<'_>], counts: &dyn Fn(&Utterance<'_>, &Hint) -> bool) -> f32 {
    let weigh = |utterance: &Utterance<'_>| -> f32 {
        let mut hints: Vec<&Hint> = utterance.topics.iter().filter(|hint| counts(utterance, hint)).collect();
        hints.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.start.cmp(&b.start)));
        let mut taken: Vec<&Hint> = Vec::new();
        for hint in hints {
            if taken.len() < HINTS_EACH && taken.iter().all(|other| !hint.overlaps(&(other.start..other.end))) {
                taken.push(hint);
            }
        }
        taken.iter().map(|hint| weight(hint)).sum()
    };
    utterances.iter().map(weigh).sum()
}

/// What a hint weighs as it is written.
fn weight(hint: &Hint) -> f32 {
    let far = hint.end - hint.start == 1 && hint.cost >= FAR;
    if far { OF_FAR * hint.what.1 } else { hint.what.1 }
}

/// "I'm 13", "im 14 years old", "turned 10 last week", "عمري ١٤", "انا عندي 13 سنة": the writer's own age.
pub(super) fn says_minor(utterance: &Utterance<'_>) -> bool {
    let tokens = &utterance.tokens;
    (1..tokens.len()).any(|at| {
        let number = tokens.token(at).script == Script::Number;
        let age: f64 = if number {
            plain_number(tokens.form(at)).parse().unwrap_or(f64::MAX)
        } else {
            f64::MAX
        };
        (1.0..ADULT_ENOUGH).contains(&age) && is_own_age(utterance, at)
    })
}

/// Whether the number at a token is the age of whoever writes: "im 12 minutes late" is none.
fn is_own_age(utterance: &Utterance<'_>, at: usize) -> bool {
    const I_AM: &[&str] = &["im", "عمري", "3omri", "omri", "3omry", "3omre", "3mri"];
    const I_HAVE: &[&str] = &["عندي", "3andi", "3ndi", "3endi", "3andy"];
    const YEARS: &[&str] = &[
        "years",
        "year",
        "yrs",
        "yr",
        "yo",
        "y",
        "سنه",
        "سنين",
        "سنوات",
        "عام",
        "sana",
        "sane",
        "sneen",
        "snin",
        "snen",
        "ans",
        "3am",
    ];
    /// Quantities that people are: late by minutes, away by miles.
    const NO_AGE: &[&str] = &[
        "min",
        "mins",
        "minute",
        "minutes",
        "hour",
        "hours",
        "hrs",
        "hr",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "km",
        "miles",
        "mile",
        "percent",
        "feet",
        "ft",
        "pounds",
        "lbs",
        "kg",
        "points",
        "episodes",
        "pages",
        "chapters",
        "deep",
        "in",
        "into",
        "away",
        "out",
        "under",
        "over",
        "down",
        "up",
        "short",
        "for",
        "of",
        "th",
        "x",
        "k",
        "or",
        "to",
        "times",
        "blocks",
        "stops",
        "levels",
        "دقيقه",
        "دقايق",
        "ساعه",
        "ساعات",
        "يوم",
        "ايام",
    ];
    let tokens = &utterance.tokens;
    let form = |at: usize| if at < tokens.len() { tokens.form(at) } else { "" };
    let next = form(at + 1);
    let i_am = I_AM.contains(&form(at - 1)) || at > 1 && form(at - 2) == "i" && form(at - 1) == "am";
    // "turned 10 last week", "just turned 13"; not "she's turning 2".
    let turned = matches!(form(at - 1), "turned" | "turning")
        && (at < 2 || tokens.token(at - 1).gap >= Gap::Clause || matches!(form(at - 2), "i" | "im" | "just" | "only" | "finally"));
    let i_have = I_HAVE.contains(&form(at - 1)) && YEARS.contains(&next);
    let next_is_sign = at + 1 < tokens.len() && tokens.token(at + 1).script == Script::Sign;
    let ends = at + 1 >= tokens.len() || tokens.token(at + 1).gap >= Gap::Clause;
    i_have || (i_am || turned) && (ends || !next_is_sign && !NO_AGE.contains(&next) && utterance.measured(at).is_none())
}
