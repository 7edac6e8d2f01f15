//! Giving back money for an order of the store, by line or for all that is left.

use crate::detail::load;
use api::checkout::{CreateRefund, RefundLineRequest};
use api::fulfilment::REASON_CHARS_MAX;
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::ids::StoreId;
use commerce::order::OrderState;
use commerce::refund::{RefundCause, RefundWish, WishedLine};
use commerce::text::paragraph;
use http::StatusCode;
use ordering::refund_view;
use ordering::refunding::plan_refund;
use storage::courier;
use storage::idempotency::KEY_USED;
use storage::order::StoredOrder;
use storage::order::history::By;
use storage::refund::REFUND;
use storage::sql::{Script, SqlError};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Idempotency, Reply};

/// The most lines of a refund: as many as an order has.
const LINES_MAX: usize = 100;

/// Refunds an order of the store's own.
pub async fn create_refund(call: Call) -> Result<Reply, Problem> {
    let store = call.staff_store()?;
    let key = call.idempotency()?;
    let request: CreateRefund = call.json()?;
    let reason = read_reason(&request.reason)?;
    let wish = read_wish(request.lines.as_deref(), request.fees)?;
    let stored = load(&call, &store, call.param("order")?).await?;
    save(&call, &key, &stored, &store, &wish, request.restock, &reason).await
}

/// Refunds an order at a store, once per key.
///
/// # Errors
/// [`Code::OrderState`] for an order that was not paid, or was called off; what cannot be refunded; a failure of storage.
pub async fn save(
    call: &Call,
    key: &Idempotency,
    stored: &StoredOrder,
    store: &StoreId,
    wish: &RefundWish,
    restocks: bool,
    reason: &str,
) -> Result<Reply, Problem> {
    if !stored.order.state.is_paid() {
        return replay_or(call, key, Problem::new(Code::OrderState)).await;
    }
    let planned = match plan_refund(call, stored, RefundCause::Return, wish).await {
        Ok(planned) => planned,
        // What is refused now may be the effect of the first try.
        Err(problem) => return replay_or(call, key, problem).await,
    };
    let actor = call.principal.name();
    let by = By {
        actor: &actor,
        reason,
    };
    let mut refund = Script::new();
    let state = planned.add(&mut refund, stored, store, restocks, by, call.now_ms)?;
    let view = refund_view::planned(&stored.order, &planned, store, state, by, call.now_ms);
    let answer = Prepared::new(key, StatusCode::CREATED, &view)?;
    let mut script = Script::new();
    answer.keep(&mut script, key, call.now_ms);
    script.steps.append(&mut refund.steps);
    let back = planned.plan.before.checked_add(planned.plan.amount);
    if stored.order.state == OrderState::Ready && back == Ok(stored.order.quote.payable) {
        // Nothing is left of it that a courier would bring.
        courier::call_off(&mut script, stored.order.id, call.now_ms);
    }
    match call.sql().write(script).await {
        Ok(_) => Ok(answer.reply()),
        Err(SqlError::Refused { label: KEY_USED, .. }) => replay_used(call, key).await,
        // Somebody else gave back at this moment: asked again, the answer says what is left.
        Err(SqlError::Refused { label: REFUND, .. }) => replay_or(call, key, Problem::new(Code::Busy)).await,
        Err(error) => Err(call.sql_problem(&error)),
    }
}

/// Which goods; all that are left where the caller names none.
///
/// # Errors
/// Names the field that breaks a rule.
pub fn read_wish(lines: Option<&[RefundLineRequest]>, fees: bool) -> Result<RefundWish, Problem> {
    let Some(lines) = lines else {
        return Ok(RefundWish::Whole { fees });
    };
    if lines.len() > LINES_MAX {
        return Err(Problem::invalid("lines", Rule::TooMany { max: LINES_MAX }));
    }
    let mut wished = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let sku = line.sku.parse().map_err(|_| {
            let expected = "<product>.<variant>";
            Problem::invalid(format!("lines[{index}].sku"), Rule::Format { expected })
        })?;
        wished.push(WishedLine {
            sku,
            quantity: line.quantity,
        });
    }
    Ok(RefundWish::Lines { lines: wished, fees })
}

/// A reason is required: money never goes back for nothing.
///
/// # Errors
/// Names the rule.
pub fn read_reason(reason: &str) -> Result<String, Problem> {
    Ok(paragraph("reason", reason, REASON_CHARS_MAX)?)
}
