//! Making an order paid, once.

use crate::view;
use api::checkout::{PaymentProgress, PaymentView};
use api::problem::{Code, Problem};
use commerce::hours::Day;
use commerce::order::OrderEvent;
use http::StatusCode;
use storage::idempotency::KEY_USED;
use storage::order::settle::settle;
use storage::order::{STATE, StoredOrder};
use storage::payment::PAYMENT;
use storage::sql::{Script, SqlError};
use web::replay::Prepared;
use web::{Call, Idempotency, Reply};

/// What came of settling.
pub enum Settled {
    /// The order is paid by this call.
    Now(Option<Reply>),
    /// Another call was faster: the order is paid, cancelled or expired already.
    Raced,
    /// The key was used before.
    KeyUsed,
}

/// Settles an order whose payment was confirmed, and keeps the answer under `key` where a caller waits for it.
///
/// # Errors
/// A failure of storage, or a defect.
pub async fn settle_order(
    call: &Call,
    stored: &StoredOrder,
    key: Option<&Idempotency>,
) -> Result<Settled, Problem> {
    let mut paid = stored.order.clone();
    if paid.apply(OrderEvent::Pay, call.now_ms).is_err() {
        return Ok(Settled::Raced);
    }
    let day = Day::of(&stored.zone, call.now_ms).ok_or_else(|| Problem::new(Code::Internal))?;
    let mut script = Script::new();
    let mut answer = None;
    if let Some(key) = key {
        let view = PaymentView {
            payment: PaymentProgress::Paid,
            client_action: None,
            order: view::order(&paid, call.locale),
        };
        let prepared = Prepared::new(key, StatusCode::OK, &view)?;
        prepared.keep(&mut script, key, call.now_ms);
        answer = Some(prepared);
    }
    settle(&mut script, stored, day, call.now_ms).map_err(|_| Problem::new(Code::Internal))?;
    match call.sql().write(script).await {
        Ok(_) => Ok(Settled::Now(answer.map(Prepared::reply))),
        Err(SqlError::Refused { label: KEY_USED, .. }) => Ok(Settled::KeyUsed),
        Err(SqlError::Refused {
            label: STATE | PAYMENT,
            ..
        }) => Ok(Settled::Raced),
        Err(SqlError::Refused { label, .. }) => {
            // Goods that an unpaid order reserved are there: this cannot be, and must be seen.
            call.platform.log(&format!("settling {}: {label}", paid.id));
            Err(Problem::new(Code::Internal))
        }
        Err(error) => Err(call.sql_problem(&error)),
    }
}
