//! Judged queries over catalogs: read, and answered with given weights.

use crate::judged;
use rayon::prelude::*;
use shoptalk::{Catalog, Conversation, Feed, Suggester, Weights};
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::ops::Range;

/// nDCG counts so many products; where only judged ones count, they are looked for among so many.
const TEN: usize = 10;
const DEEP: usize = 50;

/// The figures of one query.
#[derive(Clone, Copy)]
pub(crate) struct Scores {
    pub(crate) at_ten: f64,
    pub(crate) of_judged: f64,
}

impl Scores {
    /// What is fitted.
    pub(crate) fn both(&self) -> f64 {
        (self.at_ten + self.of_judged) / 2.0
    }
}

/// One query and its grades.
struct Judged {
    /// What was typed, or said last, for a person to read.
    text: String,
    chat: Conversation,
    grades: HashMap<String, f64>,
}

/// Catalogs and the judged queries over them, one after the other.
#[derive(Default)]
pub(crate) struct Judgments {
    catalogs: Vec<(String, Catalog)>,
    /// Name, catalog, and queries of each file.
    sets: Vec<(String, usize, Range<usize>)>,
    queries: Vec<Judged>,
}

impl Judgments {
    /// Reads `CATALOG=FILE` pairs of feeds and of judgments.
    pub(crate) fn read(feeds: &[String], qrels: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut by_catalog: BTreeMap<&str, Vec<Feed>> = BTreeMap::new();
        for feed in feeds {
            let (catalog, file) = feed.split_once('=').ok_or("--feed takes CATALOG=FILE")?;
            by_catalog.entry(catalog).or_default().push(Feed::open(file)?);
        }
        let mut judgments = Self::default();
        for (name, feeds) in by_catalog {
            let catalog = Catalog::in_memory()?;
            eprintln!("{name}: {}", catalog.import(name, feeds)?);
            judgments.catalogs.push((name.to_owned(), catalog));
        }
        for qrels in qrels {
            let (name, file) = qrels.split_once('=').ok_or("--qrels takes CATALOG=FILE")?;
            judgments.add(name, file)?;
        }
        Ok(judgments)
    }

    /// The judged wishes of `data/judged` over the shop with Arabic and the shop with English titles.
    pub(crate) fn samples() -> Result<Self, Box<dyn Error>> {
        let (wishes, grades) = (judged::wishes()?, judged::grades()?);
        let mut judgments = Self::default();
        for (at, (name, files)) in judged::CATALOGS.into_iter().enumerate() {
            judgments.catalogs.push((name.to_owned(), judged::catalog(files)?));
            let from = judgments.queries.len();
            for wish in &wishes {
                let of_need = grades.get(&wish.need).into_iter().flatten();
                judgments.queries.push(Judged {
                    text: wish.text.clone(),
                    chat: judged::chat(wish),
                    grades: of_need.map(|(id, grade)| (id.clone(), f64::from(*grade))).collect(),
                });
            }
            judgments.sets.push((format!("{name} titles"), at, from..judgments.queries.len()));
        }
        Ok(judgments)
    }

    fn add(&mut self, name: &str, file: &str) -> Result<(), Box<dyn Error>> {
        let known = self.catalogs.iter().position(|(catalog, _)| catalog == name);
        let catalog = known.ok_or_else(|| format!("no --feed of `{name}`"))?;
        let from = self.queries.len();
        for (at, line) in std::fs::read_to_string(file)?.lines().enumerate() {
            let place = |error: serde_json::Error| format!("{file}, line {}: {error}", at + 1);
            let value: serde_json::Value = serde_json::from_str(line).map_err(place)?;
            let grades: HashMap<String, f64> = serde_json::from_value(value["rel"].clone()).map_err(place)?;
            let said = || value["messages"].as_array()?.last()?["text"].as_str();
            let text = value["query"].as_str().or_else(said).unwrap_or_default().to_owned();
            let chat: Conversation = serde_json::from_value(value).map_err(place)?;
            // A query without a right product tells nothing.
            if grades.values().any(|grade| *grade > 0.0) {
                self.queries.push(Judged { text, chat, grades });
            }
        }
        let title = std::path::Path::new(file).file_name().unwrap_or_default().to_string_lossy();
        self.sets.push((title.into_owned(), catalog, from..self.queries.len()));
        Ok(())
    }

    /// Name and queries of each file of judgments.
    pub(crate) fn sets(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.sets.iter().map(|(name, _, range)| (name.as_str(), range.clone()))
    }

    /// What was typed or said in a query.
    pub(crate) fn text(&self, at: usize) -> &str {
        &self.queries[at].text
    }

    /// Name and queries of each catalog.
    pub(crate) fn by_catalog(&self) -> Vec<(&str, Vec<usize>)> {
        let queries = |of: usize| {
            self.sets
                .iter()
                .filter(move |set| set.1 == of)
                .flat_map(|set| set.2.clone())
                .collect()
        };
        self.catalogs
            .iter()
            .enumerate()
            .map(|(at, (name, _))| (name.as_str(), queries(at)))
            .collect()
    }

    /// Answers every query with some weights, on all cores.
    pub(crate) fn scores(&self, weights: &Weights) -> Vec<Scores> {
        let suggester = |catalog: &Catalog| Suggester::builder().limit(DEEP).weights(weights.clone()).build(catalog.clone());
        let suggesters: Vec<Suggester> = self.catalogs.iter().map(|(_, catalog)| suggester(catalog)).collect();
        let tasks: Vec<(usize, &Judged)> = (self.sets.iter())
            .flat_map(|(_, catalog, range)| self.queries[range.clone()].iter().map(|judged| (*catalog, judged)))
            .collect();
        tasks
            .par_iter()
            .map(|(catalog, judged)| judged.score(&suggesters[*catalog]))
            .collect()
    }
}

impl Judged {
    fn score(&self, suggester: &Suggester) -> Scores {
        let products = suggester.suggest(&self.chat);
        let grade = |id: &str| self.grades.get(id).copied();
        let shown = products.iter().map(|p| grade(&p.id).unwrap_or(0.0));
        let judged = products.iter().filter_map(|p| grade(&p.id));
        let mut best: Vec<f64> = self.grades.values().copied().collect();
        best.sort_unstable_by(|a, b| b.total_cmp(a));
        let best = gain(best.into_iter());
        Scores {
            at_ten: gain(shown) / best,
            of_judged: gain(judged) / best,
        }
    }
}

/// Discounted cumulative gain of the first ten: `2^grade - 1` over `log2(place + 1)` (Burges et al., ICML 2005).
fn gain(grades: impl Iterator<Item = f64>) -> f64 {
    grades
        .take(TEN)
        .zip(2..)
        .map(|(grade, place)| (grade.exp2() - 1.0) / f64::from(place).log2())
        .sum()
}
