//! What an accessory belongs to that was asked for without it: "wiped my laptop ... i want a case for it".

use super::Context;
use super::concept::{Concept, Role};
use super::pointing::LOOK_BACK;
use super::standing::is_governed;
use super::thing::Thing;
use super::utterance::{Spanned, Utterance};
use crate::lexicon::{Kinds, LexemeId};

/// What an accessory's thing counts that was only spoken of before.
const OWNER: f32 = 0.6;
/// An accessory belongs to what was named at most so many messages ago.
const OWNED_WITHIN: usize = 4;

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
