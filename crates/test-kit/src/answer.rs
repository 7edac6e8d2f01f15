//! What a caller gets.

use http::HeaderMap;
use serde_json::Value;

/// A response, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
    /// The body as JSON; null when it is something else.
    pub json: Value,
}

impl Answer {
    /// Reads a response; bytes that are no UTF-8 are replaced in its text.
    #[must_use]
    pub fn new(response: &http::Response<bytes::Bytes>) -> Self {
        let text = String::from_utf8_lossy(response.body()).into_owned();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            json: serde_json::from_str(&text).unwrap_or_default(),
            text,
        }
    }

    /// The answer itself, if it has this status.
    ///
    /// # Panics
    /// With the body, if it has another.
    #[must_use = "for the status alone use `assert`"]
    pub fn expect(self, status: u16) -> Self {
        self.assert(status);
        self
    }

    /// Checks the status.
    ///
    /// # Panics
    /// With the body, if it is another.
    #[track_caller]
    pub fn assert(&self, status: u16) {
        assert_eq!(self.status, status, "{}", self.text);
    }

    /// The `code` of a problem; empty for anything else.
    #[must_use]
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or("")
    }

    /// The fields that a problem names.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        let errors = self.json["errors"].as_array().map_or(&[][..], Vec::as_slice);
        errors
            .iter()
            .filter_map(|error| error["field"].as_str())
            .collect()
    }

    /// A header's text; empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    }
}
