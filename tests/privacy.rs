//! The rules of privacy, each with its test.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use proptest::prelude::*;
use shoptalk::{ConsentPolicy, Conversation, Silence, Suggester};

const WISH: &str = "i need wireless headphones under $80";

fn json(suggester: &Suggester, chat: &Conversation) -> String {
    serde_json::to_string(&suggester.explain(chat)).unwrap()
}

#[test]
fn nothing_is_read_by_default() {
    let suggester = common::suggester();
    let explanation = suggester.explain(&Conversation::new().message("a", WISH));
    assert_eq!(explanation.silence, Some(Silence::NotOptedIn));
    assert!(explanation.intent.is_none());
    // The same words from somebody who opted in are a wish: the silence above is consent's.
    assert!(!suggester.suggest(&Conversation::new().opt_in("a").message("a", WISH)).is_empty());
}

#[test]
fn everyone_means_everyone_in_the_window() {
    let suggester = Suggester::builder().consent(ConsentPolicy::Everyone).build(common::catalog());
    let chat = Conversation::new().opt_in("a").message("a", WISH);
    assert!(!suggester.suggest(&chat).is_empty());
    assert_eq!(suggester.explain(&chat.message("b", "nice")).silence, Some(Silence::NotOptedIn));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn texts_without_consent_change_nothing(texts in proptest::collection::vec("\\PC{0,60}", 4)) {
        let suggester = common::suggester();
        let chat = |noise: &dyn Fn(usize) -> String| {
            Conversation::new()
                .opt_in("a")
                .opt_in("kid")
                .minor("kid")
                .message("b", noise(0))
                .message("a", WISH)
                .message("kid", noise(1))
                .message("b", noise(2))
                .message("a", "black ones")
                .message("c", noise(3))
        };
        let quiet = json(&suggester, &chat(&|_| "quiet".to_owned()));
        prop_assert_eq!(json(&suggester, &chat(&|at| texts[at].clone())), quiet);
    }
}

#[test]
fn no_chat_text_leaves() {
    let suggester = common::suggester();
    let canary = "zqcanaryxv";
    for text in [
        format!("i need {canary} wireless headphones"),
        format!("{canary} need headphones {canary} under $80 {canary}"),
        format!("لازم {canary} سماعات"),
        canary.to_owned(),
        format!("my headphones died {canary}"),
    ] {
        let chat = Conversation::new()
            .with_id("1")
            .opt_in(canary)
            .opt_in("a")
            .message("a", &text)
            .message(canary, &text);
        let mut explanation = suggester.explain(&chat);
        // Authors are the host's own words, and the host asked for them.
        explanation
            .intent
            .iter_mut()
            .flat_map(|i| &mut i.wishes)
            .for_each(|w| w.authors.clear());
        let told = format!(
            "{} {explanation:?} {chat:?} {suggester:?}",
            serde_json::to_string(&explanation).unwrap()
        );
        assert!(!told.contains(canary), "{told}");
    }
}

#[test]
fn a_child_that_says_so_ends_it() {
    let suggester = common::suggester();
    for text in ["im 13 lol", "I'm 14 years old", "عمري ١٤", "i am 12 and bored"] {
        let chat = Conversation::new().opt_in("a").message("a", text).message("a", WISH);
        assert_eq!(suggester.explain(&chat).silence, Some(Silence::Minor), "{text}");
    }
    for text in ["im 30 lol", "im 14 minutes away", "عمري ٤٠", "size 14 please"] {
        let chat = Conversation::new().opt_in("a").message("a", text).message("a", WISH);
        assert_eq!(suggester.explain(&chat).silence, None, "{text}");
    }
}

#[test]
fn sensitive_talk_is_silent_and_a_typed_query_is_answered() {
    let suggester = common::suggester();
    let chat = Conversation::new()
        .opt_in("a")
        .message("a", "my dad was diagnosed with cancer")
        .message("a", WISH);
    assert_eq!(suggester.explain(&chat).silence, Some(Silence::Sensitive));
    assert!(!suggester.suggest(&chat.query("wireless headphones")).is_empty());
}

#[test]
fn a_typed_query_needs_no_opt_in() {
    let suggester = common::suggester();
    assert_eq!(suggester.suggest(&Conversation::new().query("laptop bag"))[0].id, "l4");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let suggester = common::suggester();
    let chat = Conversation::new().opt_in("a").message("a", WISH).message("a", "black or white");
    let first = json(&suggester, &chat);
    assert!(first.contains("\"score\":"));
    assert!((0..4).all(|_| json(&suggester, &chat) == first));
    assert_eq!(json(&Suggester::new(common::catalog()), &chat), first);
}
