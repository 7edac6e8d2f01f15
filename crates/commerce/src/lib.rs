//! The pure domain of a multi-store mall: no I/O, no clock, no randomness.

pub mod field;
pub mod ids;
