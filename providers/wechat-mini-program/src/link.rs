//! What the protocol asks of what is below it; a test provides its own.

use futures_util::future::LocalBoxFuture;
use vault::NONCE_BYTES;

pub use provider_link::{Request, Response};

/// HTTP with a time limit, the clock, and randomness.
pub trait Link {
    /// Sends a request; what went wrong, in words, when there is no whole response.
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, String>>;
    /// The time, in seconds since 1970 UTC.
    fn now_s(&self) -> i64;
    /// Randomness that is never given twice.
    fn random(&self) -> [u8; NONCE_BYTES];
}
