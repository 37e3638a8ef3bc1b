//! The one call: a conversation goes in, fitting products come out, or the reason for silence.

use crate::analysis::{Tokens, Vocabulary, index_terms};
use crate::catalog::{Candidate, Catalog, Circumstances, Query, Snapshot, of_wish};
use crate::conversation::Conversation;
use crate::intent::{self, Context, Intent, NoIntent, Wish};
use crate::lexicon::{Lexicon, Restriction};
use crate::money::{Currency, Rates};
use crate::privacy::{self, Admitted, ConsentPolicy, Window};
use crate::product::{Listing, Product};
use crate::ranking::{self, Ranked, ThingWords, Wanted};
use crate::weights::Weights;
use crate::wording;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// How many products an answer has at most, unless the builder says otherwise.
const DEFAULT_LIMIT: usize = 5;
/// A little: of two titles with the same words the second gives way to what fits as well. With 0.15 it gave way to what people judged to fit
/// less.
const DEFAULT_DIVERSITY: f32 = 0.05;

/// Suggests products for conversations. Built once, cheap to clone, shared between threads.
///
/// ```
/// use shoptalk::{Catalog, Conversation, Feed, Suggester};
/// let catalog = Catalog::in_memory()?;
/// let feed = "id\ttitle\tlink\tprice\n1\tWireless headphones\thttps://shop.example/1\t59.90 USD\n";
/// catalog.import("shop", [Feed::from_bytes("shop.tsv", feed)])?;
/// let suggester = Suggester::new(catalog);
/// let chat = Conversation::new().opt_in("sara").message("sara", "i need wireless headphones under $80");
/// assert_eq!(suggester.suggest(&chat)[0].id, "1");
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Clone)]
pub struct Suggester(Arc<Inner>);

struct Inner {
    catalog: Catalog,
    things: ThingWords,
    settings: SuggesterBuilder,
}

/// Settings of a [`Suggester`].
#[derive(Debug, Clone)]
pub struct SuggesterBuilder {
    limit: usize,
    diversity: f32,
    markets: Vec<String>,
    share: f64,
    consent: ConsentPolicy,
    window: Window,
    rates: Rates,
    lexicon: Lexicon,
    sensitive_products: bool,
    weights: Weights,
}

/// What was found for a wish, and not shown yet.
struct Answer<'a> {
    wish: &'a Wish,
    candidates: Vec<Candidate>,
    order: std::vec::IntoIter<Ranked>,
}

/// Why a conversation gets no product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Silence {
    /// Not launched in this market, or not for this share of chats.
    NotLaunched,
    /// No text was admitted at all.
    NotOptedIn,
    /// Somebody in the window says that they are under 16.
    Minor,
    /// The talk is sensitive.
    Sensitive,
    /// There was a wish, and it is over: bought, or changed their mind.
    Withdrawn,
    /// Nobody wants anything.
    NoIntent,
    /// A wish was understood; the catalog has nothing that fits.
    NoMatch,
}

/// An answer with its reasons. Words in it are those of the lexicon, the catalog and the limits, never the chat's.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// What is suggested, best first; of several wishes the best of each in turn.
    pub products: Vec<ExplainedProduct>,
    /// What was understood.
    pub intent: Option<Intent>,
    /// Why nothing is suggested; `None` if and only if there are products.
    pub silence: Option<Silence>,
    /// What was done about limits that could not be applied, one plain sentence each.
    pub notes: Vec<String>,
}

/// A product and why it is there.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ExplainedProduct {
    /// The product.
    pub product: Product,
    /// The wish that it is for, as its place in [`Intent::wishes`].
    pub wish: usize,
    /// One plain sentence each.
    pub reasons: Vec<String>,
}

impl Suggester {
    /// With default settings. Cost: reads the lexicon once a process.
    pub fn new(catalog: Catalog) -> Self {
        Self::builder().build(catalog)
    }

