//! Catalogs in folders.

use super::shop::Rows;
use shoptalk::{Catalog, Feed};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("there is a disk")
}

/// The first products of the shop in a folder, which goes when the first part is dropped.
pub fn catalog_of(count: u64) -> (TempDir, Catalog) {
    let folder = folder();
    let catalog = Catalog::open(folder.path()).expect("the folder is empty");
    let report = catalog.import("shop", [Feed::from_reader("rows.tsv", Rows::new(count))]);
    assert_eq!(report.expect("the feed is well-formed").imported, count);
    (folder, catalog)
}

/// The bytes of all files below a folder.
pub fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let size = |path: &Path| {
        if path.is_dir() {
            size_of(path)
        } else {
            path.metadata().map_or(0, |metadata| metadata.len())
        }
    };
    entries.flatten().map(|entry| size(&entry.path())).sum()
}
