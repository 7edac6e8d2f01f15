//! What went back of an order, for its shopper.

use crate::get_order::load_own;
use crate::refund_view::refund;
use api::checkout::RefundsView;
use api::problem::Problem;
use storage::refund::of_order;
use web::{Call, Reply};

/// Lists the refunds of an order of the caller's own.
pub async fn list_refunds(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let stored = load_own(&call).await?;
    let refunds = of_order(call.sql(), stored.order.id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Reply::ok(&RefundsView {
        items: refunds
            .iter()
            .map(|of| refund(&stored.order, of, false))
            .collect(),
    }))
}
