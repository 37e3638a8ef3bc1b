//! What a chat or a query is understood as: one table of named cases, each beside the rule that it defends.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use shoptalk::{Catalog, Conversation, Intent, Silence, Suggester};

/// Over an empty catalog: what is understood hangs on the rows and the rules alone.
fn intent(chat: Conversation) -> Option<Intent> {
    Suggester::new(Catalog::in_memory().unwrap()).explain(&chat).intent
}

fn said(messages: &[&str]) -> Option<Intent> {
    let chat = Conversation::new().opt_in("a").market("US");
    intent(messages.iter().fold(chat, |chat, text| chat.message("a", *text)))
}

fn words(intent: Option<Intent>) -> Vec<String> {
    intent.map(|mut intent| intent.wishes.remove(0).words).unwrap_or_default()
}

/// The first word of each wish.
fn things(messages: &[&str]) -> Vec<String> {
    let wishes = said(messages).map(|intent| intent.wishes).unwrap_or_default();
    wishes.into_iter().map(|wish| wish.words[0].clone()).collect()
}

#[test]
fn several_things() {
    for (rule, messages, wanted) in [
        ("and", &["i need a kettle and a toaster"][..], &["kettle", "toaster"][..]),
        (
            "commas",
            &["looking for a tent, a sleeping bag and a decent flashlight"],
            &["tent", "sleeping bag", "flashlight"],
        ),
        ("an and that is written on", &["عايزة خلاط وتوستر"], &["خلاط", "توستر"]),
        ("an and of one letter", &["3ayza khallat w toaster"], &["خلاط", "toaster"]),
        (
            "two cues with an and",
            &["i need a drill, and i'm looking for a ladder"],
            &["drill", "ladder"],
        ),
        (
            "two sentences that ask",
            &["i need a drill. i also need a ladder"],
            &["drill", "ladder"],
        ),
        (
            "too, without a cue",
            &["i want a charcoal grill for the yard. a garden hose too"],
            &["charcoal grill", "garden hose"],
        ),
        (
            "a message that adds",
            &["i need an iron", "and an ironing board while we're at it"],
            &["ironing board", "iron"],
        ),
        (
            "a message that adds, with a cue",
            &["ابغى غسالة", "ابغى بعد مكواة"],
            &["مكواه", "غساله"],
        ),
        ("a message that does not", &["i need a laptop", "i need a tent"], &["tent"]),
        ("u is no and in English", &["i need a laptop", "u know i need a tent"], &["tent"]),
        (
            "what breaks is replaced",
            &["my hair dryer and my kettle died, i need new ones"],
            &["hair dryer", "kettle"],
        ),
        ("one thing for two", &["i need a phone and tablet stand"], &["phone"]),
        ("a part is none", &["i want a bag with pockets and a strap"], &["bag"]),
        ("what it is for is none", &["عايز مشترك كهربا للكمبيوتر والشاشة"], &["مشترك كهربا"]),
        ("what one has is none", &["محتاجة printer للبيت، ink عندي كتير"], &["printer بيت"]),
        ("what is refused is none", &["a kettle, not a toaster, i need"], &["kettle"]),
        (
            "the one that is named ends",
            &["i need a kettle and a toaster", "found a kettle already"],
            &["toaster"],
        ),
        ("all end", &["i need a kettle and a toaster", "never mind"], &[]),
    ] {
        assert_eq!(things(messages), wanted, "{rule}");
    }
    let chat = said(&["i need a laptop under 500, and a mouse for 20 dollars", "and a desk"]).unwrap();
    let limits: Vec<_> = chat.wishes.iter().map(|wish| wish.price.and_then(|price| price.max)).collect();
    assert_eq!(limits, [None, Some(500.0), Some(20.0)]);
}

#[test]
fn what_later_messages_mean() {
    for (rule, messages, word) in [
        (
            "an a in the same message",
            &["swap the hard drive for an ssd, so now im shopping for one"][..],
            "ssd",
        ),
        (
            "one like what is there",
            &["shoft el air fryer bta3 5alti? batates 7ekaya", "ana kaman 3ayez wa7ed zayo"],
            "air fryer",
        ),
        (
            "what stands for the thing",
            &["im getting a tablet. a cheap android one"],
            "android",
        ),
        (
            "what a preposition is written onto is the scenery",
            &["لقيت شاحن قديم عالطاولة، بدي واحد جديد"],
            "شاحن",
        ),
        (
            "colours are no lamp",
            &["i want to buy workout pants", "i'd like dark colors more than light colors"],
            "pants",
        ),
    ] {
        let words = words(said(messages));
        assert!(words.iter().any(|said| said.contains(word)), "{rule}: {words:?}");
    }
}

#[test]
fn the_thing_of_a_name() {
    for (rule, message, thing) in [
        ("over a word of what it is like", "need a phone leather case", "case"),
        ("over a word that no row knows", "looking for a computer science book", "book"),
        ("not over a number", "looking for a laptop 16gb ram", "laptop"),
        ("written onto a preposition", "كنقلب على شاشة نركبها فالبيسي", "شاشه"),
    ] {
        assert_eq!(things(&[message]), [thing], "{rule}");
    }
}

