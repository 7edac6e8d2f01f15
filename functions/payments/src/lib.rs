//! Mendian function: the payment provider, kept apart from checkout.
//!
//! It has a private route only, no database and no token secret; it alone has the merchant's keys, as variables that the
//! provider composed into it inherits. Checkout calls it by its name inside the application, in the JSON of
//! [`api::payments`].

#[cfg(target_family = "wasm")]
mod component;
#[cfg(target_family = "wasm")]
mod composed;
pub mod provider;
pub mod service;
