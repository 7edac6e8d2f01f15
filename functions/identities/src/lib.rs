//! Mendian function: the platform that says who a shopper is, kept apart from accounts.
//!
//! It has a private route only, no database and no token secret; it alone has the mini-program's secret, as a variable that the
//! provider composed into it inherits. Accounts calls it by its name inside the application, in the JSON of [`api::identities`].

#[cfg(target_family = "wasm")]
mod component;
#[cfg(target_family = "wasm")]
mod composed;
pub mod provider;
pub mod service;