#[test]
fn what_is_wanted() {
    for (rule, message, word) in [
        ("another spelling of a loan word", "ابي رادو بطاريات", "راديو"),
        (
            "who needs a thing may talk about software as well",
            "ubuntu with gnome and xorg is fine but i need a monitor",
            "monitor",
        ),
        ("a consonant repeated across a vowel", "ana 3ayez shasha kbeera", "شاشه"),
        ("a feminine word before another", "baddi wasslet kahraba tawile", "وصله كهربا"),
        ("an acronym by the names of its letters", "عايز توصيلة يو اس بي", "توصيله usb"),
        ("an acronym by its letters", "عايز توصيلة usb", "توصيله usb"),
        ("for me, attached", "a7tajli shasha", "شاشه"),
        (
            "two of the same are no two matters",
            "i am looking for a high speed male to female hdmi cable",
            "hdmi cable",
        ),
        ("a conjunction begins a clause", "got it working but i need a mouse", "mouse"),
        ("a time before a wish", "باقي بس يوم بدي لابتوب جديد", "لابتوب"),
        (
            "a verb that begins a name is none",
            "please, do you sell travel bags?",
            "travel bag",
        ),
        (
            "what a thing is like is no distance",
            "i am in need of 6 pairs of small-medium size navy color, knee high compression socks",
            "compression socks",
        ),
        ("English as chats spell it", "bro wat fone shud i get", "phone"),
        ("one's own need behind a you", "you may laugh but i need a tent", "tent"),
        (
            "show the way to a thing",
            "can you direct me to a bunk bed thats solid wood?",
            "bunk bed",
        ),
    ] {
        assert!(
            words(said(&[message])).contains(&word.to_owned()),
            "{rule}: {:?}",
            words(said(&[message]))
        );
    }
}

#[test]
fn what_is_no_wish() {
    for (rule, message) in [
        ("pastries are no paste with an ending", "بدي معجنات"),
        ("a view is no pair of binoculars", "بدي منظر"),
        (
            "talk about software",
            "grub and the kernel are fine, ubuntu boots. what is a good console?",
        ),
        ("what somebody else will need", "than yes you will need to find a monitor"),
        (
            "talk about software, in one question",
            "any good monitor for gnome and xorg under debian?",
        ),
    ] {
        assert_eq!(words(said(&[message])), [""; 0], "{rule}");
    }
}

/// Lines of everyday chat have some words of talk about software ("the window", "an error"); twenty of them are seldom any.
#[test]
fn small_talk_drowns_no_question() {
    let suggester = Suggester::new(Catalog::in_memory().unwrap());
    let lines = include_str!("../benches/common/chitchat.tsv").lines();
    // Some are taken for sensitive talk, which is another matter.
    let is_sensitive =
        |line: &str| suggester.explain(&Conversation::new().opt_in("a").message("a", line)).silence == Some(Silence::Sensitive);
    let lines: Vec<&str> = lines
        .filter_map(|line| line.strip_prefix("english\t"))
        .filter(|line| !is_sensitive(line))
        .collect();
    let heard = lines.chunks_exact(18).filter(|talk| {
        let mut messages = talk.to_vec();
        messages.insert(10, "anyone know where i can get a fridge?");
        words(said(&messages)).contains(&"fridge".to_owned())
    });
    let (heard, all) = (heard.count(), lines.len() / 18);
    assert!(all >= 7 && heard + 1 >= all, "{heard} of {all}");
}

#[test]
fn arabizi_by_the_company_it_keeps() {
    let alone = "arid paysikil";
    assert_eq!(words(said(&[alone])), [""; 0], "alone it is no language");
    let among = words(said(&["shlonkum shabab, 3indi su2al", alone]));
    assert!(!among.is_empty(), "among Arabizi it is a wish");
}

#[test]
fn names_of_two() {
    for (rule, query, expected) in [
        ("what it is for is part of its name", "شنطة للكاميرا", "شنطه كاميرا"),
        ("what it is like is searched apart", "external hard drive", "external"),
    ] {
        let words = words(intent(Conversation::new().query(query)));
        assert!(words.iter().any(|word| word == expected), "{rule}: {words:?}");
    }
}

#[test]
fn ranges_of_price() {
    for (message, min, max) in [
        ("looking for headphones, 150 to 300 dollars", Some(150.0), Some(300.0)),
        ("عايزة موبايل من ٢٠٠ ل ٤٠٠ دولار", Some(200.0), Some(400.0)),
        ("adawwer shan6at safar mn 70 ela 120 dollar", Some(70.0), Some(120.0)),
        ("bghit telefon, bin 60 w 90 dollar", Some(60.0), Some(90.0)),
        ("looking for 2 chairs under 90 dollars", None, Some(90.0)),
    ] {
        let price = said(&[message]).and_then(|intent| intent.wishes[0].price);
        assert_eq!(price.map(|p| (p.min, p.max)), Some((min, max)), "{message}");
    }
}

#[test]
fn a_closer_name_of_the_thing() {
    for (messages, word) in [
        (["i want to buy a display", "sorry, it's a computer monitor"], "computer monitor"),
        (["i need a laptop", "is there a macbook?"], "macbook"),
        (["recommend me a book", "a novel is ok"], "novel"),
        (["i want to buy a laptop", "it's a gift, for my sister"], "laptop"),
        (["i want to buy a laptop", "i have a macbook at work"], "laptop"),
        (["i want to buy a laptop", "it's a chair that i sit on"], "laptop"),
    ] {
        assert_eq!(things(&messages), [word], "{messages:?}");
    }
}

#[test]
fn a_conjunction_describes_nothing() {
    assert_eq!(words(said(&["i need pajamas as long as they are soft"])), ["pajamas", "soft"]);
    assert_eq!(words(said(&["i need long pajamas"])), ["pajamas", "long"]);
}

#[test]
fn what_would_only_be_nice() {
    for (message, used_too) in [
        ("i need a phone, even a used one is fine", true),
        ("baddi laptop, 7atta law mesta3mal", true),
        ("i need a used phone", false),
        ("i need a phone", false),
    ] {
        let wish = said(&[message]).map(|mut intent| intent.wishes.remove(0));
        assert_eq!(wish.map(|wish| wish.used_too), Some(used_too), "{message}");
    }
}
