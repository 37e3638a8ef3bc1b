//! Every bit of the last commit, against what it must be.

use super::guard::guarded;
use super::index::{COMMIT_RECORD, MANIFEST, Store, TRIES, manifest};
use super::statistics::Part;
use crate::error::{Error, Result};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::directory::Directory;
use tantivy::{HasLen, IndexMeta, SegmentReader};

/// The engine's list of the files that are its own.
const FILE_LIST: &str = ".managed.json";

impl Store {
    /// Reads every file of the last commit against its checksum, and the records, which have none, against what they must say.
    pub(super) fn verify(&self) -> Result<()> {
        for _ in 0..TRIES {
            let record = self.record()?;
            let verified = self.verify_commit();
            // Another process commits meanwhile, and takes the files of this one away: that is no damage.
            if verified.is_ok() || self.record()? == record {
                return verified;
            }
        }
        Err(Error::busy("commits come faster than they can be verified"))
    }

    fn verify_commit(&self) -> Result<()> {
        self.verify_manifest()?;
        let metas = self.verify_record()?;
        let files = self.verify_files()?;
        self.verify_list(&files)?;
        guarded(|| self.verify_counts(&metas))?
    }

    fn verify_manifest(&self) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let path = folder.join(MANIFEST);
        let text = fs::read_to_string(&path).map_err(|e| Error::io(&path, e))?;
        if text == manifest(self.compact)? {
            Ok(())
        } else {
            Err(damaged(path))
        }
    }

    /// The record is what the engine would write again, over our schema; the ledger in it has a checksum of its own.
    fn verify_record(&self) -> Result<IndexMeta> {
        let path = Path::new(COMMIT_RECORD);
        let ledger = self.ledger()?;
        let metas = self.index.load_metas().map_err(|e| self.refused(e))?;
        let bytes = self.record()?;
        let again = serde_json::to_vec_pretty(&metas).map_err(|e| damaged(self.full_path(path)).with_source(e))?;
        let is_ours = metas.schema == super::schema::schema().0
            && metas.index_settings == *self.index.settings()
            && metas.persisted_custom_extensions.is_empty();
        if bytes.strip_suffix(b"\n") != Some(again.as_slice()) || !is_ours {
            return Err(damaged(self.full_path(path)));
        }
        if let Some(file) = &ledger.offers {
            self.offers(file)?;
        }
        Ok(metas)
    }

    /// The files of the segments: none is missing, as far as their names tell. Cost: the system is asked for each.
    pub(super) fn find_files(&self) -> Result<HashSet<PathBuf>> {
        let metas = self.index.load_metas().map_err(|e| self.refused(e))?;
        let mut files = HashSet::new();
        for file in metas.list_segment_files() {
            if self.directory.exists(&file).map_err(|e| self.refused(e.into()))? {
                files.insert(file);
            } else if !file.extension().is_some_and(|kind| kind == "del" || kind == "temp") {
                // Only a segment with deletions has a list of them; one that it should have is missed when it is opened.
                return Err(Error::catalog("a file is missing").at_file(self.full_path(&file)));
            }
        }
        Ok(files)
    }

    /// The same, each against its checksum.
    pub(super) fn verify_files(&self) -> Result<HashSet<PathBuf>> {
        let files = self.find_files()?;
        for file in &files {
            let is_whole = self.index.directory().validate_checksum(file).map_err(|e| self.refused(e.into()))?;
            if !is_whole || !self.is_of_this_engine(file)? {
                return Err(damaged(self.full_path(file)));
            }
        }
        Ok(files)
    }

    /// The checksum of a file covers all but its last line, in which the checksum stands, and the engine's version.
    fn is_of_this_engine(&self, file: &Path) -> Result<bool> {
        let handle = self.directory.open_read(file).map_err(|e| self.refused(e.into()))?;
        let version = serde_json::to_string(tantivy::version()).map_err(|e| damaged(self.full_path(file)).with_source(e))?;
        let line = format!("{{\"version\":{version},\"crc\":");
        // Behind the line: its length and the engine's mark, and before them the checksum's digits and a bracket.
        let most = line.len() + "4294967295}".len() + 8;
        let end = handle.slice_from(handle.len().saturating_sub(most));
        let bytes = end.read_bytes().map_err(|e| Error::io(self.full_path(file), e))?;
        Ok(bytes.windows(line.len()).any(|window| window == line.as_bytes()))
    }

    /// The engine deletes the files of its list that no commit needs: one that is missing there would stay for ever.
    fn verify_list(&self, files: &HashSet<PathBuf>) -> Result<()> {
        let path = Path::new(FILE_LIST);
        let bytes = self.directory.atomic_read(path).map_err(|e| self.refused(e.into()))?;
        let listed: HashSet<PathBuf> = serde_json::from_slice(&bytes).map_err(|e| damaged(self.full_path(path)).with_source(e))?;
        let record = PathBuf::from(COMMIT_RECORD);
        match files.iter().chain([&record]).find(|file| !listed.contains(*file)) {
            None => Ok(()),
            Some(_) => Err(damaged(self.full_path(path))),
        }
    }

    /// As many products as the record says.
    fn verify_counts(&self, metas: &IndexMeta) -> Result<()> {
        for meta in &metas.segments {
            let reader = SegmentReader::open(&self.index.segment(meta.clone())).map_err(|e| self.refused(e))?;
            let part = Part::open(&reader, &self.fields).map_err(|e| self.refused(e))?;
            if part.columns.count() != meta.max_doc() || reader.num_deleted_docs() != meta.num_deleted_docs() {
                return Err(damaged(self.full_path(Path::new(COMMIT_RECORD))));
            }
        }
        Ok(())
    }
}

fn damaged(file: PathBuf) -> Error {
    Error::catalog("damaged: import again").at_file(file)
}
