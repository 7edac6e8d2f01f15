//! What a store does for an order: load, let the core decide, save by compare-and-set.

use crate::courier;
use crate::detail::{detail, load, load_history, then};
use crate::reject::reject;
use api::fulfilment::{CreateOrderEvent, REASON_CHARS_MAX};
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::money::Minor;
use commerce::order::{CourierDelivery, OrderEvent};
use commerce::text::paragraph;
use http::StatusCode;
use storage::courier::COURIER;
use storage::idempotency::KEY_USED;
use storage::order::advance::advance;
use storage::order::history::By;
use storage::order::{STATE, StoredOrder};
use storage::refund::REFUND;
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
    if event == OrderEvent::Reject {
        return reject(&call, &key, &stored, &reason).await;
    }
    let mut extra = Extra::default();
    courier::follow(&call, &stored, event, &mut extra).await?;
    save(&call, &key, &stored, event, &reason, extra).await
}

/// What a write does besides.
#[derive(Default)]
pub struct Extra {
    /// More steps.
    pub steps: Script,
    /// What went back of the order by then, where the steps give something back.
    pub refunded: Option<Minor>,
    /// The courier's delivery as the steps leave it.
    pub courier: Option<CourierDelivery>,
}

/// Lets an event happen to an order, with what else the write does, once per key.
///
/// # Errors
/// [`Code::OrderState`] when the order is past it, or something that the steps rest on has changed; a failure of storage.
pub async fn save(
    call: &Call,
    key: &Idempotency,
    stored: &StoredOrder,
    event: OrderEvent,
    reason: &str,
    mut extra: Extra,
) -> Result<Reply, Problem> {
    let mut order = stored.order.clone();
    if order.apply(event, call.now_ms).is_err() {
        return replay_or(call, key, Problem::new(Code::OrderState)).await;
    }
    if let Some(refunded) = extra.refunded {
        order.refunded = refunded;
    }
    let actor = call.principal.name();
    let by = By {
        actor: &actor,
        reason,
    };
    let history = then(load_history(call, &order).await?, &order, event, by);
    let answer = Prepared::new(
        key,
        StatusCode::OK,
        &detail(call, &order, &history, extra.courier.as_ref()),
    )?;
    let mut script = Script::new();
    answer.keep(&mut script, key, call.now_ms);
    advance(&mut script, &stored.order, &order, event, by);
    script.steps.append(&mut extra.steps.steps);
    match call.sql().write(script).await {
        Ok(_) => Ok(answer.reply()),
        Err(SqlError::Refused { label: KEY_USED, .. }) => replay_used(call, key).await,
        Err(SqlError::Refused {
            label: STATE | REFUND | COURIER,
            ..
        }) => replay_or(call, key, Problem::new(Code::OrderState)).await,
        Err(error) => Err(call.sql_problem(&error)),
    }
}

fn read_event(name: &str) -> Result<OrderEvent, Problem> {
    name.parse()
        .ok()
        .filter(|event| OrderEvent::BY_STAFF.contains(event))
        .ok_or_else(|| Problem::invalid("event", Rule::unknown(name)))
}

fn read_reason(event: OrderEvent, reason: &str) -> Result<String, Problem> {
    if event != OrderEvent::Reject && reason.trim().is_empty() {
        return Ok(String::new());
    }
    Ok(paragraph("reason", reason, REASON_CHARS_MAX)?)
}
