//! The lease that lets one projector work at a time: two that write the same key could leave the older value there.

use super::Ports;
use crate::key_value::{KeyValue, KeyValueError};
use crate::sql::{Script, SqlError};
use futures_util::future::LocalBoxFuture;
use std::cell::Cell;

/// How long a projector may work without a sign of life, in milliseconds. Longer than one write to key-value may take, so
/// that a lost projector has been ended by the host before another takes over.
pub const LEASE_MS: i64 = 60_000;
/// How long a lease is held before the next write renews it, in milliseconds.
const RENEW_MS: i64 = LEASE_MS / 4;
/// When a lease that was lost was renewed: so long ago that the next write finds out too.
const NEVER_MS: i64 = i64::MIN / 2;

/// Key-value for the holder of the lease: writes keep the lease alive, and stop when it is lost.
pub(super) struct Leased<'a> {
    ports: Ports<'a>,
    clock: &'a dyn Fn() -> i64,
    holder: &'a str,
    renewed_ms: Cell<i64>,
}

impl<'a> Leased<'a> {
    /// Takes the lease for `holder`, a name that nobody else has; `None` when somebody else holds it.
    pub(super) async fn take(
        ports: Ports<'a>,
        clock: &'a dyn Fn() -> i64,
        holder: &'a str,
    ) -> Result<Option<Self>, SqlError> {
        let now_ms = clock();
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
            Ok(_) => Ok(Some(Self {
                ports,
                clock,
                holder,
                renewed_ms: Cell::new(now_ms),
            })),
            Err(SqlError::Refused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The ports of a projection that runs under this lease.
    pub(super) fn ports(&self) -> Ports<'_> {
        Ports {
            sql: self.ports.sql,
            key_value: self,
        }
    }

    /// Adds the fence to a script: it is refused when the lease is lost, and renews it otherwise.
    pub(super) fn fence(&self, script: &mut Script) {
        script.expect(
            "lease",
            "UPDATE lease SET until_ms = ?2 WHERE name = 'projector' AND holder = ?1",
            vec![self.holder.to_owned().into(), ((self.clock)() + LEASE_MS).into()],
        );
    }

    /// Gives the lease back.
    pub(super) async fn release(self) -> Result<(), SqlError> {
        let mut script = Script::new();
        script.run(
            "DELETE FROM lease WHERE name = 'projector' AND holder = ?1",
            vec![self.holder.to_owned().into()],
        );
        self.ports.sql.write(script).await.map(drop)
    }

    async fn renew_when_due(&self) -> Result<(), KeyValueError> {
        let now_ms = (self.clock)();
        if (0..RENEW_MS).contains(&(now_ms - self.renewed_ms.get())) {
            return Ok(());
        }
        // Writes that are on their way at the same time need not all renew it.
        self.renewed_ms.set(now_ms);
        let mut script = Script::new();
        self.fence(&mut script);
        self.ports.sql.write(script).await.map(drop).map_err(|error| {
            self.renewed_ms.set(NEVER_MS);
            KeyValueError(format!("not under the lease: {error}"))
        })
    }
}

impl KeyValue for Leased<'_> {
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, KeyValueError>> {
        self.ports.key_value.get(key)
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a [u8]) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        Box::pin(async move {
            self.renew_when_due().await?;
            self.ports.key_value.set(key, value).await
        })
    }

    fn delete<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        Box::pin(async move {
            self.renew_when_due().await?;
            self.ports.key_value.delete(key).await
        })
    }
}
