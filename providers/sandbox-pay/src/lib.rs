//! A payment provider for development: settles without money, and misbehaves on demand.
//!
//! It keeps nothing. A payment's reference carries the payment itself, signed with the variable `sandbox_pay_key`, so
//! that every instance can answer for every payment. What becomes of payments is the variable `sandbox_pay_outcome`, or,
//! for one payment, the name of its payer: see [`behaviour`]. The contract is `wit/payment.wit`; [`answer`] and
//! [`notification`] are the whole behaviour, and run natively too.

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
