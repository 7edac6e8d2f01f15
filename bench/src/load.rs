//! The load: connections that are kept alive, each with one request at a time, as fast as the answers come.

use crate::figures::Turn;
use anyhow::{Context, Result};
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// Makes the request of a number; no number comes twice in a contest.
pub type Source = Arc<dyn Fn(u64) -> Request<Full<Bytes>> + Send + Sync>;

/// Characters of a failed answer that are told.
const FAILURE_CHARS_MAX: usize = 200;

/// How fast requests are sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// Each connection sends the next one as soon as it has its answer.
    AsFastAsAnswered,
    /// All connections together send so many a second, fewer than can be answered: what a caller waits is then not the wait for
    /// other callers.
    PerSecond(f64),
}

/// Somewhere to send requests to.
pub struct Load {
    address: SocketAddr,
    source: Source,
    pace: Pace,
    next: AtomicU64,
}

/// What came of a turn.
pub struct Answers {
    /// The answers that were a success.
    pub turn: Turn,
    /// The others.
    pub failed: u64,
    /// The first of the others.
    pub first_failure: Option<String>,
}

/// A connection's turns.
struct Ticks {
    next: Instant,
    period: Duration,
}

#[derive(Default)]
struct Tally {
    times_us: Vec<u32>,
    failed: u64,
    first_failure: Option<String>,
}

impl Load {
    /// Requests of `source` to `address`, as fast as they are answered.
    pub fn new(address: SocketAddr, source: Source) -> Self {
        Self {
            address,
            source,
            pace: Pace::AsFastAsAnswered,
            next: AtomicU64::new(0),
        }
    }

    /// The same at another pace.
    pub fn at(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }

    /// Sends for as long as `window` and waits for the last answer. Connecting does not count.
    pub fn run(&self, connections: usize, window: Duration) -> Result<Answers> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(self.send(connections, window))
    }

    async fn send(&self, connections: usize, window: Duration) -> Result<Answers> {
        let mut senders = Vec::with_capacity(connections);
        for _ in 0..connections {
            senders.push(connect(self.address).await?);
        }
        let start = Instant::now();
        let end = start + window;
        let tallies = (0..).zip(senders).map(|(number, sender)| {
            let ticks = self.ticks(start, number, connections);
            self.keep_busy(sender, ticks, end)
        });
        let mut total = Tally::default();
        for tally in futures_util::future::try_join_all(tallies).await? {
            total.times_us.extend(tally.times_us);
            total.failed += tally.failed;
            total.first_failure = total.first_failure.or(tally.first_failure);
        }
        Ok(Answers {
            turn: Turn::of(total.times_us, start.elapsed()),
            failed: total.failed,
            first_failure: total.first_failure,
        })
    }

    /// When a connection sends; the connections take turns. `None` when it does not wait.
    fn ticks(&self, start: Instant, number: u32, connections: usize) -> Option<Ticks> {
        let Pace::PerSecond(rate) = self.pace else {
            return None;
        };
        let turn = Duration::from_secs_f64(1.0 / rate);
        Some(Ticks {
            next: start + turn * number,
            period: turn.mul_f64(connections as f64),
        })
    }

    async fn keep_busy(
        &self,
        mut sender: SendRequest<Full<Bytes>>,
        mut ticks: Option<Ticks>,
        end: Instant,
    ) -> Result<Tally> {
        let mut tally = Tally::default();
        loop {
            if let Some(ticks) = &mut ticks {
                tokio::time::sleep_until(ticks.next.into()).await;
                ticks.next += ticks.period;
            }
            let request = (self.source)(self.next.fetch_add(1, Ordering::Relaxed));
            let start = Instant::now();
            if start >= end {
                return Ok(tally);
            }
            let (status, body) = exchange(&mut sender, request).await?;
            if status.is_success() {
                let time_us = start.elapsed().as_micros();
                tally.times_us.push(u32::try_from(time_us).unwrap_or(u32::MAX));
            } else {
                tally.failed += 1;
                tally.first_failure.get_or_insert_with(|| told(status, &body));
            }
        }
    }
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address)
        .await
        .with_context(|| address.to_string())?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Ends with its sender; a failure reaches whoever waits for an answer.
    tokio::spawn(connection);
    Ok(sender)
}

async fn exchange(
    sender: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> Result<(StatusCode, Bytes)> {
    sender.ready().await?;
    let response = sender.send_request(request).await?;
    let status = response.status();
    let body = response.into_body().collect().await?.to_bytes();
    Ok((status, body))
}

fn told(status: StatusCode, body: &[u8]) -> String {
    let body: String = String::from_utf8_lossy(body)
        .chars()
        .take(FAILURE_CHARS_MAX)
        .collect();
    format!("{status}: {body}")
}
