//! What was understood -> products: candidates, order, and what may be shown of them.

use super::settings::SuggesterBuilder;
use super::{ExplainedProduct, Explanation, Inner, Silence};
use crate::analysis::Tokens;
use crate::catalog::{Address, Candidate, Circumstances, Query, Snapshot, of_wish};
use crate::conversation::Conversation;
use crate::error::Result;
use crate::intent::{Intent, Wish};
use crate::lexicon::Restriction;
use crate::money::{Currency, Money};
use crate::product::{Listing, Product, ProductKey};
use crate::ranking::{self, Ranked, Wanted};
use crate::time::Timestamp;
use crate::wording;
use std::collections::HashSet;

/// So many other offers of a product are named.
const OTHER_OFFERS: usize = 10;

/// One conversation and one commit: what an answer is made of.
pub(super) struct Asked<'a> {
    pub(super) inner: &'a Inner,
    pub(super) snapshot: &'a Snapshot,
    pub(super) chat: &'a Conversation,
    pub(super) now: Timestamp,
}

/// What was found for a wish, and not shown yet.
struct Answer<'a> {
    wish: &'a Wish,
    query: Query<'a>,
    candidates: Vec<Candidate>,
    order: std::vec::IntoIter<Ranked>,
}

impl<'a> Asked<'a> {
    /// Products for all wishes, and the explanation around them.
    pub(super) fn answer(&self, intent: Intent) -> Explanation {
        let answers: Vec<Answer<'_>> = intent.wishes.iter().map(|wish| self.answer_to(wish)).collect();
        let products = self.in_turn(answers);
        let silence = products.is_empty().then_some(Silence::NoMatch);
        let notes = intent.wishes.iter().flat_map(|wish| self.notes(wish)).collect();
        Explanation {
            products,
            intent: Some(intent),
            silence,
            notes,
        }
    }

    /// The query of a wish.
    pub(super) fn query<'q>(&'q self, wish: &'q Wish) -> Query<'q> {
        let settings = self.settings();
        of_wish(
            wish,
            &Circumstances {
                now: self.now,
                shown: &self.chat.shown,
                market: self.chat.market.as_deref(),
                rates: &settings.rates,
                currencies: &self.snapshot.currencies,
                adult: settings.sensitive_products,
                weights: &settings.weights,
            },
        )
    }

    /// The candidates of a wish, and the best of them in their order.
    pub(super) fn ranked(&self, wish: &Wish, query: &Query<'_>, count: Count) -> Result<(Vec<Candidate>, Vec<Ranked>)> {
        let settings = self.settings();
        let candidates = self.snapshot.candidates(query, count.candidates)?;
        // What laptops are like is not learnt from what costs less than 50 dollars.
        let kind = query.filter.narrows().then(|| wish.kind()).filter(|kind| !kind.concepts.is_empty());
        let of_kind = match &kind {
            Some(kind) => {
                let widened = Query {
                    groups: &kind.concepts,
                    filter: query.filter.widened(),
                    shelf: None,
                    priced: query.priced,
                    weights: query.weights,
                };
                self.snapshot.candidates(&widened, ranking::OF_KIND)?
            }
            None => Vec::new(),
        };
        let wanted = Wanted {
            wish,
            kind: kind.as_ref().map(|kind| (kind, of_kind.as_slice())),
            traits: &|candidate: &Candidate| self.snapshot.traits(candidate.address),
            diversity: count.diversity,
            limit: count.products,
            weights: &settings.weights,
        };
        let order = ranking::rank(&candidates, &wanted, &self.inner.things);
        Ok((candidates, order))
    }

    /// The best offer of a product that may be shown, and the others; `None` if it may not be shown from whatever partner.
    pub(super) fn best_offer(&self, address: Address, wish: &Wish, query: &Query<'_>) -> Result<Option<Offered>> {
        let offers = self.snapshot.offers_of(address, query, &self.settings().rates)?;
        let mut best: Option<Product> = None;
        let mut others = Vec::new();
        for offer in &offers {
            let (product, listing) = self.snapshot.product(*offer, Some(wish.language))?;
            if !self.may_show(&listing, wish) {
                continue;
            }
            match best {
                None => best = Some(product),
                Some(_) if others.len() < OTHER_OFFERS => others.push(ProductKey {
                    partner: product.partner,
                    id: product.id,
                }),
                Some(_) => break,
            }
        }
        Ok(best.map(|mut product| {
            product.other_offers = others;
            Offered { product, offers }
        }))
    }

