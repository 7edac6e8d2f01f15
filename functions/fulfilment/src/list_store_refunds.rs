//! What went back of an order, for the store's staff.

use crate::detail::load;
use api::checkout::RefundsView;
use api::problem::Problem;
use ordering::refund_view::refund;
use storage::refund::of_order;
use web::{Call, Reply};

/// Lists the refunds of an order of the store.
pub async fn list_store_refunds(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let store = call.staff_store()?;
    let stored = load(&call, &store, call.param("order")?).await?;
    let refunds = of_order(call.sql(), stored.order.id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Reply::ok(&RefundsView {
        items: refunds.iter().map(|of| refund(&stored.order, of, true)).collect(),
    }))
}
