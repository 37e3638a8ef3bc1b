//! What a commit says besides its documents: which offers changed, what is known of the partners.
//!
//! It is the payload of the engine's commit record, so that index, offers and partners are published by one rename.

use super::sketch::stable_hash;
use crate::error::{Error, Result};
use crate::partner::Partner;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Ledger {
    /// Counts the commits of this catalog.
    pub(super) number: u64,
    /// The engine's count of operations at this commit: ties the record around it to this ledger.
    pub(super) opstamp: u64,
    /// The table of offers, if there is one.
    pub(super) offers: Option<OffersFile>,
    pub(super) partners: BTreeMap<String, PartnerRecord>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct OffersFile {
    pub(super) name: String,
    pub(super) check: u64,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct PartnerRecord {
    /// When its last full feed came in: all of its products are at least as new.
    pub(super) imported_at: Option<Timestamp>,
    pub(super) profile: Option<Partner>,
}

impl Ledger {
    /// `checksum json`: a flipped bit in either is found whenever the catalog is opened.
    pub(super) fn encode(&self) -> Result<String> {
        let json = serde_json::to_string(self).map_err(|e| Error::catalog("the commit's record could not be written").with_source(e))?;
        Ok(format!("{:016x} {json}", stable_hash(json.as_bytes())))
    }

    /// The ledger of a payload. A commit without one is the empty index before the first.
    pub(super) fn decode(payload: Option<&str>) -> Result<Self> {
        let Some(payload) = payload else { return Ok(Self::default()) };
        let damaged = || Error::catalog("the commit's record is damaged");
        let (check, json) = payload.split_once(' ').ok_or_else(damaged)?;
        if format!("{:016x}", stable_hash(json.as_bytes())) != check {
            return Err(damaged());
        }
        serde_json::from_str(json).map_err(|e| damaged().with_source(e))
    }
}
