//! A payment provider: WeChat Pay, API v3, for mini-programs (JSAPI), the public protocol for merchants at
//! <https://pay.weixin.qq.com/doc/v3/merchant>.
//!
//! It keeps nothing but an access token. The protocol is [`provider`] and what is below it, runs natively, and reaches the
//! gateway through [`link::Link`]; the component adds HTTP, the clock, randomness and the merchant's variables. The
//! contract is `wit/payment.wit`.

mod access_token;
mod call;
#[cfg(target_family = "wasm")]
mod component;
mod delivery;
mod failure;
mod key;
pub mod link;
pub mod merchant;
mod notification;
mod number;
pub mod provider;
mod refund;
mod resource;
mod rfc3339;
mod sign;
mod transaction;
mod verify;

pub use failure::Failure;
