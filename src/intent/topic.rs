//! Is the talk about somebody's sensitive condition or situation? Does a child write?

use super::utterance::Utterance;
use crate::analysis::{Gap, Script, plain_number};

/// Rows weigh 1 (alone enough) or less; the window is sensitive from here on.
const SENSITIVE_FROM: f32 = 1.0;
/// Younger than this is a minor.
const ADULT_ENOUGH: f64 = 16.0;

/// Whether the window as a whole is sensitive. Rows for half a proof need a second one, in another place.
pub(super) fn is_sensitive(utterances: &[Utterance<'_>]) -> bool {
    let sum: f32 = utterances.iter().map(weight).sum();
    sum >= SENSITIVE_FROM
}

/// The weight of one message: of overlapping rows the heaviest counts.
fn weight(utterance: &Utterance<'_>) -> f32 {
    let mut sum = 0.0;
    let mut until = 0;
    let mut topics: Vec<_> = utterance.topics.iter().collect();
    topics.sort_by(|a, b| b.what.1.total_cmp(&a.what.1).then(a.start.cmp(&b.start)));
    if let Some(first) = topics.first() {
        sum = first.what.1;
        until = first.end;
    }
    sum + topics
        .iter()
        .skip(1)
        .filter(|t| t.start >= until)
        .map(|t| t.what.1)
        .fold(0.0, f32::max)
}

/// "I'm 13", "im 14 years old", "عمري ١٤": the writer's own age, and nothing else after the number.
pub(super) fn says_minor(utterance: &Utterance<'_>) -> bool {
    let tokens = &utterance.tokens;
    let form = |at: usize| if at < tokens.len() { tokens.form(at) } else { "" };
    (1..tokens.len()).any(|at| {
        let age: f64 = match tokens.token(at).script {
            Script::Number => plain_number(tokens.form(at)).parse().unwrap_or(f64::MAX),
            _ => return false,
        };
        let mine = matches!(form(at - 1), "im" | "عمري" | "3omri" | "omri" | "3omry")
            || (at > 1 && form(at - 2) == "i" && form(at - 1) == "am")
            || (at > 1 && form(at - 2) == "انا" && form(at - 1) == "عمري");
        let ends = at + 1 == tokens.len() || tokens.token(at + 1).gap >= Gap::Clause;
        let years = matches!(
            form(at + 1),
            "years"
                | "year"
                | "yrs"
                | "yo"
                | "y"
                | "سنه"
                | "سنين"
                | "سنوات"
                | "عام"
                | "sana"
                | "ans"
                | "and"
                | "و"
                | "so"
                | "but"
                | "lol"
        );
        mine && (1.0..ADULT_ENOUGH).contains(&age) && (ends || years)
    })
}
