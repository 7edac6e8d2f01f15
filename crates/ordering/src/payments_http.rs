//! The way to the function `payments`.

use crate::payments_client::Transport;
use api::payments::COMPONENT;
use futures_util::future::LocalBoxFuture;

/// How long an answer is waited for, in milliseconds. A provider asks its gateway once or twice, for four seconds at most
/// each time.
const ANSWER_MS_MAX: u64 = 10_000;

/// HTTP inside the application.
pub struct PaymentsHttp;

impl Transport for PaymentsHttp {
    fn post<'a>(&'a self, path: &'static str, json: Vec<u8>) -> LocalBoxFuture<'a, Result<Vec<u8>, String>> {
        Box::pin(web::spin::call_component(COMPONENT, path, json, ANSWER_MS_MAX))
    }
}
