//! A payment provider for development: settles without money.
//!
//! It keeps nothing. A payment's reference carries the payment itself, signed with the variable `sandbox_pay_key`, so
//! that every instance can answer for every payment; and the variable `sandbox_pay_outcome` says what becomes of all of
//! them. The contract is `wit/payment.wit`; [`answer`] is the whole behaviour, and runs natively too.

#![cfg_attr(
    not(target_family = "wasm"),
    allow(dead_code, reason = "the component alone answers calls")
)]

mod answer;
#[cfg(target_family = "wasm")]
mod component;
mod notification;
mod outcome;
mod reference;
mod seal;
