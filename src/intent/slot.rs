//! Amounts and their limits ("under $80", "بحدود ٣٠٠ ريال", "200-300", "15k max"), and used or new.

use super::utterance::{Spanned, Utterance};
use super::{Context, PriceLimit};
use crate::analysis::{Gap, Script, plain_number};
use crate::lexicon::{LexemeId, Limit};
use crate::money::Currency;
use crate::product::Condition;
use std::ops::Range;

/// "around 100" reaches so far either way.
const AROUND: f64 = 0.25;
/// How many words may stand between a negation and its floor: "ما بدي ادفع اكتر من".
const NEGATION_REACH: usize = 4;
/// A limit word and its amount stand at most so many tokens apart: "under like maybe 50".
const REACH: usize = 3;

/// The price limit of a message and the tokens that say it.
#[derive(Default)]
pub(super) struct PriceSlot {
    pub(super) limit: Option<PriceLimit>,
    pub(super) used: Vec<bool>,
    /// Every limit, with the token that its amount starts at: of two things each may have its own.
    all: Vec<(usize, PriceLimit)>,
}

impl PriceSlot {
    /// The limit of one of several things: the one that was said of it, else one that was said of none of those before it.
    pub(super) fn limit_of(&self, thing: &Range<usize>, before: &[Range<usize>]) -> Option<PriceLimit> {
        let own = self.all.iter().find(|(at, _)| thing.contains(at));
        let of_others = |at: &usize| before.iter().any(|other| other.contains(at));
        own.or_else(|| self.all.iter().find(|(at, _)| !of_others(at)))
            .map(|(_, limit)| *limit)
    }
}

struct Amount {
    start: usize,
    end: usize,
    value: f64,
    currency: Option<Currency>,
}

/// Finds the limit that a message sets. `in_wish`: the message asks for something, so that an amount with a currency
/// is its price even without a limit word ("a laptop for 500 dollars").
pub(super) fn price(utterance: &Utterance<'_>, context: &Context<'_>, in_wish: bool) -> PriceSlot {
    let mut slot = PriceSlot {
        limit: None,
        used: vec![false; utterance.tokens.len()],
        all: Vec::new(),
    };
    let amounts = amounts(utterance, context);
    for (at, amount) in amounts.iter().enumerate() {
        let next = amounts
            .get(at + 1)
            .filter(|next| next.start <= amount.end + 2 && utterance.sentence(amount.start).contains(&next.start));
        let Some((min, max, last)) = bounds(utterance, amount, next, in_wish) else {
            continue;
        };
        let currency = amount.currency.or(last.currency).or(context.market_currency);
        let limit = PriceLimit { min, max, currency };
        slot.all.push((amount.start, limit));
        if slot.limit.is_none() {
            slot.limit = Some(limit);
            slot.used[amount.start..last.end].fill(true);
        }
    }
    for limit in &utterance.limits {
        slot.used[limit.start..limit.end].fill(true);
    }
    slot
}

fn bounds<'a>(
    utterance: &Utterance<'_>,
    amount: &'a Amount,
    next: Option<&'a Amount>,
    in_wish: bool,
) -> Option<(Option<f64>, Option<f64>, &'a Amount)> {
    let limit = limit_of(utterance, amount, next.map_or(amount.end, |n| n.end));
    let range = next.filter(|next| {
        let joined = utterance.tokens.token(next.start).gap == Gap::Joined || is_range(utterance, amount, next);
        next.value > amount.value
            && (limit == Some(Limit::Between) || joined && (amount.currency.or(next.currency).is_some() || limit.is_some()))
    });
    if let Some(next) = range {
        return Some((Some(amount.value), Some(next.value), next));
    }
    let value = amount.value;
    match limit {
        Some(Limit::Max) => Some((None, Some(value), amount)),
        Some(Limit::Min) => Some((Some(value), None, amount)),
        Some(Limit::Around) => Some((Some(value * (1.0 - AROUND)), Some(value * (1.0 + AROUND)), amount)),
        _ if in_wish && amount.currency.is_some() => Some((None, Some(value), amount)),
        _ => None,
    }
}

