//! From SQL to key-value: after each commit, and as a whole.

pub mod catalog;
mod keep;
pub mod keys;
mod lease;
pub mod pricing;
mod run;
pub mod stores;

use crate::key_value::{KeyValue, KeyValueError};
use crate::sql::{Sql, SqlError};

pub use lease::LEASE_MS;
pub use run::{BATCH_ENTRIES_MAX, Progress, rebuild, run};

/// A projection that could not be finished; its outbox entries stay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    /// The truth could not be read.
    #[error(transparent)]
    Sql(#[from] SqlError),
    /// Key-value could not be written.
    #[error(transparent)]
    KeyValue(#[from] KeyValueError),
}

/// Where projections read and write.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The truth.
    pub sql: &'a dyn Sql,
    /// The projections.
    pub key_value: &'a dyn KeyValue,
}
