//! One order of the caller's own.

use crate::view;
use api::problem::{Code, Problem};
use commerce::ids::OrderId;
use storage::order;
use storage::order::StoredOrder;
use web::{Call, Reply};

/// Shows an order of the caller's own.
pub async fn get_order(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let stored = load_own(&call).await?;
    Ok(Reply::ok(&view::order(&stored.order, call.locale)))
}

/// The order in the path, if it is the caller's own.
///
/// # Errors
/// [`Code::NotFound`] for every other; a failure of storage.
pub async fn load_own(call: &Call) -> Result<StoredOrder, Problem> {
    let customer = call.shopper()?;
    let id: OrderId = call.param("order")?;
    order::load_own(call.sql(), id, customer)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))
}
