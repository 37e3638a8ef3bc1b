//! Consent: a conversation in, the text that may be read out.
//!
//! # In and out
//!
//! In: a [`Conversation`](crate::Conversation), a [`ConsentPolicy`](crate::ConsentPolicy) and a [`Window`](crate::Window). Out: an
//! `Admitted`, which holds masked texts with their authors and places, the typed query, and the clock that ages, sales and expiries are
//! judged at (`now`, else the newest message's time, else the system's).
//!
//! # Rules
//!
//! - By default nothing is read. A message is read if its author opted in and, where the consent has a moment, it was sent at or after
//!   that moment; a message without a time does not prove that. An author named twice has the wider consent. Authors in `minors`
//!   have none, whatever else is said of them.
//! - With [`ConsentPolicy::Everyone`](crate::ConsentPolicy::Everyone) one author in the window without consent ends it: nothing is read.
//! - The window goes from the newest message back: 30 admitted messages, 24 hours, 64 KiB of admitted text. Messages that are not
//!   admitted use up none of it. A message that is too long for what is left is cut, at a space where one is near, so that no number is
//!   cut in half and read.
//! - Typing a query into the shop's own search box is the consent for that text alone. It is cut at 4 KiB; the chat around it is
//!   then not looked at.
//! - Before anything else looks at a text, identifiers give way to a mark that is no word: links and e-mail addresses; phones; cards, by
//!   their check digit; IBANs, by theirs; runs of ten digits and more; and four to eight digits within a few words of `code`, `otp`,
//!   `رمز` and the like. Both blocks of Arabic digits count. Prices, sizes and model numbers stay.
//!
//! # Why so
//!
//! Only `src/privacy` can make an `Admitted`, and the parser of chats takes nothing else: forgetting consent does not compile. `Admitted`
//! has no `Debug`, so no log line can hold a text by accident. Masks come first because everything behind them may end in words of an
//! answer, and those must be the lexicon's or the catalog's, never the chat's.
//!
//! # Example
//!
//! ```
//! use shoptalk::{Catalog, ConsentPolicy, Conversation, Silence, Suggester};
//!
//! let chat = Conversation::new()
//!     .opt_in("sara")
//!     .message("sara", "see you at eight")
//!     .message("omar", "i need headphones"); // not read: omar did not opt in
//!
//! let each = Suggester::new(Catalog::in_memory()?);
//! assert_eq!(each.explain(&chat).silence, Some(Silence::NoIntent));
//!
//! let all = Suggester::builder().consent(ConsentPolicy::Everyone).build(Catalog::in_memory()?);
//! assert_eq!(all.explain(&chat).silence, Some(Silence::NotOptedIn));
//! # Ok::<(), shoptalk::Error>(())
//! ```
//!
//! # Where to look
//!
//! `src/privacy/mod.rs` (consent, window), `src/privacy/mask.rs` (identifiers), `data/cases/mask.tsv` (what is masked and what stays),
//! `tests/privacy.rs` (other people's texts replaced by noise change nothing; a canary turns up nowhere). Cost: the window's size, and
//! a look at each newer message.
