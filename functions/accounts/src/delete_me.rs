//! Ends the caller's account.

use crate::account::stored;
use api::accounts::DeletedAccountView;
use api::problem::{Code, Problem};
use storage::account::{ACCOUNT, end};
use storage::sql::SqlError;
use web::{Call, Reply};

/// Removes all that is private of the caller, their key with it, and ends their sessions. Needs no key: an account whose key does not open
/// any more can be ended too.
pub async fn delete_me(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let account = stored(&call).await?;
    match end::end(call.sql(), &account.customer).await {
        Ok(()) => Ok(Reply::ok(&DeletedAccountView {
            customer: account.customer.to_string(),
            deleted_ms: call.now_ms,
        })),
        // Sent twice at once.
        Err(SqlError::Refused { label: ACCOUNT, .. }) => Err(Problem::new(Code::NotFound)),
        Err(error) => Err(call.sql_problem(&error)),
    }
}
