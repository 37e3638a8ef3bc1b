//! shoptalk
mod conversation;
mod error;
mod money;
mod product;
mod time;
pub use conversation::*;
pub use error::*;
pub use money::*;
pub use product::*;
pub use time::*;
mod analysis;
