//! A process that writes is killed, again and again; what it leaves must be one of its commits, whole.

use crate::shops::{check_answer, difference, name, perform, round};
use crate::{Draw, MOST_FILES, Process, files_below, setting};
use shoptalk::Catalog;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The log's line of a writer that has opened the catalog; all others name a step.
const OPENED: &str = "opened";
/// A writer that nobody kills ends by itself.
const WRITER_LIFE: Duration = Duration::from_secs(60);
/// One kill in so many hits a new catalog, soon: folders in the making.
const NEW_CATALOG_EACH: u64 = 10;

/// A catalog's folder, and beside it the log of the steps that were done.
pub struct Place {
    root: PathBuf,
}

impl Place {
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub fn folder(&self) -> PathBuf {
        self.root.join("catalog")
    }

    fn log(&self, line: &str) {
        let path = self.root.join("steps.log");
        let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        // One call: a kill leaves the whole line, or none.
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(self.root.join("steps.log")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// How many steps are known to be done.
    fn steps(&self) -> u64 {
        self.lines().iter().filter(|line| *line != OPENED).count() as u64
    }

    fn log_step(&self, step: u64) {
        self.log(&format!("{} {}", name(step), round(step)));
    }
}

/// The process that is killed: one step after the other, from where the log ends.
pub fn write_until_killed(root: &Path) {
    let started = Instant::now();
    let place = Place::at(root);
    let catalog = Catalog::open(place.folder()).unwrap();
    place.log(OPENED);
    for step in place.steps().. {
        perform(&catalog, step).unwrap();
        place.log_step(step);
        if started.elapsed() > WRITER_LIFE {
            break;
        }
    }
}

pub fn killed_at_any_moment() {
    let kills = setting("SHOPTALK_KILLS", 200);
    let mut during: BTreeMap<&str, u64> = BTreeMap::new();
    let mut ahead = 0;
    let old = tempfile::tempdir().unwrap();
    for kill in 1..=kills {
        let mut draw = Draw(kill);
        let new: Option<TempDir> = kill.is_multiple_of(NEW_CATALOG_EACH).then(|| tempfile::tempdir().unwrap());
        let place = Place::at(new.as_ref().unwrap_or(&old).path());
        let delay = Duration::from_millis(5 + draw.below(if new.is_some() { 40 } else { 396 }));
        let op = kill_after(&place, delay);
        println!("kill {kill} of {kills}: during {op}, after {} steps", place.steps());
        *during.entry(op).or_default() += 1;
        ahead += u64::from(check_after_kill(&place, &mut draw));
    }
    let files = files_below(&Place::at(old.path()).folder()).len();
    let counts: Vec<String> = during.iter().map(|(op, count)| format!("{op} {count}")).collect();
    println!("killed during: {}", counts.join(", "));
    println!("in {ahead} the step under way was published already; {files} files at the end");
    assert!(files < MOST_FILES, "{files} files are left");
    println!("{kills} of {kills}");
}

/// Starts a writer and kills it; what it was doing then.
fn kill_after(place: &Place, delay: Duration) -> &'static str {
    let before = place.lines().len();
    let mut writer = Process::start("writer", "SHOPTALK_WRITER", &place.root);
    std::thread::sleep(delay);
    let ended = writer.0.try_wait().unwrap();
    assert!(ended.is_none(), "the writer failed by itself, see above: {ended:?}");
    drop(writer);
    if place.lines().len() == before {
        "opening"
    } else {
        name(place.steps())
    }
}

/// Checks that all is as after the last step of the log or the one under way, goes on to the next import and some steps more, and
/// checks again. Whether it was the step under way.
fn check_after_kill(place: &Place, draw: &mut Draw) -> bool {
    let logged = place.steps();
    let catalog = Catalog::open(place.folder()).unwrap_or_else(|error| panic!("cannot be opened after step {logged}: {error}"));
    let published = is_after(&catalog, &[logged, logged + 1]);
    let mut steps = published;
    let least = 1 + draw.below(5);
    let is_import = |step: u64| ["import", "reimport"].contains(&name(step));
    while steps < published + least || !(published..steps).any(is_import) {
        perform(&catalog, steps).unwrap_or_else(|error| panic!("{} fails after the kill: {error}", name(steps)));
        steps += 1;
    }
    is_after(&catalog, &[steps]);
    drop(catalog);
    is_after(&Catalog::open(place.folder()).unwrap(), &[steps]);
    (logged..steps).for_each(|step| place.log_step(step));
    published > logged
}

/// After which of these steps the catalog is; panics if after none of them, or if anything in it does not fit together.
fn is_after(catalog: &Catalog, steps: &[u64]) -> u64 {
    catalog
        .verify()
        .unwrap_or_else(|error| panic!("damaged after step {steps:?}: {error}"));
    let differences: Vec<Option<String>> = steps.iter().map(|steps| difference(catalog, *steps)).collect();
    let Some(at) = differences.iter().position(Option::is_none) else {
        let differences: Vec<String> = differences.into_iter().flatten().collect();
        panic!("neither: {}", differences.join("; nor: "));
    };
    check_answer(catalog, steps[at]).unwrap_or_else(|error| panic!("after step {}: {error}", steps[at]));
    steps[at]
}
