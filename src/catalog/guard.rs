//! Reading an index that may be damaged.

use crate::error::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tantivy::TantivyError;

/// Runs what reads the index. The engine trusts its files, and panics over damaged ones; that is an error too.
pub(super) fn read<T>(run: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
    guarded(run)?.map_err(|e: TantivyError| Error::catalog(format!("the index cannot be read: {e}")).with_source(e))
}

/// The same for what gives errors of ours, or none.
pub(super) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T> {
    // Nothing is left half done: what reads changes nothing.
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| Error::catalog("the index cannot be read: its files contradict each other"))
}
