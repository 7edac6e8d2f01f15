//! The shell that every function shares: routing, authentication, request context, replies.
//!
//! A request passes through here in one direction: [`App::serve`] finds the operation, refuses who may not call it,
//! reads the body within the operation's limit, and hands a [`Call`] to the handler. Absent from here: any use case.

mod app;
mod audited;
mod bounds;
pub mod cache;
mod call;
mod failure;
mod idempotency;
pub mod import;
mod pace;
mod platform;
mod principal;
mod projector;
pub mod provider;
mod query;
pub mod replay;
mod reply;
#[cfg(target_family = "wasm")]
pub mod spin;
pub mod token;
mod walled;

pub use app::{App, Incoming};
pub use call::Call;
pub use failure::{from_key_value, from_sql};
pub use idempotency::Idempotency;
pub use platform::Platform;
pub use principal::{Principal, Staff, StaffKind};
pub use query::Query;
pub use reply::Reply;
