//! The end of an account. What was sold and paid stays under the customer's id, which then names nobody.

use super::touch;
use crate::session;
use crate::sql::{Script, Sql, SqlError};
use commerce::ids::CustomerId;

/// Removes an account and all that is private of it; the customer's key first of all, without which no copy opens.
///
/// # Errors
/// Any of [`Sql::write`]; refused under [`super::ACCOUNT`] when there is no account by now.
pub async fn end(sql: &dyn Sql, customer: &CustomerId) -> Result<(), SqlError> {
    let mut script = Script::new();
    let id = || vec![customer.to_string().into()];
    touch(&mut script, customer, None);
    session::end_all_in(&mut script, customer);
    script.run("DELETE FROM account_address WHERE customer_id = ?1", id());
    script.run("DELETE FROM account_consent WHERE customer_id = ?1", id());
    script.run("DELETE FROM account_identity WHERE customer_id = ?1", id());
    script.run("DELETE FROM account WHERE customer_id = ?1", id());
    sql.write(script).await.map(drop)
}
