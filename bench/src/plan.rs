//! How long is measured, how often, and with how many of what.

use std::time::Duration;

/// The sizes of a run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Connections that are kept alive, each with one request at a time.
    pub connections: usize,
    /// Turns that each contestant takes.
    pub rounds: usize,
    /// Length of a turn.
    pub window: Duration,
    /// Load before the first turn that is not counted.
    pub warm_up: Duration,
    /// Numbers of stores whose figures must be alike: the fewest first, the most last.
    pub store_counts: [usize; 3],
    /// Stores that take orders.
    pub order_stores: usize,
    /// Starts of the host whose median is told.
    pub starts: usize,
    /// Requests a second at which answers are timed that nobody else's hold up.
    pub pace: f64,
    /// Callers of a flash sale, and what there is for them.
    pub rush: (usize, i64),
    /// Requests, one after the other, in which calls to the host are counted.
    pub counted: u32,
}

impl Plan {
    /// The usual sizes, or small ones.
    pub fn new(quick: bool) -> Self {
        let usual = Self {
            connections: 32,
            rounds: 7,
            window: Duration::from_secs(3),
            warm_up: Duration::from_secs(1),
            store_counts: [10, 400, 5_000],
            order_stores: 100,
            starts: 5,
            pace: 20.0,
            rush: (10_000, 500),
            counted: 200,
        };
        if !quick {
            return usual;
        }
        Self {
            rounds: 3,
            window: Duration::from_millis(500),
            warm_up: Duration::from_millis(300),
            store_counts: [10, 100, 500],
            order_stores: 20,
            starts: 2,
            rush: (1_000, 50),
            counted: 50,
            ..usual
        }
    }

    /// One line for the head of the table.
    pub fn describe(&self) -> String {
        format!(
            "{} connections kept alive, {} turns of {} s each, medians; the load shares the cores with the host",
            self.connections,
            self.rounds,
            self.window.as_secs_f64()
        )
    }
}
