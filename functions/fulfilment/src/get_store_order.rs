//! One order of a store.

use crate::courier::last;
use crate::detail::{detail, load, load_history};
use api::problem::Problem;
use web::{Call, Reply};

/// Shows an order of the store, with its history.
pub async fn get_store_order(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let store = call.staff_store()?;
    let stored = load(&call, &store, call.param("order")?).await?;
    let history = load_history(&call, &stored.order).await?;
    let courier = last(&call, &stored.order).await?;
    Ok(Reply::ok(&detail(
        &call,
        &stored.order,
        &history,
        courier.as_ref(),
    )))
}
