//! What a private function that holds a provider shares with the others: one JSON in, one answer out.
//!
//! Absent from here: what any provider does. `payments` and `couriers` say which path is which call.

mod answer;
#[cfg(target_family = "wasm")]
mod component;

pub use answer::{WORDS_MAX, ask, notification};
#[cfg(target_family = "wasm")]
pub use component::serve;
