//! What a cart costs.

use crate::price::price;
use crate::view;
use crate::wish::Wish;
use api::checkout::CreateQuote;
use api::problem::Problem;
use web::{Call, Reply};

/// Prices a cart; writes nothing.
pub async fn create_quote(call: Call) -> Result<Reply, Problem> {
    let customer = call.shopper()?;
    let request: CreateQuote = call.json()?;
    let wish = Wish::read(
        &request.store,
        &request.mode,
        &request.lines,
        request.coupon.as_deref(),
        request.points,
    )?;
    let priced = price(&call, customer, &wish, None).await?;
    Ok(Reply::ok(&view::quote(
        &priced.store,
        &priced.quote,
        call.locale,
        call.now_ms,
    )))
}
