//! One writes for minutes, others read, in this process and in another: every answer is of one commit, and time never goes back.

use crate::kills::Place;
use crate::shops::{check_answer, difference, len_after, name, now, perform, price_in, round, shops_after, steps_of, steps_of_all};
use crate::{Draw, MOST_FILES, Process, files_below, setting};
use shoptalk::{Catalog, Conversation, Product, Suggester, Update};
use std::fmt;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

/// Who finds a writer at work is told so in less than this. Generous: a busy machine.
const AT_ONCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(50);
/// So many of the things that went wrong are told, of each reader.
const TOLD: usize = 10;

/// How many steps are done, and how many are begun.
struct History {
    done: AtomicU64,
    begun: AtomicU64,
    until: Instant,
}

impl History {
    fn new(done: u64) -> Self {
        Self {
            done: AtomicU64::new(done),
            begun: AtomicU64::new(done),
            until: Instant::now() + Duration::from_secs(setting("SHOPTALK_SOAK_SECONDS", 600)),
        }
    }

    /// Nothing is known of what another process writes.
    fn unknown() -> Self {
        let history = Self::new(0);
        history.begun.store(u64::MAX, SeqCst);
        history
    }

    fn goes_on(&self) -> bool {
        Instant::now() < self.until
    }
}

/// Somebody who reads, and what they saw.
struct Witness<'a> {
    history: &'a History,
    /// No answer is older than this step.
    floor: u64,
    moves: u64,
    answers: u64,
    products: u64,
    wrong: u64,
    told: Vec<String>,
    slowest: Duration,
}

impl<'a> Witness<'a> {
    fn new(history: &'a History) -> Self {
        Self {
            history,
            floor: 0,
            moves: 0,
            answers: 0,
            products: 0,
            wrong: 0,
            told: Vec::new(),
            slowest: Duration::ZERO,
        }
    }

    fn is_wrong(&mut self, what: String) {
        self.wrong += 1;
        if self.told.len() < TOLD {
            self.told.push(what);
        }
    }

    /// Asks; the answer must be one of the steps that were done before or begun meanwhile, and none before the last answer's.
    fn ask<T>(&mut self, ask: impl FnOnce() -> T, steps_of: impl FnOnce(&T, RangeInclusive<u64>) -> Result<RangeInclusive<u64>, String>) {
        let done = self.history.done.load(SeqCst);
        let started = Instant::now();
        let answer = ask();
        self.slowest = self.slowest.max(started.elapsed());
        let begun = self.history.begun.load(SeqCst);
        self.answers += 1;
        match steps_of(&answer, self.floor.max(done)..=begun) {
            Err(what) => self.is_wrong(what),
            Ok(steps) if *steps.end() < self.floor => {
                self.is_wrong(format!("went back: steps {steps:?} after step {}", self.floor));
            }
            Ok(steps) if *steps.end() < done => self.is_wrong(format!("stale: steps {steps:?}, {done} were done")),
            Ok(steps) if *steps.start() > begun => self.is_wrong(format!("not published: steps {steps:?}, {begun} were begun")),
            Ok(steps) => {
                self.moves += u64::from(*steps.start() > self.floor);
                self.floor = self.floor.max(*steps.start());
            }
        }
    }

    /// Asks a suggester something.
    fn ask_for_lamps(&mut self, suggester: &Suggester, number: u64) {
        let most = price_in(round(self.floor)).minor() / 100 + 1;
        let (chat, limited) = question(number, most);
        let products = |answer: &Vec<Product>| {
            let dear = answer
                .iter()
                .filter(|_| limited)
                .find(|p| p.price.is_none_or(|price| price.minor() > most * 100));
            match dear {
                Some(product) => Err(format!("{:?} for {most} dollars: {:?}", product.title, product.price)),
                None => steps_of_all(answer),
            }
        };
        let mut count = 0;
        let ask = || match (number / 8).is_multiple_of(2) {
            true => suggester.suggest(&chat),
            false => suggester
                .explain(&chat)
                .products
                .into_iter()
                .map(|explained| explained.product)
                .collect(),
        };
        self.ask(ask, |answer, _| {
            count = answer.len() as u64;
            products(answer)
        });
        self.products += count;
    }

