//! Spin below the protocol.

use crate::link::{AccessToken, Link, Request, Response};
use futures_util::future::LocalBoxFuture;
use std::cell::RefCell;
use std::time::Duration;

/// How long a gateway is waited for. Checkout waits for two such calls and a little more.
const ANSWER_MAX: Duration = Duration::from_secs(4);

thread_local! {
    /// Leaked once, so that it can be lent for as long as the instance lives.
    static TOKEN: &'static RefCell<Option<AccessToken>> = Box::leak(Box::new(RefCell::new(None)));
}

/// The platform of this instance.
pub(super) struct SpinLink;

impl Link for SpinLink {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, String>> {
        Box::pin(provider_link::send(request, ANSWER_MAX))
    }

    fn now_s(&self) -> i64 {
        provider_link::now_s()
    }

    fn random(&self) -> [u8; 16] {
        provider_link::random()
    }

    fn kept_token(&self) -> &RefCell<Option<AccessToken>> {
        TOKEN.with(|token| *token)
    }
}
