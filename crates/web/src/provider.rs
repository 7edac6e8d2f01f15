//! Asking a provider that a private function holds, and reading what it answers.
//!
//! An answer that is lost, late or makes no sense is [`ProviderError::Unavailable`]: nobody knows whether the call had an effect.

use api::provider::Received;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::HeaderMap;
use serde_json::Value;

/// A call that came to nothing. The words are for the operator's log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider says no; repeating changes nothing.
    #[error("the provider rejects the call: {0}")]
    Rejected(String),
    /// Whether the call had an effect is not known; repeat it.
    #[error("the provider does not answer: {0}")]
    Unavailable(String),
}

impl ProviderError {
    /// An answer that cannot be one.
    #[must_use]
    pub fn senseless() -> Self {
        Self::Unavailable("the answer makes no sense".to_owned())
    }
}

/// What the provider answered, of the JSON of an [`api::provider::Outcome`].
///
/// # Errors
/// As far as it did not.
pub fn outcome(answer: &[u8]) -> Result<Value, ProviderError> {
    // As text, like all JSON here: see `Call::json`.
    let answer = std::str::from_utf8(answer).map_err(|_| ProviderError::senseless())?;
    let mut answer: Value = serde_json::from_str(answer).map_err(|_| ProviderError::senseless())?;
    let mut take = |key: &str| answer.get_mut(key).map(Value::take);
    if let Some(done) = take("done") {
        return Ok(done);
    }
    if let Some(Value::String(words)) = take("rejected") {
        return Err(ProviderError::Rejected(words));
    }
    Err(match take("unavailable") {
        Some(Value::String(words)) => ProviderError::Unavailable(words),
        _ => ProviderError::senseless(),
    })
}

/// A notification as it arrived for the provider of this name, to be handed on.
#[must_use]
pub fn received(provider: &str, headers: &HeaderMap, body: &[u8]) -> Received {
    // What is no text cannot be part of any provider's signature.
    let headers = headers.iter().filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    Received {
        provider: provider.to_owned(),
        headers: headers.collect(),
        body: BASE64.encode(body),
    }
}

/// A field of an answer, as text.
#[must_use]
pub fn text(object: &Value, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

/// The media type of an acknowledgement, of those that there are.
#[must_use]
pub fn acknowledgement_type(named: &str) -> &'static str {
    match named {
        "application/json" => "application/json",
        _ => "text/plain",
    }
}
