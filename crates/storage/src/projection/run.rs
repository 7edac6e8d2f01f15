//! The projector, one at a time.

use super::lease::Leased;
use super::{Ports, ProjectError, catalog, pricing, stores};
use crate::outbox::{self, Change};
use crate::sql::Script;
use crate::stock_alert;
use std::collections::BTreeSet;

/// Outbox entries of one batch.
pub const BATCH_ENTRIES_MAX: u32 = 500;

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Outbox entries applied.
    pub entries: u64,
    /// Another projector is at work and will do the rest.
    pub busy: bool,
    /// Entries are left, because time ran out.
    pub more: bool,
}

/// Applies outbox entries until none is left or `clock` passes `deadline_ms`. `holder` names this run, uniquely.
///
/// # Errors
/// The first failure; what was not applied stays in the outbox, and the lease is given back.
pub async fn run(
    ports: Ports<'_>,
    clock: &dyn Fn() -> i64,
    holder: &str,
    deadline_ms: i64,
) -> Result<Progress, ProjectError> {
    let mut progress = Progress::default();
    // An empty outbox is the common case and costs no write.
    if outbox::oldest(ports.sql, 1).await?.is_empty() {
        return Ok(progress);
    }
    let Some(lease) = Leased::take(ports, clock, holder).await? else {
        return Ok(Progress {
            busy: true,
            ..progress
        });
    };
    let outcome = drain(&lease, clock, deadline_ms, &mut progress).await;
    lease.release().await?;
    outcome.map(|()| progress)
}

async fn drain(
    lease: &Leased<'_>,
    clock: &dyn Fn() -> i64,
    deadline_ms: i64,
    progress: &mut Progress,
) -> Result<(), ProjectError> {
    let ports = lease.ports();
    loop {
        let entries = outbox::oldest(ports.sql, BATCH_ENTRIES_MAX).await?;
        let known: Vec<_> = entries
            .into_iter()
            .filter_map(|e| e.change.map(|change| (e.id, change)))
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        if clock() >= deadline_ms {
            progress.more = true;
            return Ok(());
        }
        let mut changes: BTreeSet<Change> = known.iter().map(|(_, change)| change.clone()).collect();
        // An import leaves one with each of its chunks, and making the index anew once, for the last, is enough.
        if let Some((last, _)) = known.last()
            && changes.contains(&Change::AllPlaces)
            && outbox::comes_again(ports.sql, &Change::AllPlaces, *last).await?
        {
            changes.remove(&Change::AllPlaces);
        }
        stores::apply(ports, &changes).await?;
        catalog::apply(ports, &changes).await?;
        pricing::apply(ports, &changes).await?;
        let mut script = Script::new();
        // Whoever lost the lease must not remove entries, for its writes may be older than its successor's.
        lease.fence(&mut script);
        for change in &changes {
            if let Change::StockAlert(store, sku) = change {
                stock_alert::settle(&mut script, store, sku, clock());
            }
        }
        for (id, _) in &known {
            outbox::remove(&mut script, *id);
        }
        ports.sql.write(script).await?;
        progress.entries += known.len() as u64;
    }
}

/// Writes every key anew from SQL. Waits for no one: call it with the lease free, or get `busy`.
///
/// # Errors
/// The first failure; key-value then holds a mixture of the old and the new, both true at their time.
pub async fn rebuild(
    ports: Ports<'_>,
    clock: &dyn Fn() -> i64,
    holder: &str,
) -> Result<Progress, ProjectError> {
    let Some(lease) = Leased::take(ports, clock, holder).await? else {
        return Ok(Progress {
            busy: true,
            ..Progress::default()
        });
    };
    let outcome = async {
        let stores = stores::rebuild(lease.ports()).await?;
        let catalog = catalog::rebuild(lease.ports()).await?;
        let pricing = pricing::rebuild(lease.ports()).await?;
        Ok(Progress {
            entries: stores + catalog + pricing,
            ..Progress::default()
        })
    }
    .await;
    lease.release().await?;
    outcome
}
