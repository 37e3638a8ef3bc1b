//! Times the one call where something is wanted, over catalogs of 10,000, 100,000 and 1,000,000 products on disk, one core; and beside
//! it the floor: the bare search engine, asked for the same terms.
//!
//! The products are those of `common::shop`, the people those of `common::queries`: typed queries, single messages, chats of 20 lines with
//! one wish in them; English, Arabic, Arabizi and mixtures. It is checked first that nine in ten are answered. Each kind is timed over
//! 200 of them in turn, 50 of each form, and their percentiles are printed, since the mean hides the slow ones.
//!
//! `bare` searches the same index by the very terms and boosts that an answer searches by, all names of the wished things in five
//! fields, as a plain union for the best ten, and fetches these documents. It knows no filter, no best of a thing's names, and ranks by
//! nothing else. `bare 1000` asks for as many as an answer ranks. Read the ratios within one run.
//!
//! `lines` times chats of 1 to 320 lines over 10,000 products.
//!
//! `SHOPTALK_BENCH_PRODUCTS=10000,100000` leaves out the largest, whose import takes a minute or two. Left out: a cold disk.

mod common;

use common::disk::{catalog_of, size_of};
use common::queries::{FORMS, KINDS, Kind, check, wish, wish_behind};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use shoptalk::{Conversation, Suggester};
use std::env;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, Searcher, TantivyDocument, Term};

const SIZES: &str = "10000,100000,1000000";
const OF_EACH_FORM: u64 = 50;
/// The chats that `lines` times are so long, their last line the wish; the default window reads the last ones of them.
const LINES: [u64; 5] = [1, 5, 20, 80, 320];
const PRODUCTS_OF_LINES: u64 = 10_000;
/// As many as a page of answers has.
const SHOWN: usize = 10;
/// As many as an answer ranks.
const RANKED: usize = 1000;

/// The search engine alone, over the same folder.
struct Bare(Searcher);

impl Bare {
    fn open(folder: &Path) -> Self {
        let index = Index::open_in_dir(folder.join("index")).expect("the catalog's index");
        Self(index.reader().expect("it is readable").searcher())
    }

    fn query(&self, suggester: &Suggester, chat: &Conversation) -> BooleanQuery {
        let schema = self.0.schema();
        let clause = |(field, term, boost): (String, String, f32)| {
            let term = Term::from_field_text(schema.get_field(&field).expect("a text field"), &term);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            let query: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(query), boost));
            (Occur::Should, query)
        };
        BooleanQuery::new(suggester.search_terms(chat).into_iter().map(clause).collect())
    }

    fn search(&self, query: &BooleanQuery, count: usize) -> usize {
        let best = self
            .0
            .search(query, &TopDocs::with_limit(count).order_by_score())
            .expect("the index is readable");
        let fetched = best.iter().take(SHOWN).map(|(_, address)| self.0.doc::<TantivyDocument>(*address));
        fetched.filter(Result::is_ok).count()
    }
}

/// Calls `each` in turn, each time with the next of some things.
fn in_turn<'a, T>(things: &'a [T], mut each: impl FnMut(&'a T)) -> impl FnMut() {
    let mut next = things.iter().cycle();
    move || {
        if let Some(thing) = next.next() {
            each(thing);
        }
    }
}

/// Half and nearly all of some calls took no longer than these.
fn percentiles(calls: usize, mut call: impl FnMut()) -> [Duration; 3] {
    let timed = |_| {
        let start = Instant::now();
        call();
        start.elapsed()
    };
    let mut times: Vec<Duration> = (0..calls).map(timed).collect();
    times.sort_unstable();
    [50, 90, 99].map(|percent| times[calls * percent / 100])
}

fn of_kind(kind: Kind) -> Vec<Conversation> {
    let of_form = |form| (0..OF_EACH_FORM).map(move |n| wish(kind, form, n));
    FORMS.into_iter().flat_map(of_form).collect()
}

fn suggest(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("suggest");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    let sizes = env::var("SHOPTALK_BENCH_PRODUCTS").unwrap_or_else(|_| SIZES.to_owned());
    for size in sizes.split(',').map(|size| size.parse().expect("a number of products")) {
        let start = Instant::now();
        let (folder, catalog) = catalog_of(size);
        println!(
            "{size} products: imported in {:.1?}, {} MB",
            start.elapsed(),
            size_of(folder.path()) >> 20
        );
        let suggester = Suggester::new(catalog);
        let bare = Bare::open(folder.path());
        check(&suggester);
        let mut time = |name: &str, call: &mut dyn FnMut()| {
            let [half, most, nearly_all] = percentiles(4 * OF_EACH_FORM as usize, &mut *call);
            println!("{name}/{size}: p50 {half:.2?}, p90 {most:.2?}, p99 {nearly_all:.2?}");
            group.bench_function(BenchmarkId::new(name, size), |bencher| bencher.iter(&mut *call));
        };
        for kind in KINDS {
            let chats = of_kind(kind);
            let mut call = in_turn(&chats, |chat| {
                black_box(suggester.suggest(black_box(chat)));
            });
            time(&format!("{kind:?}"), &mut call);
            let queries: Vec<BooleanQuery> = chats.iter().map(|chat| bare.query(&suggester, chat)).collect();
            assert!(queries.iter().filter(|query| bare.search(query, SHOWN) > 0).count() * 10 >= queries.len() * 9);
            for (name, count) in [("bare", SHOWN), ("bare 1000", RANKED)] {
                let mut call = in_turn(&queries, |query| {
                    black_box(bare.search(black_box(query), count));
                });
                time(&format!("{kind:?}, {name}"), &mut call);
            }
        }
    }
    group.finish();
}

/// How an answer grows with the chat before it.
fn lines(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lines");
    group.sample_size(10).measurement_time(Duration::from_secs(2));
    let (_folder, catalog) = catalog_of(PRODUCTS_OF_LINES);
    let suggester = Suggester::new(catalog);
    for lines in LINES {
        let of_form = |form| (0..OF_EACH_FORM).map(move |n| wish_behind(form, n, lines));
        let chats: Vec<Conversation> = FORMS.into_iter().flat_map(of_form).collect();
        let answered = chats.iter().filter(|chat| !suggester.suggest(chat).is_empty()).count();
        assert!(
            answered * 10 >= chats.len() * 8,
            "{lines} lines: {answered} of {} answered",
            chats.len()
        );
        let mut call = in_turn(&chats, |chat| {
            black_box(suggester.suggest(black_box(chat)));
        });
        let [half, most, nearly_all] = percentiles(chats.len(), &mut call);
        println!("{lines} lines: p50 {half:.2?}, p90 {most:.2?}, p99 {nearly_all:.2?}");
        group.bench_function(BenchmarkId::from_parameter(lines), |bencher| bencher.iter(&mut call));
    }
    group.finish();
}

criterion_group!(benches, suggest, lines);
criterion_main!(benches);
