//! The folder of a catalog: opened with care, written by one, committed at once.

use super::analyzer::{ANALYZER, IndexAnalyzer};
use super::directory::CatalogDirectory;
use super::guard::read;
use super::ledger::{Ledger, OffersFile};
use super::offers::Offers;
use super::schema::{Fields, schema};
use super::sketch::stable_hash;
use super::snapshot::Snapshot;
use crate::analysis::ANALYZER_VERSION;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{Directory, MmapDirectory, RamDirectory, WatchCallback, WatchHandle};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyError, Term};

/// The layout of folder and documents. Another number on disk: import again.
const FORMAT: u32 = 4;
pub(super) const MANIFEST: &str = "shoptalk.json";
/// What the manifest is called until it is whole.
const NEW_MANIFEST: &str = "shoptalk.json.new";
const INDEX_FOLDER: &str = "index";
/// The engine's record of its commits.
pub(super) const COMMIT_RECORD: &str = "meta.json";
const OFFERS_PREFIX: &str = "offers-";
/// Files that are written before they get their name; only the writer makes them.
const UNNAMED_PREFIX: &str = ".tmp";
/// Memory of the writer before it flushes a segment, over all its threads.
const WRITER_BYTES: usize = 256 << 20;
/// A commit that is replaced while it is opened or verified is tried anew, so many times.
pub(super) const TRIES: usize = 20;

/// Says what wrote a folder; compared when it is opened.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: u32,
    analyzer: u32,
    /// Of products only what is shown is stored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    compact: bool,
}

/// An open index, on disk or in memory.
pub(super) struct Store {
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) directory: CatalogDirectory,
    pub(super) folder: Option<PathBuf>,
    /// Of products only what is shown is stored.
    pub(super) compact: bool,
    reader: OnceLock<IndexReader>,
}

impl Store {
    pub(super) fn in_memory() -> Result<Self> {
        Self::ready(CatalogDirectory::new(RamDirectory::create()), None, false)
    }

    /// Opens the folder; makes it if it is missing or empty, `compact` or not.
    pub(super) fn open(folder: &Path, compact: bool) -> Result<Self> {
        let manifest = folder.join(MANIFEST);
        let compact = if manifest.exists() {
            check_manifest(&manifest)?.compact
        } else {
            create(folder, &manifest, compact)?;
            compact
        };
        let directory = MmapDirectory::open(folder.join(INDEX_FOLDER)).map_err(|e| damaged(folder, e))?;
        Self::ready(CatalogDirectory::new(directory), Some(folder.to_owned()), compact)
    }

    fn ready(directory: CatalogDirectory, folder: Option<PathBuf>, compact: bool) -> Result<Self> {
        let (schema, fields) = schema();
        if let Some(folder) = &folder {
            check_files(&folder.join(INDEX_FOLDER))?;
        }
        let index = match Index::exists(&directory) {
            Ok(true) => Index::open(directory.clone()),
            Ok(false) => Index::create(directory.clone(), schema.clone(), IndexSettings::default()),
            Err(e) => Err(e.into()),
        };
        let index = index.map_err(|e| match e {
            TantivyError::IncompatibleIndex(_) => other_version(folder.as_deref()),
            other => refused_at(folder.as_deref(), other),
        })?;
        if index.schema() != schema {
            return Err(other_version(folder.as_deref()));
        }
        index.tokenizers().register(ANALYZER, IndexAnalyzer::default());
        Ok(Self {
            index,
            fields,
            directory,
            folder,
            compact,
            reader: OnceLock::new(),
        })
    }

    /// Opened with the first commit that is read, and kept.
    fn reader(&self) -> tantivy::Result<&IndexReader> {
        if let Some(reader) = self.reader.get() {
            reader.reload()?;
            return Ok(reader);
        }
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(self.reader.get_or_init(|| reader))
    }

    /// The last commit. What did not change since `before` is taken from there.
    pub(super) fn load(&self, before: Option<&Snapshot>) -> Result<Snapshot> {
        for _ in 0..TRIES {
            let record = self.record()?;
            let opened = self.ledger().and_then(|ledger| self.load_with(&ledger, before));
            // Another commit came meanwhile, or segments were merged: what belongs together may not be there together.
            if self.record()? == record {
                return opened;
            }
        }
        Err(Error::busy("commits come faster than they can be opened"))
    }

    /// The engine's record of the last commit, as it stands.
    pub(super) fn record(&self) -> Result<Vec<u8>> {
        self.directory
            .atomic_read(Path::new(COMMIT_RECORD))
            .map_err(|e| self.refused(e.into()))
    }

    fn load_with(&self, ledger: &Ledger, before: Option<&Snapshot>) -> Result<Snapshot> {
        let offers = match (&ledger.offers, before) {
            (None, _) => Arc::default(),
            (same, Some(before)) if *same == before.ledger.offers => before.offers.clone(),
            (Some(file), _) => Arc::new(self.offers(file)?),
        };
        self.find_files()?;
        read(|| Ok(self.reader()?.searcher()))
            .and_then(|searcher| Snapshot::new(searcher, self.fields, ledger.clone(), offers, before))
            .map_err(|e| self.named(e))
    }

