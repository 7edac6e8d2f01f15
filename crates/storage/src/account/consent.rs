//! What customers agreed to.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::account::Purpose;
use commerce::ids::CustomerId;

/// A consent that was given once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredConsent {
    /// To what.
    pub purpose: Purpose,
    /// Whether it stands.
    pub given: bool,
    /// When it was last given, UTC epoch milliseconds.
    pub given_ms: i64,
    /// When it was last taken back, UTC epoch milliseconds.
    pub withdrawn_ms: Option<i64>,
}

/// All that a customer ever agreed to.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn of(sql: &dyn Sql, customer: &CustomerId) -> Result<Vec<StoredConsent>, SqlError> {
    let statement = Statement::new(
        "SELECT purpose, given, given_ms, withdrawn_ms FROM account_consent WHERE customer_id = ?1 ORDER BY purpose",
        vec![customer.to_string().into()],
    );
    let consent = |row: &Row| {
        Ok(StoredConsent {
            purpose: row.parse(0)?,
            given: row.int(1)? == 1,
            given_ms: row.int(2)?,
            withdrawn_ms: row.opt_int(3)?,
        })
    };
    sql.read(statement).await?.iter().map(consent).collect()
}

/// Adds the step by which a consent stands or does not, from `now_ms` if it was otherwise.
pub fn set(script: &mut Script, customer: &CustomerId, purpose: Purpose, given: bool, now_ms: i64) {
    let params = vec![
        customer.to_string().into(),
        purpose.as_str().into(),
        now_ms.into(),
    ];
    if given {
        script.run(
            "INSERT INTO account_consent (customer_id, purpose, given, given_ms) VALUES (?1, ?2, 1, ?3) \
             ON CONFLICT (customer_id, purpose) DO UPDATE SET given = 1, given_ms = excluded.given_ms \
             WHERE account_consent.given = 0",
            params,
        );
    } else {
        script.run(
            "UPDATE account_consent SET given = 0, withdrawn_ms = ?3 \
             WHERE customer_id = ?1 AND purpose = ?2 AND given = 1",
            params,
        );
    }
}
