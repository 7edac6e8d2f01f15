//! The function `coupons`, called natively.

mod campaigns;
mod claim;
mod contention;
mod fixture;
mod recall;
mod roles;
mod templates;
mod wallet;
