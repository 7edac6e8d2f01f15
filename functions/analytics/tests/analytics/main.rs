//! The function `analytics`, called natively.

mod customers;
mod events;
mod fixture;
mod sales;
mod views;
