//! Proofs over HTTP on the built components: many callers, one database, and everything must add up. Small by default;
//! `MENDIAN_PROOFS=full` makes them as large as `docs/proofs.md` says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod callbacks;
mod contention;
mod kills;
mod mart;
mod retries;
