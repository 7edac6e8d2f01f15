//! Contestants side by side: turn and turn about, so that what the machine does else strikes all alike.

use crate::figures::{Figures, Turn};
use crate::load::{Answers, Journey, Load, Pace, Source};
use crate::plan::Plan;
use anyhow::Result;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// One of those who are compared.
pub enum Contestant {
    /// Requests to a host.
    Load(Load),
    /// Something else, which is told how many at once, and for how long.
    Other(Box<dyn Fn(usize, Duration) -> Result<Answers>>),
}

impl Contestant {
    /// Requests of `source` to the host at `address`, as fast as they are answered.
    pub fn new(address: SocketAddr, source: Source) -> Self {
        Self::Load(Load::new(address, source))
    }

    /// Journeys to the host at `address`, as fast as they are gone.
    pub fn journeys(address: SocketAddr, journey: Arc<dyn Journey>) -> Self {
        Self::Load(Load::journeys(address, journey))
    }

    /// The same at another pace, if it has one.
    pub fn at(self, pace: Pace) -> Self {
        match self {
            Self::Load(load) => Self::Load(load.at(pace)),
            other => other,
        }
    }

    fn run(&self, connections: usize, window: Duration) -> Result<Answers> {
        match self {
            Self::Load(load) => load.run(connections, window),
            Self::Other(run) => run(connections, window),
        }
    }
}

/// Lets the contestants take their turns; the figures come in the order of the contestants.
pub fn race(plan: &Plan, contestants: &[Contestant]) -> Result<Vec<Figures>> {
    let mut results: Vec<Results> = contestants.iter().map(|_| Results::default()).collect();
    for contestant in contestants {
        contestant.run(plan.connections, plan.warm_up)?;
    }
    for round in 0..plan.rounds {
        let mut order: Vec<_> = contestants.iter().zip(&mut results).collect();
        // Forwards, then backwards, so that nobody always follows the same one.
        if !round.is_multiple_of(2) {
            order.reverse();
        }
        for (contestant, results) in order {
            let answers = contestant.run(plan.connections, plan.window)?;
            results.turns.push(answers.turn);
            results.failed += answers.failed;
            results.first_failure = results.first_failure.take().or(answers.first_failure);
        }
    }
    let figures = results
        .into_iter()
        .map(|results| Figures::of(results.turns, results.failed, results.first_failure));
    Ok(figures.collect())
}

#[derive(Default)]
struct Results {
    turns: Vec<Turn>,
    failed: u64,
    first_failure: Option<String>,
}
