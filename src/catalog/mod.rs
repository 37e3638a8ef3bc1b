//! Products of partners -> an index on this machine -> candidates for a wish.
//!
//! In: feeds. Out: snapshots that answer queries. The only room that knows the search engine.

mod browse;
mod index;
mod query;
mod schema;
mod search;
mod sketch;
mod snapshot;
mod traits;

pub use browse::{Browse, Facet, Page};
pub(crate) use query::{Circumstances, Query, of_wish};
pub(crate) use search::{Candidate, Found};
pub(crate) use sketch::{BREAK, is_number, sketch_of};
pub(crate) use snapshot::Snapshot;
pub(crate) use traits::Traits;

use crate::error::{Error, Result};
use crate::feed::{Feed, ImportReport, Update};
use crate::money::Currency;
use crate::product::{Language, Listing, Product};
use crate::time::Timestamp;
use arc_swap::ArcSwap;
use index::Store;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::{DocAddress, IndexWriter, Term};

/// The products of all partners. Cheap to clone; clones share one index.
///
/// One writer, many readers: while one call imports, others suggest from the last commit.
///
/// ```
/// use shoptalk::{Catalog, Feed};
/// let catalog = Catalog::in_memory()?;
/// let feed = "id\ttitle\tlink\tprice\n1\tRed shirt\thttps://shop.example/1\t9.90 USD\n";
/// let report = catalog.import("shop", [Feed::from_bytes("shop.tsv", feed)])?;
/// assert_eq!((report.imported, catalog.len()), (1, 1));
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Clone)]
pub struct Catalog(Arc<Inner>);

struct Inner {
    store: Store,
    snapshot: ArcSwap<Snapshot>,
    /// Writers of this process wait for nobody: the second is refused.
    writing: Mutex<()>,
}

impl Catalog {
    /// Opens the catalog in a folder; makes it if the folder is missing or empty. Readers of several processes may share it.
    ///
    /// # Errors
    /// [`is_version`](Error::is_version) if another version wrote it: import again. [`is_catalog`](Error::is_catalog) if it is
    /// something else or damaged. [`is_io`](Error::is_io) if the system refuses.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        Self::of(Store::open(folder.as_ref())?)
    }

    /// A catalog in memory, for tests and small apps.
    ///
    /// # Errors
    /// None that a caller could cause.
    pub fn in_memory() -> Result<Self> {
        Self::of(Store::in_memory()?)
    }

    /// Makes these feeds the whole new state of one partner, in one commit. Several feeds (an Arabic and an English one) are one
    /// state: the same id is one product with several texts, and what the first does not say of it the others do. Products are
    /// analysed on all cores. Memory: one feed is streamed; of several all products are held until they are put together.
    ///
    /// # Errors
    /// [`is_feed`](Error::is_feed) if a feed cannot be read as a whole, ends too early or is a delta (those go to
    /// [`apply`](Self::apply), by [`Feed::updates`]), or if more than half of the rows are bad; the report is then
    /// [`ImportReport::of`] the error, and the old state stays. [`is_busy`](Error::is_busy) if somebody else is writing.
    pub fn import(&self, partner: &str, feeds: impl IntoIterator<Item = Feed>) -> Result<ImportReport> {
        check_partner(partner)?;
        let feeds: Vec<Feed> = feeds.into_iter().collect();
        let mut report = ImportReport::default();
        self.write(|import| {
            import.delete_partner(partner);
            import.fill(partner, feeds, &mut report).map_err(|error| report.explain(error))
        })?;
        Ok(report)
    }

    /// Applies changes of single products of one partner, in one commit.
    ///
    /// # Errors
    /// [`is_busy`](Error::is_busy) if somebody else is writing; [`is_io`](Error::is_io) and [`is_catalog`](Error::is_catalog) as in
    /// [`open`](Self::open). Nothing is changed then.
    pub fn apply(&self, partner: &str, updates: impl IntoIterator<Item = Update>) -> Result<()> {
        check_partner(partner)?;
        self.write(|import| {
            for update in updates {
                match update {
                    Update::Upsert(listing) => {
                        import.delete(partner, &listing.id);
                        import.add(partner, *listing)?;
                    }
                    Update::Delete(id) => import.delete(partner, &id),
                }
            }
            Ok(())
        })
    }

    /// Removes all products of a partner, in one commit.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn remove_partner(&self, partner: &str) -> Result<()> {
        check_partner(partner)?;
        self.write(|import| {
            import.delete_partner(partner);
            Ok(())
        })
    }

    /// A product by partner and id; expired and sold-out ones too.
    ///
    /// # Errors
    /// [`is_catalog`](Error::is_catalog) if the index cannot be read.
    pub fn get(&self, partner: &str, id: &str) -> Result<Option<Product>> {
        let stored = self.snapshot().get(&schema::key(partner, id))?;
        Ok(stored.map(|s| s.listing.to_product(&s.partner, s.as_of, None)))
    }

    /// The partners that have products, sorted.
    ///
    /// # Errors
    /// [`is_catalog`](Error::is_catalog) if the index cannot be read.
    pub fn partners(&self) -> Result<Vec<String>> {
        let snapshot = self.snapshot();
        snapshot.distinct(snapshot.fields.partner)
    }

    /// The number of products.
    pub fn len(&self) -> u64 {
        self.snapshot().len()
    }

    /// Whether there is no product.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads every file of the last commit against its checksum. Cost: the whole index is read.
    ///
    /// # Errors
    /// [`is_catalog`](Error::is_catalog), naming the first damaged file.
    pub fn verify(&self) -> Result<()> {
        self.0.store.verify()
    }

    /// The last commit. Loads a newer one that another process published.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        let current = self.0.snapshot.load_full();
        if current.generation() == self.0.store.reader.searcher().generation().generation_id() {
            return current;
        }
        match Snapshot::of(&self.0.store) {
            Ok(newer) => {
                let newer = Arc::new(newer);
                self.0.snapshot.store(newer.clone());
                newer
            }
            // The newer commit cannot be read: the older one still can.
            Err(_) => current,
        }
    }

    /// A candidate's product, titled in a language where it has such a text.
    pub(crate) fn product(&self, snapshot: &Snapshot, address: DocAddress, language: Option<Language>) -> Result<(Product, Listing)> {
        let stored = snapshot.stored(address)?;
        Ok((stored.listing.to_product(&stored.partner, stored.as_of, language), stored.listing))
    }

    /// The currencies of the catalog's prices.
    pub(crate) fn currencies(&self, snapshot: &Snapshot) -> Vec<Currency> {
        snapshot.currencies.clone()
    }

    fn of(store: Store) -> Result<Self> {
        let snapshot = ArcSwap::from_pointee(Snapshot::of(&store)?);
        Ok(Self(Arc::new(Inner {
            store,
            snapshot,
            writing: Mutex::new(()),
        })))
    }

    /// Runs a change against a fresh writer; all of it is published, or nothing.
    fn write(&self, change: impl FnOnce(&mut Import<'_>) -> Result<()>) -> Result<()> {
        let _guard = match self.0.writing.try_lock() {
            Ok(guard) => guard,
            Err(std::sync::TryLockError::Poisoned(poisoned)) => PoisonError::into_inner(poisoned),
            Err(std::sync::TryLockError::WouldBlock) => return Err(Error::busy("another thread is writing to this catalog")),
        };
        let writer = self.0.store.writer()?;
        let mut import = Import {
            store: &self.0.store,
            writer,
            as_of: Timestamp::now(),
        };
        // Dropped without a commit, the writer forgets what it was given.
        change(&mut import)?;
        self.0.store.commit(import.writer)?;
        self.0.snapshot.store(Arc::new(Snapshot::of(&self.0.store)?));
        Ok(())
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog").field("products", &self.len()).finish_non_exhaustive()
    }
}

