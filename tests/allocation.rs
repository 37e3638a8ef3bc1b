//! A message without a phrase that a wish may hang on, which nearly all are, costs no allocation.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use shoptalk::{Conversation, Suggester};

/// Talk of friends in four forms, with numbers, marks, faces, stretched letters and words that no row knows; and things that are there
/// already.
const TALK: &[&str] = &[
    "haha yes see you at 8, dont be late",
    "left my phone at home so text omar if anything comes up",
    "the car is in the garage until monday 😩",
    "brooo did you see that goal?? unreal",
    "هههه تمام نشوفك الساعة ثمانية لا تتأخر",
    "الصور طلعت حلوة كتير يا بنات 😍",
    "وصلت البيت ولا بعدك بالطريق؟",
    "tayeb ashoofak bokra inshallah",
    "wallah nemet badri embare7",
    "ok yalla نلتقي at the office بكرا",
];

#[test]
fn silence_allocates_nothing() {
    let suggester = common::suggester();
    for text in TALK {
        let chat = Conversation::new().opt_in("a").message("a", *text);
        assert!(suggester.suggest(&chat).is_empty(), "{text}");
        let counted = allocation_counter::measure(|| assert!(suggester.suggest(&chat).is_empty()));
        assert_eq!(counted.count_total, 0, "{text}");
    }
    let mut chat = Conversation::new().opt_in("a").opt_in("b").market("EG");
    for text in TALK {
        chat = chat.message("a", *text).message("b", "lol").message("c", "not read");
    }
    assert!(suggester.suggest(&chat).is_empty());
    let counted = allocation_counter::measure(|| assert!(suggester.suggest(&chat).is_empty()));
    assert_eq!(counted.count_total, 0, "a whole chat");
}

#[test]
fn what_is_wanted_does() {
    let suggester: Suggester = common::suggester();
    let chat = Conversation::new().opt_in("a").message("a", "i need wireless headphones under $80");
    let counted = allocation_counter::measure(|| assert!(!suggester.suggest(&chat).is_empty()));
    assert!(counted.count_total > 0);
}
