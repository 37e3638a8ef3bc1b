//! Folders that may not be written, paths that are no catalog, and disks that are full.

use crate::said;
use crate::shops::{check_answer, difference, name, perform};
use shoptalk::{Catalog, Error};
use std::fs::{self, File};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Far more than the catalog needs.
const DISK: &str = "32m";
/// What is left of the disk, in KiB: the write fails early, late, or not at all.
const ROOMS: [u64; 10] = [0, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
/// After these the next step is an import.
const STEPS: u64 = 10;

/// A small disk in memory.
struct Disk(TempDir);

impl Disk {
    /// `None` if this process may not mount one.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={DISK}");
        let arguments = ["-t", "tmpfs", "-o", options.as_str(), "shoptalk"];
        let mounted = Command::new("mount").args(arguments).arg(folder.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder))
    }

    /// Makes it read-only (`ro`) or not (`rw`).
    fn remount(&self, how: &str) -> bool {
        let options = format!("remount,{how},size={DISK}");
        let output = Command::new("mount").args(["-o", options.as_str()]).arg(self.0.path()).output();
        output.is_ok_and(|output| output.status.success())
    }

    fn catalog(&self) -> PathBuf {
        self.0.path().join("catalog")
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }

    /// Fills it up to `room` KiB.
    fn fill(&self, room: u64) {
        let mut file = File::create(self.filler()).unwrap();
        let zeros = vec![0; 64 << 10];
        while file.write(&zeros).is_ok_and(|written| written > 0) {}
        let size = file.metadata().unwrap().len();
        file.set_len(size.saturating_sub(room << 10)).unwrap();
    }

    fn free(&self) {
        fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a reader's thread may still have files open.
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

/// Without rights to write: reading works or is refused with reason, writing is refused with reason.
pub fn read_only_folder() -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("catalog");
    let catalog = Catalog::open(&folder).unwrap();
    (0..STEPS).for_each(|step| perform(&catalog, step).unwrap());
    drop(catalog);
    let folders = folders_from(&folder);
    let rights: Vec<_> = folders.iter().map(|folder| folder.metadata().unwrap().permissions()).collect();
    for (folder, rights) in folders.iter().zip(&rights) {
        let mut rights = rights.clone();
        rights.set_readonly(true);
        fs::set_permissions(folder, rights).unwrap();
    }
    let problems = match File::create(folder.join("probe")) {
        Ok(_) => {
            println!("skipped: this user may write to read-only folders");
            fs::remove_file(folder.join("probe")).unwrap();
            Vec::new()
        }
        Err(_) => unwritable(&folder),
    };
    folders
        .iter()
        .zip(rights)
        .for_each(|(folder, rights)| fs::set_permissions(folder, rights).unwrap());
    problems.into_iter().chain(goes_on(&folder)).collect()
}

/// This folder and all below it.
fn folders_from(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = entries.filter(|path| path.is_dir()).flat_map(|path| folders_from(&path));
    std::iter::once(folder.to_owned()).chain(below).collect()
}

/// What is wrong with a catalog after [`STEPS`] in a folder that cannot be written.
fn unwritable(folder: &Path) -> Vec<String> {
    let check = || -> Vec<String> {
        let catalog = match Catalog::open(folder) {
            Ok(catalog) => catalog,
            Err(error) => return not_told("opening for reading", &error).into_iter().collect(),
        };
        let mut problems: Vec<String> = difference(&catalog, STEPS).into_iter().collect();
        match perform(&catalog, STEPS) {
            Ok(()) => problems.push("an import into a read-only folder worked".to_owned()),
            Err(error) => problems.extend(not_told("an import", &error)),
        }
        problems.extend(difference(&catalog, STEPS));
        problems.extend(check_answer(&catalog, STEPS).err());
        problems
    };
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|panic| vec![format!("panics: {}", said(panic.as_ref()))])
}

/// What is wrong with the next import, now that all is well again.
fn goes_on(folder: &Path) -> Vec<String> {
    let check = || {
        let catalog = Catalog::open(folder)?;
        perform(&catalog, STEPS)?;
        catalog.verify()?;
        Ok::<_, Error>(difference(&catalog, STEPS + 1))
    };
    match check() {
        Ok(difference) => difference.into_iter().collect(),
        Err(error) => vec![format!("does not go on: {error}")],
    }
}

