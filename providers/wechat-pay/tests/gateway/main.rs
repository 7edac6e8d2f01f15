//! The provider against a gateway that speaks the real protocol.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod delivery;
mod notification;
mod payment;
mod refund;
mod shop;
