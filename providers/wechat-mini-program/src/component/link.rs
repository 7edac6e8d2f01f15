//! Spin below the protocol.

use crate::link::{Link, Request, Response};
use futures_util::future::LocalBoxFuture;
use std::time::Duration;
use vault::NONCE_BYTES;

/// How long the platform is waited for.
const ANSWER_MAX: Duration = Duration::from_secs(4);

/// The platform of this instance.
pub(super) struct SpinLink;

impl Link for SpinLink {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, String>> {
        Box::pin(provider_link::send(request, ANSWER_MAX))
    }

    fn now_s(&self) -> i64 {
        provider_link::now_s()
    }

    fn random(&self) -> [u8; NONCE_BYTES] {
        provider_link::random()
    }
}
