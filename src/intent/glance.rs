//! Can a message want anything at all? Told without reading it in full, and without allocating.
//!
//! A wish begins with a cue, with a thing that an Arabic message asks about, or with a message that speaks for a thing as a whole (see
//! `gate`, `fronted`, `talk`). Each of these can reach a sum that is known before: what cannot reach enough here, by the surest of all
//! readings, reaches it nowhere. A test holds the two against each other.

use super::PIECE;
use super::cue;
use super::fronted::{self, Evidence};
use super::gate::{PRICED, RAISED_FROM, strength};
use super::talk::SPOKEN_FROM;
use super::utterance::Spanned;
use crate::analysis::{Gap, Script, Tokens};
use crate::lexicon::{Cue, Lexicon, Meaning, Part, Phrase, Reading};
use crate::privacy::Admitted;
use smallvec::SmallVec;
use std::cell::RefCell;

/// Whether some message may raise a wish; if not, the window as a whole wants nothing, for whatever reason. Cost: a look at each word.
pub(crate) fn may_want(admitted: &Admitted<'_>, lexicon: &Lexicon) -> bool {
    thread_local! {
        static ROOM: RefCell<Room> = RefCell::default();
    }
    let messages = admitted.messages();
    let alone = messages.len() == 1;
    ROOM.with_borrow_mut(|room| {
        let mut may_raise = |text: &str| {
            room.tokens.read(text);
            let may_raise = room.may_raise(alone, lexicon);
            room.tokens.wipe();
            may_raise
        };
        messages
            .iter()
            .any(|message| message.text().len() > PIECE || may_raise(message.text()))
    })
}

/// Room for one message, used again for the next; its letters are wiped in between.
#[derive(Default)]
struct Room {
    tokens: Tokens,
    readings: Vec<Reading>,
}

/// What was seen in a message.
#[derive(Default)]
struct Seen {
    /// The strongest cue.
    cue: f32,
    evidence: Evidence,
    number: bool,
    parts: SmallVec<[Spanned<(Part, f32)>; 24]>,
}

impl Room {
    fn may_raise(&mut self, alone: bool, lexicon: &Lexicon) -> bool {
        let Self { tokens, readings } = self;
        let tokens = &*tokens;
        let mut seen = Seen::default();
        let spotted = lexicon.spot(tokens, alone, readings, |phrase| seen.take(phrase, tokens));
        if spotted.too_much || seen.parts.spilled() {
            return true;
        }
        seen.evidence.asks = (0..tokens.len()).any(|at| tokens.gap_behind(at) == Gap::Question);
        seen.number |= tokens.iter().any(|(_, form)| form.bytes().any(|b| b.is_ascii_digit()));
        let priced = if seen.number { PRICED } else { 1.0 };
        let parted = cue::most_of_parts(&seen.parts, seen.evidence.asks);
        seen.cue.max(parted) * priced >= RAISED_FROM
            || spotted.arabic && fronted::sure(&seen.evidence) >= RAISED_FROM
            || spotted.thing && lexicon.eagerness(tokens) >= SPOKEN_FROM
    }
}

impl Seen {
    fn take(&mut self, phrase: Phrase, tokens: &Tokens) {
        // Behind a thing that the message begins with.
        let behind = phrase.start > 0;
        match phrase.meaning {
            Meaning::Cue(cue, weight) => {
                self.evidence.specified |= behind && cue == Cue::Prefer;
                self.evidence.priced |= behind && cue == Cue::Price;
                if cue.raises() {
                    self.cue = self.cue.max(strength((cue, weight)));
                }
            }
            Meaning::Part(part, weight) => {
                let part = Spanned {
                    start: phrase.start,
                    end: phrase.end,
                    gapped: phrase.gapped,
                    cost: phrase.cost,
                    what: (part, weight),
                };
                if tokens.token(part.start).script != Script::Arabic || part.cost < cue::ATTACHED {
                    if behind {
                        self.evidence.add(part.what.0);
                    }
                    self.parts.push(part);
                }
            }
            Meaning::Limit(_) => self.evidence.priced = true,
            Meaning::Number(_) => self.number = true,
            Meaning::Lexeme(_) | Meaning::Sensitive(..) | Meaning::Safe | Meaning::Currency { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Vocabulary;
    use crate::conversation::Conversation;
    use crate::intent::{Context, Gazetteer, parse};
    use crate::privacy::{ConsentPolicy, Window, admit};
    use proptest::prelude::*;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::LazyLock;

    /// A catalog that knows every word, none, or one in two.
    struct Shop(u64);

    impl Vocabulary for Shop {
        fn title_frequency(&self, term: &str) -> u64 {
            match self.0 {
                0 => 0,
                every => u64::from((term.len() as u64).is_multiple_of(every)) * 100,
            }
        }

        fn products(&self) -> u64 {
            10_000
        }

        fn with_prefix(&self, _: &str, _: &mut dyn FnMut(&str, &dyn Fn() -> u64) -> bool) {}
    }

    fn files_below(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = entries
            .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
            .collect();
        files.sort();
        files
    }

    fn lines_below(folder: &str) -> Vec<String> {
        let files = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(folder));
        let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
        let lines: Vec<String> = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        assert!(lines.len() > 1_000, "{folder}");
        lines
    }

    /// Fails where the full reading finds a wish in what the glance stops.
    fn hold(messages: &[&str]) -> bool {
        static BRANDS: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::new(["samsung", "kingston", "black decker"].map(str::to_owned)));
        let lexicon = Lexicon::builtin();
        let chat = messages
            .iter()
            .fold(Conversation::new().opt_in("a"), |chat, text| chat.message("a", *text));
        let admitted = admit(&chat, ConsentPolicy::default(), Window::default());
        let passes = may_want(&admitted, &lexicon);
        for shop in [Shop(0), Shop(1), Shop(2)] {
            let context = Context {
                lexicon: &lexicon,
                vocabulary: &shop,
                brands: &BRANDS,
                market_currency: None,
            };
            assert!(passes || parse(&admitted, &context).is_err(), "{messages:?}");
        }
        passes
    }

    #[test]
    fn no_wish_is_stopped() {
        let lines = lines_below("talk");
        let texts: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.split_once('\t'))
            .map(|(_, text)| text)
            .collect();
        let few: Vec<&str> = texts.iter().step_by(17).copied().collect();
        let passed = few.iter().filter(|text| hold(&[text])).count();
        assert!((few.len() / 10..few.len() * 7 / 10).contains(&passed), "{passed} of {}", few.len());
        few.chunks(3).for_each(|chat| {
            hold(chat);
        });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn no_wish_of_any_rows_is_stopped(
            picks in proptest::collection::vec((any::<prop::sample::Index>(), 0..6_usize, "[ ,?.!]{1,2}"), 1..8),
            two in any::<bool>(),
        ) {
            static ROWS: LazyLock<Vec<String>> = LazyLock::new(|| lines_below("lexicon"));
            let mut texts = [String::new(), String::new()];
            for (at, (row, slip, gap)) in picks.iter().enumerate() {
                let line = row.get(&ROWS);
                let phrase = line.split('\t').next().unwrap_or_default().replace(['*', '<', '>'], "");
                let text = &mut texts[usize::from(two && at > 2)];
                // As written, or with a letter less.
                let keep = |(place, c): (usize, char)| (*slip == 0 || place != *slip + 2).then_some(c);
                text.extend(phrase.chars().enumerate().filter_map(keep));
                text.push_str(gap);
            }
            let messages: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            hold(&messages);
        }
    }
}
