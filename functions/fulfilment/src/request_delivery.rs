//! Asking a courier again, after the last delivery of an order came to nothing.

use crate::courier::{is_offered, new, view};
use crate::detail::load;
use api::problem::{Code, Fault, Problem};
use http::StatusCode;
use storage::courier::{self, COURIER};
use storage::idempotency::KEY_USED;
use storage::order::STATE;
use storage::sql::{Script, SqlError};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Reply};

/// Makes a new delivery of an order of the store's own due.
pub async fn request_delivery(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let store = call.staff_store()?;
    let key = call.idempotency()?;
    let order = load(&call, &store, call.param("order")?).await?.order;
    if !order.is_carriable() {
        return replay_or(&call, &key, Problem::new(Code::OrderState)).await;
    }
    if !is_offered(&call, &order).await? {
        let refusal = Fault::Reason("courier_not_offered");
        let problem = Problem::field(Code::StoreUnavailable, "store", refusal);
        return replay_or(&call, &key, problem).await;
    }
    let delivery = new(&call, order.id);
    let answer = Prepared::new(&key, StatusCode::CREATED, &view(&delivery))?;
    let mut script = Script::new();
    answer.keep(&mut script, &key, call.now_ms);
    courier::hold(&mut script, &order);
    courier::open(&mut script, &delivery);
    match call.sql().write(script).await {
        Ok(_) => Ok(answer.reply()),
        Err(SqlError::Refused { label: KEY_USED, .. }) => replay_used(&call, &key).await,
        // The order is past it, or a courier is on it.
        Err(SqlError::Refused {
            label: STATE | COURIER,
            ..
        }) => replay_or(&call, &key, Problem::new(Code::OrderState)).await,
        Err(error) => Err(call.sql_problem(&error)),
    }
}
