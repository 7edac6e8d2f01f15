//! Whom a platform means, by keyed hash.

use crate::sql::{Script, Sql, SqlError, Statement};
use commerce::ids::CustomerId;

/// The guard that a person has no account yet.
pub const IDENTITY: &str = "account_identity";

/// A person, as a platform names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredIdentity {
    /// The platform's name.
    pub provider: String,
    /// Its name for the person, sealed.
    pub subject: String,
    /// The keyed hash of it.
    pub lookup: String,
    /// Since when, UTC epoch milliseconds.
    pub created_ms: i64,
}

/// Whose account a person's is, if they have one.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn find(sql: &dyn Sql, provider: &str, lookup: &str) -> Result<Option<CustomerId>, SqlError> {
    let statement = Statement::new(
        "SELECT customer_id FROM account_identity WHERE provider = ?1 AND subject_lookup = ?2",
        vec![provider.to_owned().into(), lookup.to_owned().into()],
    );
    let rows = sql.read(statement).await?;
    rows.first().map(|row| row.parse(0)).transpose()
}

/// Adds the step that makes an account a person's. Refused under [`IDENTITY`] when they have one by now.
pub fn bind(script: &mut Script, customer: &CustomerId, identity: &StoredIdentity) {
    script.expect(
        IDENTITY,
        "INSERT INTO account_identity (provider, subject_lookup, customer_id, subject, created_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (provider, subject_lookup) DO NOTHING",
        vec![
            (&identity.provider).into(),
            (&identity.lookup).into(),
            customer.to_string().into(),
            (&identity.subject).into(),
            identity.created_ms.into(),
        ],
    );
}

/// All names of a customer, the oldest first.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn of(sql: &dyn Sql, customer: &CustomerId) -> Result<Vec<StoredIdentity>, SqlError> {
    let statement = Statement::new(
        "SELECT provider, subject, subject_lookup, created_ms FROM account_identity WHERE customer_id = ?1 \
         ORDER BY created_ms, provider, subject_lookup",
        vec![customer.to_string().into()],
    );
    let rows = sql.read(statement).await?;
    let identity = |row: &crate::sql::Row| {
        Ok(StoredIdentity {
            provider: row.text(0)?.to_owned(),
            subject: row.text(1)?.to_owned(),
            lookup: row.text(2)?.to_owned(),
            created_ms: row.int(3)?,
        })
    };
    rows.iter().map(identity).collect()
}
