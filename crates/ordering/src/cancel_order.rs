//! Cancelling an order that the store has not accepted, or a booking until the time that was agreed: what it held is given back, and
//! what was paid, once.

use crate::end_payment::end_payment;
use crate::get_order::load_own;
use crate::make_refund::make_refund;
use crate::pay_order::refuse_fields;
use crate::provider::PaymentProvider;
use crate::refunding::plan_refund;
use crate::settle::settle_order;
use crate::standing::{Standing, standing};
use crate::view;
use api::problem::{Code, Problem};
use commerce::order::{Order, OrderEvent};
use commerce::refund::{RefundCause, RefundWish};
use http::StatusCode;
use storage::idempotency::KEY_USED;
use storage::order::advance::advance;
use storage::order::history::By;
use storage::order::{STATE, StoredOrder, close};
use storage::refund::REFUND;
use storage::sql::{Script, SqlError};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Idempotency, Reply};

/// Cancels an order of the caller's own.
pub async fn cancel_order(call: Call, provider: &dyn PaymentProvider) -> Result<Reply, Problem> {
    let key = call.idempotency()?;
    refuse_fields(&call)?;
    let stored = load_own(&call).await?;
    let mut cancelled = stored.order.clone();
    if cancelled.apply(OrderEvent::Cancel, call.now_ms).is_err() {
        return replay_or(&call, &key, Problem::new(Code::OrderState)).await;
    }
    if stored.order.state.is_paid() {
        return cancel_paid(&call, provider, &key, &stored, cancelled).await;
    }
    // When the provider does not answer, the order ends, and what was paid is refunded.
    if standing(provider, &stored, true).await == Standing::Paid {
        settle_order(&call, &stored, None).await?;
        return Err(Problem::new(Code::OrderState));
    }
    let answer = Prepared::new(&key, StatusCode::OK, &view::order(&cancelled, call.locale))?;
    let mut script = Script::new();
    answer.keep(&mut script, &key, call.now_ms);
    close::cancel(&mut script, &stored.order, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: KEY_USED, .. }) => return replay_used(&call, &key).await,
        Err(SqlError::Refused { label: STATE, .. }) => {
            return replay_or(&call, &key, Problem::new(Code::OrderState)).await;
        }
        Err(SqlError::Refused { label, .. }) => {
            // What an unpaid order holds is there: this cannot be, and must be seen.
            call.platform
                .log(&format!("cancelling {}: {label}", stored.order.id));
            return Err(Problem::new(Code::Internal));
        }
        Err(error) => return Err(call.sql_problem(&error)),
    }
    // The order is cancelled, whatever comes of this: the job finishes what is left.
    if let Some(payment) = &stored.payment
        && let Err(problem) = end_payment(&call, provider, stored.order.id, &payment.reference).await
    {
        call.platform
            .log(&format!("ending a payment: {:?}", problem.code));
    }
    Ok(answer.reply())
}

/// The whole of it goes back in the write that cancels it, and is then paid out, by this call or by the job.
async fn cancel_paid(
    call: &Call,
    provider: &dyn PaymentProvider,
    key: &Idempotency,
    stored: &StoredOrder,
    mut cancelled: Order,
) -> Result<Reply, Problem> {
    let wish = RefundWish::Whole { fees: false };
    let planned = plan_refund(call, stored, RefundCause::Cancel, &wish).await?;
    cancelled.refunded = stored.order.quote.payable;
    let answer = Prepared::new(key, StatusCode::OK, &view::order(&cancelled, call.locale))?;
    let actor = call.principal.name();
    let by = By {
        actor: &actor,
        reason: "",
    };
    let mut script = Script::new();
    answer.keep(&mut script, key, call.now_ms);
    advance(&mut script, &stored.order, &cancelled, OrderEvent::Cancel, by);
    planned.add(&mut script, stored, &stored.order.store, true, by, call.now_ms)?;
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: KEY_USED, .. }) => return replay_used(call, key).await,
        Err(SqlError::Refused {
            label: STATE | REFUND,
            ..
        }) => {
            return replay_or(call, key, Problem::new(Code::OrderState)).await;
        }
        Err(error) => return Err(call.sql_problem(&error)),
    }
    if let Err(problem) = make_refund(call, provider, planned.id).await {
        call.platform
            .log(&format!("refunding a cancelled order: {:?}", problem.code));
    }
    Ok(answer.reply())
}
