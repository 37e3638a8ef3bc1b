//! What each weight of ranking is worth on judged queries, and which others would be better, without fooling oneself.
//!
//! ```sh
//! cargo run --release --example fit                                        # the default weights on the judged wishes of data/judged
//! cargo run --release --example fit -- --set title=4 --set title=2,late=0.8 # what other weights give
//! cargo run --release --example fit -- --ablate                            # each part of ranking switched off
//! cargo run --release --example fit -- --folds 5                           # fitted, and measured where it was not
//! cargo run --release --example fit -- --feed shop=feed.jsonl --qrels shop=qrels.jsonl   # on judgments of your own
//! ```
//!
//! `--feed` and `--qrels` may be repeated: a catalog may have several feeds and several files of judgments, told apart by name. A line of
//! judgments is a conversation (a typed `query`, or `messages` with `opted_in`) with `rel`: the grade of each judged product, by its id.
//!
//! Two figures a query: nDCG@10, where a product that nobody judged counts 0; and nDCG over the judged products among the first 50, which is
//! fair to products that nobody judged and blind to junk. What is fitted is their mean.

mod ascent;
#[path = "../../tests/common/judged.rs"]
mod judged;
mod judgments;

use ascent::cross_validate;
use clap::Parser;
use judgments::{Judgments, Scores};
use shoptalk::Weights;
use std::error::Error;

/// Measures and fits the weights of ranking.
#[derive(Parser)]
struct Options {
    /// A feed of a catalog.
    #[arg(long = "feed", value_name = "CATALOG=FILE", requires = "qrels")]
    feeds: Vec<String>,
    /// Judgments over a catalog, as JSON lines.
    #[arg(long, value_name = "CATALOG=FILE", requires = "feeds")]
    qrels: Vec<String>,
    /// Weights to compare with the default ones.
    #[arg(long = "set", value_name = "WEIGHT=VALUE,...")]
    sets: Vec<String>,
    /// So many of the queries that each comparison lowers and lifts most are shown.
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Switches off one part of ranking after the other.
    #[arg(long)]
    ablate: bool,
    /// Fits on all folds but one, in turn, and measures on that one; then on all catalogs but one.
    #[arg(long)]
    folds: Option<usize>,
}

/// A part of ranking, and the weights that switch it off.
const PARTS: &[(&str, &str)] = &[
    ("fields alike", "title=1,brand=1,category=1,details=1,description=1"),
    ("title alone", "brand=0,category=0,details=0,description=0"),
    (
        "length alike",
        "title_length=0,brand_length=0,category_length=0,details_length=0,description_length=0",
    ),
    ("no saturation", "saturation=1000"),
    ("heads of names as good as names", "head_of_phrase=1"),
    ("parts of names as good as names", "head_of_phrase=1,rest_of_phrase=1"),
    ("what was said like any name", "said=0"),
    ("no coverage", "uncovered=1"),
    ("headless as good", "typed_headless=1,head_in_description=1,head_in_category=1"),
    ("accessories as good", "accessory=1,meant_for=1"),
    ("other senses as good", "other_sense=1"),
    ("late as good", "late=1"),
    ("no likeness", "unlike=1"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let judgments = match options.feeds.is_empty() {
        true => Judgments::samples()?,
        false => Judgments::read(&options.feeds, &options.qrels)?,
    };
    let default = judgments.scores(&Weights::default());
    println!("{:34} {:>8} {:>8} {:>8}", "", "nDCG@10", "nDCG", "queries");
    for (name, range) in judgments.sets() {
        let of_set = &default[range.clone()];
        let mean = |part: fn(&Scores) -> f64| of_set.iter().map(part).sum::<f64>() / of_set.len() as f64;
        println!(
            "{name:34} {:8.4} {:8.4} {:8}",
            mean(|s| s.at_ten),
            mean(|s| s.of_judged),
            of_set.len()
        );
    }
    let parts: &[(&str, &str)] = if options.ablate { PARTS } else { &[] };
    let asked = options.sets.iter().map(|set| (set.as_str(), set.as_str()));
    for (name, changes) in parts.iter().copied().chain(asked) {
        compare(&judgments, &default, name, &changed(changes)?, options.show);
    }
    if let Some(folds) = options.folds {
        cross_validate(&judgments, folds.max(2));
    }
    Ok(())
}

/// The default weights but for some: `title=4,late=0.8`.
fn changed(changes: &str) -> Result<Weights, Box<dyn Error>> {
    let mut weights = Weights::default();
    for change in changes.split(',') {
        let (name, value) = change.split_once('=').ok_or("--set takes WEIGHT=VALUE,...")?;
        if !weights.set(name, value.parse()?) {
            return Err(format!("no weight `{name}`; there are {}", Weights::NAMES.join(", ")).into());
        }
    }
    Ok(weights)
}

/// A line for each set of judgments: the paired difference in both figures, with its standard error, and how many queries it lifts and lowers.
fn compare(judgments: &Judgments, default: &[Scores], name: &str, weights: &Weights, show: usize) {
    let scores = judgments.scores(weights);
    println!("{name}");
    for (set, range) in judgments.sets() {
        let pairs = || default[range.clone()].iter().zip(&scores[range.clone()]);
        let at_ten = Difference::of(pairs().map(|(a, b)| b.at_ten - a.at_ten));
        let of_judged = Difference::of(pairs().map(|(a, b)| b.of_judged - a.of_judged));
        println!("  {set:32} {at_ten}   {of_judged}");
        let mut changed: Vec<(f64, usize)> = range.clone().map(|at| (scores[at].both() - default[at].both(), at)).collect();
        changed.sort_by(|a, b| a.0.total_cmp(&b.0));
        let ends = changed
            .iter()
            .enumerate()
            .filter(|(at, _)| *at < show || *at + show >= changed.len());
        for (_, (difference, at)) in ends.filter(|(_, (difference, _))| *difference != 0.0) {
            println!("      {difference:+.3} {}", judgments.text(*at));
        }
    }
}

/// A mean difference over queries.
pub(crate) struct Difference {
    mean: f64,
    error: f64,
    up: usize,
    down: usize,
}

impl Difference {
    pub(crate) fn of(differences: impl Iterator<Item = f64>) -> Self {
        /// Smaller is no difference, but rounding.
        const LEAST: f64 = 1e-9;
        let all: Vec<f64> = differences.collect();
        let count = all.len().max(1) as f64;
        let mean = all.iter().sum::<f64>() / count;
        let variance = all.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
        Self {
            mean,
            error: (variance / count).sqrt(),
            up: all.iter().filter(|d| **d > LEAST).count(),
            down: all.iter().filter(|d| **d < -LEAST).count(),
        }
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:+.4} ± {:.4} ({} up, {} down)", self.mean, self.error, self.up, self.down)
    }
}
