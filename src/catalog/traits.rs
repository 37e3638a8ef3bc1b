//! What the texts of a product say of it, as hashed words: what ranking compares products by, without their stored text.

use super::schema::column;
use super::snapshot::{Snapshot, read_error};
use crate::error::Result;
use tantivy::DocAddress;
use tantivy::columnar::Column;

/// What a product's texts say of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Traits {
    /// A hash of the partner: each shop describes in its own way.
    pub(crate) partner: u64,
    /// Hashed stems of its category, attributes and description, each once.
    pub(crate) words: Vec<u32>,
}

/// Reads traits of products; its columns are open.
pub(crate) struct TraitReader(Vec<(Column<u64>, Column<u64>)>);

impl Snapshot {
    pub(crate) fn traits(&self) -> Result<TraitReader> {
        let open = || -> tantivy::Result<_> {
            let segments = self.searcher.segment_readers().iter();
            segments
                .map(|segment| {
                    Ok((
                        segment.fast_fields().u64(column::PARTNER)?,
                        segment.fast_fields().u64(column::TRAITS)?,
                    ))
                })
                .collect()
        };
        open().map(TraitReader).map_err(read_error)
    }
}

impl TraitReader {
    /// Those of a product of the same snapshot.
    pub(crate) fn read(&self, address: DocAddress) -> Traits {
        let Some((partner, words)) = self.0.get(address.segment_ord as usize) else {
            return Traits::default();
        };
        Traits {
            partner: partner.first(address.doc_id).unwrap_or_default(),
            words: words.values_for_doc(address.doc_id).map(|word| word as u32).collect(),
        }
    }
}
