//! A provider of identities: WeChat mini-programs, the public protocol for servers at
//! <https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/>.
//!
//! It keeps nothing. The protocol is [`provider`] and what is below it, runs natively, and reaches the platform through
//! [`link::Link`]; the component adds HTTP, the clock, randomness and the mini-program's variables. The contract is
//! `wit/identity.wit`.

mod answer;
#[cfg(target_family = "wasm")]
mod component;
mod credential;
mod failure;
pub mod link;
mod mini_program;
mod phone;
pub mod provider;
mod session;

pub use failure::Failure;
pub use mini_program::{MiniProgram, SettingsError, Variables};
