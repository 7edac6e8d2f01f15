//! The code by which an order is handed over, for its shopper.

use crate::code::{Codes, Payload, STEP_MS};
use api::fulfilment::HandoverCodeView;
use api::problem::{Code, Problem};
use commerce::order::{OrderEvent, transition};
use ordering::get_order::load_own;
use web::{Call, Reply};

/// Makes the code of an order of the caller's own that waits to be handed over.
pub async fn get_handover_code(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let order = load_own(&call).await?.order;
    transition(order.quote.mode, order.state, OrderEvent::HandOver)
        .map_err(|_| Problem::new(Code::OrderState))?;
    let codes = Codes::of(&call)
        .await
        .ok_or_else(|| Problem::new(Code::Internal))?;
    let (payload, renew_ms) = codes.payload(Payload::Handover, order.id, call.now_ms);
    Ok(Reply::ok(&HandoverCodeView {
        order: order.id.to_string(),
        code: codes.code(order.id),
        payload,
        renew_ms,
        valid_until_ms: renew_ms.saturating_add(STEP_MS),
    }))
}
