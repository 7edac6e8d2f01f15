//! A courier for development: carries nothing, in the time that it is told, and misbehaves on demand.
//!
//! It keeps nothing. A delivery's reference carries the delivery itself, signed with the variable `sandbox_courier_key`, so that
//! every instance can answer for every delivery. What becomes of deliveries is the variable `sandbox_courier_outcome`: see
//! [`behaviour`]. The contract is `wit/courier.wit`; [`answer`] and [`notification`] are the whole behaviour, and run natively
//! too.

#![cfg_attr(
    not(target_family = "wasm"),
    allow(dead_code, reason = "the component alone answers calls")
)]

mod answer;
mod behaviour;
#[cfg(target_family = "wasm")]
mod component;
mod notification;
mod reference;
