//! Proofs by machine-made faults and races: whatever is lost, repeated, cut off or raced, stock, coupons and money add up.
//!
//! [`simulation`] runs the real functions behind simulated ports, every accident derived from one seed. See
//! `docs/proofs.md` for what is proved and how large.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a proof that cannot go on says so by failing"
)]

pub mod simulation;