    /// Gets a product, and now and then the numbers over all.
    fn look_up(&mut self, catalog: &Catalog, draw: &mut Draw) {
        let (shop, ids) = [("a", 400), ("b", 80), ("c", 40)][draw.below(3) as usize];
        let id = format!("{shop}{}", draw.below(ids));
        let any = 0..=u64::MAX;
        self.ask(
            || catalog.get(shop, &id),
            |answer, _| match answer {
                Ok(product) => product.as_ref().map_or(Ok(any), steps_of),
                Err(error) => Err(format!("get: {error}")),
            },
        );
        if draw.below(64) == 0 && self.history.begun.load(SeqCst) < u64::MAX {
            self.ask(
                || catalog.len(),
                |len, steps| one_of(steps, &format!("len() {len}"), |step| len_after(step) == *len),
            );
            let partners = || catalog.partners();
            self.ask(partners, |partners, steps| {
                one_of(steps, &format!("{partners:?}"), |step| {
                    partners.as_ref().is_ok_and(|p| *p == shops_after(step))
                })
            });
        }
    }
}

/// Whether one of some steps fits; which one is left open.
fn one_of(steps: RangeInclusive<u64>, what: &str, fits: impl Fn(u64) -> bool) -> Result<RangeInclusive<u64>, String> {
    match steps.clone().any(fits) {
        true => Ok(0..=u64::MAX),
        false => Err(format!("{what} is of none of the steps {steps:?}")),
    }
}

impl fmt::Display for Witness<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            answers,
            products,
            wrong,
            moves,
            slowest,
            ..
        } = self;
        write!(
            f,
            "{answers} answers, {products} products, {moves} times newer, {wrong} wrong, slowest {slowest:.1?}"
        )?;
        self.told.iter().try_for_each(|what| write!(f, "\n    {what}"))
    }
}

/// Somebody's words for a lamp, and whether the price in them is a limit.
fn question(number: u64, most: i64) -> (Conversation, bool) {
    let chat = |text: &str| Conversation::new().opt_in("a").message("a", text).now(now());
    let limit = format!("under ${most}");
    match number % 8 {
        0 => (chat("i need a desk lamp"), false),
        1 => (chat(&format!("i need a desk lamp {limit}")), true),
        2 => (Conversation::new().query("desk lamp").now(now()), false),
        3 => (chat("where can i buy a floor lamp?"), false),
        4 => (Conversation::new().query(format!("white desk lamp {limit}")).now(now()), true),
        5 => (chat("my lamp broke").message("a", "need a white desk lamp and a floor lamp"), false),
        6 => (chat("محتاج مصباح مكتب"), false),
        _ => (Conversation::new().query("lumera lamp").now(now()), false),
    }
}

fn suggester(catalog: &Catalog) -> Suggester {
    Suggester::builder().limit(30).build(catalog.clone())
}

/// Asks in a loop; each suggester starts with another question.
fn suggest<'a>(catalog: &Catalog, history: &'a History, start: u64) -> Witness<'a> {
    let suggester = suggester(catalog);
    let mut witness = Witness::new(history);
    for number in start.. {
        if !history.goes_on() {
            break;
        }
        witness.ask_for_lamps(&suggester, number);
    }
    witness
}

fn get<'a>(catalog: &Catalog, history: &'a History) -> Witness<'a> {
    let (mut witness, mut draw) = (Witness::new(history), Draw(1));
    while history.goes_on() {
        witness.look_up(catalog, &mut draw);
    }
    witness
}

/// Does step after step; how often it had to wait for the second writer.
fn write(catalog: &Catalog, history: &History) -> u64 {
    let mut waits = 0;
    while history.goes_on() {
        let step = history.done.load(SeqCst);
        history.begun.store(step + 1, SeqCst);
        match perform(catalog, step) {
            Ok(()) => history.done.store(step + 1, SeqCst),
            Err(error) if error.is_busy() => {
                waits += 1;
                thread::sleep(Duration::from_millis(1));
            }
            Err(error) => panic!("{} {}: {error}", name(step), round(step)),
        }
    }
    waits
}