/// A commit in the making.
struct Import<'a> {
    store: &'a Store,
    writer: IndexWriter,
    as_of: Timestamp,
}

impl Import<'_> {
    /// All products of the feeds.
    fn fill(&mut self, partner: &str, feeds: Vec<Feed>, report: &mut ImportReport) -> Result<()> {
        if feeds.len() == 1 {
            for feed in feeds {
                feed.read_full(report, &mut |listing| self.add(partner, listing))?;
            }
        } else {
            for listing in merged(feeds, report)?.into_values() {
                self.add(partner, listing)?;
            }
        }
        report.check()
    }

    fn add(&mut self, partner: &str, listing: Listing) -> Result<()> {
        let document = schema::document(&self.store.index.schema(), &self.store.fields, partner, self.as_of, listing)?;
        self.writer.add_document(document).map(drop).map_err(|e| self.store.refused(e))
    }

    fn delete(&mut self, partner: &str, id: &str) {
        self.writer
            .delete_term(Term::from_field_text(self.store.fields.key, &schema::key(partner, id)));
    }

    fn delete_partner(&mut self, partner: &str) {
        self.writer.delete_term(Term::from_field_text(self.store.fields.partner, partner));
    }
}

/// Several feeds as one state: the same id has the texts of all, and what the first of them says otherwise.
fn merged(feeds: Vec<Feed>, report: &mut ImportReport) -> Result<BTreeMap<String, Listing>> {
    let mut listings: BTreeMap<String, Listing> = BTreeMap::new();
    for feed in feeds {
        feed.read_full(report, &mut |listing| {
            match listings.entry(listing.id.clone()) {
                Entry::Occupied(known) => known.into_mut().join(listing),
                Entry::Vacant(place) => drop(place.insert(listing)),
            }
            Ok(())
        })?;
    }
    Ok(listings)
}

fn check_partner(partner: &str) -> Result<()> {
    if partner.is_empty() || partner.chars().any(char::is_control) {
        return Err(Error::data("a partner's name must not be empty or hold control characters"));
    }
    Ok(())
}
