//! The function `accounts`, called natively.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod addresses;
mod canaries;
mod crowd;
mod end;
mod fixture;
mod hostile;
mod log_in;
mod me;
mod phone;
mod platform;
mod race;
mod refresh;
mod rotation;
