//! Stores: where goods are sold, and how they get to the shopper.

mod mode;

pub use mode::{Mode, UnknownMode};
