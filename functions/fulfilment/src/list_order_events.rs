//! What happened to an order, for its shopper.

use crate::detail::{events, load_history};
use api::problem::Problem;
use ordering::get_order::load_own;
use web::{Call, Reply};

/// Lists what happened to an order of the caller's own.
pub async fn list_order_events(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let stored = load_own(&call).await?;
    let history = load_history(&call, &stored.order).await?;
    Ok(Reply::ok(&events(&history, false)))
}
