//! Wishes: admitted text in, what is wanted out, or why nothing is.
//!
//! # In and out
//!
//! In: `Admitted` text, the [lexicon](super::lexicon), the snapshot's words and brands, the market's currency. Out: an
//! [`Intent`](crate::Intent) whose words are those of the lexicon or the catalog, or one of the silences of
//! [`Silence`](crate::Silence). The text itself ends here.
//!
//! # At a glance
//!
//! [`suggest`](crate::Suggester::suggest) first looks for what a wish may hang on at all: a phrase of wanting, asking or buying, by the surest
//! of all readings of each word; a thing in a message that speaks for one. Without it nobody wants anything, for whatever reason, and the
//! window is read no further; nothing is allocated (`tests/allocation.rs`). What passes is read as below, and so is everything for
//! [`explain`](crate::Suggester::explain), which tells the reason of a silence. That no wish is lost is a test (`intent/glance.rs`).
//!
//! # In order
//!
//! 1. **Utterances.** Each message, in pieces of 2 KiB at most, becomes tokens with all that the rows and the catalog know of them: cues,
//!    things, limits, numbers, currencies, topics, brands. Of phrases that overlap the longest counts.
//! 2. **A minor?** Somebody writes that they are younger than 16: silence, whatever else is said.
//! 3. **Sensitive?** Sensitive phrases weigh 1 or less; those that a safe phrase covers do not count. Those of less than 1 are hints, and
//!    add up over the whole window, two of a message at most; what was only heard in Latin letters adds up within one matter. From 1 on
//!    it is silent: nobody is sold a pillow behind bad news. What people say in words of their own ("they moved grandpa to the comfort
//!    floor") a model of such talk knows by all words of a message together (see [lexicon](super::lexicon)); it is asked last, and a wish
//!    that was given up stays withdrawn.
//! 4. **Questions of parts.** Dialects ask for goods with a few parts in any order: where + find, who + sells, which + kind, is there +
//!    one. Each part is a row; two of them near each other in a sentence make a cue, surer where it ends in a question mark.
//! 5. **Noun phrases.** Runs of words that may name a thing, each with how sure that is: a thing of the rows, a brand, an unknown word
//!    of several titles, an unknown word. English names the thing with the last word of the run, Arabic with the first.
//! 6. **The gate.** A cue (want, ask, price, gift, broke, plan) and the noun phrase that hangs on it raise a wish if strength times
//!    sureness is enough. Distance, prepositions, "my" and "the" take off; a price adds; a cue for the contrary nearby (owning,
//!    selling, joking) takes off most; talk about software, by its words and by a model, takes off from questions (the best console) and
//!    from unknown things; somebody asking back ("are you still looking for a tv") raises none. Where the thing is no known one, a
//!    model of wishes adds or takes by how the whole message speaks; where it speaks loudly, a known thing needs no cue at all. Arabic
//!    puts first what a sentence is about: a thing there is what is asked for, however far behind the question stands, and with
//!    enough said around it (a question, a price, what it should be like) it is a wish
//!    without any cue.
//! 7. **Several things.** Things with nothing but an "and", a comma, a price and their articles between them are wanted together, each
//!    with its own words and limit; so are those of two cues with an "also" or an "and" before the second, or of two sentences that both
//!    ask surely. "A phone and tablet stand" is one thing. Three at most.
//! 8. **The window, oldest first.** A later message refines the open wish (limits, colours, brands, refusals), stands beside it ("also a
//!    mouse", "وكمان ماوس"), takes its place, or ends it: bought, changed their mind. Of several open wishes it means the one that it
//!    names. A wish is over when 24 admitted pieces of text have followed it. The answer are the newest one that is open and those
//!    beside it, newest message first; their products are shown in turn.
//!
//! # Slots
//!
//! Amounts with a limit word before or right behind them: `under $80`, `بحدود ٣٠٠ ريال`, `$200-300`. "Around" is 25 % either way; a floor
//! that is negated ("not more than") is a ceiling; an amount with a currency in a wish is its ceiling even without a limit word. A bare
//! number is in the market's currency; without a market it only ranks, and `explain` says so. Wanted and refused brands, refused words and
//! the condition are slots too. All of these filter, unless they are hedged: of "maybe a garmin" and "even a used one is fine" the brand
//! only ranks, and new and used ones are shown. What must not lack ("without a mic it's useless") is wanted, not refused. Colours, sizes
//! and materials are words of the wish: they rank.
//!
//! The words of a wish are concepts: the head (the thing), modifiers, what it must go with (`case for iphone 13`), and context, each
//! with a weight and with the names that shops use for it. Twelve at most.
//!
//! # A typed query
//!
//! Every word counts, no cue is needed, and neither minors nor sensitive talk are looked for: somebody types it into a shop's search box.
//!
//! # In words
//!
//! `explain` says why a product is shown and what a limit could not do in plain sentences, in Arabic to who asked in Arabic letters, else
//! in English (`src/wording.rs`).
//!
//! # Silence
//!
//! In the order in which they apply: not launched here, not opted in, a minor, sensitive, withdrawn (there was a wish, and it is
//! over), no intent, no match (a wish was understood; the catalog has nothing that fits).
//!
//! # Example
//!
//! ```
//! use shoptalk::{Catalog, Conversation, Silence, Suggester};
//!
//! let suggester = Suggester::new(Catalog::in_memory()?);
//! let chat = Conversation::new().market("US").opt_in("sara").message("sara", "i need wireless headphones under 80");
//! let explanation = suggester.explain(&chat);
//! let intent = explanation.intent.as_ref().unwrap();
//! let limit = intent.wishes[0].price.unwrap();
//! assert_eq!((limit.max, limit.currency.map(|c| c.code())), (Some(80.0), Some("USD")));
//! assert_eq!(explanation.silence, Some(Silence::NoMatch)); // the catalog is empty
//!
//! let chat = chat.message("sara", "never mind, found some");
//! assert_eq!(suggester.explain(&chat).silence, Some(Silence::Withdrawn));
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # Where to look
//!
//! `src/intent`: `utterance.rs`, `topic.rs`, `cue.rs`, `fronted.rs`, `talk.rs`, `mention.rs`, `thing.rs`, `gate.rs`, `several.rs`,
//! `window.rs`, `slot.rs`, `keyword.rs`, `head.rs`,
//! `compound.rs`, `concept.rs`,
//! `gazetteer.rs`, `refusal.rs`, `refine.rs`. `tests/wishes.rs` holds named cases of what is understood, `tests/chats.rs` counts rightly
//! answered chats in each
//! language form, `tests/dialects.rs` messages of five dialect groups, `tests/language.rs` the traps of reading; `data/golden` shows
//! answers, the bad ones too. A wish that lies across two pieces of one message is lost; so is all
//! but one of several wishes.
