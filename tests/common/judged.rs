//! The judged wishes of `data/judged` over the feeds of `data/feeds/souq`: read, run, and put into figures. The test and the example
//! `judge` share it.
//!
//! The figure is nDCG@10 with gain `2^grade - 1` and discount `log2(place + 1)` (Burges et al., "Learning to Rank using Gradient
//! Descent", ICML 2005). The best order counts all graded products of the need; an answer without products is 0.

#![allow(dead_code, reason = "the test and the example use different parts")]

use shoptalk::{Catalog, Conversation, Explanation, Feed, Suggester};
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::{Path, PathBuf};

/// The language forms, in the order of the table. The first two are typed queries, the others single chat messages.
pub const FORMS: [&str; 5] = ["english", "msa", "dialect", "arabizi", "mixed"];

/// The catalogs: a name, and the files of its one partner. The Arabic shop has every tenth product in English too.
pub const CATALOGS: [(&str, &[&str]); 2] = [("arabic", &["ar.jsonl", "en_some.tsv"]), ("english", &["en.tsv"])];

/// Products are judged down to this place.
const DEPTH: usize = 10;

/// A result that any error fits.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// One need in one language form.
pub struct Wish {
    pub need: String,
    pub form: String,
    pub dialect: String,
    pub text: String,
}

/// need -> product -> grade.
pub type Grades = BTreeMap<String, HashMap<String, u32>>;

/// The answer to one wish over one catalog.
pub struct Answer {
    pub ndcg: f64,
    pub explanation: Explanation,
}

/// The wishes of `data/judged/wishes.tsv`.
pub fn wishes() -> Result<Vec<Wish>> {
    let rows = rows("judged/wishes.tsv")?.into_iter();
    Ok(rows.map(|[need, form, dialect, text]| Wish { need, form, dialect, text }).collect())
}

/// The grades of `data/judged/grades.tsv`.
pub fn grades() -> Result<Grades> {
    let mut grades = Grades::new();
    for [need, product, grade] in rows("judged/grades.tsv")? {
        let grade = grade.parse()?;
        if grades.entry(need.clone()).or_default().insert(product.clone(), grade).is_some() {
            return Err(format!("{need} {product}: graded twice").into());
        }
    }
    Ok(grades)
}

/// A catalog in memory of these files of `data/feeds/souq`.
pub fn catalog(files: &[&str]) -> Result<Catalog> {
    let catalog = Catalog::in_memory()?;
    let feeds = files
        .iter()
        .map(|file| Feed::open(data("feeds/souq").join(file)))
        .collect::<shoptalk::Result<Vec<Feed>>>()?;
    let report = catalog.import("souq", feeds)?;
    if report.rejected > 0 || !report.problems.is_empty() {
        return Err(report.to_string().into());
    }
    Ok(catalog)
}

/// Every wish over one catalog, in the order of the wishes.
pub fn answers(catalog: Catalog, wishes: &[Wish], grades: &Grades) -> Vec<Answer> {
    let suggester = Suggester::builder().limit(DEPTH).build(catalog);
    let none = HashMap::new();
    let answer = |wish: &Wish| {
        let explanation = suggester.explain(&chat(wish));
        let ids: Vec<&str> = explanation.products.iter().map(|p| p.product.id.as_str()).collect();
        let ndcg = ndcg(&ids, grades.get(&wish.need).unwrap_or(&none));
        Answer { ndcg, explanation }
    };
    wishes.iter().map(answer).collect()
}

/// The mean figure of one form, and the share of its wishes that got any product.
pub fn figure(form: &str, wishes: &[Wish], answers: &[Answer]) -> (f64, f64) {
    let own: Vec<&Answer> = (wishes.iter().zip(answers))
        .filter(|(wish, _)| wish.form == form)
        .map(|(_, answer)| answer)
        .collect();
    let all = own.len().max(1) as f64;
    let answered = own.iter().filter(|a| !a.explanation.products.is_empty()).count();
    (own.iter().map(|a| a.ndcg).sum::<f64>() / all, answered as f64 / all)
}

/// nDCG at [`DEPTH`] of an order of product ids.
pub fn ndcg(ids: &[&str], grades: &HashMap<String, u32>) -> f64 {
    let mut best: Vec<u32> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let found = dcg(ids.iter().map(|id| grades.get(*id).copied().unwrap_or(0)));
    match dcg(best.into_iter()) {
        best if best > 0.0 => found / best,
        _ => 0.0,
    }
}

fn dcg(grades: impl Iterator<Item = u32>) -> f64 {
    let gains = grades.take(DEPTH).zip(2..);
    gains.fold(0.0, |sum, (grade, place)| {
        sum + (2f64.powf(grade.into()) - 1.0) / f64::from(place).log2()
    })
}

/// A wish as a conversation.
pub fn chat(wish: &Wish) -> Conversation {
    let chat = Conversation::new().market("SA");
    match wish.form.as_str() {
        "english" | "msa" => chat.query(&wish.text),
        _ => chat.opt_in("you").message("you", &wish.text),
    }
}

/// The rows of a table of `data`, without its comments.
fn rows<const N: usize>(file: &str) -> Result<Vec<[String; N]>> {
    let text = std::fs::read_to_string(data(file))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            cells.try_into().map_err(|_| format!("{file}: not {N} columns: {line}").into())
        })
        .collect()
}

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(path)
}
