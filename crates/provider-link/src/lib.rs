//! What providers share that call another side over HTTP: what goes out and comes back, and, in a component, one exchange with a
//! time limit.
//!
//! Absent from here: any protocol.

#[cfg(target_family = "wasm")]
mod spin;

#[cfg(target_family = "wasm")]
pub use spin::{now_s, random, send};

/// A request, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The whole address.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty with `GET`.
    pub body: String,
}

/// A response, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}
