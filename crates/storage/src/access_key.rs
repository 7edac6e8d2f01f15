//! Keys of devices, partners and jobs. A key's secret is known by its keyed hash alone.

use crate::scope::{StoreScope, scoped};
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use crate::staff::read_place;
use commerce::ids::{KeyId, RoleId};
use commerce::staff::Permissions;
use std::str::FromStr;

/// The guard that a key is as it was read, and not revoked.
pub const KEY: &str = "access_key";

/// Whose a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// A machine in a store, such as a gate.
    Device,
    /// Another company's system.
    Partner,
    /// A scheduler.
    Job,
}

/// A text that names no kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of key")]
pub struct UnknownKind;

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Device, Self::Partner, Self::Job];

    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Partner => "partner",
            Self::Job => "job",
        }
    }
}

impl FromStr for KeyKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == text).ok_or(UnknownKind)
    }
}

/// A key as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Which key.
    pub id: KeyId,
    /// Whose it is.
    pub kind: KeyKind,
    /// What it is called.
    pub name: String,
    /// Its role; none for a job.
    pub role: Option<RoleId>,
    /// What the role lets do at the moment.
    pub permissions: Permissions,
    /// The stores that it is for.
    pub scope: StoreScope,
    /// The keyed hash of its secret.
    pub lookup: String,
    /// That of the secret before.
    pub previous_lookup: Option<String>,
    /// Until when that is good, UTC epoch milliseconds.
    pub previous_until_ms: Option<i64>,
    /// How often it was rotated.
    pub rotations: i64,
    /// Until when it is good, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// Since when it is good no more, UTC epoch milliseconds.
    pub revoked_ms: Option<i64>,
    /// Who gave it out.
    pub created_by: String,
    /// When, UTC epoch milliseconds.
    pub created_ms: i64,
}

macro_rules! keys {
    ($which:literal) => {
        concat!(
            "SELECT k.id, k.kind, k.name, k.role_id, r.permissions, k.region_id, k.store_id, k.lookup, k.previous_lookup, \
             k.previous_until_ms, k.rotations, k.expires_ms, k.revoked_ms, k.created_by, k.created_ms \
             FROM access_key k LEFT JOIN role r ON r.id = k.role_id ",
            $which
        )
    };
}

/// A key, whosever it is: for who shows it, and for who has looked at their scope.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: KeyId) -> Result<Option<StoredKey>, SqlError> {
    let statement = Statement::new(keys!("WHERE k.id = ?1"), vec![id.to_string().into()]);
    sql.read(statement).await?.first().map(key).transpose()
}

/// The keys of the stores within `scope`, after `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    scope: &StoreScope,
    after: Option<KeyId>,
    limit: u32,
) -> Result<Vec<StoredKey>, SqlError> {
    let statement = Statement::new(
        scoped!(scope, keys!("WHERE "), " AND k.id > ?2 ORDER BY k.id LIMIT ?3"),
        vec![
            scope.param(),
            after.map_or_else(String::new, |id| id.to_string()).into(),
            limit.into(),
        ],
    );
    sql.read(statement).await?.iter().map(key).collect()
}

/// Adds the step that keeps a new key.
pub fn put(script: &mut Script, key: &StoredKey) {
    let [region, store] = key.scope.columns();
    script.run(
        "INSERT INTO access_key (id, kind, name, role_id, region_id, store_id, lookup, rotations, expires_ms, created_by, \
         created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10)",
        vec![
            key.id.to_string().into(),
            key.kind.as_str().to_owned().into(),
            (&key.name).into(),
            key.role.as_ref().map(RoleId::to_string).into(),
            region,
            store,
            (&key.lookup).into(),
            key.expires_ms.into(),
            (&key.created_by).into(),
            key.created_ms.into(),
        ],
    );
}

/// Adds the step that gives a key its next secret; the one before is good until `previous_until_ms`. Refused under [`KEY`] when somebody
/// was faster, or the key is revoked.
pub fn rotate(
    script: &mut Script,
    before: &StoredKey,
    lookup: &str,
    previous_until_ms: i64,
    expires_ms: i64,
) {
    script.expect(
        KEY,
        "UPDATE access_key SET lookup = ?3, previous_lookup = ?2, previous_until_ms = ?4, expires_ms = ?5, \
         rotations = rotations + 1 WHERE id = ?1 AND lookup = ?2 AND revoked_ms IS NULL",
        vec![
            before.id.to_string().into(),
            (&before.lookup).into(),
            lookup.to_owned().into(),
            previous_until_ms.into(),
            expires_ms.into(),
        ],
    );
}

/// Adds the step that revokes a key. Refused under [`KEY`] when it is revoked.
pub fn revoke(script: &mut Script, id: KeyId, now_ms: i64) {
    script.expect(
        KEY,
        "UPDATE access_key SET revoked_ms = ?2 WHERE id = ?1 AND revoked_ms IS NULL",
        vec![id.to_string().into(), now_ms.into()],
    );
}

fn key(row: &Row) -> Result<StoredKey, SqlError> {
    let text = |column| Ok::<_, SqlError>(row.opt_text(column)?.map(str::to_owned));
    Ok(StoredKey {
        id: row.parse(0)?,
        kind: row.parse(1)?,
        name: row.text(2)?.to_owned(),
        role: row.opt_text(3)?.map(|_| row.parse(3)).transpose()?,
        permissions: row.opt_text(4)?.map_or(Ok(Permissions::NONE), |_| row.parse(4))?,
        scope: read_place(row, 5)?,
        lookup: row.text(7)?.to_owned(),
        previous_lookup: text(8)?,
        previous_until_ms: row.opt_int(9)?,
        rotations: row.int(10)?,
        expires_ms: row.int(11)?,
        revoked_ms: row.opt_int(12)?,
        created_by: row.text(13)?.to_owned(),
        created_ms: row.int(14)?,
    })
}