/// "150 to 300", ١٥٠ الى ٣٠٠, `bin 60 w 90`: one word between two amounts that makes a range of them.
fn is_range(utterance: &Utterance<'_>, amount: &Amount, next: &Amount) -> bool {
    const TO: &[&str] = &[
        "to",
        "till",
        "until",
        "الي",
        "الا",
        "ل",
        "لل",
        "حتي",
        "لغايه",
        "لحد",
        "لعند",
        "le",
        "la",
        "l",
        "li",
        "lel",
        "ela",
        "ila",
        "7atta",
        "hatta",
        "7ad",
        "a",
    ];
    const AND: &[&str] = &["and", "و", "w", "wa", "ou", "o", "et"];
    // In Latin letters they are no limits by themselves: a bin, men's shoes.
    const BETWEEN: &[&str] = &[
        "between", "bin", "ben", "bein", "bayn", "been", "bayna", "mabin", "mabein", "entre", "mn", "men",
    ];
    // من مية لميتين
    if next.start == amount.end && utterance.tokens.form(next.start).starts_with('ل') {
        return true;
    }
    let (joiner, before) = (
        utterance.tokens.form(amount.end),
        amount.start.checked_sub(1).map(|at| utterance.tokens.form(at)),
    );
    let and = AND.contains(&joiner) && before.is_some_and(|before| BETWEEN.contains(&before));
    next.start == amount.end + 1 && (TO.contains(&joiner) || and)
}

/// The limit word before an amount, or right behind it ("200 max", "25 bucks tops").
fn limit_of(utterance: &Utterance<'_>, amount: &Amount, end: usize) -> Option<Limit> {
    let sentence = utterance.sentence(amount.start);
    let before = utterance
        .limits
        .iter()
        .rev()
        .find(|l| l.start < amount.start && l.end + REACH >= amount.start && sentence.contains(&l.start));
    let after = utterance
        .limits
        .iter()
        .find(|l| l.start >= amount.end && l.start <= end + 1 && sentence.contains(&l.start) && l.what == Limit::Max);
    // A ceiling behind the amount is surer than a vague word before it: "about 200 max".
    let limit = after.or(before)?;
    let denied = limit.what == Limit::Min && (limit.start.saturating_sub(NEGATION_REACH)..limit.start).any(|at| is_negation(utterance, at));
    Some(if denied { Limit::Max } else { limit.what })
}

/// "not paying more than", ما بدي ادفع اكتر من, مو فوق: no floor but a ceiling.
fn is_negation(utterance: &Utterance<'_>, at: usize) -> bool {
    const NEGATIONS: &[&str] = &[
        "not",
        "dont",
        "cant",
        "wont",
        "no",
        "nothing",
        "never",
        "isnt",
        "doesnt",
        "wouldnt",
        "couldnt",
        "ما",
        "مش",
        "مو",
        "لا",
        "ليس",
        "مب",
        "ماشي",
        "mish",
        "mesh",
        "msh",
        "mo",
        "ma",
        "mu",
        "machi",
        "mch",
        "la",
        "pas",
        "wala",
        "ولا",
        "مايكونش",
        "ميكونش",
    ];
    NEGATIONS.contains(&utterance.tokens.form(at))
}

fn amounts(utterance: &Utterance<'_>, context: &Context<'_>) -> Vec<Amount> {
    let mut amounts: Vec<Amount> = Vec::new();
    let mut at = 0;
    while at < utterance.tokens.len() {
        match amount(utterance, context, at) {
            Some(amount) => {
                at = amount.end.max(at + 1);
                amounts.push(amount);
            }
            None => at += 1,
        }
    }
    amounts
}

