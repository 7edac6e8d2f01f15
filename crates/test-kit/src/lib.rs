//! Functions called natively: their real routes, handlers, statements and migrations, without a host.
//!
//! ```no_run
//! # use web::App;
//! # fn app() -> App { App::new() }
//! use serde_json::json;
//! use test_kit::harness;
//!
//! let mall = harness([app()]);
//! mall.as_headquarters().put("/v1/stores/s1", &json!({"name": "One"})).assert(200);
//! let order = mall.as_shopper("c1").with_key("order-0001").post("/v1/orders", &json!({}));
//! assert_eq!(order.code(), "invalid_request");
//! mall.platform().advance_ms(60_000);
//! ```
//!
//! Time stands still until a test moves it, randomness has a seed, and everything lives in memory.
//! Absent from here: domain objects. A test that needs a store sends what a caller would send.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod answer;
mod client;
mod harness;
mod platform;
mod random;

pub use answer::Answer;
pub use client::Client;
pub use harness::{Harness, harness, serves};
pub use platform::{START_MS, TestPlatform};
pub use random::SplitMix64;

/// Runs a future of native adapters to its end on this thread.
pub fn block_on<F: Future>(future: F) -> F::Output {
    pollster::block_on(future)
}
