//! The function `fulfilment`, called natively.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod bookings;
mod compare_and_set;
mod complete;
mod courier;
mod courier_called_off;
mod courier_tells;
mod deliveries;
mod handover;
mod refunds;
mod rider;
mod shop;
mod slots;
mod staff;
mod wall;