fn amount(utterance: &Utterance<'_>, context: &Context<'_>, start: usize) -> Option<Amount> {
    let (value, mut end) = value(utterance, start)?;
    let tokens = &utterance.tokens;
    let currency_at = |at: usize| utterance.currencies.iter().find(|c| c.start == at);
    let behind = currency_at(end).filter(|c| tokens.token(c.start).gap <= Gap::Space);
    let ahead = utterance.currencies.iter().find(|c| c.end == start && start > 0);
    let currency = behind.or(ahead).map(|c| resolve(c.what, context));
    if let Some(behind) = behind {
        end = behind.end;
    }
    if currency.is_none() {
        let is_measure = (start..end).any(|at| utterance.measured(at).is_some());
        // "under 3 monitors", "iphone under 13 pro": a bare amount ends its phrase or is followed by small words.
        let counts = end < tokens.len()
            && tokens.token(end).gap <= Gap::Space
            && !utterance.stop[end]
            && value_at(utterance, end).is_none()
            && !utterance.limits.iter().any(|l| l.start == end);
        if is_measure || counts || tokens.token(start).gap == Gap::Joined && tokens.token(start).script != Script::Number {
            return None;
        }
    }
    let start = ahead.map_or(start, |c| c.start);
    (value > 0.0).then_some(Amount {
        start,
        end,
        value,
        currency,
    })
}

/// The number at a token, composed of its words: `15 k`, `ألف وخمسمية`, `two hundred`, `نص الف`.
fn value(utterance: &Utterance<'_>, start: usize) -> Option<(f64, usize)> {
    let number_at = |at: usize| value_at(utterance, at);
    let (mut total, mut end) = number_at(start)?;
    let mut last = total;
    loop {
        // "two hundred and fifty"
        let at = if total >= 100.0 && is_and(utterance, end) { end + 1 } else { end };
        let Some((next, next_end)) = number_at(at).filter(|_| utterance.tokens.token(at).gap <= Gap::Space) else {
            break;
        };
        let form = utterance.tokens.form(at);
        let in_digits = utterance.tokens.token(at).script == Script::Number;
        // "15 k", "two hundred", "3 الاف"; two numbers in digits are a range: 300-350, and so are two words of which one has a
        // particle: من مية لميتين.
        let multiplies = next >= 100.0 && last < next && !in_digits && !form.starts_with(['و', 'ل']);
        // خمسة وسبعين: Arabic says the tens last.
        let tens = (1.0..10.0).contains(&last) && (20.0..100.0).contains(&next) && form.starts_with('و');
        if multiplies && at == end {
            total = if total < next { total * next } else { total - last + last * next };
        } else if !in_digits && (next < last && last >= 20.0 || tens) {
            total += next;
        } else {
            break;
        }
        last = next;
        end = next_end;
    }
    Some((total, end))
}

fn is_and(utterance: &Utterance<'_>, at: usize) -> bool {
    at < utterance.tokens.len() && utterance.tokens.form(at) == "and"
}

/// The number that one token or number word says.
fn value_at(utterance: &Utterance<'_>, at: usize) -> Option<(f64, usize)> {
    if at >= utterance.tokens.len() {
        return None;
    }
    if utterance.tokens.token(at).script == Script::Number {
        return digits(utterance.tokens.form(at)).map(|value| (value, at + 1));
    }
    utterance.numbers.iter().find(|n| n.start == at).map(|n| (n.what, n.end))
}

fn digits(form: &str) -> Option<f64> {
    // In a price 1.500 is a thousand and a half; elsewhere it is read as written.
    let thousands = form.split('.').collect::<Vec<_>>();
    if thousands.len() == 2 && thousands[1].len() == 3 && (1..=3).contains(&thousands[0].len()) && thousands[0] != "0" {
        return thousands.concat().parse().ok();
    }
    plain_number(form).parse().ok()
}

/// Used or refurbished, where a word asks for it.
pub(super) fn condition(context: &Context<'_>, lexeme: LexemeId) -> Option<Condition> {
    let names = context.lexicon.names(lexeme);
    let is = |wanted: &[&str]| {
        names
            .iter()
            .any(|(id, weight)| *weight >= 0.7 && wanted.contains(&context.lexicon.name(*id)))
    };
    if is(&["refurbished", "renewed"]) {
        Some(Condition::Refurbished)
    } else if is(&["used", "second hand", "secondhand", "pre owned"]) {
        Some(Condition::Used)
    } else {
        None
    }
}

