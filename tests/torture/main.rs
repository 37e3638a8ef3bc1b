//! The catalog under torture: writers that are killed, readers while it is written, files that are damaged, disks that are full, a
//! million products.
//!
//! What is right is known at every step: `shops` is a history of three shops in which each step is one call and one commit, and
//! the content after each step can be computed. So every answer can be held against the steps that it may have come from.
//!
//! Takes some twenty minutes, so it runs by name only:
//!
//! ```text
//! cargo test --release --test torture -- --ignored --nocapture
//! ```
//!
//! `SHOPTALK_KILLS` (200), `SHOPTALK_SOAK_SECONDS` (600), `SHOPTALK_FLIPS` (2000) and `SHOPTALK_PRODUCTS` (1000000) say how much. The test of full disks mounts a
//! small tmpfs and says so if it may not. `writer`, `reader` and `patient` are no tests: the others start them as processes.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod damage;
mod disk;
mod kills;
mod scale;
mod shops;
mod soak;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// The tests measure times and take all cores: none runs beside another.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Says what is wrong.
type Check = fn() -> Vec<String>;

/// More files than this are left behind, not in use.
const MOST_FILES: usize = 200;

#[test]
#[ignore = "takes minutes"]
fn killed_at_any_moment() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    kills::killed_at_any_moment();
}

#[test]
#[ignore = "takes ten minutes"]
fn soak() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    soak::soak();
}

#[test]
#[ignore = "takes minutes, and a gigabyte of disk"]
fn a_million_products() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    scale::a_million_products();
}

#[test]
#[ignore = "takes minutes"]
fn disk_trouble() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let checks: [(&str, Check); 5] = [
        ("read-only folders", disk::read_only_folder),
        ("paths that are no catalog", disk::no_catalog_here),
        ("damaged files", damage::damaged_files),
        ("flipped bits", damage::flipped_bits),
        ("a full disk", disk::full_disk),
    ];
    let mut all = 0;
    for (name, check) in checks {
        let problems = check();
        println!("{name}: {} problem(s)", problems.len());
        problems.iter().for_each(|problem| println!("    {problem}"));
        all += problems.len();
    }
    assert_eq!(all, 0, "problems, see above");
}

#[test]
#[ignore = "a process of killed_at_any_moment"]
fn writer() {
    if let Some(root) = std::env::var_os("SHOPTALK_WRITER") {
        kills::write_until_killed(Path::new(&root));
    }
}

#[test]
#[ignore = "a process of soak"]
fn reader() {
    if let Some(root) = std::env::var_os("SHOPTALK_READER") {
        soak::read_from_outside(Path::new(&root));
    }
}

#[test]
#[ignore = "a process of disk_trouble"]
fn patient() {
    if let Some(folder) = std::env::var_os("SHOPTALK_PATIENT") {
        damage::suffer(Path::new(&folder));
    }
}

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// One of the tests above as a process. It ends with this value.
struct Process(Child);

impl Process {
    fn start(test: &str, variable: &str, value: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]);
        command.env(variable, value).stdin(Stdio::piped()).stdout(Stdio::piped());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only if it has ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Random numbers that are the same in every run: SplitMix64.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// All files below a folder, sorted.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The message of a panic that was caught.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no words").to_owned()
}
