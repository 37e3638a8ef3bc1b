//! A commit in the making: what it adds, takes away and leaves as it is.

use super::analyzer::Reading;
use super::index::Store;
use super::ledger::Ledger;
use super::offers::{Changed, Offers};
use super::schema::{self, Row};
use super::sketch::stable_hash;
use super::snapshot::Snapshot;
use super::spool::Spool;
use crate::error::{Error, Result};
use crate::feed::{Feed, ImportReport, Update};
use crate::offer::{Offer, OfferChange};
use crate::product::Listing;
use crate::time::Timestamp;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;
use tantivy::{DocAddress, IndexWriter, Term};

/// So many products are taken between two calls of the callback.
const PRODUCTS_A_CALL: u64 = 1000;
/// Where more than one product in so many has a changed offer beside the index, an import writes products anew instead.
const INDEXED_AN_OFFER: u64 = 4;

/// How far a change of the catalog has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Products that were read so far.
    pub products: u64,
    /// Whether all are read, and the commit is next. After this call it cannot be stopped any more.
    pub is_complete: bool,
}

/// The host's callback: it sees how far a change has come, and may stop it.
pub(super) type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

pub(super) struct Change<'a> {
    store: &'a Store,
    base: Arc<Snapshot>,
    writer: IndexWriter,
    pub(super) ledger: Ledger,
    offers: Arc<Offers>,
    as_of: Timestamp,
    products: u64,
    /// Documents come or go.
    touches_index: bool,
    watch: Watch<'a>,
    reading: Reading,
}

impl<'a> Change<'a> {
    /// `base` is the last commit: nobody else can write before this change is dropped.
    pub(super) fn new(store: &'a Store, base: Arc<Snapshot>, writer: IndexWriter, watch: Watch<'a>) -> Self {
        Self {
            store,
            ledger: base.ledger.clone(),
            offers: base.offers.clone(),
            base,
            writer,
            as_of: Timestamp::now(),
            products: 0,
            touches_index: false,
            watch,
            reading: Reading::default(),
        }
    }

    /// Makes the feeds the whole state of the partner.
    pub(super) fn import(&mut self, partner: &str, feeds: Vec<Feed>, report: &mut ImportReport) -> Result<()> {
        let currency = self
            .ledger
            .partners
            .get(partner)
            .and_then(|record| record.profile.as_ref()?.currency);
        let feeds: Vec<Feed> = feeds.into_iter().map(|feed| feed.or_currency(currency)).collect();
        let mut known = self.known(partner)?;
        let mut unchanged = 0;
        if feeds.len() == 1 {
            for feed in feeds {
                feed.read_full(report, &mut |listing| self.renew(partner, listing, &mut known, &mut unchanged))?;
            }
        } else {
            let mut spool = Spool::new(self.store.folder.as_deref())?;
            for feed in feeds {
                feed.read_full(report, &mut |listing| spool.add(listing))?;
            }
            spool.read(&mut |listing| self.renew(partner, listing, &mut known, &mut unchanged))?;
        }
        report.check_whole()?;
        report.unchanged = unchanged;
        for old in known.into_values().filter(|old| !old.is_named) {
            self.remove(old.address)?;
            report.removed += 1;
        }
        self.ledger.partners.entry(partner.to_owned()).or_default().imported_at = Some(self.as_of);
        Ok(())
    }

    /// Makes single changes. Of several for one product the last counts, and changes of an offer add up.
    pub(super) fn apply(&mut self, partner: &str, updates: impl IntoIterator<Item = Update>, report: &mut ImportReport) -> Result<()> {
        let mut latest: BTreeMap<String, Latest> = BTreeMap::new();
        for update in updates {
            report.rows += 1;
            let id = update.id().to_owned();
            let nth = report.rows;
            if let Update::Upsert(listing) = &update
                && let Some((field, reason)) = listing.fault()
            {
                report.refuse(nth, &id, field, reason);
                continue;
            }
            report.count(&update);
            let now = match (update, latest.remove(&id)) {
                (Update::Upsert(listing), _) => Latest::Listing(listing),
                (Update::Delete(_), _) => Latest::Gone,
                (Update::Offer(change), None) => Latest::Offer {
                    nth,
                    changes: vec![change],
                },
                (Update::Offer(change), Some(before)) => before.then(nth, change, report),
            };
            latest.insert(id, now);
            self.tell()?;
        }
        for (id, change) in latest {
            match change {
                Latest::Listing(listing) => self.upsert(partner, *listing, report)?,
                Latest::Gone => self.delete(partner, &id)?,
                Latest::Offer { nth, changes } => self.change_offer(partner, &id, nth, &changes, report)?,
            }
        }
        Ok(())
    }

