//! The provider against a platform that speaks the real protocol.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod log_in;
mod mini_program;
mod phone;
