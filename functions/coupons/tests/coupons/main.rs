//! The function `coupons`, called natively.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod campaigns;
mod claim;
mod contention;
mod fixture;
mod points;
mod promotions;
mod recall;
mod roles;
mod templates;
mod wallet;
