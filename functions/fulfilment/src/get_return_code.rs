//! The code by which goods of an order are given back, for its shopper.

use crate::code::{Codes, Payload, STEP_MS};
use api::fulfilment::ReturnCodeView;
use api::problem::{Code, Problem};
use ordering::get_order::load_own;
use web::{Call, Reply};

/// Makes the code of an order of the caller's own that was paid and still stands.
pub async fn get_return_code(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let order = load_own(&call).await?.order;
    if !order.state.is_paid() {
        return Err(Problem::new(Code::OrderState));
    }
    let codes = Codes::of(&call)
        .await
        .ok_or_else(|| Problem::new(Code::Internal))?;
    let (payload, renew_ms) = codes.payload(Payload::Return, order.id, call.now_ms);
    Ok(Reply::ok(&ReturnCodeView {
        order: order.id.to_string(),
        payload,
        renew_ms,
        valid_until_ms: renew_ms.saturating_add(STEP_MS),
    }))
}