/// Words that make used ones welcome stand so near.
const ALSO_WITHIN: usize = 3;

/// "a used laptop", "buy used": the condition of a thing, not a verb ("the one i used before").
pub(super) fn qualifies(utterance: &Utterance<'_>, lexeme: &Spanned<LexemeId>, context: &Context<'_>) -> bool {
    if utterance.tokens.form(lexeme.start) != "used" {
        return true;
    }
    let names_thing = |at: usize| {
        at < utterance.tokens.len()
            && (utterance.lexeme_at(at).is_some_and(|l| context.lexicon.kinds(l.what).is_thing())
                || utterance.brands.iter().any(|b| b.start == at)
                || utterance.tokens.form(at) == "one")
    };
    let behind_article = lexeme.start > 0
        && matches!(
            utterance.tokens.form(lexeme.start - 1),
            "a" | "buy" | "buying" | "get" | "some" | "or" | "cheap"
        );
    behind_article || names_thing(lexeme.end)
}

/// "even used is fine", "حتى لو مستعمل", "new or used": welcome, not asked for.
pub(super) fn is_also_fine(utterance: &Utterance<'_>, lexeme: &Spanned<LexemeId>) -> bool {
    const ALSO: &[&str] = &[
        "even", "also", "maybe", "perhaps", "fine", "ok", "okay", "يمكن", "حتي", "كمان", "برضه", "برضو", "عادي", "ماشي", "لو", "yemken",
        "7atta", "7ata", "hatta", "law", "lw", "kaman", "bardo", "bardu", "bardou", "3adi", "mashi", "peutetre", "meme", "aussi",
    ];
    // "new or used"; not "a used laptop or tablet".
    const OR: &[&str] = &["or", "او", "ولا", "aw", "wala", "ou"];
    let says = |at: usize, words: &[&str]| at < utterance.tokens.len() && words.contains(&utterance.tokens.form(at));
    let sentence = utterance.sentence(lexeme.start);
    let start = utterance.clause(lexeme.start).start.max(lexeme.start.saturating_sub(ALSO_WITHIN));
    let or = says(lexeme.end, OR) || lexeme.start > sentence.start && says(lexeme.start - 1, OR);
    or || (start..sentence.end.min(lexeme.end + ALSO_WITHIN)).any(|at| says(at, ALSO))
}

/// "maybe a garmin", "يمكن سوني": a brand that would be nice, no condition.
pub(super) fn is_hedged(utterance: &Utterance<'_>, at: usize) -> bool {
    const MAYBE: &[&str] = &[
        "maybe", "perhaps", "possibly", "يمكن", "مثلا", "yemken", "yimkin", "masalan", "peutetre",
    ];
    let start = utterance.clause(at).start.max(at.saturating_sub(ALSO_WITHIN));
    (start..at).any(|before| MAYBE.contains(&utterance.tokens.form(before)))
}

/// The currency of a word; a word of several countries is the market's own, if the market's is called so.
fn resolve((currency, shared): (Currency, bool), context: &Context<'_>) -> Currency {
    let market = context.market_currency.filter(|_| shared);
    let same = market.filter(|market| same_name(currency.code(), market.code()));
    same.unwrap_or(currency)
}

/// Currencies that share a name.
fn same_name(a: &str, b: &str) -> bool {
    const FAMILIES: &[&[&str]] = &[
        &["SAR", "QAR", "OMR", "YER", "IRR"],
        &["KWD", "BHD", "JOD", "IQD", "TND", "DZD", "LYD"],
        &["AED", "MAD"],
        &["EGP", "SDG", "GBP", "SSP"],
        &["LBP", "SYP", "TRY"],
        &["USD", "CAD", "AUD", "SGD", "HKD", "NZD"],
    ];
    FAMILIES.iter().any(|family| family.contains(&a) && family.contains(&b))
}
