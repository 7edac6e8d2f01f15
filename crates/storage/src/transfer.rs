//! Transfers of stock between stores. One changes hands by compare-and-set on its state, in one script with the goods.

mod read;
mod write;

pub use read::{find, list};
pub use write::{cancel, receive, send};

/// The guard that a transfer is still in transit.
pub const STATE: &str = "transfer_state";
/// The guard that a line's units are there to be sent, or fit in where they arrive.
pub const STOCK: &str = "transfer_stock";
