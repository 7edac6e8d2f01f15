//! Operations of the function `projector`.

use super::{Operation, operations};

operations! {
    /// Brings key-value up to date with SQL.
    PROJECT = Operation::job("project", "/jobs/project");
    /// Writes all of key-value anew from SQL.
    REBUILD = Operation::job("rebuild", "/jobs/rebuild");
}