    /// Takes everything of a partner away, and what is known of it.
    pub(super) fn remove_partner(&mut self, partner: &str) {
        self.touches_index = true;
        self.writer.delete_term(Term::from_field_text(self.store.fields.partner, partner));
        Arc::make_mut(&mut self.offers).remove_partner(stable_hash(partner.as_bytes()));
        self.ledger.partners.remove(partner);
    }

    /// Takes away what is over, and says how many.
    pub(super) fn expire(&mut self, now: Timestamp) -> Result<u64> {
        let base = self.base.clone();
        let is_over = |address: &DocAddress| base.offer(*address).expires.is_some_and(|expires| expires <= now);
        let over: Vec<DocAddress> = base.all().filter(is_over).collect();
        for address in &over {
            self.remove(*address)?;
        }
        Ok(over.len() as u64)
    }

    /// Publishes it, if there is anything to publish.
    pub(super) fn commit(mut self) -> Result<()> {
        self.call(true)?;
        let has_same_offers = Arc::ptr_eq(&self.offers, &self.base.offers);
        if !self.touches_index && has_same_offers && self.ledger == self.base.ledger {
            return Ok(());
        }
        self.ledger.number += 1;
        let offers = (!has_same_offers).then_some(&*self.offers);
        self.store.commit(self.writer, self.ledger, offers)
    }

    /// The partner's products. Memory: some 50 bytes each.
    fn known(&mut self, partner: &str) -> Result<HashMap<u64, Known>> {
        let base = self.base.clone();
        let term = Term::from_field_text(self.store.fields.partner, partner);
        let mut known = HashMap::new();
        for address in base.with_term(&term)? {
            let (part, doc) = base.part(address);
            let (tie, content) = (part.columns.tie(doc), part.columns.content(doc));
            let product = Known {
                address,
                content,
                is_named: false,
            };
            match known.entry(tie) {
                Entry::Vacant(place) => drop(place.insert(product)),
                // Two ids in one hash: one of them is always written anew.
                Entry::Occupied(_) => self.remove(address)?,
            }
        }
        Ok(known)
    }

    /// A product of a partner's new state.
    fn renew(&mut self, partner: &str, listing: Listing, known: &mut HashMap<u64, Known>, unchanged: &mut u64) -> Result<()> {
        self.tell()?;
        let row = Row::new(partner, self.as_of, listing, self.store.compact)?;
        let many_offers = self.offers.len() as u64 * INDEXED_AN_OFFER > self.base.len();
        match known.get_mut(&row.tie()) {
            Some(old) if old.content == row.content => {
                old.is_named = true;
                *unchanged += 1;
                let is_same = self.base.offer(old.address) == row.offer;
                let indexed = self.indexed_offer(old.address);
                match is_same || indexed == row.offer || (!many_offers && indexed.currency() == row.offer.currency()) {
                    true => self.set_offer(old.address, row.offer, None),
                    false => return self.replace(row),
                }
                Ok(())
            }
            Some(old) => {
                old.is_named = true;
                self.replace(row)
            }
            None => self.add(row),
        }
    }

    fn upsert(&mut self, partner: &str, listing: Listing, report: &mut ImportReport) -> Result<()> {
        let row = Row::new(partner, self.as_of, listing, self.store.compact)?;
        let Some(address) = self.base.find(&row.key)? else {
            return self.add(row);
        };
        let (part, doc) = self.base.part(address);
        if part.columns.content(doc) != row.content || self.indexed_offer(address).currency() != row.offer.currency() {
            return self.replace(row);
        }
        report.unchanged += 1;
        self.set_offer(address, row.offer, Some(self.as_of));
        Ok(())
    }

    fn delete(&mut self, partner: &str, id: &str) -> Result<()> {
        match self.base.find(&schema::key(partner, id))? {
            Some(address) => self.remove(address),
            None => Ok(()),
        }
    }

