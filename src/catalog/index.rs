//! The folder of a catalog: opened with care, written by one, committed at once.

use super::schema::{ANALYZER, Fields, IndexAnalyzer, schema};
use crate::analysis::ANALYZER_VERSION;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError};

/// The layout of folder and documents. Another number on disk: import again.
const FORMAT: u32 = 3;
const MANIFEST: &str = "shoptalk.json";
const INDEX_FOLDER: &str = "index";
/// Memory of the writer before it flushes a segment, over all its threads.
const WRITER_BYTES: usize = 256 << 20;

/// Says what wrote a folder; compared when it is opened.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: u32,
    analyzer: u32,
}

/// An open index, on disk or in memory.
pub(super) struct Store {
    pub(super) index: Index,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    folder: Option<PathBuf>,
}

impl Store {
    pub(super) fn in_memory() -> Result<Self> {
        let (schema, fields) = schema();
        Self::ready(Index::create_in_ram(schema), fields, None)
    }

    /// Opens the folder; makes it if it is missing or empty.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let manifest = folder.join(MANIFEST);
        let (schema, fields) = schema();
        if manifest.exists() {
            check_manifest(&manifest)?;
        } else {
            create(folder, &manifest)?;
        }
        let directory = MmapDirectory::open(folder.join(INDEX_FOLDER)).map_err(|e| damaged(folder, e))?;
        let index = Index::open_or_create(directory, schema).map_err(|e| match e {
            TantivyError::SchemaError(_) | TantivyError::IncompatibleIndex(_) => other_version(folder),
            other => damaged(folder, other),
        })?;
        Self::ready(index, fields, Some(folder.to_owned()))
    }

    fn ready(index: Index, fields: Fields, folder: Option<PathBuf>) -> Result<Self> {
        index.tokenizers().register(ANALYZER, IndexAnalyzer);
        // Other processes' commits arrive by themselves; our own are loaded at once.
        let policy = if folder.is_some() {
            ReloadPolicy::OnCommitWithDelay
        } else {
            ReloadPolicy::Manual
        };
        let reader = index.reader_builder().reload_policy(policy).try_into();
        let reader = reader.map_err(|e: TantivyError| Self::refused_at(folder.as_deref(), e))?;
        Ok(Self {
            index,
            reader,
            fields,
            folder,
        })
    }

    /// The one writer. Busy at once if there is another.
    pub(super) fn writer(&self) -> Result<IndexWriter> {
        let threads = rayon::current_num_threads().clamp(1, 8);
        self.index.writer_with_num_threads(threads, WRITER_BYTES).map_err(|e| match e {
            TantivyError::LockFailure(LockError::LockBusy, _) => {
                let error = Error::busy("another writer is at work on this catalog");
                self.folder.iter().fold(error, |error, folder| error.at_file(folder))
            }
            other => self.refused(other),
        })
    }

    /// Publishes all that the writer has, as one commit, and merges segments with deleted documents away: those would
    /// count in document frequencies, and the same content would rank in another way than after a fresh import.
    pub(super) fn commit(&self, mut writer: IndexWriter) -> Result<()> {
        writer.commit().map_err(|e| self.refused(e))?;
        let metas = self.index.searchable_segment_metas().map_err(|e| self.refused(e))?;
        let with_deletes: Vec<_> = metas.iter().filter(|m| m.num_deleted_docs() > 0).map(|m| m.id()).collect();
        if !with_deletes.is_empty() {
            writer.merge(&with_deletes).wait().map_err(|e| self.refused(e))?;
        }
        writer.wait_merging_threads().map_err(|e| self.refused(e))?;
        self.reader.reload().map_err(|e| self.refused(e))
    }

    /// An error of the engine, with the folder's name.
    pub(super) fn refused(&self, error: TantivyError) -> Error {
        Self::refused_at(self.folder.as_deref(), error)
    }

    /// Reads every file of the last commit against its checksum.
    pub(super) fn verify(&self) -> Result<()> {
        let damaged_files = self.index.validate_checksum().map_err(|e| self.refused(e))?;
        match damaged_files.iter().min() {
            None => Ok(()),
            Some(file) => {
                let path = self
                    .folder
                    .as_deref()
                    .map(|f| f.join(INDEX_FOLDER).join(file))
                    .unwrap_or_else(|| file.clone());
                Err(Error::catalog(format!("{} damaged file(s), this one first", damaged_files.len())).at_file(path))
            }
        }
    }

    fn refused_at(folder: Option<&Path>, error: TantivyError) -> Error {
        let reason = Error::catalog(format!("the index refused: {error}"));
        folder.iter().fold(reason, |e, folder| e.at_file(*folder)).with_source(error)
    }
}

fn check_manifest(manifest: &Path) -> Result<()> {
    let text = fs::read_to_string(manifest).map_err(|e| Error::io(manifest, e))?;
    let Manifest { format, analyzer } =
        serde_json::from_str(&text).map_err(|e| Error::catalog("not a catalog's manifest").at_file(manifest).with_source(e))?;
    if (format, analyzer) == (FORMAT, ANALYZER_VERSION) {
        Ok(())
    } else {
        Err(other_version(manifest))
    }
}

/// A new catalog in a folder that is missing or empty. The manifest comes last: a folder without one was never finished,
/// and then holds an empty index folder at most.
fn create(folder: &Path, manifest: &Path) -> Result<()> {
    let index = folder.join(INDEX_FOLDER);
    if let Some(path) = first_entry(folder)? {
        let unfinished = path == index && first_entry(&index)?.is_none();
        if !unfinished {
            return Err(Error::catalog("this folder is not a catalog and not empty").at_file(path));
        }
    }
    fs::create_dir_all(&index).map_err(|e| Error::io(&index, e))?;
    let text = serde_json::to_string(&Manifest {
        format: FORMAT,
        analyzer: ANALYZER_VERSION,
    })
    .map_err(|e| Error::catalog("manifest").with_source(e))?;
    fs::write(manifest, text).map_err(|e| Error::io(manifest, e))
}

fn first_entry(folder: &Path) -> Result<Option<PathBuf>> {
    if !folder.exists() {
        return Ok(None);
    }
    let mut entries = fs::read_dir(folder).map_err(|e| Error::io(folder, e))?;
    entries
        .next()
        .transpose()
        .map(|entry| entry.map(|e| e.path()))
        .map_err(|e| Error::io(folder, e))
}

fn other_version(file: &Path) -> Error {
    Error::version("written by another version of shoptalk: import the feeds again into a new folder").at_file(file)
}

fn damaged(folder: &Path, cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::catalog(format!("the index cannot be opened: {cause}"))
        .at_file(folder)
        .with_source(cause)
}
