//! The application's own interface, one request at a time: to fill it, and to count what a request costs.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::time::Duration;
use ureq::http::Response;
use ureq::{Agent, Body};

/// Longest wait for an answer: that of an import.
const TIMEOUT: Duration = Duration::from_secs(600);
/// Longest answer that is read, in bytes: an import reports every row.
const ANSWER_BYTES_MAX: u64 = 64 << 20;

/// A caller with a token, on one connection that is kept alive.
pub struct Api {
    agent: Agent,
    url: String,
    token: String,
}

impl Api {
    /// A caller of the application at `url`.
    pub fn new(url: &str, token: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(TIMEOUT))
            .build();
        Self {
            agent: config.into(),
            url: url.to_owned(),
            token: format!("Bearer {token}"),
        }
    }

    /// What a shopper without a token reads there.
    pub fn read(&self, path: &str) -> Result<String> {
        text(path, self.agent.get(format!("{}{path}", self.url)).call())
    }

    /// Creates or replaces.
    pub fn put(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self
            .agent
            .put(format!("{}{path}", self.url))
            .header("authorization", &self.token);
        json(path, request.send_json(body))
    }

    /// Does what the path names.
    pub fn post(&self, path: &str) -> Result<Value> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("authorization", &self.token);
        json(path, request.send_empty())
    }

    /// Sends a body, once per `key`.
    pub fn post_json(&self, path: &str, key: &str, body: &str) -> Result<Value> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("authorization", &self.token)
            .header("idempotency-key", key);
        json(path, request.content_type("application/json").send(body))
    }

    /// Imports a file, of which no row may be refused unless `refusals` are expected.
    pub fn import(&self, path: &str, csv: &str, refusals: Refusals) -> Result<()> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("authorization", &self.token);
        let report = json(path, request.content_type("text/csv").send(csv))?;
        if refusals == Refusals::Unexpected && report["refused"] != 0 {
            let refused = report["results"].as_array().into_iter().flatten();
            let first = refused.into_iter().find(|row| row["outcome"] == "refused");
            bail!(
                "{path}: {} rows were refused, the first: {first:?}",
                report["refused"]
            );
        }
        Ok(())
    }
}

/// Whether a file may have rows that cannot be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusals {
    /// It is a real one.
    Expected,
    /// It was made here.
    Unexpected,
}

fn json(path: &str, answer: Result<Response<Body>, ureq::Error>) -> Result<Value> {
    let text = text(path, answer)?;
    serde_json::from_str(&text).with_context(|| format!("{path}: {text}"))
}

fn text(path: &str, answer: Result<Response<Body>, ureq::Error>) -> Result<String> {
    let mut answer = answer.with_context(|| path.to_owned())?;
    let body = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX);
    let text = body.read_to_string().with_context(|| path.to_owned())?;
    if !answer.status().is_success() {
        bail!("{path}: {} {text}", answer.status());
    }
    Ok(text)
}
