//! Words of rows that a word may be, though it is written in another way: by its sound, in another spelling, one slip away.

use super::compiled::Spelling;
use super::heard::MADE_PLURAL;
use super::meaning::Meaning;
use super::phrase::PhraseSet;
use super::words::{Heard, Lists, Words};
use crate::analysis::sound::{self, Spelled};
use crate::analysis::{arabizi, clitic, filled, respell, spelling, stem};

/// An Arabizi reading worse than this is another word: not so much remains for its sound that two letters may be left out.
pub(super) const MAX_COST: f32 = 0.4;
/// A reading this much worse than the token's best is not meant: `maktab` is مكتب (desk), not مكتئب (depressed).
pub(super) const MARGIN: f32 = 0.08;
/// What an Arabizi reading costs at least: written Arabic is surer.
pub(super) const ARABIZI_COST: f32 = 0.1;
/// What an article or possessive that is taken off costs.
pub(super) const ATTACHED_COST: f32 = 0.06;
/// Shorter spellings sound like everything.
pub(super) const LEAST_HEARD: usize = 3;
/// A plural that no row has: kabat is كبت (a wardrobe) before كابات (caps).
const MADE_COST: f32 = 0.07;
/// What one slip of the keyboard costs, and how long a word must be for it: `cat`, `car` and `cap` are no slips.
pub(super) const SLIP: f32 = 0.2;
const LEAST_CORRECTED: usize = 5;
/// Fewer consonants fit nearly every word; one will do for what is spelled letter by letter (shai, boya).
const LEAST_KEY: usize = 2;
const SPELLED_OUT: f32 = 0.03;
const LEAST_SPELLED: usize = 4;
/// What another spelling of an Arabic word costs at least, and what may be attached to one.
const RESPELLED: f32 = 0.1;
const MOST_ATTACHED: f32 = 0.05;

const _: () = assert!(MAX_COST - ARABIZI_COST < sound::TWO_LEFT_OUT);

/// Words and how they may be written.
pub(super) struct Near<'a> {
    pub(super) phrases: &'a PhraseSet<Meaning>,
    pub(super) forms: &'a Words,
    pub(super) heard: &'a Heard<(u32, Option<u32>)>,
    pub(super) spellings: &'a Lists<Spelling>,
}

impl Near<'_> {
    /// The words that an Arabic one is in another spelling: رادو is راديو.
    pub(super) fn respelled(&self, form: &str, marbuta: bool, mut each: impl FnMut(u32, f32)) {
        clitic::readings(form, marbuta, |candidate, stripped| {
            // An ending taken off and a letter changed is too much.
            if stripped > MOST_ATTACHED || !form.ends_with(candidate) {
                return;
            }
            for (word, id) in self.heard.get(arabizi::arabic_key(candidate)) {
                let word = self.forms.get(*word);
                // Only what the rows spell: معجنات (pastries) is not the plural that somebody might make of معجون.
                let id = id.filter(|id| self.phrases.word(word) == Some(*id));
                if let Some((id, cost)) = id.zip(respell::cost(candidate, word)) {
                    each(id, RESPELLED + stripped + cost);
                }
            }
        });
    }

    /// The Arabic words that a Latin spelling sounds like, `more` dearer than it sounds; words of daily talk have no number.
    pub(super) fn heard(&self, latin: &str, more: f32, mut each: impl FnMut(Option<u32>, f32)) {
        if latin.len() < LEAST_HEARD {
            return;
        }
        let vowels = sound::vowels(latin);
        for key in arabizi::latin_keys(latin).iter() {
            let most = match key.signs() {
                LEAST_KEY.. => MAX_COST - ARABIZI_COST - more,
                1 if latin.len() >= LEAST_SPELLED => SPELLED_OUT - more,
                _ => continue,
            };
            for (number, id) in self.heard.get(*key) {
                let word = self.forms.get(*number);
                if !sound::may_sound(word, vowels) {
                    continue;
                }
                let made = || word.ends_with(MADE_PLURAL) && id.is_some_and(|id| !self.phrases.letters(id).ends_with(MADE_PLURAL));
                if let Some(cost) = sound::cost(word, latin, Spelled::Arabizi, most) {
                    each(*id, ARABIZI_COST + more + cost + if made() { MADE_COST } else { 0.0 });
                }
            }
        }
    }

    /// [`heard`](Self::heard), with what may be attached to a word taken off as well.
    pub(super) fn heard_with_attached(&self, latin: &str, mut each: impl FnMut(Option<u32>, f32)) {
        self.heard(latin, 0.0, &mut each);
        let attached = arabizi::ATTACHED.iter().filter_map(|attached| latin.strip_prefix(attached));
        let possessives = arabizi::POSSESSIVES.iter().filter_map(|ending| latin.strip_suffix(ending));
        for rest in attached.chain(possessives) {
            self.heard(rest, ATTACHED_COST, &mut each);
        }
    }

    /// Whether a Latin spelling is that of some Arabic word, letter by letter.
    pub(super) fn sounds_as_some_word(&self, latin: &str, most: f32) -> bool {
        let keys = arabizi::latin_keys(latin);
        let words = keys
            .iter()
            .filter(|key| key.signs() >= LEAST_KEY)
            .flat_map(|key| self.heard.get(*key));
        words
            .map(|(word, _)| self.forms.get(*word))
            .any(|word| sound::cost(word, latin, Spelled::Arabizi, most).is_some())
    }

    /// The words that are few slips away from a [longer](may_be_corrected) one: `haedphones`, `recomend`.
    pub(super) fn slips(&self, form: &str, mut each: impl FnMut(u32, f32)) {
        let Some(first) = form.bytes().next().filter(u8::is_ascii_lowercase) else {
            return;
        };
        let mut room = (['\0'; spelling::MOST_LETTERS], ['\0'; spelling::MOST_LETTERS]);
        let (kept, ending) = stem::singular(form);
        let letters = filled(&mut room.0, form.chars());
        let singular = filled(&mut room.1, kept.chars().chain(ending.chars()));
        let (Some(letters), Some(singular)) = (letters, singular) else {
            return;
        };
        let set = Spelling::letters(form);
        let allowed = if letters.len() > spelling::TWO_SLIPS_FROM { 2 } else { 1 };
        for known in self.spellings.get(u32::from(first - b'a')) {
            // A slip changes two letters at most: one goes, another comes; a plural ending is one more.
            // A short word with another letter is another word: privs is no price. Swapped and doubled letters are slips.
            let short = letters.len() <= LEAST_CORRECTED && known.letters != set;
            if short || (known.letters ^ set).count_ones() as usize > 2 * allowed + 1 {
                continue;
            }
            let word = self.phrases.letters(known.id);
            if word.len().abs_diff(letters.len()) > allowed + 1 || word.len() < LEAST_CORRECTED - 1 {
                continue;
            }
            let as_typed = spelling::distance(letters, word, allowed);
            let slips = as_typed.into_iter().chain(spelling::distance(singular, word, allowed)).min();
            if let Some(slips) = slips {
                each(known.id, SLIP * slips as f32);
            }
        }
    }
}

/// Whether a word is long enough for slips, and of letters alone.
pub(super) fn may_be_corrected(form: &str) -> bool {
    form.len() >= LEAST_CORRECTED && form.bytes().all(|b| b.is_ascii_lowercase())
}
