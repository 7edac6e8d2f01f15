//! The host with real components: `tests/guests`, built for WebAssembly by the first test that needs them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test's helpers may fail as a test does"
)]

mod bench;
mod composition;
mod faults;
mod key_value;
mod limits;
mod outbound;
mod postgres;
mod routing;
mod schedule;
mod sqlite;
