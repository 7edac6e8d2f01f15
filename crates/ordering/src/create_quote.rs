//! What a cart costs.

use crate::price::{check_limits, check_slot, price};
use crate::view;
use crate::wish::{Arrangement, Wish};
use api::checkout::CreateQuote;
use api::problem::Problem;
use web::{Call, Reply};

/// Prices a cart; writes nothing.
pub async fn create_quote(call: Call) -> Result<Reply, Problem> {
    let customer = call.shopper()?;
    let request: CreateQuote = call.json()?;
    let wish = Wish::read(
        ("store", &request.store),
        &request.mode,
        &request.lines,
        request.coupon.as_deref(),
        request.points,
        Arrangement {
            slot_ms: request.slot_ms,
            destination: request.destination,
            resource: request.resource.as_deref(),
        },
    )?;
    let priced = price(&call, customer, &wish, None).await?;
    check_slot(&call, &priced).await?;
    check_limits(&call, customer, &wish, &priced).await?;
    let view = view::quote(
        &priced.store,
        &priced.quote,
        &priced.fulfilment,
        call.locale,
        call.now_ms,
    );
    Ok(Reply::ok(&view))
}
