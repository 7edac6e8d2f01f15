//! The application's own HTTP interface, as a caller with a token sees it.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::time::Duration;
use ureq::Agent;
use ureq::Body;
use ureq::http::Response;

/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(300);

/// A caller.
#[derive(Clone)]
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

    /// Reads.
    pub fn get(&self, path: &str) -> Result<Value> {
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .header("authorization", &self.token);
        answer(path, request.call())
    }

    /// Creates or replaces.
    pub fn put(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self
            .agent
            .put(format!("{}{path}", self.url))
            .header("authorization", &self.token);
        answer(path, request.send_json(body))
    }

    /// Does what the path names.
    pub fn post(&self, path: &str) -> Result<Value> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("authorization", &self.token);
        answer(path, request.send_empty())
    }

    /// Imports a file.
    pub fn import(&self, path: &str, csv: &str) -> Result<Value> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("authorization", &self.token);
        answer(path, request.content_type("text/csv").send(csv))
    }
}

fn answer(path: &str, answer: Result<Response<Body>, ureq::Error>) -> Result<Value> {
    let mut answer = answer.with_context(|| path.to_owned())?;
    let text = answer
        .body_mut()
        .read_to_string()
        .with_context(|| path.to_owned())?;
    if !answer.status().is_success() {
        bail!("{path}: {} {text}", answer.status());
    }
    serde_json::from_str(&text).with_context(|| format!("{path}: {text}"))
}