/// What is wrong with an error about the disk.
fn not_told(what: &str, error: &Error) -> Option<String> {
    let told = (error.is_io() || error.is_catalog()) && error.file().is_some();
    (!told).then(|| format!("{what}: neither io nor catalog, or without a file: {error:?}"))
}

/// A file in the place of the folder, and a folder below a file.
pub fn no_catalog_here() -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    let letter = root.path().join("letter.txt");
    fs::write(&letter, "dear diary").unwrap();
    let problems = [letter.clone(), letter.join("catalog")].map(|path| {
        let opened = catch_unwind(|| Catalog::open(&path));
        match opened {
            Ok(Ok(_)) => Some(format!("{} was opened", path.display())),
            Ok(Err(error)) => not_told("opening", &error),
            Err(panic) => Some(format!("panics: {}", said(panic.as_ref()))),
        }
    });
    let letter = fs::read_to_string(&letter).ok().filter(|text| text == "dear diary");
    let lost = letter.is_none().then(|| "the letter is gone".to_owned());
    problems.into_iter().flatten().chain(lost).collect()
}

/// Steps with less and less room, each followed by one with enough; then the same disk read-only.
pub fn full_disk() -> Vec<String> {
    let Some(disk) = Disk::mount() else {
        println!("skipped: a tmpfs cannot be mounted here");
        return Vec::new();
    };
    let catalog = Catalog::open(disk.catalog()).unwrap();
    (0..STEPS).for_each(|step| perform(&catalog, step).unwrap());
    let (mut steps, mut problems, mut failed) = (STEPS, Vec::new(), 0);
    // Each room meets each kind of step as its first.
    for room in ROOMS.into_iter().flat_map(|room| [room; 5]) {
        disk.fill(room);
        let (done, found) = squeezed(&catalog, &disk, steps);
        let case = |problem: String| format!("{room} KiB left, {}: {problem}", name(done));
        failed += u64::from(done < steps + 5);
        problems.extend(found.into_iter().map(case));
        disk.free();
        steps = done;
        if let Err(error) = perform(&catalog, steps) {
            problems.push(format!("{} after {room} KiB: does not go on: {error}", name(steps)));
            break;
        }
        steps += 1;
        problems.extend(difference(&catalog, steps));
    }
    println!("{failed} of {} rounds did not fit", ROOMS.len() * 5);
    drop(catalog);
    problems.extend(read_only_disk(&disk));
    problems
}

/// At most five steps on a disk with little room: how many steps are done then, and what is wrong.
fn squeezed(catalog: &Catalog, disk: &Disk, steps: u64) -> (u64, Vec<String>) {
    for step in steps..steps + 5 {
        let problem = match catch_unwind(AssertUnwindSafe(|| perform(catalog, step))) {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => not_told("the write", &error),
            Err(panic) => Some(format!("panics: {}", said(panic.as_ref()))),
        };
        let stays = difference(catalog, step).into_iter().chain(check_answer(catalog, step).err());
        let mut problems: Vec<String> = problem.into_iter().chain(stays).collect();
        match Catalog::open(disk.catalog()) {
            Ok(again) => problems.extend(difference(&again, step).or_else(|| again.verify().err().map(|error| error.to_string()))),
            Err(error) => problems.push(format!("cannot be opened beside: {error}")),
        }
        return (step, problems);
    }
    (steps + 5, Vec::new())
}

/// The same as a read-only folder, for users who may write to those.
fn read_only_disk(disk: &Disk) -> Vec<String> {
    let folder = disk.catalog();
    fs::remove_dir_all(&folder).unwrap();
    let catalog = Catalog::open(&folder).unwrap();
    (0..STEPS).for_each(|step| perform(&catalog, step).unwrap());
    drop(catalog);
    if !disk.remount("ro") {
        println!("the disk cannot be made read-only: not tried");
        return Vec::new();
    }
    let problems = unwritable(&folder);
    assert!(disk.remount("rw"), "the disk stays read-only");
    problems.into_iter().chain(goes_on(&folder)).collect()
}
