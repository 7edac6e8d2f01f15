//! The function `checkout`, called natively: real routes, statements and migrations, and a provider that does as told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod access;
mod booking;
mod cancel;
mod cart;
mod charges;
mod compare_and_set;
mod cost;
mod coupon;
mod expire;
mod fake_provider;
mod fulfilment;
mod idempotency;
mod limit;
mod low_stock;
mod mall;
mod notification;
mod own_platform;
mod pay;
mod payments_client;
mod place;
mod points;
mod promotions;
mod race;
mod reconcile;
mod stale;
mod switch;
