//! Ranking: candidates in, the order in which they are shown out.
//!
//! # In and out
//!
//! In: candidates with their evidence, and the wish. Out: places in the candidate list, best first, each with a score and plain
//! reasons. Scores compare within one answer only.
//!
//! # The score
//!
//! A product of factors. What each is worth is a named weight with its reason in [`Weights`](crate::Weights), together with those of search:
//!
//! - the evidence of each concept times its weight, summed;
//! - coverage: all of the wish once is worth more than one word of it often;
//! - the head: from chat, a product without the wished thing is none; one that has it in its description only is hearsay and
//!   counts half;
//! - the kind: is it the thing, or something for the thing;
//! - what it must go with: where a sure product says that it fits the phone, those that do not are left out; where none does, they count
//!   an eighth, and where fewer than one in five of the kind say what they fit (memory cards for a camera), four fifths. A title with
//!   another number behind the same name ("iPhone 12 case") is left out in any case;
//! - a limit without a currency: what is over it counts a fifth.
//!
//! # Fitting
//!
//! An app that has judgments (queries or chats with graded products) measures the weights on them by `examples/fit`: the two figures of
//! the default weights, what another weight would give (paired differences with their standard error), each part switched off, and weights
//! fitted by coordinate ascent on all folds but one and measured on that one. On the public judgments of the README the fitted weights were no
//! better where they were not fitted than the default ones: -0.002 ± 0.012 on one catalog, +0.001 ± 0.002 on the other; and those of one
//! catalog alone lost 0.015 ± 0.008 on the other. So the default ones stay, but for the description's (0.5 before), which rose in
//! every fold.
//!
//! # The kind
//!
//! The trap of every shop search: "laptop" brings laptop bags. The title's word order tells them apart, on a sketch of hashed stems that
//! is kept in a column, so that no stored text is read. What stands behind "for" is what the product is for; an English name ends in
//! its head (laptop *bag*), an Arabic one begins with it (*شنطة* لابتوب). Something that is only meant for the wished thing is left
//! out of a chat's answer. Who wants a case gets the one for a phone, but not earbuds "with" a case.
//! A name may end in the thing again (a "DVD drive optical disc drive" is a drive). A thing behind a measure is a part where the title
//! names another thing before it, or behind it in the same part: a notebook with 16 GB RAM is no RAM.
//! What a word right beside the name, or two words before it, makes another thing of it, stands in rows (`data/lexicon/senses.tsv`): a conference
//! phone, a ruled notebook, a handheld mobile computer count less than half. A name that the wish is only content with (iphone, of a phone) tells where the thing stands
//! only if no surer name does.
//!
//! # The likeness
//!
//! Titles lie by being short: a "Notebook QuickDock" is no notebook, and no rule of word order finds out. What products say of themselves
//! does: the first 200 are compared, within each shop, with those whose title surely names the thing (`likeness.rs`; relevance feedback,
//! Rocchio 1971, over the hashed words of category, attributes and description). Who has next to nothing in common with them keeps half.
//! It needs twelve sure products of a shop; with fewer, nothing is weighed.
//!
//! # Then
//!
//! From chat, what scores less than 0.18 of the best is dropped: few fitting products are better than five. Of a variant group one
//! stays. Of titles that say nearly the same the second gives way a little (maximal marginal relevance, 0.05 unless the builder
//! says otherwise: with 0.15 the first ten lost 0.01 to 0.02 of nDCG by people's judgments). Last, the stored text is looked at: what is
//! not sold in the market, and adult, age-restricted and medical products, are left out (unless the app allows those for typed
//! queries), and the next ones move up.
//!
//! # Why so
//!
//! The order hangs on the wish and the products' text alone. Commission, bids and the sponsored flag have no factor, and there is no
//! profile, no randomness and no cache: the same input gives the same output.
//!
//! # Example
//!
//! ```
//! use shoptalk::{Catalog, Conversation, Feed, Suggester};
//!
//! let catalog = Catalog::in_memory()?;
//! let feed = "id\ttitle\tlink\n\
//!             1\tLaptop bag, grey\thttps://shop.example/1\n\
//!             2\tLaptop 14 inch, 8 GB RAM\thttps://shop.example/2\n\
//!             3\tCharger for laptop\thttps://shop.example/3\n";
//! catalog.import("shop", [Feed::from_bytes("shop.tsv", feed)])?;
//! let suggester = Suggester::new(catalog);
//! let first = |text: &str| suggester.suggest(&Conversation::new().opt_in("sara").message("sara", text))[0].id.clone();
//! assert_eq!(first("i want to buy a laptop"), "2");
//! assert_eq!(first("i want to buy a laptop bag"), "1");
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # Where to look
//!
//! `src/ranking`: `scorer.rs` (factors), `kind.rs` (thing or accessory), `likeness.rs` (like the others of its kind), `mmr.rs`
//! (diversity; knows no products), `mod.rs` (the
//! steps); `may_show` in `src/suggester.rs` (what only the stored text tells).
