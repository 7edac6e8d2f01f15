//! The caller's account.

use crate::account::Account;
use crate::keys::Keys;
use crate::view;
use api::problem::Problem;
use web::{Call, Reply};

/// What the caller said of themselves.
pub async fn get_me(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let keys = Keys::of(&call).await?;
    let account = Account::mine(&call, &keys).await?;
    Ok(Reply::ok(&view::me(&call, &account).await?))
}
