//! The function `fulfilment`, called natively.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod bookings;
mod complete;
mod deliveries;
mod handover;
mod refunds;
mod shop;
mod slots;
mod staff;
