//! A caller with a role.

use crate::platform::TOKEN_SECRET;
use crate::{Answer, Harness, block_on};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde_json::Value;
use web::{Platform, Principal, token};

/// How long a test's token is valid, in seconds.
const TOKEN_TTL_S: i64 = 3_600;

/// A caller. Its token is minted for each request, so that moving the clock does not log it out.
#[derive(Clone)]
pub struct Client<'a> {
    harness: &'a Harness,
    principal: Principal,
    headers: HeaderMap,
}

impl<'a> Client<'a> {
    pub(crate) fn new(harness: &'a Harness, principal: Principal) -> Self {
        Self {
            harness,
            principal,
            headers: HeaderMap::new(),
        }
    }

    /// The same caller, who sends this header with every request.
    ///
    /// # Panics
    /// When it is no header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("a header's value");
        self.headers.insert(HeaderName::from_static(name), value);
        self
    }

    /// The same caller, who sends this `Idempotency-Key` with every request.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        self.with_header("idempotency-key", key)
    }

    /// The same caller, who reads this language.
    #[must_use]
    pub fn reading(self, language: &str) -> Self {
        self.with_header("accept-language", language)
    }

    /// Reads.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Bytes::new())
    }

    /// Creates or replaces.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some("application/json"), body.to_string())
    }

    /// Creates, or does what the path names.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some("application/json"), body.to_string())
    }

    /// Does what the path names, without a body.
    pub fn post_empty(&self, path: &str) -> Answer {
        self.send(Method::POST, path, None, Bytes::new())
    }

    /// Sends a CSV file.
    pub fn post_csv(&self, path: &str, csv: &str) -> Answer {
        self.send(Method::POST, path, Some("text/csv"), csv.to_owned())
    }

    /// Removes.
    pub fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, Bytes::new())
    }

    /// Sends any request.
    ///
    /// # Panics
    /// When `path` cannot stand in a request.
    pub fn send(
        &self,
        method: Method,
        path: &str,
        content_type: Option<&'static str>,
        body: impl Into<Bytes>,
    ) -> Answer {
        let mut request = http::Request::builder().method(method).uri(path);
        if let Some(headers) = request.headers_mut() {
            headers.clone_from(&self.headers);
            if let Some(content_type) = content_type {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
            }
            if let Some(token) = self.token() {
                headers.insert(header::AUTHORIZATION, token);
            }
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let app = self.harness.app_at(parts.uri.path());
        let platform = self.harness.platform().clone();
        let reply = block_on(app.serve(platform, parts, body.into()));
        Answer::new(&reply.0)
    }

    fn token(&self) -> Option<HeaderValue> {
        if self.principal == Principal::Anonymous {
            return None;
        }
        let expires_s = self.harness.platform().now_ms() / 1_000 + TOKEN_TTL_S;
        let token = token::mint(TOKEN_SECRET, &self.principal, expires_s).expect("a token");
        HeaderValue::from_str(&format!("Bearer {token}")).ok()
    }
}
