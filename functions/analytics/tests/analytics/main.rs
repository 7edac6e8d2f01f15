//! The function `analytics`, called natively.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod customers;
mod events;
mod fixture;
mod sales;
mod views;