    /// The error with the file that is to blame, if one is damaged.
    fn named(&self, error: Error) -> Error {
        match self.verify_files() {
            Err(damaged) if damaged.is_catalog() => damaged,
            _ => self.at_folder(error),
        }
    }

    /// What the last commit says of itself.
    pub(super) fn ledger(&self) -> Result<Ledger> {
        let metas = self.index.load_metas().map_err(|e| self.refused(e))?;
        let ledger = Ledger::decode(metas.payload.as_deref()).map_err(|e| self.at_folder(e))?;
        if ledger.opstamp != metas.opstamp || (ledger.number == 0 && !metas.segments.is_empty()) {
            return Err(self.at_folder(Error::catalog("the commit's record is damaged")));
        }
        Ok(ledger)
    }

    /// Reads the table of offers that a commit names.
    pub(super) fn offers(&self, file: &OffersFile) -> Result<Offers> {
        let path = Path::new(&file.name);
        let bytes = self.directory.atomic_read(path).map_err(|e| self.refused(e.into()))?;
        Offers::of_bytes(&bytes, file.check).map_err(|e| e.at_file(self.full_path(path)))
    }

    /// Calls back when the folder has another commit, from a thread of its own, within half a second or so.
    pub(super) fn watch(&self, callback: impl Fn() + Send + Sync + 'static) -> Result<WatchHandle> {
        self.directory.watch(WatchCallback::new(callback)).map_err(|e| self.refused(e))
    }

    /// The one writer. Busy at once if there is another.
    pub(super) fn writer(&self) -> Result<IndexWriter> {
        let threads = rayon::current_num_threads().clamp(1, 8);
        let writer = self.index.writer_with_num_threads(threads, WRITER_BYTES).map_err(|e| match e {
            TantivyError::LockFailure(LockError::LockBusy, _) => self.at_folder(Error::busy("another writer is at work on this catalog")),
            TantivyError::LockFailure(LockError::IoError(e), _) => self.refused(TantivyError::IoError(e)),
            other => self.refused(other),
        })?;
        // What a killed commit left: the next one would give a file the same name, and be refused.
        writer.garbage_collect_files().wait().map_err(|e| self.refused(e))?;
        self.remove_files(|name| name.starts_with(UNNAMED_PREFIX));
        // The engine gives its first operation the number of the last commit, and a merge before the next commit takes a deletion of
        // that number for done: the old state of a product came back beside the new one. So the first deletes nothing.
        writer.delete_term(Term::from_field_text(self.fields.key, ""));
        Ok(writer)
    }

    /// Publishes all that the writer has, as one commit, and merges segments with deleted documents away: those cost a count of
    /// every term that is searched.
    pub(super) fn commit(&self, mut writer: IndexWriter, mut ledger: Ledger, offers: Option<&Offers>) -> Result<()> {
        let before = ledger.offers.clone();
        if let Some(offers) = offers {
            ledger.offers = self.write_offers(offers, ledger.number)?;
        }
        let mut prepared = writer.prepare_commit().map_err(|e| self.refused(e))?;
        ledger.opstamp = prepared.opstamp();
        prepared.set_payload(&ledger.encode()?);
        prepared.commit().map_err(|e| self.refused(e))?;
        // From here on it is published. What follows is tidying up: an error there (the disk is full) takes nothing back, and what
        // stays behind the next commit takes away.
        let _ = self.merge_deletes(writer);
        self.remove_old_offers(&ledger, before);
        Ok(())
    }

    fn merge_deletes(&self, mut writer: IndexWriter) -> tantivy::Result<()> {
        let metas = self.index.searchable_segment_metas()?;
        let with_deletes: Vec<_> = metas.iter().filter(|m| m.num_deleted_docs() > 0).map(|m| m.id()).collect();
        if !with_deletes.is_empty() {
            writer.merge(&with_deletes).wait()?;
        }
        writer.wait_merging_threads()
    }

    /// A new file, complete on disk before any commit names it.
    fn write_offers(&self, offers: &Offers, number: u64) -> Result<Option<OffersFile>> {
        if offers.len() == 0 {
            return Ok(None);
        }
        let bytes = offers.to_bytes()?;
        let name = format!("{OFFERS_PREFIX}{number}.bin");
        let path = Path::new(&name);
        let written = self
            .directory
            .atomic_write(path, &bytes)
            .and_then(|()| self.directory.sync_directory());
        written.map_err(|e| Error::io(self.full_path(path), e))?;
        let check = stable_hash(&bytes);
        Ok(Some(OffersFile { name, check }))
    }

