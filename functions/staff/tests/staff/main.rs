//! The function `staff`, called natively, beside functions that take its tokens.

mod codes;
mod fixture;
mod invariants;
mod keys;
mod log_in;
mod people;
mod regions;
mod roles;
