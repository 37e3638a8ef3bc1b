//! Whether a product may be suggested at all, by its columns and its partner.

use super::columns::Columns;
use super::query::Filter;
use super::schema::{key, state};
use super::sketch::{sketch_of, stable_hash};
use super::snapshot::Snapshot;
use crate::error::Result;
use crate::money::Money;
use crate::offer::Availability;
use tantivy::DocId;

/// A filter, made ready for one snapshot.
pub(super) struct Admission<'a> {
    snapshot: &'a Snapshot,
    filter: &'a Filter,
    /// Bits of the state that keep a product out.
    forbidden: u64,
    wanted_brands: Vec<u64>,
    refused_brands: Vec<u64>,
    /// Sketches of what is refused: one entry is fulfilled by all of its words.
    refused: Vec<Vec<u32>>,
    /// What was shown, and the same products at other partners.
    shown: Vec<u64>,
    /// Partners that sell elsewhere, or what a chat must not be shown.
    kept_out: Vec<u64>,
    /// Partners whose last feed is too old, and how old (in seconds since 1970) what came in later may be.
    stale: Vec<(u64, i64)>,
}

impl<'a> Admission<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, filter: &'a Filter) -> Result<Self> {
        let hashes = |keys: &[String]| keys.iter().map(|key| stable_hash(key.as_bytes())).collect();
        let mut admission = Self {
            snapshot,
            filter,
            forbidden: state::HIDDEN | if filter.adult { 0 } else { state::ADULT },
            wanted_brands: hashes(&filter.brands),
            refused_brands: hashes(&filter.refused_brands),
            refused: filter
                .refused_terms
                .iter()
                .map(|terms| terms.iter().map(|t| sketch_of(t)).collect())
                .collect(),
            shown: Vec::new(),
            kept_out: Vec::new(),
            stale: Vec::new(),
        };
        admission.add_shown()?;
        admission.add_partners();
        Ok(admission)
    }

    pub(super) fn admits(&self, columns: &Columns, doc: DocId) -> bool {
        let state = columns.state(doc);
        if state & self.forbidden != 0 || self.filter.used.is_some_and(|used| used != (state & state::USED != 0)) {
            return false;
        }
        self.partner_fits(columns, doc)
            && self.offer_fits(columns, doc)
            && self.brand_fits(columns, doc)
            && (self.shown.is_empty() || !self.shown.contains(&columns.tie(doc)))
            && (self.refused.is_empty() || !self.is_refused(columns, doc))
    }

    fn add_shown(&mut self) -> Result<()> {
        for shown in &self.filter.shown {
            let key = key(&shown.partner, &shown.id);
            self.shown.push(stable_hash(key.as_bytes()));
            if let Some(address) = self.snapshot.find(&key)? {
                for twin in self.snapshot.twins(address)? {
                    let (part, doc) = self.snapshot.part(twin);
                    self.shown.push(part.columns.tie(doc));
                }
            }
        }
        Ok(())
    }

    fn add_partners(&mut self) {
        for (name, record) in &self.snapshot.ledger.partners {
            let Some(profile) = &record.profile else { continue };
            let hash = stable_hash(name.as_bytes());
            let is_restricted = (profile.adult || profile.medicine) && !self.filter.adult;
            if is_restricted || !profile.sells_in(self.filter.market.as_deref()) {
                self.kept_out.push(hash);
            }
            if let Some(ttl) = profile.ttl {
                let oldest = self.filter.now.unix().saturating_sub(i64::try_from(ttl).unwrap_or(i64::MAX));
                if record.imported_at.is_none_or(|imported| imported.unix() < oldest) {
                    self.stale.push((hash, oldest));
                }
            }
        }
    }

    fn partner_fits(&self, columns: &Columns, doc: DocId) -> bool {
        if self.kept_out.is_empty() && self.stale.is_empty() {
            return true;
        }
        let partner = columns.partner(doc);
        if self.kept_out.contains(&partner) {
            return false;
        }
        let Some((_, oldest)) = self.stale.iter().find(|(stale, _)| *stale == partner) else {
            return true;
        };
        let changed = self.snapshot.offers.of(columns, doc).map(|changed| changed.as_of);
        changed.into_iter().chain([columns.as_of(doc)]).any(|as_of| as_of.unix() >= *oldest)
    }

    /// In stock, not over, and within the limits.
    fn offer_fits(&self, columns: &Columns, doc: DocId) -> bool {
        let now = self.filter.now;
        let changed = self.snapshot.offers.of(columns, doc).map(|changed| changed.offer);
        let (availability, expires) = match &changed {
            Some(offer) => (offer.availability, offer.expires),
            None => (columns.availability(doc), columns.expires(doc)),
        };
        if availability == Availability::OutOfStock || expires.is_some_and(|expires| expires <= now) {
            return false;
        }
        if self.filter.price.is_empty() {
            return true;
        }
        let price = changed.unwrap_or_else(|| columns.offer(doc)).price_at(now).map(Money::minor);
        let Some(price) = price else {
            return !self.filter.priced_only;
        };
        let currency = columns.currency_number(doc);
        // Another currency without a rate cannot be compared: it is not filtered.
        let range = self.filter.price.iter().find(|range| Some(range.currency) == currency);
        range.is_none_or(|range| (range.min..=range.max).contains(&price))
    }

    fn brand_fits(&self, columns: &Columns, doc: DocId) -> bool {
        if self.wanted_brands.is_empty() && self.refused_brands.is_empty() {
            return true;
        }
        let brand = columns.brand(doc);
        (self.wanted_brands.is_empty() || self.wanted_brands.contains(&brand)) && !self.refused_brands.contains(&brand)
    }

    fn is_refused(&self, columns: &Columns, doc: DocId) -> bool {
        let words: Vec<u32> = columns.sketch(doc).collect();
        let fulfilled = |terms: &Vec<u32>| !terms.is_empty() && terms.iter().all(|term| words.contains(term));
        self.refused.iter().any(fulfilled)
    }
}