    fn change_offer(&mut self, partner: &str, id: &str, nth: u64, changes: &[OfferChange], report: &mut ImportReport) -> Result<()> {
        let Some(address) = self.base.find(&schema::key(partner, id))? else {
            changes.iter().for_each(|_| report.refuse_offer(nth, id, NO_PRODUCT));
            return Ok(());
        };
        let before = self.base.offer(address);
        let offer = changes.iter().fold(before, |offer, change| change.applied_to(offer));
        if offer.currency() == before.currency() {
            self.set_offer(address, offer, Some(self.as_of));
            return Ok(());
        }
        if self.store.compact {
            report.refuse_offer(nth, id, NEEDS_TEXT);
            return Ok(());
        }
        // Limits are asked for in a currency: the index has to know the new one.
        let mut listing = self.base.stored(address)?.listing;
        listing.set_offer(offer);
        self.replace(Row::new(partner, self.as_of, listing, self.store.compact)?)
    }

    /// The offer in the index, whatever came later.
    fn indexed_offer(&self, address: DocAddress) -> Offer {
        let (part, doc) = self.base.part(address);
        part.columns.offer(doc)
    }

    /// What is asked for a product that stays in the index as it is. `as_of`: when this was said, if it was not by the partner's
    /// whole feed.
    fn set_offer(&mut self, address: DocAddress, offer: Offer, as_of: Option<Timestamp>) {
        let (part, doc) = self.base.part(address);
        let (partner, tie) = (part.columns.partner(doc), part.columns.tie(doc));
        let known = self.offers.get(partner, tie).copied();
        let needed = as_of.is_some() || part.columns.offer(doc) != offer;
        let changed = Changed {
            offer,
            as_of: as_of.unwrap_or(self.as_of),
        };
        let is_known = |known: Changed| known.offer == offer && (as_of.is_none() || known.as_of == changed.as_of);
        match known {
            None if !needed => {}
            Some(known) if needed && is_known(known) => {}
            _ if needed => Arc::make_mut(&mut self.offers).set(partner, tie, changed),
            _ => Arc::make_mut(&mut self.offers).remove(partner, tie),
        }
    }

    fn add(&mut self, row: Row) -> Result<()> {
        self.touches_index = true;
        let document = schema::document(&self.store.index.schema(), &self.store.fields, row, &mut self.reading)?;
        self.writer.add_document(document).map(drop).map_err(|e| self.store.refused(e))
    }

    fn replace(&mut self, row: Row) -> Result<()> {
        self.forget(&row.key);
        self.add(row)
    }

    fn remove(&mut self, address: DocAddress) -> Result<()> {
        let key = self.base.stored(address)?.key();
        self.forget(&key);
        Ok(())
    }

    fn forget(&mut self, key: &str) {
        self.touches_index = true;
        self.writer.delete_term(Term::from_field_text(self.store.fields.key, key));
        let partner = key.split(schema::KEY_BREAK).next().unwrap_or_default();
        let (partner, tie) = (stable_hash(partner.as_bytes()), stable_hash(key.as_bytes()));
        if self.offers.get(partner, tie).is_some() {
            Arc::make_mut(&mut self.offers).remove(partner, tie);
        }
    }

    /// Counts a product.
    fn tell(&mut self) -> Result<()> {
        self.products += 1;
        if self.products.is_multiple_of(PRODUCTS_A_CALL) {
            self.call(false)
        } else {
            Ok(())
        }
    }

    fn call(&mut self, is_complete: bool) -> Result<()> {
        let products = self.products;
        match (self.watch)(Progress { products, is_complete }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::cancelled()),
        }
    }
}

const NO_PRODUCT: &str = "no product has this id";
const NEEDS_TEXT: &str = "another currency needs the whole product: a compact catalog does not keep its text";

/// A product of the partner before an import.
struct Known {
    address: DocAddress,
    content: u64,
    /// Whether the new feeds name it too.
    is_named: bool,
}

/// What the updates so far come to, for one product.
enum Latest {
    Listing(Box<Listing>),
    Gone,
    Offer { nth: u64, changes: Vec<OfferChange> },
}

impl Latest {
    /// With one more change of the offer.
    fn then(self, nth: u64, change: OfferChange, report: &mut ImportReport) -> Self {
        match self {
            Self::Listing(mut listing) => {
                listing.set_offer(change.applied_to(listing.offer().checked()));
                Self::Listing(listing)
            }
            Self::Gone => {
                report.refuse_offer(nth, &change.id, NO_PRODUCT);
                Self::Gone
            }
            Self::Offer { nth, mut changes } => {
                changes.push(change);
                Self::Offer { nth, changes }
            }
        }
    }
}
