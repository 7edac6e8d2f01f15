//! Mendian function: the courier, kept apart from fulfilment.
//!
//! It has a private route only, no database and no token secret; it alone has the keys of the merchant's account at the courier, as
//! variables that the provider composed into it inherits. Fulfilment calls it by its name inside the application, in the JSON of
//! [`api::couriers`].

#[cfg(target_family = "wasm")]
mod component;
#[cfg(target_family = "wasm")]
mod composed;
pub mod provider;
pub mod service;
