//! Contestants side by side: turn and turn about, so that what the machine does else strikes all alike.

use crate::figures::{Figures, Turn};
use crate::load::{Load, Pace, Source};
use crate::plan::Plan;
use anyhow::Result;
use std::net::SocketAddr;

/// One of those who are compared.
pub struct Contestant {
    load: Load,
}

impl Contestant {
    /// Requests of `source` to the host at `address`, as fast as they are answered.
    pub fn new(address: SocketAddr, source: Source) -> Self {
        Self {
            load: Load::new(address, source),
        }
    }

    /// The same at another pace.
    pub fn at(self, pace: Pace) -> Self {
        Self {
            load: self.load.at(pace),
        }
    }
}

/// Lets the contestants take their turns; the figures come in the order of the contestants.
pub fn race(plan: &Plan, contestants: &[Contestant]) -> Result<Vec<Figures>> {
    let mut results: Vec<Results> = contestants.iter().map(|_| Results::default()).collect();
    for contestant in contestants {
        contestant.load.run(plan.connections, plan.warm_up)?;
    }
    for round in 0..plan.rounds {
        let mut order: Vec<_> = contestants.iter().zip(&mut results).collect();
        // Forwards, then backwards, so that nobody always follows the same one.
        if !round.is_multiple_of(2) {
            order.reverse();
        }
        for (contestant, results) in order {
            let answers = contestant.load.run(plan.connections, plan.window)?;
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
