//! How far the courier has come, for the order's shopper.

use crate::courier::{last, shopper_view};
use api::problem::Problem;
use ordering::get_order::load_own;
use web::{Call, Reply};

/// Shows the last delivery of an order of the caller's own.
pub async fn get_delivery(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let order = load_own(&call).await?.order;
    let last = last(&call, &order).await?;
    Ok(Reply::ok(&shopper_view(&order, last)?))
}
