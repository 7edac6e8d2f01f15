//! The suite: one program, so that the engine is linked once. Modules mirror addresses, or name what must never happen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on says so by failing"
)]

mod abuse;
mod accounts;
mod audit;
mod bad_input;
mod components;
mod coupons;
mod couriers;
mod crash;
mod fulfilment;
mod isolation;
mod jobs;
mod main_job;
mod nearby;
mod no_oversell;
mod order;
mod payments;
mod portal;
mod projection;
mod promotions;
mod staff;
mod vectors;
mod wall;
mod wechat_mini_program;
mod wechat_pay;
