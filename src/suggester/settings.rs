//! How an app wants its suggestions.

use super::{Inner, Silence, Suggester};
use crate::catalog::Catalog;
use crate::conversation::Conversation;
use crate::lexicon::Lexicon;
use crate::money::Rates;
use crate::privacy::{ConsentPolicy, Window};
use crate::ranking::ThingWords;
use crate::weights::Weights;
use std::sync::Arc;

/// How many products an answer has at most, unless the builder says otherwise.
const DEFAULT_LIMIT: usize = 5;
/// A little: of two titles with the same words the second gives way to what fits as well. With 0.15 it gave way to what people judged to fit
/// less.
const DEFAULT_DIVERSITY: f32 = 0.05;

/// Settings of a [`Suggester`].
#[derive(Debug, Clone)]
pub struct SuggesterBuilder {
    pub(super) limit: usize,
    pub(super) diversity: f32,
    pub(super) markets: Vec<String>,
    pub(super) share: f64,
    pub(super) consent: ConsentPolicy,
    pub(super) window: Window,
    pub(super) rates: Rates,
    pub(super) lexicon: Lexicon,
    pub(super) sensitive_products: bool,
    pub(super) weights: Weights,
}

impl Default for SuggesterBuilder {
    fn default() -> Self {
        Self {
            limit: DEFAULT_LIMIT,
            diversity: DEFAULT_DIVERSITY,
            markets: Vec::new(),
            share: 1.0,
            consent: ConsentPolicy::default(),
            window: Window::default(),
            rates: Rates::new(),
            lexicon: Lexicon::builtin(),
            sensitive_products: false,
            weights: Weights::default(),
        }
    }
}

impl SuggesterBuilder {
    /// At most so many products an answer (default 5).
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// From 0 (relevance alone) to 1 (no two alike); default 0.05.
    #[must_use]
    pub fn diversity(mut self, diversity: f32) -> Self {
        self.diversity = diversity.clamp(0.0, 1.0);
        self
    }

    /// The markets (ISO 3166 alpha-2) it is launched in. None named: everywhere.
    #[must_use]
    pub fn launch(mut self, market: impl Into<String>) -> Self {
        self.markets.push(market.into());
        self
    }

    /// Only for this share (0 to 1) of conversations, by a hash of their [key](Conversation::rollout_key) or id; those without either
    /// count as not chosen. Who is in at a tenth is in at a fifth too.
    #[must_use]
    pub fn share(mut self, share: f64) -> Self {
        self.share = share;
        self
    }

    /// Whose consent a chat needs (default: each author's for their own messages).
    #[must_use]
    pub fn consent(mut self, policy: ConsentPolicy) -> Self {
        self.consent = policy;
        self
    }

    /// How much of a conversation is looked at (default: 30 messages, 24 hours, 64 KiB).
    #[must_use]
    pub fn window(mut self, window: Window) -> Self {
        self.window = window;
        self
    }

    /// The host's exchange rates; without them limits in other currencies than the product's are not applied.
    #[must_use]
    pub fn rates(mut self, rates: Rates) -> Self {
        self.rates = rates;
        self
    }

    /// A lexicon with the host's own rows.
    #[must_use]
    pub fn lexicon(mut self, lexicon: Lexicon) -> Self {
        self.lexicon = lexicon;
        self
    }

    /// Whether a typed query may bring adult, age-restricted and medical products (default: no). Chat never does.
    #[must_use]
    pub fn sensitive_products(mut self, allowed: bool) -> Self {
        self.sensitive_products = allowed;
        self
    }

    /// What the parts of a score are worth; few apps need others than the default.
    #[must_use]
    pub fn weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// The suggester.
    pub fn build(self, catalog: Catalog) -> Suggester {
        let things = ThingWords::of(&self.lexicon);
        Suggester(Arc::new(Inner {
            catalog,
            things,
            settings: self,
        }))
    }

    pub(super) fn launched(&self, chat: &Conversation) -> Result<(), Silence> {
        let here = self.markets.is_empty()
            || chat
                .market
                .as_ref()
                .is_some_and(|market| self.markets.iter().any(|m| m.eq_ignore_ascii_case(market)));
        let chosen = self.share >= 1.0
            || chat.share_key().is_some_and(|key| {
                let hash = twox_hash::XxHash64::oneshot(0, key.as_bytes());
                (hash as f64 / u64::MAX as f64) < self.share
            });
        if here && chosen { Ok(()) } else { Err(Silence::NotLaunched) }
    }
}
