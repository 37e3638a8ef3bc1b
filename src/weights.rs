//! What the parts of a product's score are worth: every number that ranking can be fitted by, in one place.

macro_rules! weights {
    ($($(#[doc = $doc:literal])+ $name:ident = $value:literal;)+) => {
        /// The weights of search and ranking. Those of [`Default`] were set by reason and checked against judgments of two public
        /// catalogs; an app with judgments of its own may fit others (`examples/fit`) and hand them to
        /// [`SuggesterBuilder::weights`](crate::SuggesterBuilder::weights).
        ///
        /// ```
        /// let mut weights = shoptalk::Weights::default();
        /// assert!(weights.set("title", 4.0));
        /// assert_eq!((weights.title, weights.get("title")), (4.0, Some(4.0)));
        /// assert!(!weights.set("commission", 1.0), "there is no such weight");
        /// ```
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct Weights {
            $($(#[doc = $doc])+ pub $name: f32,)+
        }

        impl Default for Weights {
            fn default() -> Self {
                Self { $($name: $value,)+ }
            }
        }

        impl Weights {
            /// The names of all weights.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)+];

            /// A weight by its name.
            pub fn get(&self, name: &str) -> Option<f32> {
                match name {
                    $(stringify!($name) => Some(self.$name),)+
                    _ => None,
                }
            }

            /// Sets a weight by its name; says whether there is one.
            pub fn set(&mut self, name: &str, value: f32) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)+
                    _ => return false,
                }
                true
            }
        }
    };
}

weights! {
    /// A word in the title: what a title says is what the product is.
    title = 3.0;
    /// A word in the brand.
    brand = 1.5;
    /// A word in the category.
    category = 2.0;
    /// A word in colour, material, size and other attributes.
    details = 0.6;
    /// A word in the description, which names whatever goes with a product.
    description = 0.7;
    /// How much a long title is held against a word in it, 0 to 1. Titles vary in habit more than in content.
    title_length = 0.45;
    /// The same of the brand.
    brand_length = 0.3;
    /// The same of the category.
    category_length = 0.3;
    /// The same of the attributes.
    details_length = 0.7;
    /// The same of the description.
    description_length = 0.75;
    /// Saturation (BM25's k1): the second mention of a word says less than the first.
    saturation = 1.2;
    /// What a name of several words is worth of which the head stands there but not all words: a laptop for a gaming laptop.
    head_of_phrase = 0.5;
    /// And without its head: something else for gaming.
    rest_of_phrase = 0.12;
    /// The words that were said, each for itself, beside the best name of what they mean.
    said = 0.35;
    /// Of a score, this part is there however little of the wish a product covers; the rest grows with coverage: all of the wish once
    /// is worth more than one word of it often.
    uncovered = 0.35;
    /// From chat, a head found only in a description is hearsay.
    head_in_description = 0.5;
    /// A category says what a product is, or only what it belongs to.
    head_in_category = 0.55;
    /// What a product is worth at least for a query of several words whose thing it is not.
    typed_headless = 0.5;
    /// A case that does not say that it fits the phone.
    not_compatible = 0.12;
    /// The same where the shop's titles of the kind hardly ever say what they fit.
    fit_not_said = 0.8;
    /// Over a limit whose currency is unknown: ranked behind everything within.
    over_bare_limit = 0.2;
    /// An accessory where the thing itself is wanted.
    accessory = 0.35;
    /// A thing "for" the wished one, or "with" it.
    meant_for = 0.4;
    /// A thing of the same name: a conference phone, an air conditioner for hair. Enough to be shown where the shop has no other.
    other_sense = 0.45;
    /// A title that names the thing late may still be it.
    late = 0.9;
    /// What a product keeps that is not like the others of its kind at all.
    unlike = 0.5;
    /// From this part of the likeness that is usual for the kind on, a product is as like as any. Higher, and it is the shop's wordiest
    /// that win.
    alike_from = 0.55;
    /// From chat, a product weaker than this part of the best is no suggestion.
    chat_floor = 0.18;
}
