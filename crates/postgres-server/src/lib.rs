//! A Postgres server in a temporary folder, on a free port of this machine alone, from the programs that this machine has. It can
//! be ended as a power failure ends it, and started again on what it left.
//!
//! Absent from here: SQL.

mod account;
mod programs;
mod server;

pub use programs::{PROGRAMS_VARIABLE, find, is_complete};
pub use server::Server;
