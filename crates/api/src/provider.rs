//! What every private function that holds a provider answers with, and how a notification is handed to it.
//!
//! Spoken inside the application only. No operation of the published contract leads there, so nothing of this is in it.

use serde::{Deserialize, Serialize};

/// Reads what a provider's other side tells by itself: [`Received`] to [`Notification`].
pub const NOTIFICATION: &str = "/notification";
/// Longest body that is read on either side, in bytes: the longest notification, in base64, and room for its headers.
pub const BODY_BYTES_MAX: usize = 256 * 1024;

/// Something at the provider by its number, with the provider's reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its number.
    pub number: String,
    /// Its reference.
    pub reference: String,
}

/// A notification as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// The provider's name in the path that it arrived at.
    pub provider: String,
    /// Names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The raw body, base64 (RFC 4648, section 4, padded).
    pub body: String,
}

/// A notification whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification<E> {
    /// What it is about.
    pub event: E,
    /// The acknowledgement's media type.
    pub acknowledgement_type: String,
    /// By which its sender knows that it was heard.
    pub acknowledgement: String,
}

/// What came of a call. Anything else, another status than 200 included, means that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome<T> {
    /// The provider's answer.
    Done(T),
    /// The provider says no; in words for the operator.
    Rejected(String),
    /// Whether there was an effect is not known; in words for the operator.
    Unavailable(String),
}
