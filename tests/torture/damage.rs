//! Files of a catalog that are cut, gone or changed by a bit: somebody must say so, and nobody may panic.

use crate::shops::{check_answer, difference, perform};
use crate::{Draw, Process, files_below, said, setting};
use shoptalk::{Catalog, Error, Timestamp};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The steps of the catalog that is damaged: imports, changed offers, removed and expired products.
const STEPS: u64 = 12;
/// So many offsets of a file are told.
const TOLD: usize = 20;

/// Offset, bit, and what was read then, if it was not what was written.
type Flip = (u64, u8, Option<String>);

#[derive(Debug, Clone, Copy)]
enum Damage {
    Halved,
    Removed,
}

impl Damage {
    fn do_to(self, path: &Path) {
        match self {
            Self::Halved => {
                let file = fs::OpenOptions::new().write(true).open(path).unwrap();
                file.set_len(path.metadata().unwrap().len() / 2).unwrap();
            }
            Self::Removed => fs::remove_file(path).unwrap(),
        }
    }
}

/// What opening and verifying a damaged folder came to.
enum Outcome {
    Told(Error),
    Panicked(String),
    /// Nothing was said; how what is read differs from what was written.
    Unnoticed(Option<String>),
}

impl Outcome {
    fn of(folder: &Path) -> Self {
        let open = || {
            let catalog = Catalog::open(folder)?;
            catalog.verify()?;
            Ok(difference(&catalog, STEPS).or_else(|| check_answer(&catalog, STEPS).err()))
        };
        match catch_unwind(AssertUnwindSafe(open)) {
            Ok(Ok(difference)) => Self::Unnoticed(difference),
            Ok(Err(error)) => Self::Told(error),
            Err(panic) => Self::Panicked(said(panic.as_ref())),
        }
    }
}

/// A catalog and a copy of it that gets the damage.
struct Ward {
    root: TempDir,
    /// The files that hold something, as paths within the folder, and their sizes.
    files: Vec<(PathBuf, u64)>,
}

impl Ward {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let good = root.path().join("good");
        let catalog = Catalog::open(&good).unwrap();
        (0..STEPS).for_each(|step| perform(&catalog, step).unwrap());
        // A writer takes away the files that no commit needs any more: damage to them is nobody's.
        catalog.expire(Timestamp::from_unix(0)).unwrap();
        drop(catalog);
        let size = |path: PathBuf| (path.strip_prefix(&good).unwrap().to_owned(), path.metadata().unwrap().len());
        let files = files_below(&good).into_iter().map(size).filter(|(_, size)| *size > 0).collect();
        let ward = Self { root, files };
        ward.admit();
        ward
    }

    fn good(&self) -> PathBuf {
        self.root.path().join("good")
    }

    fn bad(&self) -> PathBuf {
        self.root.path().join("bad")
    }

    /// A fresh copy in place of the damaged one.
    fn admit(&self) {
        if self.bad().exists() {
            fs::remove_dir_all(self.bad()).unwrap();
        }
        for path in files_below(&self.good()) {
            let copy = self.bad().join(path.strip_prefix(self.good()).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(&path, &copy).unwrap();
        }
    }

    /// Changes one bit of a file of the copy.
    fn flip(&self, file: &Path, at: u64, bit: u8) {
        let path = self.bad().join(file);
        let mut bytes = fs::read(self.good().join(file)).unwrap();
        bytes[at as usize] ^= bit;
        self.put(&path, &bytes);
    }

    fn restore(&self, file: &Path) {
        let bytes = fs::read(self.good().join(file)).unwrap();
        self.put(&self.bad().join(file), &bytes);
    }

    /// As a new file in the place of the old one: what changes under a map that somebody still holds could end this process.
    fn put(&self, path: &Path, bytes: &[u8]) {
        let new = self.root.path().join("new");
        fs::write(&new, bytes).unwrap();
        fs::rename(new, path).unwrap();
    }

    /// What in the copy is not as it was, though nothing is damaged any more.
    fn changed_files(&self) -> Vec<String> {
        let same = |file: &Path| fs::read(self.good().join(file)).ok() == fs::read(self.bad().join(file)).ok();
        let changed = self.files.iter().filter(|(file, _)| !same(file));
        changed
            .map(|(file, _)| format!("{}: written by a reader", file.display()))
            .collect()
    }
}