    /// Tables that the last commit does not name: of commits before, or of one that never came. A reader that is just opening an
    /// older commit finds its table gone, and opens the newer one.
    fn remove_old_offers(&self, ledger: &Ledger, before: Option<OffersFile>) {
        let current = ledger.offers.as_ref().map(|file| file.name.as_str());
        let is_old = |name: &str| name.starts_with(OFFERS_PREFIX) && Some(name) != current;
        match before.filter(|file| is_old(&file.name) && self.folder.is_none()) {
            // Memory cannot be listed, nor does a killed commit leave anything there.
            Some(file) => drop(self.directory.delete(Path::new(&file.name))),
            None => self.remove_files(is_old),
        }
    }

    /// Deletes files of the folder by their names. One that cannot be deleted now is in nobody's way; the next commit tries again.
    fn remove_files(&self, is_old: impl Fn(&str) -> bool) {
        let Some(folder) = &self.folder else { return };
        let files = entries(&folder.join(INDEX_FOLDER)).unwrap_or_default();
        for file in files
            .iter()
            .filter(|file| file.file_name().and_then(|name| name.to_str()).is_some_and(&is_old))
        {
            let _ = fs::remove_file(file);
        }
    }

    /// An error of the engine, with the folder's name.
    pub(super) fn refused(&self, error: TantivyError) -> Error {
        refused_at(self.folder.as_deref(), error)
    }

    pub(super) fn at_folder(&self, error: Error) -> Error {
        self.folder.iter().fold(error, |error, folder| error.at_file(folder))
    }

    pub(super) fn full_path(&self, file: &Path) -> PathBuf {
        path_in(self.folder.as_deref(), file)
    }
}

/// What the manifest of this version says.
pub(super) fn manifest(compact: bool) -> Result<String> {
    let manifest = Manifest {
        format: FORMAT,
        analyzer: ANALYZER_VERSION,
        compact,
    };
    serde_json::to_string(&manifest).map_err(|e| Error::catalog("manifest").with_source(e))
}

fn path_in(folder: Option<&Path>, file: &Path) -> PathBuf {
    folder.map_or_else(|| file.to_owned(), |folder| folder.join(INDEX_FOLDER).join(file))
}

/// The engine's error as ours: the system refused, a file is missing, or something else.
fn refused_at(folder: Option<&Path>, error: TantivyError) -> Error {
    let path = |file: &Path| path_in(folder, file);
    let io = |file: PathBuf, e: &Arc<io::Error>| Error::io(file, io::Error::new(e.kind(), e.clone()));
    match &error {
        TantivyError::IoError(e) => io(folder.map(Path::to_owned).unwrap_or_default(), e),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => io(path(filepath), io_error),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => io(path(filepath), io_error),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => Error::catalog("a file is missing").at_file(path(file)),
        _ => {
            let reason = Error::catalog(format!("the index refused: {error}"));
            folder.iter().fold(reason, |e, folder| e.at_file(*folder)).with_source(error)
        }
    }
}

fn check_manifest(file: &Path) -> Result<Manifest> {
    let text = fs::read_to_string(file).map_err(|e| Error::io(file, e))?;
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|e| Error::catalog("not a catalog's manifest").at_file(file).with_source(e))?;
    if (manifest.format, manifest.analyzer) == (FORMAT, ANALYZER_VERSION) {
        Ok(manifest)
    } else {
        Err(other_version(Some(file)))
    }
}

/// An index without its record of commits is none, but one that was never begun has no files of segments either.
fn check_files(index: &Path) -> Result<()> {
    let record = index.join(COMMIT_RECORD);
    let is_of_segment = |path: &PathBuf| path.extension().is_some_and(|extension| extension != "json" && extension != "lock");
    match !record.exists() && entries(index)?.iter().any(is_of_segment) {
        true => Err(Error::catalog("a file is missing").at_file(record)),
        false => Ok(()),
    }
}

/// A new catalog in a folder that is missing or empty. The manifest comes last, and whole: a folder without one was never
/// finished, and holds an empty index folder and a half-written manifest at most.
fn create(folder: &Path, manifest_file: &Path, compact: bool) -> Result<()> {
    let (index, unfinished) = (folder.join(INDEX_FOLDER), folder.join(NEW_MANIFEST));
    for path in entries(folder)? {
        let is_ours = path == unfinished || (path == index && entries(&index)?.is_empty());
        if !is_ours {
            return Err(Error::catalog("this folder is not a catalog and not empty").at_file(path));
        }
    }
    fs::create_dir_all(&index).map_err(|e| Error::io(&index, e))?;
    fs::write(&unfinished, manifest(compact)?).map_err(|e| Error::io(&unfinished, e))?;
    fs::rename(&unfinished, manifest_file).map_err(|e| Error::io(manifest_file, e))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).map_err(|e| Error::io(folder, e))?;
    entries
        .map(|entry| entry.map(|e| e.path()).map_err(|e| Error::io(folder, e)))
        .collect()
}

fn other_version(file: Option<&Path>) -> Error {
    let error = Error::version("written by another version of shoptalk: import the feeds again into a new folder");
    file.iter().fold(error, |error, file| error.at_file(*file))
}

fn damaged(folder: &Path, cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::catalog(format!("the index cannot be opened: {cause}"))
        .at_file(folder)
        .with_source(cause)
}
