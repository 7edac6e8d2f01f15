//! The load: connections that are kept alive, each with one request at a time, as fast as the answers come.

use crate::figures::Turn;
use crate::wire::{Ended, Wire};
use anyhow::Result;
use bytes::Bytes;
use futures_util::future::LocalBoxFuture;
use http::Request;
use http_body_util::Full;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Makes the request of a number; no number comes twice in a contest.
pub type Source = Arc<dyn Fn(u64) -> Request<Full<Bytes>> + Send + Sync>;

/// Several requests that follow from each other, and count as one.
pub trait Journey: Send + Sync {
    /// Goes the way of a number, which comes once: how long what counts of it took.
    fn go<'a>(&'a self, number: u64, wire: &'a mut Wire) -> LocalBoxFuture<'a, Result<Duration, Ended>>;
}

/// How fast requests are sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// Each connection sends the next one as soon as it has its answer.
    AsFastAsAnswered,
    /// All connections together send so many a second, fewer than can be answered: what a caller waits is then not the wait for
    /// other callers.
    PerSecond(f64),
}

/// What is sent.
enum Work {
    Requests(Source),
    Journeys(Arc<dyn Journey>),
}

/// Somewhere to send requests to.
pub struct Load {
    address: SocketAddr,
    work: Work,
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
    /// When the last answer came, since the first request was sent.
    last: Duration,
    failed: u64,
    first_failure: Option<String>,
}

impl Load {
    /// Requests of `source` to `address`, as fast as they are answered.
    pub fn new(address: SocketAddr, source: Source) -> Self {
        Self::of(address, Work::Requests(source))
    }

    /// Journeys to `address`, as fast as they are gone.
    pub fn journeys(address: SocketAddr, journey: Arc<dyn Journey>) -> Self {
        Self::of(address, Work::Journeys(journey))
    }

    fn of(address: SocketAddr, work: Work) -> Self {
        Self {
            address,
            work,
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
        self.run_while(connections, |since| since < window)
    }

    /// Sends for as long as `goes_on` says, from the time since the first request.
    pub fn run_while(&self, connections: usize, goes_on: impl Fn(Duration) -> bool) -> Result<Answers> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(self.send(connections, &goes_on))
    }

    async fn send(&self, connections: usize, goes_on: &dyn Fn(Duration) -> bool) -> Result<Answers> {
        let mut wires = Vec::with_capacity(connections);
        for _ in 0..connections {
            wires.push(Wire::connect(self.address).await?);
        }
        let start = Instant::now();
        let tallies = (0..).zip(wires).map(|(number, wire)| {
            let ticks = self.ticks(start, number, connections);
            self.keep_busy(wire, ticks, start, goes_on)
        });
        let mut total = Tally::default();
        for tally in futures_util::future::try_join_all(tallies).await? {
            total.times_us.extend(tally.times_us);
            total.last = total.last.max(tally.last);
            total.failed += tally.failed;
            total.first_failure = total.first_failure.or(tally.first_failure);
        }
        Ok(Answers {
            turn: Turn::of(total.times_us, total.last),
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
        mut wire: Wire,
        mut ticks: Option<Ticks>,
        start: Instant,
        goes_on: &dyn Fn(Duration) -> bool,
    ) -> Result<Tally> {
        let mut tally = Tally::default();
        loop {
            if let Some(ticks) = &mut ticks {
                tokio::time::sleep_until(ticks.next.into()).await;
                ticks.next += ticks.period;
            }
            if !goes_on(start.elapsed()) {
                return Ok(tally);
            }
            match self
                .once(self.next.fetch_add(1, Ordering::Relaxed), &mut wire)
                .await
            {
                Ok(time) => {
                    let time_us = time.as_micros();
                    tally.times_us.push(u32::try_from(time_us).unwrap_or(u32::MAX));
                }
                Err(Ended::Told(told)) => {
                    tally.failed += 1;
                    tally.first_failure.get_or_insert(told);
                }
                Err(Ended::Broken(error)) => return Err(error),
            }
            tally.last = start.elapsed();
        }
    }

    async fn once(&self, number: u64, wire: &mut Wire) -> Result<Duration, Ended> {
        match &self.work {
            Work::Journeys(journey) => journey.go(number, wire).await,
            Work::Requests(source) => {
                let request = source(number);
                let start = Instant::now();
                let answer = wire.send(request).await?;
                match answer.status.is_success() {
                    true => Ok(start.elapsed()),
                    false => Err(Ended::Told(answer.told())),
                }
            }
        }
    }
}
