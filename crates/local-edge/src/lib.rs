//! An embedded host for Spin applications: it runs the same `spin.toml` and the same components.
//!
//! As a program it serves an application on a port. As a library it is a test bench: [`Edge`] starts an application
//! in process, and any call that a component makes to the host can be counted, delayed, failed, or made to trap.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use local_edge::{Call, Edge, Fault};
//!
//! let edge = Edge::builder().manifest("spin.toml").state_dir("/tmp/state").schedules(false).start().await?;
//! edge.faults().inject(Fault::on(Call::KeyValueGet).fail());
//! println!("{} answers; {} reads so far", edge.url(), edge.counters().total().key_value_reads());
//! edge.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod allowed_hosts;
mod application;
mod call;
mod component;
mod compose;
mod counters;
mod deny;
mod edge;
mod engine;
mod faults;
mod gather;
mod headers;
mod host;
mod instance;
mod logs;
pub mod manifest;
mod routes;
mod schedule;
mod serve;
mod variables;

pub use call::{Call, UnknownCall};
pub use component::Limits;
pub use counters::{Counters, Counts};
pub use edge::{Builder, Edge, StartError};
pub use faults::{Fault, FaultPoint, Faults, Injected};
pub use host::sqlite::sqlite_file;
pub use logs::{LogLine, LogSource, Logs};
pub use variables::{ENVIRONMENT_PREFIX, VariableError};
