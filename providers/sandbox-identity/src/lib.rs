//! A provider of identities for development: everybody is who they say, so that it only works where the variable
//! `sandbox_identity` is `on`.
//!
//! What a code says comes true: `dev-alice` is the subject `alice`, and `dev-8613800138000` the telephone number
//! `+8613800138000`. Other beginnings misbehave: see [`answer`]. It keeps nothing but the codes that this instance has seen. The
//! contract is `wit/identity.wit`.

#![cfg_attr(
    not(target_family = "wasm"),
    allow(dead_code, reason = "the component alone answers calls")
)]

mod answer;
#[cfg(target_family = "wasm")]
mod component;
