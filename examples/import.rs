//! The report of a feed: how many rows, what was rejected, and why.
//!
//! Without `--index` nothing is kept: it checks a feed before a partner goes live. Several files are one import, as an Arabic and
//! an English one are. `--json` gives the report for programs; the exit code is 1 where the import is refused.

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use shoptalk::{Catalog, Currency, Feed, ImportReport};
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Imports a partner's feed and tells what became of its rows.
#[derive(Parser)]
struct Options {
    /// The feed, in any known format, gzipped or not; several are one import.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The partner's name.
    #[arg(long, default_value = "partner")]
    partner: String,
    /// The catalog folder; without it the catalog is in memory and gone at the end.
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// A new catalog folder becomes a compact one, for phones.
    #[arg(long, requires = "index")]
    compact: bool,
    /// The currency (ISO 4217) of prices that are bare numbers.
    #[arg(long, value_name = "XXX")]
    currency: Option<Currency>,
    /// The file is a delta: changes of single products, not the whole state. One at a time.
    #[arg(long)]
    delta: bool,
    /// Read and check only: nothing is indexed, and memory does not grow with the file.
    #[arg(long, conflicts_with_all = ["index", "delta"])]
    check: bool,
    /// The report as JSON.
    #[arg(long)]
    json: bool,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let options = Options::parse();
    let started = Instant::now();
    let result = run(&options);
    let refused = result.as_ref().err().map(ToString::to_string);
    let report = match &result {
        Ok(report) => report.clone(),
        Err(error) => match error.downcast_ref().and_then(ImportReport::of) {
            Some(report) => report.clone(),
            None => return Err(refused.unwrap_or_default().into()),
        },
    };
    // Where it is only checked: what an import would say.
    let refused = refused.or_else(|| report.is_mostly_bad().then(|| "more than half of the rows are bad".to_owned()));
    let is_empty = options.check && report.imported + report.deleted == 0;
    let refused = refused.or_else(|| is_empty.then(|| "no products".to_owned()));
    if options.json {
        let mut value = serde_json::to_value(&report)?;
        value["error"] = refused.clone().into();
        print(&format!("{}\n", serde_json::to_string_pretty(&value)?))?;
    } else {
        print(&shown(&report, refused.as_deref(), started)?)?;
    }
    Ok(if refused.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn run(options: &Options) -> Result<ImportReport, Box<dyn Error>> {
    if options.delta && options.files.len() > 1 {
        return Err("--delta takes one file at a time".into());
    }
    let feeds = options
        .files
        .iter()
        .map(|file| open(options, file))
        .collect::<shoptalk::Result<Vec<Feed>>>()?;
    if options.check {
        let mut report = ImportReport::default();
        for feed in feeds {
            feed.read(&mut report, &mut |_| Ok(()))?;
        }
        return Ok(report);
    }
    let catalog = match &options.index {
        Some(folder) if options.compact => Catalog::open_compact(folder)?,
        Some(folder) => Catalog::open(folder)?,
        None => Catalog::in_memory()?,
    };
    if !options.delta {
        return Ok(catalog.import(&options.partner, feeds)?);
    }
    let mut report = ImportReport::default();
    for feed in feeds {
        let updates;
        (updates, report) = feed.updates()?;
        catalog.apply(&options.partner, updates)?;
    }
    Ok(report)
}

/// A feed with a bar for a person who waits.
fn open(options: &Options, file: &Path) -> shoptalk::Result<Feed> {
    let mut feed = Feed::open(file)?;
    if let Some(currency) = options.currency {
        feed = feed.default_currency(currency);
    }
    let bar = match feed.size().filter(|_| io::stderr().is_terminal()) {
        Some(size) => ProgressBar::new(size),
        None => ProgressBar::hidden(),
    };
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}") {
        bar.set_style(style);
    }
    bar.set_message(file.display().to_string());
    Ok(feed.progress(move |bytes| bar.set_position(bytes)))
}

fn shown(report: &ImportReport, refused: Option<&str>, started: Instant) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    for file in &report.files {
        writeln!(out, "{}  ({})", file.name, file.format)?;
    }
    writeln!(out, "  {:>9} rows in {:.1} s", report.rows, started.elapsed().as_secs_f64())?;
    writeln!(
        out,
        "  {:>9} {}",
        report.imported,
        if refused.is_some() { "good" } else { "imported" }
    )?;
    writeln!(out, "  {:>9} rejected", report.rejected)?;
    for (count, what) in [
        (report.unchanged, "of the imported are as they were"),
        (report.removed, "are gone: no row names them"),
        (report.deleted, "deleted"),
    ] {
        if count > 0 {
            writeln!(out, "  {count:>9} {what}")?;
        }
    }
    problems(&mut out, report)?;
    if !report.ignored_fields.is_empty() {
        writeln!(out, "\nNot read: {}", report.ignored_fields.join(", "))?;
    }
    if let Some(reason) = refused {
        writeln!(out, "\nNothing was imported: {reason}")?;
    }
    Ok(out)
}

fn problems(out: &mut String, report: &ImportReport) -> std::fmt::Result {
    for (title, rejected) in [("Rejected, and why", true), ("Read, but", false)] {
        let problems: Vec<_> = report.problems.iter().filter(|p| p.rejected == rejected).collect();
        if !problems.is_empty() {
            writeln!(out, "\n{title}")?;
        }
        for problem in problems {
            let field = problem.field.as_deref().map(|f| format!("{f}: ")).unwrap_or_default();
            writeln!(out, "  {:>9} x {field}{}", problem.count, problem.reason)?;
            for row in &problem.first {
                // Left as written, in its own direction: a right-to-left value must not turn the line around.
                let value = row.value.trim();
                let value = if value.is_empty() {
                    String::new()
                } else {
                    format!("  \u{2068}{value}\u{2069}")
                };
                let id = row.id.as_deref().map(|id| format!(" id \u{2068}{id}\u{2069}")).unwrap_or_default();
                writeln!(out, "              line {}{id}{value}", row.line)?;
            }
        }
    }
    Ok(())
}

/// A reader that has seen enough closes the pipe: that is no error.
fn print(text: &str) -> io::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
