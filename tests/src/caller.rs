//! A caller with a role, over HTTP.

use crate::token;
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use test_kit::Answer;
use ureq::Agent;
use web::Principal;

/// How long a token is valid, in seconds.
const TOKEN_TTL_S: i64 = 3_600;
/// The longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(300);

/// A caller. Clones share their connections.
#[derive(Clone)]
pub struct Caller {
    agent: Agent,
    url: String,
    headers: Vec<(String, String)>,
}

impl Caller {
    pub(crate) fn new(address: SocketAddr, principal: &Principal) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(TIMEOUT))
            .build();
        let caller = Self {
            agent: config.into(),
            url: format!("http://{address}"),
            headers: Vec::new(),
        };
        match principal {
            Principal::Anonymous => caller,
            principal => {
                let token = token::own(principal, TOKEN_TTL_S);
                caller.with_header("authorization", &format!("Bearer {token}"))
            }
        }
    }

    /// Another shopper, over the same connections: a customer may have only so many orders that wait for payment.
    #[must_use]
    pub fn as_shopper(&self, id: &str) -> Self {
        let shopper = token::own(&Principal::Shopper(id.parse().unwrap()), TOKEN_TTL_S);
        self.clone()
            .with_header("authorization", &format!("Bearer {shopper}"))
    }

    /// The same caller, who sends this header with every request.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same caller, who sends this header too, even where there is one of this name.
    #[must_use]
    pub fn with_another_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a header that the caller sends with every request.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
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
        self.send("GET", path, None, Vec::new())
    }

    /// Creates or replaces.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, Some("application/json"), body.to_string())
    }

    /// Creates, or does what the path names.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some("application/json"), body.to_string())
    }

    /// Does what the path names, without a body.
    pub fn post_empty(&self, path: &str) -> Answer {
        self.send("POST", path, None, Vec::new())
    }

    /// Sends a CSV file.
    pub fn post_csv(&self, path: &str, csv: impl Into<Vec<u8>>) -> Answer {
        self.send("POST", path, Some("text/csv"), csv)
    }

    /// Removes.
    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None, Vec::new())
    }

    /// Sends any request.
    ///
    /// # Panics
    /// When there is no answer at all.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        self.try_send(method, path, content_type, body).unwrap()
    }

    /// Sends any request; `Err` when there is no answer at all.
    ///
    /// # Errors
    /// The transport's.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: impl Into<Vec<u8>>,
    ) -> Result<Answer, ureq::Error> {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let request = request.body(body.into())?;
        let answered = if method == "GET" && request.body().is_empty() {
            self.agent.run(request.map(|_| ()))?
        } else {
            self.agent.run(request)?
        };
        let (parts, mut body) = answered.into_parts();
        let bytes = body.with_config().limit(64 << 20).read_to_vec()?;
        Ok(Answer::new(&http::Response::from_parts(parts, bytes.into())))
    }
}
