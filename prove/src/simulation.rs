//! The real functions behind simulated ports. Clock, randomness, database, key-value and payment provider derive from one
//! seed, and so does every accident: a call that fails, is not acknowledged, or is the last that a request ever makes; a
//! clock that jumps; projections that are old or gone; requests that take turns at every call of a port.

mod act;
mod apps;
mod arrange;
mod audit;
mod bank;
mod books;
mod cast;
mod chance;
mod database;
mod frame;
mod gate;
mod journal;
mod mall;
mod promise;
mod request;
mod run;
mod scheduler;
mod told;
mod world;

pub use database::Database;
pub use run::{Failure, Plan, Tally, run};
