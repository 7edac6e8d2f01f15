//! From a request inside the application to the provider, and its answer back.

use api::provider::{Outcome, Received};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest part of another side's words that goes into a log line, in characters.
pub const WORDS_MAX: usize = 200;

/// Answers one request by one call of the provider: status and JSON. What the application would not send is refused with a
/// status of its own, so that it can never pass for the provider's answer.
pub async fn ask<T, R>(body: &[u8], call: impl AsyncFn(T) -> Outcome<R>) -> (StatusCode, Vec<u8>)
where
    T: DeserializeOwned,
    R: Serialize,
{
    let Ok(request) = serde_json::from_slice(body) else {
        return (StatusCode::BAD_REQUEST, Vec::new());
    };
    let outcome = match call(request).await {
        Outcome::Done(done) => Outcome::Done(done),
        Outcome::Rejected(words) => Outcome::Rejected(one_line(&words)),
        Outcome::Unavailable(words) => Outcome::Unavailable(one_line(&words)),
    };
    match serde_json::to_vec(&outcome) {
        Ok(json) => (StatusCode::OK, json),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Vec::new()),
    }
}

/// Has the provider of this `name` read a notification. Another provider's notifications do not exist here.
pub async fn notification<N>(
    name: &str,
    received: Received,
    read: impl AsyncFnOnce(Vec<(String, String)>, Vec<u8>) -> Outcome<N>,
) -> Outcome<N> {
    if received.provider != name {
        return Outcome::Rejected("a notification for another provider".to_owned());
    }
    match BASE64.decode(&received.body) {
        Ok(body) => read(received.headers, body).await,
        Err(_) => Outcome::Rejected("the body is not base64".to_owned()),
    }
}

/// Another side's words may hold anything; a log line is one line.
fn one_line(words: &str) -> String {
    let printable = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    printable.take(WORDS_MAX).collect()
}
