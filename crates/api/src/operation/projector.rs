//! Operations of the function `projector`.

use super::Method::Post;
use super::{Access, Operation, operations};

operations! {
    /// Brings key-value up to date with SQL.
    PROJECT = Operation::new("project", Post, "/jobs/project", Access::OPERATOR);
    /// Writes all of key-value anew from SQL.
    REBUILD = Operation::new("rebuild", Post, "/jobs/rebuild", Access::OPERATOR);
}
