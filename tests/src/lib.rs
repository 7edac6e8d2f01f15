//! End-to-end tests: the built components on an engine, over HTTP.
//!
//! Every test starts an application of its own with [`Mall::start`] and calls it as its callers do. Three variables of
//! the environment say what is below; `cargo xtask test` sets them:
//!
//! - `MENDIAN_ENGINE`: `local` (the embedded host, in process; the default) or `spin` (the `spin` on PATH);
//! - `MENDIAN_DATABASE`: `sqlite` (the default) or `postgres`, on the server of `DATABASE_URL`;
//! - `MENDIAN_DATA`: a folder with large real input, `../shared/data` by default; tests that want it pass without it.
//!
//! Absent from here: anything of the functions but their addresses.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod caller;
mod clock;
mod data;
mod database;
mod engine;
mod goods;
mod mall;
mod manifest;
pub mod token;

pub use caller::Caller;
pub use clock::now_ms;
pub use data::data_file;
pub use goods::{product, store};
pub use mall::{Mall, SANDBOX_COURIER_KEY, SANDBOX_PAY_KEY};
pub use test_kit::{Answer, SplitMix64};
