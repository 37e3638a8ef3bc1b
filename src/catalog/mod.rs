//! Products of partners -> an index on this machine -> candidates for a wish.
//!
//! In: feeds. Out: snapshots that answer queries. The only room that knows the search engine.

mod admission;
mod analyzer;
mod browse;
mod columns;
mod cursor;
mod directory;
mod evidence;
mod facet;
mod guard;
mod index;
mod ledger;
mod lookup;
mod offers;
mod query;
mod schema;
mod search;
mod shelf;
mod sketch;
mod snapshot;
mod spool;
mod statistics;
mod traits;
mod twin;
mod union;
mod verify;
mod writing;

pub use browse::{Browse, Page};
pub(crate) use cursor::Place;
pub use cursor::{Cursor, Sort};
pub use facet::Facet;
pub(crate) use query::{Circumstances, Query, of_wish};
pub(crate) use search::{Candidate, Found};
pub(crate) use shelf::Shelf;
pub(crate) use sketch::{BREAK, is_number, sketch_of};
pub(crate) use snapshot::Snapshot;
pub(crate) use tantivy::DocAddress as Address;
pub(crate) use traits::Traits;
pub use writing::Progress;

use crate::error::{Error, Result};
use crate::feed::{Feed, ImportReport, Update};
use crate::partner::Partner;
use crate::product::Product;
use crate::time::Timestamp;
use arc_swap::ArcSwap;
use index::Store;
use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use tantivy::directory::WatchHandle;
use writing::{Change, Watch};

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
    /// One commit is opened at a time, so that an older one never takes the place of a newer.
    opening: Mutex<()>,
    /// Writers of this process wait for nobody: the second is refused.
    writing: Mutex<()>,
    /// Tells of commits by other processes, as long as it is held.
    watching: OnceLock<WatchHandle>,
}

