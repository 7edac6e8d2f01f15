//! Roles of staff, as headquarters keeps them.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::RoleId;
use commerce::staff::Permissions;

/// The guard that a role is at the version that was read.
pub const ROLE: &str = "role_version";

/// A role as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRole {
    /// Its code.
    pub id: RoleId,
    /// Counts its edits, from 1.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// What it lets do.
    pub permissions: Permissions,
}

/// All roles, by code. A brand has a dozen, so nobody asks for a part of them.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_all(sql: &dyn Sql) -> Result<Vec<StoredRole>, SqlError> {
    let statement = Statement::new(
        "SELECT id, version, name, permissions FROM role ORDER BY id",
        vec![],
    );
    sql.read(statement).await?.iter().map(role).collect()
}

/// One role.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: &RoleId) -> Result<Option<StoredRole>, SqlError> {
    let statement = Statement::new(
        "SELECT id, version, name, permissions FROM role WHERE id = ?1",
        vec![id.to_string().into()],
    );
    sql.read(statement).await?.first().map(role).transpose()
}

/// Adds the step that writes a role over version `before`, or makes it when that is `None`. Refused under [`ROLE`] when it is at
/// another version by then.
pub fn put(
    script: &mut Script,
    id: &RoleId,
    name: &str,
    permissions: Permissions,
    before: Option<i64>,
    now_ms: i64,
) {
    let mut params = vec![
        id.to_string().into(),
        name.to_owned().into(),
        permissions.to_string().into(),
        now_ms.into(),
    ];
    match before {
        None => script.expect(
            ROLE,
            "INSERT INTO role (id, version, name, permissions, updated_ms) VALUES (?1, 1, ?2, ?3, ?4) \
             ON CONFLICT (id) DO NOTHING",
            params,
        ),
        Some(version) => {
            params.push(version.into());
            script.expect(
                ROLE,
                "UPDATE role SET version = version + 1, name = ?2, permissions = ?3, updated_ms = ?4 \
                 WHERE id = ?1 AND version = ?5",
                params,
            )
        }
    };
}

fn role(row: &Row) -> Result<StoredRole, SqlError> {
    Ok(StoredRole {
        id: row.parse(0)?,
        version: row.int(1)?,
        name: row.text(2)?.to_owned(),
        permissions: row.parse(3)?,
    })
}
