//! The projection of the pricing plan: one key.

use super::keep::Keeper;
use super::{Ports, ProjectError, keys};
use crate::outbox::Change;
use crate::pricing_plan;
use std::collections::BTreeSet;

/// Applies the changes that concern this projection.
pub async fn apply(ports: Ports<'_>, changes: &BTreeSet<Change>) -> Result<(), ProjectError> {
    if changes.contains(&Change::Pricing) {
        rebuild(ports).await?;
    }
    Ok(())
}

/// Writes the key, or removes it where there is nothing to say; returns how many were written.
pub async fn rebuild(ports: Ports<'_>) -> Result<u64, ProjectError> {
    let value = pricing_plan::document(ports.sql).await?.map(String::into_bytes);
    let keeper = Keeper::new(ports.key_value);
    keeper.keep(keys::PRICING.to_owned(), value).await?;
    keeper.flush().await?;
    Ok(keeper.written())
}