/// Tries to write nothing, over the same catalog and over one that was opened beside it, and verifies; busy is an answer, at once.
fn interfere<'a>(catalog: &Catalog, folder: &Path, history: &'a History) -> (Witness<'a>, u64) {
    let beside = Catalog::open(folder).unwrap();
    let (mut witness, mut busy) = (Witness::new(history), 0);
    for number in 0_u64.. {
        if !history.goes_on() {
            break;
        }
        let catalog = if number.is_multiple_of(2) { catalog } else { &beside };
        let started = Instant::now();
        let result = catalog.apply("nobody", [Update::Delete("nothing".to_owned())]).map(drop);
        witness.answers += 1;
        match result {
            Ok(()) => {}
            Err(error) if error.is_busy() => {
                busy += 1;
                witness.slowest = witness.slowest.max(started.elapsed());
                if started.elapsed() > AT_ONCE {
                    witness.is_wrong(format!("busy only after {:?}", started.elapsed()));
                }
            }
            Err(error) => witness.is_wrong(format!("second writer: {error}")),
        }
        if number % 16 < 2
            && let Err(error) = catalog.verify()
        {
            witness.is_wrong(format!("verify while another writes: {error}"));
        }
        thread::sleep(PAUSE);
    }
    (witness, busy)
}

pub fn soak() {
    let root = tempfile::tempdir().unwrap();
    let folder = Place::at(root.path()).folder();
    let catalog = Catalog::open(&folder).unwrap();
    (0..10).for_each(|step| perform(&catalog, step).unwrap());
    check_answer(&catalog, 10).unwrap();
    let history = History::new(10);
    let memory = resident();
    let mut outside = Process::start("reader", "SHOPTALK_READER", root.path());
    let (witnesses, busy, waits) = thread::scope(|scope| {
        let suggesters = [0, 4].map(|start| {
            let (catalog, history) = (&catalog, &history);
            scope.spawn(move || suggest(catalog, history, start))
        });
        let getter = scope.spawn(|| get(&catalog, &history));
        let second = scope.spawn(|| interfere(&catalog, &folder, &history));
        let waits = write(&catalog, &history);
        let (second, busy) = second.join().unwrap();
        let [one, other] = suggesters.map(|suggester| suggester.join().unwrap());
        let named = [
            ("suggester 1", one),
            ("suggester 2", other),
            ("getter", getter.join().unwrap()),
            ("second writer", second),
        ];
        (named, busy, waits)
    });
    let outcome = outside.0.wait().unwrap();
    let steps = history.done.load(SeqCst);
    println!(
        "{} commits; the writer waited {waits} times, the second was told {busy} times to",
        steps - 10
    );
    witnesses.iter().for_each(|(name, witness)| println!("{name}: {witness}"));
    println!(
        "reader outside: {}",
        fs::read_to_string(root.path().join("reader.txt")).unwrap_or_default()
    );
    println!("resident memory: {memory} at the start, {} at the end", resident());
    let wrong: u64 = witnesses.iter().map(|(_, witness)| witness.wrong).sum();
    assert_eq!(wrong, 0, "wrong answers, see above");
    assert!(outcome.success(), "the reader outside: {outcome}");
    check_the_end(catalog, &folder, steps);
}

/// Nothing is lost or left behind.
fn check_the_end(catalog: Catalog, folder: &Path, steps: u64) {
    assert_eq!(difference(&catalog, steps), None);
    drop(catalog);
    let again = Catalog::open(folder).unwrap();
    again.verify().unwrap();
    assert_eq!(difference(&again, steps), None);
    let files = files_below(folder).len();
    println!("{files} files");
    assert!(files < MOST_FILES, "{files} files are left");
}

/// The other process: it learns of commits by looking at the folder only.
pub fn read_from_outside(root: &Path) {
    let catalog = Catalog::open(Place::at(root).folder()).unwrap();
    let suggester = suggester(&catalog);
    let history = History::unknown();
    let (mut witness, mut draw) = (Witness::new(&history), Draw(2));
    for number in 0.. {
        if !history.goes_on() {
            break;
        }
        witness.ask_for_lamps(&suggester, number);
        witness.look_up(&catalog, &mut draw);
    }
    fs::write(root.join("reader.txt"), witness.to_string()).unwrap();
    assert_eq!(witness.wrong, 0, "wrong answers outside");
    // The first one is the state that it found.
    assert!(witness.moves > 1, "the reader outside never saw a commit");
}

/// What the system says of this process's memory; Linux only.
fn resident() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or("unknown", str::trim).to_owned()
}
