//! Mendian function: asks the brand's own rules what promotions take off.
//!
//! It stands on a private route, so only other components reach it, and it has no capability of the host: no store, no
//! database, no address, no variable. A rule that traps or hangs takes this function with it and nothing else. Whoever asks
//! checks every answer; nothing that comes from here is trusted.

mod answer;
#[cfg(target_family = "wasm")]
mod component;
#[cfg(target_family = "wasm")]
mod slots;

pub use answer::{Rules, answer};
