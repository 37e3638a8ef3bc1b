//! Times reading a chat: consent, masks, tokens, phrases of the lexicon, the wish with its slots. Text -> `Silence` with a reason.
//! `terms` times the first part of that alone: text -> tokens and their index terms (stems, numbers with their units, compounds).
//!
//! The catalog is empty, so that nothing is searched, ranked or loaded: what is left of [`Suggester::explain`] is analysis. One
//! message by an author who opted in, in four language forms; some 45 to 55 characters, or 4,000 bytes of small talk
//! in which a wish, if there is one, stands last. Each answer is checked first: `NoIntent` of talk, `NoMatch` of a wish that was
//! understood. Throughput is that of the text's bytes; an Arabic letter takes two.
//!
//! Left out: brands and words of a catalog, which a full one is asked for (readings, corrections; see `suggest`), and long
//! conversations, where only the window counts.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use shoptalk::{Catalog, Conversation, Silence, Suggester};
use std::hint::black_box;

/// Two pieces of 2 KiB, as long messages are read, with room for where words end: a wish that lies across two pieces is not found.
const LONG: usize = 4_000;

/// A language form: small talk that wants nothing, and a wish.
struct Form {
    name: &'static str,
    talk: &'static [&'static str],
    wish: &'static str,
}

const FORMS: [Form; 4] = [
    Form {
        name: "english",
        talk: &[
            "haha yes see you at eight, dont be late again. ",
            "the traffic was terrible this morning, it took me an hour. ",
            "my brother says hello and asks how your mother is. ",
            "we laughed so much yesterday, what a funny evening! ",
            "tomorrow it will rain all day, they say. ",
        ],
        wish: "i need wireless headphones under $80, any ideas?",
    },
    Form {
        name: "arabic",
        talk: &[
            "هههه تمام نشوفك الساعة ثمانية لا تتاخر علينا. ",
            "الطريق كان زحمة اليوم الصبح واخذ مني ساعة كاملة. ",
            "اخوي يسلم عليك ويسال عن الوالدة كيف حالها. ",
            "ضحكنا كثير امس والله كانت سهرة حلوة! ",
            "يقولون بكرة بيمطر طول اليوم. ",
        ],
        wish: "محتاجة شنطة سفر كبيرة بأقل من 80 دولار لو سمحتوا",
    },
    Form {
        name: "arabizi",
        talk: &[
            "tayeb 7abibi ashoofak bokra el sa3a tamanya. ",
            "el tare2 kan za7ma awi el sob7 wallahi. ",
            "akhouya beysallem 3alek w beyes2al 3ala mama. ",
            "de7ekna keteer embare7 kanet sahra 7elwa! ",
            "beye2olo bokra hatmattar tool el yom. ",
        ],
        wish: "3ayez ashteri mobile gedid ta7t 300 dollar ya gama3a",
    },
    Form {
        name: "mixed",
        talk: &[
            "ok تمام see you بكرة الساعة ثمانية inshallah. ",
            "the traffic كان زحمة اليوم الصبح, one full hour. ",
            "اخوي says hello ويسال عن الوالدة, كيف حالها. ",
            "we laughed كثير امس wallahi, what a night! ",
            "they say بكرة it will rain طول اليوم. ",
        ],
        wish: "guys محتاجة power bank قبل السفر under $50, شو رأيكم",
    },
];

/// At most `LONG` bytes: as much talk as fits, then the last words.
fn long(talk: &[&str], last: &str) -> String {
    let mut text = String::with_capacity(LONG + 256);
    for sentence in talk.iter().cycle() {
        if text.len() + sentence.len() + last.len() > LONG {
            break;
        }
        text.push_str(sentence);
    }
    text + last
}

fn terms(criterion: &mut Criterion) {
    let suggester = Suggester::new(Catalog::in_memory().expect("memory is there"));
    let mut group = criterion.benchmark_group("terms");
    for form in &FORMS {
        for (kind, text) in [("short", form.talk[0].to_owned()), ("long", long(form.talk, form.wish))] {
            let chat = Conversation::new().opt_in("a").message("a", &*text);
            let words = text.split_whitespace().count();
            assert!(
                suggester.count_terms(&chat) >= words,
                "{kind}/{}: a word is a term at least",
                form.name
            );
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(kind, form.name), &chat, |bencher, chat| {
                bencher.iter(|| suggester.count_terms(black_box(chat)));
            });
        }
    }
    group.finish();
}

fn analyze(criterion: &mut Criterion) {
    let suggester = Suggester::new(Catalog::in_memory().expect("memory is there"));
    let mut group = criterion.benchmark_group("analyze");
    for form in &FORMS {
        let texts = [
            ("talk/short", form.talk[0].to_owned(), Silence::NoIntent),
            ("wish/short", form.wish.to_owned(), Silence::NoMatch),
            ("talk/long", long(form.talk, ""), Silence::NoIntent),
            ("wish/long", long(form.talk, form.wish), Silence::NoMatch),
        ];
        for (kind, text, silence) in texts {
            let chat = Conversation::new().opt_in("a").message("a", &*text).market("US");
            assert_eq!(suggester.explain(&chat).silence, Some(silence), "{kind}/{}", form.name);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(kind, form.name), &chat, |bencher, chat| {
                bencher.iter(|| suggester.explain(black_box(chat)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, terms, analyze);
criterion_main!(benches);