/// Each file in turn is cut in half, and removed: before the catalog is opened, and under a process that has it open.
pub fn damaged_files() -> Vec<String> {
    let ward = Ward::new();
    let (mut problems, mut told, mut named, mut signalled) = (Vec::new(), 0, 0, 0);
    for (file, _) in &ward.files {
        for damage in [Damage::Halved, Damage::Removed] {
            ward.admit();
            let case = format!("{} {damage:?}", file.display());
            let patient = Patient::admit(&ward.bad());
            damage.do_to(&ward.bad().join(file));
            match patient.fate() {
                Fate::Lived => {}
                Fate::Signalled => signalled += 1,
                Fate::Panicked => problems.push(format!("{case}: an open catalog panics, see above")),
            }
            // The patient wrote, too.
            ward.admit();
            damage.do_to(&ward.bad().join(file));
            match Outcome::of(&ward.bad()) {
                Outcome::Told(error) => {
                    told += 1;
                    named += usize::from(error.file().is_some_and(|named| named.ends_with(file)));
                    if error.file().is_none() {
                        problems.push(format!("{case}: names no file: {error}"));
                    }
                }
                Outcome::Panicked(words) => problems.push(format!("{case}: panics: {words}")),
                Outcome::Unnoticed(None) => problems.push(format!("{case}: unnoticed, the content is the same")),
                Outcome::Unnoticed(Some(difference)) => problems.push(format!("{case}: unnoticed: {difference}")),
            }
        }
    }
    println!(
        "{told} damages told of {}, {named} by the name of the very file",
        ward.files.len() * 2
    );
    // The system ends a process that reads behind the new end of a mapped file: no crate can answer then.
    println!("{signalled} processes with the catalog open were ended by the system");
    problems
}

/// One bit after the other, half of them spread over the files and half over the bytes.
pub fn flipped_bits() -> Vec<String> {
    let ward = Ward::new();
    let flips = setting("SHOPTALK_FLIPS", 2000);
    let (mut draw, mut problems, mut told) = (Draw(3), Vec::new(), 0);
    let mut unnoticed: BTreeMap<&Path, Vec<Flip>> = BTreeMap::new();
    for flip in 0..flips {
        let (file, at) = pick(&ward.files, flip.is_multiple_of(2), &mut draw);
        let bit = 1 << draw.below(8);
        // Should a flip end the process, this is what it was.
        eprint!("\rflip {flip}: {} at {at} ^ {bit:#04x}        ", file.display());
        ward.flip(file, at, bit);
        match Outcome::of(&ward.bad()) {
            Outcome::Told(_) => told += 1,
            Outcome::Panicked(words) => problems.push(format!("{} at {at} ^ {bit:#04x}: panics: {words}", file.display())),
            Outcome::Unnoticed(difference) => unnoticed.entry(file).or_default().push((at, bit, difference)),
        }
        ward.restore(file);
    }
    eprintln!();
    println!("{told} flips told of {flips}");
    for (file, flips) in &unnoticed {
        let wrong: Vec<&String> = flips.iter().filter_map(|(_, _, difference)| difference.as_ref()).collect();
        let places: Vec<String> = flips.iter().take(TOLD).map(|(at, bit, _)| format!("{at}^{bit:#04x}")).collect();
        let (file, count, harmful, first) = (file.display(), flips.len(), wrong.len(), wrong.first());
        problems.push(format!(
            "{file}: {count} unnoticed, {harmful} of them with wrong content ({first:?}), at {}",
            places.join(" ")
        ));
    }
    problems.extend(ward.changed_files());
    problems
}

/// A byte of any file, each file as likely as the others or each byte.
fn pick<'a>(files: &'a [(PathBuf, u64)], by_file: bool, draw: &mut Draw) -> (&'a Path, u64) {
    if by_file {
        let (file, size) = &files[draw.below(files.len() as u64) as usize];
        return (file, draw.below(*size));
    }
    let mut at = draw.below(files.iter().map(|(_, size)| size).sum());
    for (file, size) in files {
        if at < *size {
            return (file, at);
        }
        at -= size;
    }
    unreachable!("it is below the sum");
}

/// A process that has the catalog open while it is damaged.
struct Patient(Process);

enum Fate {
    Lived,
    Signalled,
    Panicked,
}

impl Patient {
    fn admit(folder: &Path) -> Self {
        let mut process = Process::start("patient", "SHOPTALK_PATIENT", folder);
        let mut lines = BufReader::new(process.0.stdout.as_mut().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("ready")), "the patient failed, see above");
        Self(process)
    }

    fn fate(mut self) -> Fate {
        self.0.0.stdin.take().unwrap().write_all(b"\n").unwrap();
        let status = self.0.0.wait().unwrap();
        match status.code() {
            Some(0) => Fate::Lived,
            Some(_) => Fate::Panicked,
            None => Fate::Signalled,
        }
    }
}

/// The process that has it open: it reads all, waits for a line, and reads all again, whatever that gives. What the engine panics
/// over in a thread of its own, and what the catalog makes an error of, is printed and harms nobody.
pub fn suffer(folder: &Path) {
    let catalog = Catalog::open(folder).unwrap();
    check_answer(&catalog, STEPS).unwrap();
    println!("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    drop(difference(&catalog, STEPS));
    drop(check_answer(&catalog, STEPS));
    drop(catalog.verify());
    // A write may be refused; it, too, panics never.
    drop(perform(&catalog, STEPS));
    drop(check_answer(&catalog, STEPS + 1));
}
