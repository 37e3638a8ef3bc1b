//! How well wishes are understood in each language form: 30 judged needs, each said in five ways, over one shop's catalog with
//! Arabic and with English titles.
//!
//! `cargo run --release --example judge` prints the table; `--show arabizi` the wishes of that form which went worst, with their
//! first three products and the grades of these.

#[path = "../tests/common/judged.rs"]
mod judged;

use clap::Parser;
use judged::{Answer, CATALOGS, FORMS, Grades, Result, Wish};

/// So many of the worst wishes are shown.
const WORST: usize = 12;

/// Runs the judged wishes.
#[derive(Parser)]
struct Options {
    /// The wishes of this form that went worst, instead of the table.
    #[arg(long, value_name = "FORM", value_parser = FORMS)]
    show: Option<String>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let (wishes, grades) = (judged::wishes()?, judged::grades()?);
    let mut columns = Vec::new();
    for (name, files) in CATALOGS {
        let answers = judged::answers(judged::catalog(files)?, &wishes, &grades);
        match &options.show {
            Some(form) => show_worst(form, name, &wishes, &answers, &grades),
            None => columns.push(answers),
        }
    }
    if let [arabic, english] = columns.as_slice() {
        table(&wishes, arabic, english);
    }
    Ok(())
}

/// Per form and catalog: the figure, its ratio to English over the English titles, and the share that got any product.
fn table(wishes: &[Wish], arabic: &[Answer], english: &[Answer]) {
    let (base, _) = judged::figure("english", wishes, english);
    println!("{:9} {:^28}   {:^28}", "", "Arabic titles", "English titles");
    println!(
        "{:9} {:>7}   {:>5}   {:>8}   {:>10}   {:>5}   {:>8}",
        "form", "nDCG@10", "ratio", "answered", "nDCG@10", "ratio", "answered"
    );
    for form in FORMS {
        let cells = [arabic, english].map(|answers| {
            let (ndcg, answered) = judged::figure(form, wishes, answers);
            let ratio = if base > 0.0 { ndcg / base } else { 0.0 };
            format!("{ndcg:>7.2}   {:>4.0}%   {:>7.0}%", ratio * 100.0, answered * 100.0)
        });
        println!("{form:9} {}      {}", cells[0], cells[1]);
    }
}

fn show_worst(form: &str, catalog: &str, wishes: &[Wish], answers: &[Answer], grades: &Grades) {
    let mut own: Vec<(&Wish, &Answer)> = wishes.iter().zip(answers).filter(|(wish, _)| wish.form == form).collect();
    own.sort_by(|a, b| a.1.ndcg.total_cmp(&b.1.ndcg));
    println!("{form}, {catalog} titles");
    for (wish, answer) in own.into_iter().take(WORST) {
        println!("\n{:.2}  {} ({}): {}", answer.ndcg, wish.need, wish.dialect, wish.text);
        if let Some(silence) = answer.explanation.silence {
            println!("      silent: {silence:?}");
        }
        for explained in answer.explanation.products.iter().take(3) {
            let product = &explained.product;
            let grade = grades.get(&wish.need).and_then(|g| g.get(&product.id)).copied().unwrap_or(0);
            println!("      {grade}  {}", product.title);
        }
    }
    println!();
}
