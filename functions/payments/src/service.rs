//! From a request inside the application to the provider, and its answer back.

use crate::provider::Provider;
use api::payments::{CLOSE, DELIVERY, NOTIFICATION, Notification, Outcome, PREPAY, QUERY, REFUND, Received};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest part of another side's words that goes into a log line, in characters.
const WORDS_MAX: usize = 200;

/// Answers one request: its status and its JSON. A request that checkout would not send is refused with a status of its own,
/// so that it can never pass for the provider's answer.
pub async fn answer(
    provider: &dyn Provider,
    method: &Method,
    path: &str,
    body: &[u8],
) -> (StatusCode, Vec<u8>) {
    if *method != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, Vec::new());
    }
    match path {
        PREPAY => call(body, async |request| provider.prepay(request).await).await,
        QUERY => call(body, async |payment| provider.query(payment).await).await,
        CLOSE => call(body, async |payment| provider.close(payment).await).await,
        REFUND => call(body, async |request| provider.refund(request).await).await,
        NOTIFICATION => call(body, async |received| notification(provider, received).await).await,
        DELIVERY => call(body, async |delivery| provider.report_delivery(delivery).await).await,
        _ => (StatusCode::NOT_FOUND, Vec::new()),
    }
}

async fn call<T, R>(body: &[u8], handler: impl AsyncFn(T) -> Outcome<R>) -> (StatusCode, Vec<u8>)
where
    T: DeserializeOwned,
    R: Serialize,
{
    let Ok(request) = serde_json::from_slice(body) else {
        return (StatusCode::BAD_REQUEST, Vec::new());
    };
    let outcome = match handler(request).await {
        Outcome::Done(done) => Outcome::Done(done),
        Outcome::Rejected(words) => Outcome::Rejected(one_line(&words)),
        Outcome::Unavailable(words) => Outcome::Unavailable(one_line(&words)),
    };
    match serde_json::to_vec(&outcome) {
        Ok(json) => (StatusCode::OK, json),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Vec::new()),
    }
}

/// Another provider's notifications do not exist here.
async fn notification(provider: &dyn Provider, received: Received) -> Outcome<Notification> {
    if received.provider != provider.name() {
        return Outcome::Rejected("a notification for another provider".to_owned());
    }
    match BASE64.decode(&received.body) {
        Ok(body) => provider.parse_notification(received.headers, body).await,
        Err(_) => Outcome::Rejected("the body is not base64".to_owned()),
    }
}

/// A gateway's words may hold anything; a log line is one line.
fn one_line(words: &str) -> String {
    let printable = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    printable.take(WORDS_MAX).collect()
}

#[cfg(test)]
mod tests;
