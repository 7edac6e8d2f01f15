//! What the protocol asks of the platform below it; a test provides its own.

use futures_util::future::LocalBoxFuture;
use std::cell::RefCell;

pub use provider_link::{Request, Response};

/// HTTP with a time limit, the clock, and randomness.
pub trait Link {
    /// Sends a request; what went wrong, in words, when there is no whole response.
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, String>>;
    /// The time, in seconds since 1970 UTC.
    fn now_s(&self) -> i64;
    /// Randomness that is never given twice.
    fn random(&self) -> [u8; 16];
    /// Where an access token is kept between calls.
    fn kept_token(&self) -> &RefCell<Option<AccessToken>>;
}

/// What opens the platform of mini-programs, for a while. Not printable.
#[derive(Clone)]
pub struct AccessToken {
    /// The token.
    pub(crate) token: String,
    /// Until when it is good, in seconds since 1970 UTC.
    pub(crate) until_s: i64,
}