impl Catalog {
    /// Opens the catalog in a folder; makes it if the folder is missing or empty. Readers of several processes may share it, on
    /// read-only media too. Commits of other processes are taken up within a second, by a thread of their own.
    ///
    /// # Errors
    /// [`is_version`](Error::is_version) if another version wrote it: import again. [`is_catalog`](Error::is_catalog) if it is
    /// something else or damaged. [`is_io`](Error::is_io) if the system refuses.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        Self::open_or_make(folder.as_ref(), false)
    }

    /// As [`open`](Self::open), but a folder that is missing or empty becomes a compact catalog, for phones: descriptions and attributes are
    /// searched as ever and not stored. Answers and products are the same; only a change of an offer's currency needs the whole product
    /// ([`Update::Upsert`]), since the text is not there to be indexed anew. A catalog that is there stays what it is, whichever of the two
    /// opens it.
    ///
    /// # Errors
    /// Those of [`open`](Self::open).
    ///
    /// ```no_run
    /// let catalog = shoptalk::Catalog::open_compact("catalog")?;
    /// assert!(catalog.is_compact());
    /// # Ok::<(), shoptalk::Error>(())
    /// ```
    pub fn open_compact(folder: impl AsRef<Path>) -> Result<Self> {
        Self::open_or_make(folder.as_ref(), true)
    }

    /// Whether descriptions and attributes are searched only, and not stored.
    pub fn is_compact(&self) -> bool {
        self.0.store.compact
    }

    fn open_or_make(folder: &Path, compact: bool) -> Result<Self> {
        let catalog = Self::of(Store::open(folder, compact)?)?;
        let inner = Arc::downgrade(&catalog.0);
        let handle = catalog.0.store.watch(move || {
            if let Some(inner) = inner.upgrade() {
                // A commit that cannot be read: the one before still can, and the next may be whole.
                let _ = inner.refresh();
            }
        })?;
        let _ = catalog.0.watching.set(handle);
        // What came between opening and watching.
        catalog.0.refresh()?;
        Ok(catalog)
    }

    /// A catalog in memory, for tests and small apps.
    ///
    /// # Errors
    /// None that a caller could cause.
    pub fn in_memory() -> Result<Self> {
        Self::of(Store::in_memory()?)
    }

    /// Makes these feeds the whole new state of one partner, in one commit. Several feeds (an Arabic and an English one) are one
    /// state: the same id is one product with several texts, and what the first does not say of it the others do. A product whose
    /// text is the same as before is not analysed again; the others are, on all cores.
    ///
    /// Memory, whatever the size of the feeds: 256 MB for the writer, some 80 bytes for each product that the partner had or has; of
    /// several feeds a 64th of their products (in a folder; in memory all of them).
    ///
    /// # Errors
    /// [`is_feed`](Error::is_feed) if a feed cannot be read as a whole, ends too early or is a delta (those go to
    /// [`apply`](Self::apply), by [`Feed::updates`]), if more than half of the rows are bad, or if there is no product in any feed
    /// ([`remove_partner`](Self::remove_partner) takes a partner off); the report is then [`ImportReport::of`] the error, and the old
    /// state stays. [`is_busy`](Error::is_busy) if somebody else is writing.
    pub fn import(&self, partner: &str, feeds: impl IntoIterator<Item = Feed>) -> Result<ImportReport> {
        self.import_watched(partner, feeds, &mut |_| ControlFlow::Continue(()))
    }

    /// [`import`](Self::import), and the callback is told of every thousand products, and before the commit. It may stop the import:
    /// the old state stays.
    ///
    /// ```
    /// use shoptalk::{Catalog, Feed};
    /// use std::ops::ControlFlow;
    /// let catalog = Catalog::in_memory()?;
    /// let feed = Feed::from_bytes("shop.csv", "id,title,link\n1,Red shirt,https://shop.example/1\n");
    /// let stopped = catalog.import_watched("shop", [feed], &mut |progress| match progress.products > 0 {
    ///     true => ControlFlow::Break(()),
    ///     false => ControlFlow::Continue(()),
    /// });
    /// assert!(stopped.is_err_and(|error| error.is_cancelled()) && catalog.is_empty());
    /// # Ok::<(), shoptalk::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`import`](Self::import), and [`is_cancelled`](Error::is_cancelled) if the callback stopped it.
    pub fn import_watched(
        &self,
        partner: &str,
        feeds: impl IntoIterator<Item = Feed>,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<ImportReport> {
        check_partner(partner)?;
        let feeds: Vec<Feed> = feeds.into_iter().collect();
        let mut report = ImportReport::default();
        self.write(watch, |change| {
            change.import(partner, feeds, &mut report).map_err(|error| report.explain(error))
        })?;
        Ok(report)
    }

    /// Makes changes of single products of one partner, in one commit. Of several changes of one product the last counts; changes of
    /// its offer add up. What cannot be made is in the report, as a rejected row: an offer of a product that is not there, a listing
    /// without id, title or link.
    ///
    /// Cost: [`Update::Offer`]s alone touch no text, only a table beside the index. The others are analysed, and the segments that
    /// held what they replace are written anew. Memory: the updates are held until the commit; whole states are for
    /// [`import`](Self::import).
    ///
    /// ```
    /// use shoptalk::{Catalog, Listing, OfferChange, Update};
    /// let catalog = Catalog::in_memory()?;
    /// let listing = Listing::new("9", "Red cotton shirt", "https://shop.example/9");
    /// let price = OfferChange::new("9").price("25.00 USD".parse()?);
    /// let unknown = OfferChange::new("10").price("25.00 USD".parse()?);
    /// let report = catalog.apply("shop", [Update::from(listing), Update::Offer(price), Update::Offer(unknown)])?;
    /// assert_eq!((report.imported, report.offers, report.rejected), (1, 1, 1));
    /// # Ok::<(), shoptalk::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`is_busy`](Error::is_busy) if somebody else is writing; [`is_io`](Error::is_io) and [`is_catalog`](Error::is_catalog) as in
    /// [`open`](Self::open). Nothing is changed then.
    pub fn apply(&self, partner: &str, updates: impl IntoIterator<Item = Update>) -> Result<ImportReport> {
        self.apply_watched(partner, updates, &mut |_| ControlFlow::Continue(()))
    }

    /// [`apply`](Self::apply), and the callback is told of every thousand updates, and before the commit. It may stop the change.
    ///
    /// # Errors
    /// As [`apply`](Self::apply), and [`is_cancelled`](Error::is_cancelled) if the callback stopped it.
    pub fn apply_watched(
        &self,
        partner: &str,
        updates: impl IntoIterator<Item = Update>,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<ImportReport> {
        check_partner(partner)?;
        let mut report = ImportReport::default();
        self.write(watch, |change| change.apply(partner, updates, &mut report))?;
        Ok(report)
    }

    /// Removes all products of a partner, and its profile, in one commit.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn remove_partner(&self, partner: &str) -> Result<()> {
        check_partner(partner)?;
        self.write(&mut |_| ControlFlow::Continue(()), |change| {
            change.remove_partner(partner);
            Ok(())
        })
    }

    /// Removes the products of all partners that are over: whose [`expires`](Product::expires) is not after `now`. They are not
    /// suggested anyway; this frees their room. Returns how many.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn expire(&self, now: Timestamp) -> Result<u64> {
        let mut count = 0;
        self.write(&mut |_| ControlFlow::Continue(()), |change| {
            count = change.expire(now)?;
            Ok(())
        })?;
        Ok(count)
    }

    /// Sets the profile of a partner, in one commit. It may come before the first feed, and stays over imports.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn set_partner(&self, partner: &str, profile: Partner) -> Result<()> {
        check_partner(partner)?;
        self.write(&mut |_| ControlFlow::Continue(()), |change| {
            change.ledger.partners.entry(partner.to_owned()).or_default().profile = Some(profile);
            Ok(())
        })
    }

    /// The profile of a partner, if one was set.
    pub fn partner(&self, partner: &str) -> Option<Partner> {
        self.snapshot().ledger.partners.get(partner)?.profile.clone()
    }

    /// A product by partner and id; expired and sold-out ones too.
    ///
    /// # Errors
    /// [`is_catalog`](Error::is_catalog) if the index cannot be read.
    pub fn get(&self, partner: &str, id: &str) -> Result<Option<Product>> {
        let snapshot = self.snapshot();
        match snapshot.find(&schema::key(partner, id))? {
            Some(address) => snapshot.product(address, None).map(|(product, _)| Some(product)),
            None => Ok(None),
        }
    }

    /// A page of products, sold-out and expired ones too, and facets over all that fit. Cost: the columns of every product that fits
    /// are read, and the stored part of those on the page.
    ///
    /// # Errors
    /// [`is_catalog`](Error::is_catalog) if the index cannot be read. [`is_data`](Error::is_data) if the cursor is that of another order.
    pub fn browse(&self, browse: &Browse) -> Result<Page> {
        let snapshot = self.snapshot();
        let now = browse.now.unwrap_or_else(Timestamp::now);
        Shelf::new(&snapshot, browse, now)?.by_offers()
    }

    /// The partners that have products, sorted.
    ///
    /// # Errors
    /// [`is_catalog`](Error::is_catalog) if the index cannot be read.
    pub fn partners(&self) -> Result<Vec<String>> {
        let snapshot = self.snapshot();
        snapshot.terms(snapshot.fields.partner)
    }

    /// The number of products.
    pub fn len(&self) -> u64 {
        self.snapshot().len()
    }

    /// Whether there is no product.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads every bit of the last commit: files against their checksums, records against what they must say. Cost: the whole
    /// index is read.
    ///
    /// # Errors
    /// [`is_catalog`](Error::is_catalog) or [`is_io`](Error::is_io), naming the first damaged or missing file.
    pub fn verify(&self) -> Result<()> {
        self.0.store.verify()
    }

    /// The last commit that was opened.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.0.snapshot.load_full()
    }

    fn of(store: Store) -> Result<Self> {
        let snapshot = ArcSwap::from_pointee(store.load(None)?);
        Ok(Self(Arc::new(Inner {
            store,
            snapshot,
            opening: Mutex::new(()),
            writing: Mutex::new(()),
            watching: OnceLock::new(),
        })))
    }

    /// Runs a change against a fresh writer; all of it is published, or nothing.
    fn write(&self, watch: Watch<'_>, run: impl FnOnce(&mut Change<'_>) -> Result<()>) -> Result<()> {
        let inner = &self.0;
        let _guard = match inner.writing.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(Error::busy("another thread is writing to this catalog")),
        };
        let writer = inner.store.writer()?;
        // With the writer in hand nobody else can commit: this is the state that the change starts from.
        let base = inner.refresh()?;
        let mut change = Change::new(&inner.store, base, writer, watch);
        // Dropped without a commit, the writer forgets what it was given.
        run(&mut change)?;
        change.commit()?;
        // Published it is, whether or not it can be opened here at once: where the next commit has overtaken it, that one is.
        let _ = inner.refresh();
        Ok(())
    }
}

impl Inner {
    /// Opens the last commit, if it is not the one that readers have.
    fn refresh(&self) -> Result<Arc<Snapshot>> {
        let _one_at_a_time = held(&self.opening);
        let current = self.snapshot.load_full();
        let newest = Arc::new(self.store.load(Some(&current))?);
        self.snapshot.store(newest.clone());
        Ok(newest)
    }
}

/// The lock protects nothing that a panic could have left half done.
fn held(lock: &Mutex<()>) -> MutexGuard<'_, ()> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog").field("products", &self.len()).finish_non_exhaustive()
    }
}

fn check_partner(partner: &str) -> Result<()> {
    if partner.is_empty() || partner.chars().any(char::is_control) {
        return Err(Error::data("a partner's name must not be empty or hold control characters"));
    }
    Ok(())
}