    fn answer_to<'w>(&'w self, wish: &'w Wish) -> Answer<'w> {
        let query = self.query(wish);
        let settings = self.settings();
        let count = Count {
            candidates: ranking::candidates_for(settings.limit),
            products: settings.limit,
            diversity: settings.diversity,
        };
        // An index that cannot be read has no products to suggest; `verify` and `open` report the damage.
        let (candidates, order) = self.ranked(wish, &query, count).unwrap_or_default();
        Answer {
            wish,
            query,
            candidates,
            order: order.into_iter(),
        }
    }

    /// The best product of each wish, then the next best of each, until there are as many as an answer may have.
    fn in_turn(&self, mut answers: Vec<Answer<'_>>) -> Vec<ExplainedProduct> {
        let limit = self.settings().limit;
        let mut products: Vec<ExplainedProduct> = Vec::new();
        let mut shown: HashSet<Address> = HashSet::new();
        let mut before = None;
        // Once round without a product: every wish has shown all that it has.
        while before != Some(products.len()) {
            before = Some(products.len());
            for (at, answer) in answers.iter_mut().enumerate() {
                if products.len() < limit {
                    products.extend(self.next_product(answer, at, &mut shown));
                }
            }
        }
        products
    }

    /// The next product of a wish that may be shown and is not shown yet, from whatever partner.
    fn next_product(&self, answer: &mut Answer<'_>, wish: usize, shown: &mut HashSet<Address>) -> Option<ExplainedProduct> {
        let language = answer.wish.language;
        for ranked in answer.order.by_ref() {
            let address = answer.candidates[ranked.at].address;
            if shown.contains(&address) {
                continue;
            }
            let Ok(Some(Offered { mut product, offers })) = self.best_offer(address, answer.wish, &answer.query) else {
                continue;
            };
            shown.extend(offers);
            product.score = ranked.score;
            let reasons = ranked.reasons.iter().map(|reason| wording::reason(reason, language)).collect();
            return Some(ExplainedProduct { product, wish, reasons });
        }
        None
    }

    /// What only the stored text and the market tell.
    fn may_show(&self, listing: &Listing, wish: &Wish) -> bool {
        let settings = self.settings();
        let market = self.chat.market.as_ref();
        let sold_here =
            listing.countries.is_empty() || market.is_none_or(|market| listing.countries.iter().any(|c| c.eq_ignore_ascii_case(market)));
        let restricted = || {
            let texts = listing
                .texts
                .iter()
                .flat_map(|text| std::iter::once(text.title.as_str()).chain(text.category.iter().map(String::as_str)));
            texts.map(Tokens::of).find_map(|tokens| settings.lexicon.restriction(&tokens))
        };
        let allowed = match wish.typed && settings.sensitive_products {
            true => true,
            false => {
                !listing.adult
                    && restricted()
                        .is_none_or(|class: Restriction| wish.typed && class == Restriction::Medicine && settings.sensitive_products)
            }
        };
        sold_here && allowed
    }

    /// What was done about limits that could not be applied.
    fn notes(&self, wish: &Wish) -> Vec<String> {
        let mut notes = Vec::new();
        if wish.used_too {
            notes.push(wording::used_too(wish.language));
        }
        let Some(limit) = wish.price else { return notes };
        let Some(currency) = limit.currency else {
            notes.push(wording::no_currency(wish.language));
            return notes;
        };
        let cannot_compare = |to: &&Currency| self.settings().rates.convert(Money::new(1, currency), **to).is_none();
        let unrated = self.snapshot.currencies.iter().filter(cannot_compare);
        notes.extend(unrated.map(|to| wording::no_rate(currency, *to, wish.language)));
        notes
    }

    fn settings(&self) -> &'a SuggesterBuilder {
        &self.inner.settings
    }
}

/// How many candidates are ranked, and how.
pub(super) struct Count {
    pub(super) candidates: usize,
    pub(super) products: usize,
    pub(super) diversity: f32,
}

/// The best offer of a product, and where all that were compared stand.
pub(super) struct Offered {
    pub(super) product: Product,
    pub(super) offers: Vec<Address>,
}
