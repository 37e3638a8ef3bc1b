//! What products have in common: how many are of which partner, brand and category.

use super::guard::read;
use super::sketch::stable_hash;
use super::snapshot::Snapshot;
use crate::error::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, SegmentOrdinal};

/// So many values of each facet are given, the most frequent.
const VALUES: usize = 100;

/// A value and how many of the products have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Facet {
    /// The partner, brand or category.
    pub value: String,
    /// The number of products.
    pub count: usize,
}

/// Most frequent first, of equals in the order of their names.
pub(crate) struct Facets {
    pub(crate) partners: Vec<Facet>,
    /// In the spelling of one of the products, where several are in use.
    pub(crate) brands: Vec<Facet>,
    pub(crate) categories: Vec<Facet>,
}

/// Counts of a column's numbers for words, each good in its segment only.
type Counts = BTreeMap<(SegmentOrdinal, u64), usize>;

impl Snapshot {
    /// The facets of some products; of their categories the one at `depth` of the path, in the language of the main text.
    pub(crate) fn facets(&self, products: &[DocAddress], depth: usize) -> Result<Facets> {
        let mut partners: BTreeMap<u64, usize> = BTreeMap::new();
        let mut aisles = Counts::new();
        let mut brands: BTreeMap<u64, (usize, (u64, DocAddress))> = BTreeMap::new();
        for address in products {
            let (part, doc) = self.part(*address);
            let columns = &part.columns;
            *partners.entry(columns.partner(doc)).or_default() += 1;
            if let Some(aisle) = columns.aisle.as_ref().and_then(|aisle| aisle.ords().first(doc)) {
                *aisles.entry((address.segment_ord, aisle)).or_default() += 1;
            }
            let named = (columns.tie(doc), *address);
            match columns.brand(doc) {
                0 => {}
                brand => match brands.entry(brand) {
                    Entry::Vacant(place) => drop(place.insert((1, named))),
                    Entry::Occupied(mut known) => {
                        let (count, first) = *known.get();
                        known.insert((count + 1, first.min(named)));
                    }
                },
            }
        }
        Ok(Facets {
            partners: self.partner_facet(&partners)?,
            brands: self.brand_facet(brands.into_values().collect())?,
            categories: self.category_facet(&aisles, depth)?,
        })
    }

    fn partner_facet(&self, counts: &BTreeMap<u64, usize>) -> Result<Vec<Facet>> {
        let names = self.terms(self.fields.partner)?.into_iter();
        let counted = names.filter_map(|name| counts.get(&stable_hash(name.as_bytes())).map(|count| (name, *count)));
        Ok(most_frequent(counted.collect()))
    }

    /// Only the brands that are shown are looked up, each in the stored part of one product.
    fn brand_facet(&self, mut brands: Vec<(usize, (u64, DocAddress))>) -> Result<Vec<Facet>> {
        brands.sort_unstable_by_key(|(count, (tie, _))| (std::cmp::Reverse(*count), *tie));
        brands.truncate(VALUES);
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        for (count, (_, address)) in brands {
            if let Some(brand) = self.stored(address)?.listing.brand {
                *named.entry(brand).or_default() += count;
            }
        }
        Ok(most_frequent(named))
    }

    fn category_facet(&self, counts: &Counts, depth: usize) -> Result<Vec<Facet>> {
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        for ((segment, aisle), count) in counts {
            let column: Option<&StrColumn> = self.parts[*segment as usize].columns.aisle.as_ref();
            let mut path = String::new();
            let Some(column) = column else { continue };
            read(|| Ok(column.ord_to_str(*aisle, &mut path)?))?;
            if let Some(name) = path.split('\u{1F}').nth(depth) {
                *named.entry(name.to_owned()).or_default() += count;
            }
        }
        Ok(most_frequent(named))
    }
}

fn most_frequent(counts: BTreeMap<String, usize>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = counts.into_iter().map(|(value, count)| Facet { value, count }).collect();
    // Stable: equals stay in the order of their names.
    facets.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    facets.truncate(VALUES);
    facets
}
