//! A WeChat Pay gateway for tests, and the platform of its mini-program: the real protocols with keys of their own.
//!
//! Written from the public documentation, not from our provider: it verifies what merchants sign, signs what it answers,
//! encrypts what it tells, and remembers payments and refunds. A test plays the payer and the network: it pays, loses answers,
//! and sends notifications as often, as late and in whatever order it likes; or a shopper whose client gets codes. Time is an argument. Absent from here: anything of
//! Mendian.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod authenticate;
mod books;
mod gateway;
mod keys;
mod message;
mod mini_program;
mod notify;
mod pay;
mod platform;
mod refund;
mod serve;

pub use books::{Delivery, Payment, Refund};
pub use gateway::{FakeWechatPay, Network};
pub use keys::{
    API_V3_KEY, APP_SECRET, APPID, MCHID, MERCHANT_SERIAL, PLATFORM_SERIAL, merchant_key, platform_keys,
};
pub use message::{Answer, Request};
pub use notify::{Notification, Trick};
pub use serve::Server;
