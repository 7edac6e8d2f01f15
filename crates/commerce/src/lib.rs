//! The pure domain of a multi-store mall: no I/O, no clock, no randomness.

pub mod account;
pub mod cart;
pub mod coupon;
pub mod customer;
pub mod field;
pub mod geo;
pub mod hours;
pub mod ids;
pub mod money;
pub mod order;
pub mod pricing;
pub mod product;
pub mod promotion;
pub mod refund;
pub mod staff;
pub mod store;
pub mod text;
pub mod transfer;
mod varint;
