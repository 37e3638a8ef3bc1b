//! The one call: a conversation goes in, fitting products come out, or the reason for silence.

mod answer;
mod settings;
mod shop;

pub use settings::SuggesterBuilder;

use crate::analysis::{Stems, Tokens, Vocabulary, index_terms};
use crate::catalog::{Catalog, Snapshot};
use crate::conversation::Conversation;
use crate::intent::{self, Context, Intent, NoIntent};
use crate::lexicon::Lexicon;
use crate::money::Currency;
use crate::privacy::{self, Admitted};
use crate::product::Product;
use crate::ranking::ThingWords;
use answer::Asked;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

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
        SuggesterBuilder::default()
    }

    /// Products that fit what the people in the chat want to buy, best first, and of several wishes in turn; empty when nobody wants
    /// anything.
    /// Never fails, never panics, whatever is typed. Cost: a message that no wish can hang on is known at a glance, without an allocation;
    /// others are read in full, and where something is wanted the catalog is searched.
    pub fn suggest(&self, chat: &Conversation) -> Vec<Product> {
        let Ok(explanation) = self.answer(chat, intent::may_want) else {
            return Vec::new();
        };
        explanation.products.into_iter().map(|explained| explained.product).collect()
    }

    /// [`suggest`](Self::suggest) for many conversations, on all cores; the order is kept.
    pub fn suggest_batch(&self, chats: &[Conversation]) -> Vec<Vec<Product>> {
        chats.par_iter().map(|chat| self.suggest(chat)).collect()
    }

    /// The same answer as [`suggest`](Self::suggest), with what was understood and why each product is there, or why there is none. Cost:
    /// reads every message in full, since that alone tells one silence from another.
    pub fn explain(&self, chat: &Conversation) -> Explanation {
        // Whatever a message lacks, the reason for silence is found by reading it.
        match self.answer(chat, |_, _| true) {
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
            index_terms(&Tokens::of(message.text()), &mut Stems::default(), |_, _| terms += 1);
        }
        terms
    }

    /// The terms that a chat's wishes are searched by, as field, term and boost: for measuring a bare search of them beside the answer.
    #[doc(hidden)]
    pub fn search_terms(&self, chat: &Conversation) -> Vec<(String, String, f32)> {
        let settings = &self.0.settings;
        let admitted = privacy::admit(chat, settings.consent, settings.window);
        let snapshot = self.0.catalog.snapshot();
        let Ok(intent) = self.understand(chat, &admitted, &snapshot) else {
            return Vec::new();
        };
        let asked = Asked {
            inner: &self.0,
            snapshot: &snapshot,
            chat,
            now: admitted.clock(),
        };
        let mut terms = Vec::new();
        for wish in &intent.wishes {
            let of_wish = snapshot.search_terms(&asked.query(wish)).into_iter();
            terms.extend(of_wish.map(|(text, term, boost)| (snapshot.text_name(text).to_owned(), term.to_owned(), boost)));
        }
        terms
    }

    /// The catalog that is searched.
    pub fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    /// The stages in order. `may_want` may tell at a glance that a chat wants nothing.
    fn answer(&self, chat: &Conversation, may_want: fn(&Admitted<'_>, &Lexicon) -> bool) -> Result<Explanation, Silence> {
        let settings = &self.0.settings;
        settings.launched(chat)?;
        let admitted = privacy::admit(chat, settings.consent, settings.window);
        if admitted.query().is_none() && !may_want(&admitted, &settings.lexicon) {
            return Err(Silence::NoIntent);
        }
        let snapshot = self.0.catalog.snapshot();
        let intent = self.understand(chat, &admitted, &snapshot)?;
        let asked = Asked {
            inner: &self.0,
            snapshot: &snapshot,
            chat,
            now: admitted.clock(),
        };
        Ok(asked.answer(intent))
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
}

impl fmt::Debug for Suggester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suggester")
            .field("catalog", &self.0.catalog)
            .finish_non_exhaustive()
    }
}
