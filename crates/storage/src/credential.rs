//! What opens a platform to all instances, kept for a provider that keeps nothing. It is sealed by the provider itself.

use crate::sql::{Script, Sql, SqlError, Statement};

/// A credential as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCredential {
    /// Opaque.
    pub kept: String,
    /// When it is to be renewed, UTC epoch milliseconds.
    pub renew_ms: i64,
}

/// The credential of a provider, if one is kept.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, provider: &str) -> Result<Option<StoredCredential>, SqlError> {
    let statement = Statement::new(
        "SELECT kept, renew_ms FROM provider_credential WHERE provider = ?1",
        vec![provider.to_owned().into()],
    );
    let rows = sql.read(statement).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    Ok(Some(StoredCredential {
        kept: row.text(0)?.to_owned(),
        renew_ms: row.int(1)?,
    }))
}

/// Whether `holder`, a name that nobody else has, is the one to renew it until `until_ms`.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn claim(
    sql: &dyn Sql,
    provider: &str,
    holder: &str,
    now_ms: i64,
    until_ms: i64,
) -> Result<bool, SqlError> {
    let mut script = Script::new();
    script.expect(
        "lease",
        "INSERT INTO lease (name, holder, until_ms) VALUES (?1, ?2, ?3) \
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms \
         WHERE lease.until_ms <= ?4",
        vec![
            lease(provider).into(),
            holder.to_owned().into(),
            until_ms.into(),
            now_ms.into(),
        ],
    );
    match sql.write(script).await {
        Ok(_) => Ok(true),
        Err(SqlError::Refused { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Lets go of the claim.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn release(sql: &dyn Sql, provider: &str, holder: &str) -> Result<(), SqlError> {
    let mut script = Script::new();
    leave(&mut script, provider, holder);
    sql.write(script).await.map(drop)
}

/// Keeps a renewed credential, and lets go of the claim.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn keep(
    sql: &dyn Sql,
    provider: &str,
    holder: &str,
    credential: &StoredCredential,
) -> Result<(), SqlError> {
    let mut script = Script::new();
    script.run(
        "INSERT INTO provider_credential (provider, kept, renew_ms) VALUES (?1, ?2, ?3) \
         ON CONFLICT (provider) DO UPDATE SET kept = excluded.kept, renew_ms = excluded.renew_ms",
        vec![
            provider.to_owned().into(),
            (&credential.kept).into(),
            credential.renew_ms.into(),
        ],
    );
    leave(&mut script, provider, holder);
    sql.write(script).await.map(drop)
}

fn leave(script: &mut Script, provider: &str, holder: &str) {
    script.run(
        "DELETE FROM lease WHERE name = ?1 AND holder = ?2",
        vec![lease(provider).into(), holder.to_owned().into()],
    );
}

fn lease(provider: &str) -> String {
    format!("credential/{provider}")
}
