//! The function `catalog`, called natively.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod alerts;
mod barcodes;
mod detail;
mod headquarters;
mod imports;
mod listing;
mod mall;
mod oracle;
mod staff;
mod transfer_refusals;
mod transfers;
