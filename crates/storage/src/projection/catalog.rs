//! Projections of the function `catalog`.

use super::{Ports, ProjectError};
use crate::outbox::Change;
use std::collections::BTreeSet;

/// Applies the changes that concern these projections.
pub async fn apply(_ports: Ports<'_>, _changes: &BTreeSet<Change>) -> Result<(), ProjectError> {
    Ok(())
}

/// Writes all keys of these projections; returns how many.
pub async fn rebuild(_ports: Ports<'_>) -> Result<u64, ProjectError> {
    Ok(0)
}
