//! What somebody types never causes an error, a panic or a long wait.

mod common;

use proptest::prelude::*;
use shoptalk::{Conversation, Silence};
use std::time::{Duration, Instant};

/// Generous: debug builds on a busy machine. What is meant is "not quadratic".
const SOON: Duration = Duration::from_secs(20);

#[test]
fn odd_texts_end_soon() {
    let suggester = common::suggester();
    for text in [
        String::new(),
        "😀👍🏽".repeat(1000),
        "\u{301}\u{64B}\u{200F}".repeat(1000),
        "a".repeat(10 << 20),
        "need ".repeat(2 << 20),
        "no not without ".repeat(100_000),
        "under $5 ".repeat(100_000),
        "3ayez 9a7b gkgkgkgkgkgkgkgk ".repeat(10_000),
        "وبالسماعات".repeat(100_000),
        "-/.-/.".repeat(100_000),
        "\u{FDFA}".repeat(100_000),
        "between 1 and ".repeat(100_000),
        "(((((((\"\"\"\"".repeat(10_000),
        // Many cues, each with a thing; numbers that may be codes.
        "how much is a dress ".repeat(1500),
        "mat all ".repeat(2000),
        "بكام فستان ".repeat(1500),
        "1234,".repeat(12_000),
    ] {
        let started = Instant::now();
        suggester.suggest(&Conversation::new().opt_in("a").message("a", text.as_str()));
        suggester.suggest(&Conversation::new().query(text.as_str()));
        assert!(started.elapsed() < SOON, "{:?}: {:.40}", started.elapsed(), text);
    }
}

#[test]
fn words_of_ten_thousand_letters_end_soon() {
    let suggester = common::suggester();
    let started = Instant::now();
    let words = [
        "l",
        "laptop",
        "ع",
        "سماعات",
        "وبال",
        "9",
        "٩",
        "3a",
        "é",
        "e\u{301}",
        "\u{202E}",
        "😀",
        "l\u{430}ptop",
        "$9",
        "-",
        "'",
        "/",
    ];
    for word in words {
        let word = word.repeat(10_000_usize.div_ceil(word.chars().count()));
        for text in [format!("i need a {word} under ${word}"), format!("محتاج {word} تحت {word}")] {
            let chat = Conversation::new()
                .opt_in("a")
                .message("a", text.as_str())
                .message("a", "i need a laptop");
            for chat in [chat, Conversation::new().query(text.as_str()).market(word.as_str())] {
                let explanation = suggester.explain(&chat);
                assert_ne!(explanation.silence.is_none(), explanation.products.is_empty());
            }
        }
    }
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn a_hundred_thousand_messages() {
    let suggester = common::suggester();
    let mut chat = Conversation::new().opt_in("a");
    for n in 0..100_000 {
        chat = chat.message(if n % 2 == 0 { "a" } else { "b" }, "lol ok see you");
    }
    let started = Instant::now();
    assert_eq!(suggester.explain(&chat).silence, Some(Silence::NoIntent));
    assert!(!suggester.suggest(&chat.message("a", "i need a laptop")).is_empty());
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_text_gives_an_answer(text in "\\PC{0,200}", shoppy in "(need|want|looking for|i|a|laptop|under|\\$|5|k|not|عايز|شنطة|بكام|ال|3ayez|[0-9٠-٩]| ){0,30}") {
        let suggester = common::suggester();
        for text in [&text, &shoppy] {
            let explanation = suggester.explain(&Conversation::new().opt_in("a").message("a", text.as_str()));
            prop_assert_eq!(explanation.silence.is_none(), !explanation.products.is_empty());
            suggester.suggest(&Conversation::new().query(text.as_str()));
        }
    }
}
