//! The function `staff`, called natively, beside functions that take its tokens.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod codes;
mod fixture;
mod invariants;
mod keys;
mod log_in;
mod people;
mod regions;
mod roles;
