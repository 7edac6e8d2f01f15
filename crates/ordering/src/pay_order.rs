//! Paying: the order's one payment is opened, asked for, and settled once the money is there.
//!
//! Whatever is cut off, repeating the request goes on where it stopped: the payment's number is the order's id, the payment is
//! written down before the shopper hears how to pay, and the order settles by compare-and-set.

use crate::end_payment::end_payment;
use crate::get_order::load_own;
use crate::provider::{PaymentProvider, PaymentRequest, PaymentState as Reported, ProviderError};
use crate::settle::{Settled, settle_order};
use crate::view;
use api::checkout::{NoFields, PAYER_CHARS_MAX, PayOrder, PaymentProgress, PaymentView};
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::order::OrderState;
use http::StatusCode;
use storage::idempotency::KEY_USED;
use storage::order::{STATE, StoredOrder};
use storage::payment::{self, PAYMENT, PaymentState};
use storage::sql::{Script, SqlError};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Idempotency, Reply};

/// Pays an order of the caller's own.
pub async fn pay_order(call: Call, provider: &dyn PaymentProvider) -> Result<Reply, Problem> {
    let key = call.idempotency()?;
    let payer = read_payer(&call)?;
    let stored = load_own(&call).await?;
    if stored.order.state != OrderState::AwaitingPayment {
        return past(&call, provider, &key, &stored).await;
    }
    let amount = stored.payable();
    let prepayment = provider
        .prepay(PaymentRequest {
            number: stored.order.id,
            amount,
            description: format!("Order {}", stored.order.id),
            expires_ms: stored.order.pay_by_ms,
            payer,
        })
        .await
        .map_err(|error| provider_problem(&call, &error))?;
    let reference = &prepayment.reference;
    match payment::open(call.sql(), stored.order.id, reference, amount, call.now_ms).await {
        Ok(()) => {}
        Err(SqlError::Refused {
            label: STATE | PAYMENT,
            ..
        }) => {
            let stored = load_own(&call).await?;
            return past(&call, provider, &key, &stored).await;
        }
        Err(error) => return Err(call.sql_problem(&error)),
    }
    let report = provider
        .query(stored.order.id, reference)
        .await
        .map_err(|error| provider_problem(&call, &error))?;
    match report.state {
        Reported::Paid if report.pays(stored.order.id, amount) => {}
        Reported::Pending => return Ok(pending(&call, &stored, &prepayment.client_action)),
        Reported::Paid => {
            call.platform.log(&format!(
                "payment {} is of another amount than the order",
                stored.order.id
            ));
            return Err(Problem::new(Code::PaymentRefused));
        }
        Reported::Refused | Reported::Closed => return Err(Problem::new(Code::PaymentRefused)),
    }
    match settle_order(&call, &stored, Some(&key)).await? {
        Settled::Now(Some(reply)) => Ok(reply),
        Settled::Now(None) | Settled::KeyUsed => replay_used(&call, &key).await,
        Settled::Raced => {
            let stored = load_own(&call).await?;
            past(&call, provider, &key, &stored).await
        }
    }
}

/// Answers for an order that no longer awaits payment.
async fn past(
    call: &Call,
    provider: &dyn PaymentProvider,
    key: &Idempotency,
    stored: &StoredOrder,
) -> Result<Reply, Problem> {
    if stored.order.state.is_paid() {
        return answer_paid(call, key, stored).await;
    }
    // The order ended unpaid. If the money has come all the same, it goes back at once.
    if let Some(payment) = &stored.payment
        && payment.state == PaymentState::Closing
    {
        end_payment(call, provider, stored.order.id, &payment.reference).await?;
    }
    replay_or(call, key, Problem::new(Code::OrderState)).await
}

/// Says that an order is paid, and keeps saying it under this key, whatever becomes of the order.
async fn answer_paid(call: &Call, key: &Idempotency, stored: &StoredOrder) -> Result<Reply, Problem> {
    let view = PaymentView {
        payment: PaymentProgress::Paid,
        client_action: None,
        order: view::order(&stored.order, call.locale),
    };
    let answer = Prepared::new(key, StatusCode::OK, &view)?;
    let mut script = Script::new();
    answer.keep(&mut script, key, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => Ok(answer.reply()),
        Err(SqlError::Refused { label: KEY_USED, .. }) => replay_used(call, key).await,
        Err(error) => Err(call.sql_problem(&error)),
    }
}

fn pending(call: &Call, stored: &StoredOrder, client_action: &str) -> Reply {
    Reply::ok(&PaymentView {
        payment: PaymentProgress::Pending,
        client_action: serde_json::from_str(client_action).ok(),
        order: view::order(&stored.order, call.locale),
    })
}

/// The amount is the order's; the only thing to say is who pays.
fn read_payer(call: &Call) -> Result<Option<String>, Problem> {
    if call.body.is_empty() {
        return Ok(None);
    }
    let PayOrder { payer } = call.json()?;
    let is_name = |payer: &String| {
        (1..=PAYER_CHARS_MAX).contains(&payer.len()) && payer.bytes().all(|byte| byte.is_ascii_graphic())
    };
    if payer.as_ref().is_some_and(|payer| !is_name(payer)) {
        let expected = "1 to 128 visible ASCII characters";
        return Err(Problem::invalid("payer", Rule::Format { expected }));
    }
    Ok(payer)
}

/// There is nothing to say: a body that says anything is a misunderstanding, and worth telling.
///
/// # Errors
/// Names the first field.
pub fn refuse_fields(call: &Call) -> Result<(), Problem> {
    if call.body.is_empty() {
        return Ok(());
    }
    call.json::<NoFields>().map(drop)
}

fn provider_problem(call: &Call, error: &ProviderError) -> Problem {
    call.platform.log(&error.to_string());
    match error {
        ProviderError::Rejected(_) => Problem::new(Code::PaymentRefused),
        ProviderError::Unavailable(_) => Problem::new(Code::PaymentUnavailable),
    }
}
