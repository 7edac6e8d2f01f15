//! Bringing customers' keys to the newest root key, while all stays readable.

use super::WrappedKey;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::CustomerId;

/// Customers whose key is wrapped by another root key than `newest`, after `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn behind(
    sql: &dyn Sql,
    newest: &str,
    after: Option<&CustomerId>,
    limit: u32,
) -> Result<Vec<(CustomerId, WrappedKey)>, SqlError> {
    // Two ranges of the index, where `<>` would read it all.
    let statement = Statement::new(
        "SELECT customer_id, root_key, data_key FROM account WHERE (root_key < ?1 OR root_key > ?1) AND customer_id > ?2 \
         ORDER BY customer_id LIMIT ?3",
        vec![
            newest.to_owned().into(),
            after.map_or_else(String::new, CustomerId::to_string).into(),
            limit.into(),
        ],
    );
    let wrapped = |row: &Row| {
        let key = WrappedKey {
            root: row.text(1)?.to_owned(),
            sealed: row.text(2)?.to_owned(),
        };
        Ok((row.parse(0)?, key))
    };
    sql.read(statement).await?.iter().map(wrapped).collect()
}

/// Adds the step that wraps a customer's key anew, if it is wrapped as it was read.
pub fn rewrap(script: &mut Script, customer: &CustomerId, before: &WrappedKey, after: &WrappedKey) {
    script.run(
        "UPDATE account SET root_key = ?4, data_key = ?5 WHERE customer_id = ?1 AND root_key = ?2 AND data_key = ?3",
        vec![
            customer.to_string().into(),
            (&before.root).into(),
            (&before.sealed).into(),
            (&after.root).into(),
            (&after.sealed).into(),
        ],
    );
}
