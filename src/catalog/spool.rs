//! Products of several feeds, put together by their ids in little memory: sorted into files first, one file at a time after.

use super::sketch::stable_hash;
use crate::error::{Error, Result};
use crate::product::Listing;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;

/// So many files: of five million products of a kilobyte, one holds 80 MB.
const FILES: usize = 64;

/// Where products wait until all feeds are read.
pub(super) enum Spool {
    /// A catalog in memory keeps them there.
    Memory(BTreeMap<String, Listing>),
    /// By a hash of the id, as lines of JSON. The files have no name: whatever happens to the process, nothing stays behind.
    Files(Vec<BufWriter<File>>),
}

impl Spool {
    /// In the catalog's folder, which has room for the products anyway; or in memory.
    pub(super) fn new(folder: Option<&Path>) -> Result<Self> {
        let Some(folder) = folder else {
            return Ok(Self::Memory(BTreeMap::new()));
        };
        let file = |_| tempfile::tempfile_in(folder).map(BufWriter::new);
        let files = (0..FILES).map(file).collect::<io::Result<_>>();
        files.map(Self::Files).map_err(|e| Error::io(folder, e))
    }

    /// Takes a product in. Feeds come one after the other: what an earlier one says of a product goes before.
    pub(super) fn add(&mut self, listing: Listing) -> Result<()> {
        match self {
            Self::Memory(listings) => {
                join(listings, listing);
                Ok(())
            }
            Self::Files(files) => {
                let at = stable_hash(listing.id.as_bytes()) as usize % files.len();
                let file = &mut files[at];
                let written = serde_json::to_writer(&mut *file, &listing).map_err(io::Error::from);
                written.and_then(|()| file.write_all(b"\n")).map_err(spool_error)
            }
        }
    }

    /// All products, each once, with the texts of all feeds.
    pub(super) fn read(self, each: &mut dyn FnMut(Listing) -> Result<()>) -> Result<()> {
        match self {
            Self::Memory(listings) => listings.into_values().try_for_each(each),
            Self::Files(files) => files
                .into_iter()
                .try_for_each(|file| read_file(file)?.into_values().try_for_each(&mut *each)),
        }
    }
}

fn read_file(file: BufWriter<File>) -> Result<BTreeMap<String, Listing>> {
    let mut file = file.into_inner().map_err(|e| spool_error(e.into_error()))?;
    file.rewind().map_err(spool_error)?;
    let mut listings = BTreeMap::new();
    for line in BufReader::new(file).lines() {
        let listing = serde_json::from_str(&line.map_err(spool_error)?).map_err(|e| spool_error(e.into()))?;
        join(&mut listings, listing);
    }
    Ok(listings)
}

/// The same id has the texts of all, and what the first of them says otherwise.
fn join(listings: &mut BTreeMap<String, Listing>, listing: Listing) {
    match listings.entry(listing.id.clone()) {
        Entry::Occupied(known) => known.into_mut().join(listing),
        Entry::Vacant(place) => drop(place.insert(listing)),
    }
}

fn spool_error(error: io::Error) -> Error {
    Error::io("products that wait for those of other feeds", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_give_what_memory_gives() {
        let folder = tempfile::tempdir().unwrap();
        let listings = || {
            let english = (0..200).map(|n| Listing::new(n.to_string(), format!("Lamp {n}"), "https://shop.example/en"));
            let arabic = (100..300).map(|n| Listing::new(n.to_string(), format!("مصباح {n}"), "https://shop.example/ar"));
            english.chain(arabic)
        };
        let read = |mut spool: Spool| {
            listings().try_for_each(|listing| spool.add(listing)).unwrap();
            let mut all = Vec::new();
            spool
                .read(&mut |listing| {
                    all.push(listing);
                    Ok(())
                })
                .unwrap();
            all.sort_by(|a, b| a.id.cmp(&b.id));
            all
        };
        let of_memory = read(Spool::new(None).unwrap());
        assert_eq!(
            (of_memory.len(), of_memory.iter().filter(|l| l.texts.len() == 2).count()),
            (300, 100)
        );
        assert_eq!(read(Spool::new(Some(folder.path())).unwrap()), of_memory);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
