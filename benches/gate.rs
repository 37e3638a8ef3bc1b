//! Times messages that nobody wants anything with: what an app pays for nearly every one that is written.
//!
//! 600 messages of everyday chat, as friends, families and colleagues write them: English, Arabic of all regions, Arabizi, and mixtures,
//! 150 each, of 45 characters in the median (`common/chitchat.tsv`). They were written for this bench by somebody who had not seen the
//! rows; one in ten says "need", "want" or the like of something that no shop has, or names a thing that is there already. It is checked
//! first that hardly any is answered, and printed how many are. Throughput is that of messages, each a conversation of its own, on one
//! core, over a catalog of 10,000 products on disk.
//!
//! `whole chat` is the same talk in windows of 20 messages, of which every one is read again. Left out: making the conversation.

mod common;

use common::disk::catalog_of;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use shoptalk::{Conversation, Suggester};
use std::hint::black_box;

const PRODUCTS: u64 = 10_000;
const FORMS: [&str; 4] = ["english", "arabic", "arabizi", "mixed"];
const WINDOW: usize = 20;
/// At most so many in a hundred messages that nobody wants anything with may be answered.
const ANSWERED: usize = 3;

fn messages(form: &str) -> Vec<&'static str> {
    let lines = include_str!("common/chitchat.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.filter(|(of, _)| *of == form).map(|(_, text)| text).collect()
}

fn chat(messages: &[&str]) -> Conversation {
    messages
        .iter()
        .fold(Conversation::new().opt_in("a"), |chat, text| chat.message("a", *text))
}

fn gate(criterion: &mut Criterion) {
    let (_folder, catalog) = catalog_of(PRODUCTS);
    let suggester = Suggester::new(catalog);
    let mut group = criterion.benchmark_group("gate");
    for form in FORMS {
        let messages = messages(form);
        let alone: Vec<Conversation> = messages.chunks(1).map(chat).collect();
        let whole: Vec<Conversation> = messages.chunks(WINDOW).map(chat).collect();
        let answered = alone.iter().filter(|chat| !suggester.suggest(chat).is_empty()).count();
        println!("{form}: {answered} of {} are answered", alone.len());
        assert!(alone.len() >= 100 && answered * 100 <= alone.len() * ANSWERED, "{form}");
        for (name, chats) in [("message", &alone), ("whole chat", &whole)] {
            group.throughput(Throughput::Elements(chats.len() as u64));
            group.bench_with_input(BenchmarkId::new(name, form), chats, |bencher, chats| {
                bencher.iter(|| {
                    for chat in chats {
                        black_box(suggester.suggest(black_box(chat)));
                    }
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, gate);
criterion_main!(benches);
