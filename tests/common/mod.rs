//! What several test files need.

#![allow(clippy::unwrap_used, reason = "a helper of tests may panic")]

use shoptalk::{Catalog, Feed, Suggester};
use std::sync::LazyLock;

/// A small shop: tab-separated, Google's names.
const SHOP: &str = include_str!("shop.tsv");

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let catalog = Catalog::in_memory().unwrap();
    let report = catalog.import("shop", [Feed::from_bytes("shop.tsv", SHOP)]).unwrap();
    assert_eq!(report.rejected, 0, "{report}");
    catalog
});

static SUGGESTER: LazyLock<Suggester> = LazyLock::new(|| Suggester::new(catalog()));

/// A catalog of the small shop, in memory.
#[allow(dead_code, reason = "not every test file asks")]
pub fn catalog() -> Catalog {
    CATALOG.clone()
}

/// A suggester over it, with default settings.
#[allow(dead_code, reason = "not every test file asks")]
pub fn suggester() -> Suggester {
    SUGGESTER.clone()
}
