//! The projector. One at a time, by a lease in SQL: two that write the same key could leave the older value there.

use super::{Ports, ProjectError, catalog, stores};
use crate::outbox::{self, Change};
use crate::sql::{Script, SqlError};
use std::collections::BTreeSet;

/// Outbox entries of one batch.
pub const BATCH_ENTRIES_MAX: u32 = 500;
/// How long a projector may work without a sign of life, in milliseconds. Longer than a request may run, so that a
/// lost projector has been ended by the host before another takes over.
pub const LEASE_MS: i64 = 60_000;

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
    if !take_lease(ports, holder, clock()).await? {
        return Ok(Progress {
            busy: true,
            ..progress
        });
    }
    let outcome = drain(ports, clock, holder, deadline_ms, &mut progress).await;
    release_lease(ports, holder).await?;
    outcome.map(|()| progress)
}

async fn drain(
    ports: Ports<'_>,
    clock: &dyn Fn() -> i64,
    holder: &str,
    deadline_ms: i64,
    progress: &mut Progress,
) -> Result<(), ProjectError> {
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
        let changes: BTreeSet<Change> = known.iter().map(|(_, change)| change.clone()).collect();
        stores::apply(ports, &changes).await?;
        catalog::apply(ports, &changes).await?;
        let mut script = Script::new();
        // The fence: whoever lost the lease must not remove entries, for its writes may be older than its successor's.
        script.expect(
            "lease",
            "UPDATE lease SET until_ms = ?2 WHERE name = 'projector' AND holder = ?1",
            vec![holder.to_owned().into(), (clock() + LEASE_MS).into()],
        );
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
    if !take_lease(ports, holder, clock()).await? {
        return Ok(Progress {
            busy: true,
            ..Progress::default()
        });
    }
    let outcome = async {
        let stores = stores::rebuild(ports).await?;
        let catalog = catalog::rebuild(ports).await?;
        Ok(Progress {
            entries: stores + catalog,
            ..Progress::default()
        })
    }
    .await;
    release_lease(ports, holder).await?;
    outcome
}

async fn take_lease(ports: Ports<'_>, holder: &str, now_ms: i64) -> Result<bool, SqlError> {
    let mut script = Script::new();
    script.expect(
        "lease",
        "INSERT INTO lease (name, holder, until_ms) VALUES ('projector', ?1, ?2) \
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms \
         WHERE lease.until_ms < ?3",
        vec![
            holder.to_owned().into(),
            (now_ms + LEASE_MS).into(),
            now_ms.into(),
        ],
    );
    match ports.sql.write(script).await {
        Ok(_) => Ok(true),
        Err(SqlError::Refused { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn release_lease(ports: Ports<'_>, holder: &str) -> Result<(), SqlError> {
    let mut script = Script::new();
    script.run(
        "DELETE FROM lease WHERE name = 'projector' AND holder = ?1",
        vec![holder.to_owned().into()],
    );
    ports.sql.write(script).await.map(drop)
}
