//! The store cannot serve an order after all: everything goes back in the same write.

use crate::courier;
use crate::create_order_event::{Extra, save};
use api::problem::{Code, Problem};
use commerce::order::{OrderEvent, OrderState, transition};
use commerce::refund::{RefundCause, RefundWish};
use ordering::refunding::plan_refund;
use storage::order::StoredOrder;
use storage::order::history::By;
use web::replay::replay_or;
use web::{Call, Idempotency, Reply};

/// Rejects a paid order. Its goods go back on the shelf, unless a courier has them.
///
/// # Errors
/// [`Code::OrderState`] when the shopper has it, or it is called off already; a failure of storage.
pub async fn reject(
    call: &Call,
    key: &Idempotency,
    stored: &StoredOrder,
    reason: &str,
) -> Result<Reply, Problem> {
    let order = &stored.order;
    if transition(order.quote.mode, order.state, OrderEvent::Reject).is_err() {
        return replay_or(call, key, Problem::new(Code::OrderState)).await;
    }
    let wish = RefundWish::Whole { fees: false };
    let planned = plan_refund(call, stored, RefundCause::Reject, &wish).await?;
    let actor = call.principal.name();
    let by = By {
        actor: &actor,
        reason,
    };
    let mut extra = Extra {
        refunded: Some(order.quote.payable),
        ..Extra::default()
    };
    let restocks = order.state != OrderState::Dispatched;
    planned.add(&mut extra.steps, stored, &order.store, restocks, by, call.now_ms)?;
    courier::follow(call, stored, OrderEvent::Reject, &mut extra).await?;
    save(call, key, stored, OrderEvent::Reject, reason, extra).await
}
