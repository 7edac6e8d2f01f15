//! What providers for development keep their state in, since they keep none: texts that they sign and recognize again, and
//! numbers that tell when they were made.
//!
//! Absent from here: what any provider does.

mod key;
mod number;

pub use key::{KEY_BYTES_MIN, Key};
pub use number::made_at_ms;
