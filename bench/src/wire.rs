//! One connection that is kept alive, with one request at a time.

use anyhow::{Context, Result};
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// Characters of a failed answer that are told.
const FAILURE_CHARS_MAX: usize = 200;

/// A connection. It needs the runtime that it was made on.
pub struct Wire(SendRequest<Full<Bytes>>);

/// Why several requests that follow from each other came to no end.
pub enum Ended {
    /// An answer that is no success.
    Told(String),
    /// There was no answer.
    Broken(anyhow::Error),
}

impl From<anyhow::Error> for Ended {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(error)
    }
}

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its body, all of it.
    pub body: Bytes,
}

impl Wire {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)
            .await
            .with_context(|| address.to_string())?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // Ends with its sender; a failure reaches whoever waits for an answer.
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    /// Sends a request and waits for the whole answer.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer> {
        self.0.ready().await?;
        let response = self.0.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, body })
    }

    /// Sends a request and reads the JSON of its answer, which has to be a success.
    pub async fn ask(&mut self, request: Request<Full<Bytes>>) -> Result<Value, Ended> {
        let answer = self.send(request).await?;
        if !answer.status.is_success() {
            return Err(Ended::Told(answer.told()));
        }
        serde_json::from_slice(&answer.body).map_err(|error| Ended::Told(error.to_string()))
    }
}

impl Answer {
    /// Its status and the beginning of its body.
    pub fn told(&self) -> String {
        let body: String = String::from_utf8_lossy(&self.body)
            .chars()
            .take(FAILURE_CHARS_MAX)
            .collect();
        format!("{}: {body}", self.status)
    }
}
