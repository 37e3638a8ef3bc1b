//! What the texts of a product say of it, as hashed words: what ranking compares products by, without their stored text.

use super::snapshot::Snapshot;
use tantivy::DocAddress;

/// What a product's texts say of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Traits {
    /// A hash of the partner: each shop describes in its own way.
    pub(crate) partner: u64,
    /// Hashed stems of its category, attributes and description, each once.
    pub(crate) words: Vec<u32>,
}

impl Snapshot {
    /// Those of a product.
    pub(crate) fn traits(&self, address: DocAddress) -> Traits {
        let (part, doc) = self.part(address);
        Traits {
            partner: part.columns.partner(doc),
            words: part.columns.traits(doc).collect(),
        }
    }
}
