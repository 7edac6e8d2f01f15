//! What a store does for an order: load, let the core decide, save by compare-and-set.

use crate::detail::{detail, load, load_history, then};
use api::fulfilment::{CreateOrderEvent, REASON_CHARS_MAX};
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::order::OrderEvent;
use http::StatusCode;
use storage::idempotency::KEY_USED;
use storage::order::advance::advance;
use storage::order::history::By;
use storage::order::{STATE, StoredOrder};
use storage::sql::{Script, SqlError};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Idempotency, Reply};

/// Lets an event of the store's happen to an order of its own.
pub async fn create_order_event(call: Call) -> Result<Reply, Problem> {
    let store = call.staff_store()?;
    let key = call.idempotency()?;
    let CreateOrderEvent { event, reason } = call.json()?;
    let event = read_event(&event)?;
    let reason = read_reason(event, &reason)?;
    let stored = load(&call, &store, call.param("order")?).await?;
    save(&call, &key, &stored, event, reason, |_| {}).await
}

/// Lets an event happen to an order, with what `more` adds to the write, once per key.
///
/// # Errors
/// [`Code::OrderState`] when the order is past it; a failure of storage.
pub async fn save(
    call: &Call,
    key: &Idempotency,
    stored: &StoredOrder,
    event: OrderEvent,
    reason: &str,
    more: impl FnOnce(&mut Script),
) -> Result<Reply, Problem> {
    let mut order = stored.order.clone();
    if order.apply(event, call.now_ms).is_err() {
        return replay_or(call, key, Problem::new(Code::OrderState)).await;
    }
    let actor = call.principal.name();
    let by = By {
        actor: &actor,
        reason,
    };
    let history = then(load_history(call, order.id).await?, &order, event, by);
    let answer = Prepared::new(key, StatusCode::OK, &detail(call, &order, &history))?;
    let mut script = Script::new();
    answer.keep(&mut script, key, call.now_ms);
    advance(&mut script, &stored.order, &order, event, by);
    more(&mut script);
    match call.sql().write(script).await {
        Ok(_) => Ok(answer.reply()),
        Err(SqlError::Refused { label: KEY_USED, .. }) => replay_used(call, key).await,
        Err(SqlError::Refused { label: STATE, .. }) => {
            replay_or(call, key, Problem::new(Code::OrderState)).await
        }
        Err(error) => Err(call.sql_problem(&error)),
    }
}

fn read_event(name: &str) -> Result<OrderEvent, Problem> {
    name.parse()
        .ok()
        .filter(|event| OrderEvent::BY_STAFF.contains(event))
        .ok_or_else(|| Problem::invalid("event", Rule::unknown(name)))
}

fn read_reason(event: OrderEvent, reason: &str) -> Result<&str, Problem> {
    let reason = reason.trim();
    if event == OrderEvent::Reject && reason.is_empty() {
        return Err(Problem::invalid("reason", Rule::Required));
    }
    if reason.chars().count() > REASON_CHARS_MAX {
        let max = REASON_CHARS_MAX;
        return Err(Problem::invalid("reason", Rule::TooLong { max }));
    }
    Ok(reason)
}