    /// Settings first.
    pub fn builder() -> SuggesterBuilder {
        SuggesterBuilder {
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

    /// Products that fit what the people in the chat want to buy, best first, and of several wishes in turn; empty when nobody wants
    /// anything.
    /// Never fails, never panics, whatever is typed.
    pub fn suggest(&self, chat: &Conversation) -> Vec<Product> {
        self.explain(chat).products.into_iter().map(|explained| explained.product).collect()
    }

    /// [`suggest`](Self::suggest) for many conversations, on all cores; the order is kept.
    pub fn suggest_batch(&self, chats: &[Conversation]) -> Vec<Vec<Product>> {
        chats.par_iter().map(|chat| self.suggest(chat)).collect()
    }

    /// The same answer as [`suggest`](Self::suggest), with what was understood and why each product is there.
    pub fn explain(&self, chat: &Conversation) -> Explanation {
        match self.answer(chat) {
            Ok(explanation) => explanation,
            Err(silence) => Explanation {
                products: Vec::new(),
                intent: None,
                silence: Some(silence),
                notes: Vec::new(),
            },
        }
    }

    /// How many index terms the admitted texts of a chat have: consent, masks, tokens, stems and units, and nothing behind them.
    /// For measuring those alone.
    #[doc(hidden)]
    pub fn count_terms(&self, chat: &Conversation) -> usize {
        let settings = &self.0.settings;
        let admitted = privacy::admit(chat, settings.consent, settings.window);
        let mut terms = 0;
        for message in admitted.messages() {
            index_terms(&Tokens::of(message.text()), |_, _| terms += 1);
        }
        terms
    }

    /// The catalog that is searched.
    pub fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    /// The stages in order.
    fn answer(&self, chat: &Conversation) -> Result<Explanation, Silence> {
        let settings = &self.0.settings;
        settings.launched(chat)?;
        let admitted = privacy::admit(chat, settings.consent, settings.window);
        let snapshot = self.0.catalog.snapshot();
        let intent = self.understand(chat, &admitted, &snapshot)?;
        Ok(self.search(chat, &admitted, &snapshot, intent))
    }

    fn understand(&self, chat: &Conversation, admitted: &Admitted<'_>, snapshot: &Snapshot) -> Result<Intent, Silence> {
        let vocabulary: &dyn Vocabulary = snapshot;
        let market_currency = chat.market.as_deref().and_then(Currency::of_market);
        let context = Context {
            lexicon: &self.0.settings.lexicon,
            vocabulary,
            brands: &snapshot.brands,
            market_currency,
        };
        // Typing a query is the consent for that text alone; the chat around it is not needed.
        if let Some(query) = admitted.query().filter(|query| !query.trim().is_empty()) {
            return intent::parse_query(query, &context).map_err(|_| Silence::NoMatch);
        }
        if admitted.messages().is_empty() {
            return Err(Silence::NotOptedIn);
        }
        intent::parse(admitted, &context).map_err(|reason| match reason {
            NoIntent::Minor => Silence::Minor,
            NoIntent::Sensitive => Silence::Sensitive,
            NoIntent::Withdrawn => Silence::Withdrawn,
            NoIntent::Nothing => Silence::NoIntent,
        })
    }

    fn search(&self, chat: &Conversation, admitted: &Admitted<'_>, snapshot: &Snapshot, intent: Intent) -> Explanation {
        let settings = &self.0.settings;
        let currencies = self.0.catalog.currencies(snapshot);
        let circumstances = Circumstances {
            now: admitted.clock(),
            shown: &chat.shown,
            rates: &settings.rates,
            currencies: &currencies,
            adult: settings.sensitive_products,
            weights: &settings.weights,
        };
        let answers: Vec<Answer<'_>> = intent
            .wishes
            .iter()
            .map(|wish| {
                let (candidates, order) = self.ranked(wish, snapshot, of_wish(wish, &circumstances)).unwrap_or_default();
                // An index that cannot be read has no products to suggest; `verify` and `open` report the damage.
                Answer {
                    wish,
                    candidates,
                    order: order.into_iter(),
                }
            })
            .collect();
        let products = self.in_turn(answers, snapshot, chat);
        let silence = products.is_empty().then_some(Silence::NoMatch);
        let notes = intent.wishes.iter().flat_map(|wish| notes(wish, &currencies, settings)).collect();
        Explanation {
            products,
            intent: Some(intent),
            silence,
            notes,
        }
    }

    /// The best product of each wish, then the next best of each, until there are as many as an answer may have.
    fn in_turn(&self, mut answers: Vec<Answer<'_>>, snapshot: &Snapshot, chat: &Conversation) -> Vec<ExplainedProduct> {
        let limit = self.0.settings.limit;
        let mut products: Vec<ExplainedProduct> = Vec::new();
        let mut before = None;
        // Once round without a product: every wish has shown all that it has.
        while before != Some(products.len()) {
            before = Some(products.len());
            for (at, answer) in answers.iter_mut().enumerate() {
                if products.len() < limit {
                    products.extend(self.next_product(answer, at, &products, snapshot, chat));
                }
            }
        }
        products
    }

    /// The next product of a wish that may be shown and is not shown yet.
    fn next_product(
        &self,
        answer: &mut Answer<'_>,
        wish: usize,
        shown: &[ExplainedProduct],
        snapshot: &Snapshot,
        chat: &Conversation,
    ) -> Option<ExplainedProduct> {
        let language = answer.wish.language;
        for ranked in answer.order.by_ref() {
            let address = answer.candidates[ranked.at].address;
            let Ok((mut product, listing)) = self.0.catalog.product(snapshot, address, Some(language)) else {
                continue;
            };
            let is_shown = shown
                .iter()
                .any(|s| s.product.id == product.id && s.product.partner == product.partner);
            if is_shown || !self.may_show(&listing, chat, answer.wish) {
                continue;
            }
            product.score = ranked.score;
            let reasons = ranked.reasons.iter().map(|reason| wording::reason(reason, language)).collect();
            return Some(ExplainedProduct { product, wish, reasons });
        }
        None
    }

    /// The candidates of a wish, and their order.
    fn ranked(&self, wish: &Wish, snapshot: &Snapshot, query: Query<'_>) -> crate::Result<(Vec<Candidate>, Vec<Ranked>)> {
        let settings = &self.0.settings;
        let candidates = snapshot.candidates(&query, ranking::candidates_for(settings.limit))?;
        // What laptops are like is not learnt from what costs less than 50 dollars.
        let kind = query.filter.narrows().then(|| wish.kind()).filter(|kind| !kind.concepts.is_empty());
        let of_kind = match &kind {
            Some(kind) => {
                let filter = query.filter.widened();
                let groups = &kind.concepts;
                let weights = &settings.weights;
                snapshot.candidates(&Query { groups, filter, weights }, ranking::OF_KIND)?
            }
            None => Vec::new(),
        };
        let traits = snapshot.traits()?;
        let wanted = Wanted {
            wish,
            kind: kind.as_ref().map(|kind| (kind, of_kind.as_slice())),
            traits: &|candidate: &Candidate| traits.read(candidate.address),
            diversity: settings.diversity,
            limit: settings.limit,
            weights: &settings.weights,
        };
        let order = ranking::rank(&candidates, &wanted, &self.0.things);
        Ok((candidates, order))
    }

    /// What only the stored text and the market tell.
    fn may_show(&self, listing: &Listing, chat: &Conversation, wish: &Wish) -> bool {
        let settings = &self.0.settings;
        let sold_here = listing.countries.is_empty()
            || chat
                .market
                .as_ref()
                .is_none_or(|market| listing.countries.iter().any(|c| c.eq_ignore_ascii_case(market)));
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

    /// Only for this share (0 to 1) of conversations, by a hash of their id; those without an id count as not chosen.
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

    fn launched(&self, chat: &Conversation) -> Result<(), Silence> {
        let here = self.markets.is_empty()
            || chat
                .market
                .as_ref()
                .is_some_and(|market| self.markets.iter().any(|m| m.eq_ignore_ascii_case(market)));
        let chosen = self.share >= 1.0
            || chat.id().is_some_and(|id| {
                let hash = twox_hash::XxHash64::oneshot(0, id.as_bytes());
                (hash as f64 / u64::MAX as f64) < self.share
            });
        if here && chosen { Ok(()) } else { Err(Silence::NotLaunched) }
    }
}

impl fmt::Debug for Suggester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suggester")
            .field("catalog", &self.0.catalog)
            .finish_non_exhaustive()
    }
}

fn notes(wish: &Wish, currencies: &[Currency], settings: &SuggesterBuilder) -> Vec<String> {
    let mut notes = Vec::new();
    if wish.used_too {
        notes.push(wording::used_too(wish.language));
    }
    let Some(limit) = wish.price else { return notes };
    let Some(currency) = limit.currency else {
        notes.push(wording::no_currency(wish.language));
        return notes;
    };
    let cannot_compare = |to: &&Currency| settings.rates.convert(crate::money::Money::new(1, currency), **to).is_none();
    let unrated = currencies.iter().filter(cannot_compare);
    notes.extend(unrated.map(|to| wording::no_rate(currency, *to, wish.language)));
    notes
}
