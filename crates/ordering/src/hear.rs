//! What follows from the provider's word on a payment, whoever asked for it: a shopper's client is not there, a notification
//! came, or a job asked. Late, repeated and reordered words have one effect, because each is held against what is stored.

use crate::end_payment::end_payment;
use crate::make_refund::make_refund;
use crate::provider::{PaymentProvider, PaymentReport, PaymentState as Reported, RefundNotice};
use crate::settle::{Settled, settle_order};
use api::problem::{Code, Problem};
use commerce::ids::OrderId;
use storage::order::{self, StoredOrder};
use storage::payment::{self, PaymentState};
use web::Call;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The order is paid by this call.
    Settled,
    /// The order had ended; the money has gone back, or the payment was closed.
    Ended,
    /// Nothing was to be done, or it is left to a job.
    Nothing,
}

/// Acts on a report about the payment `number`.
///
/// # Errors
/// A failure of storage; [`Code::Busy`] when money came for a payment that is not written down yet.
pub async fn hear(
    call: &Call,
    provider: &dyn PaymentProvider,
    number: OrderId,
    report: &PaymentReport,
) -> Result<Heard, Problem> {
    if report.state != Reported::Paid {
        // What is not paid changes nothing here: orders expire by their own clock.
        return Ok(Heard::Nothing);
    }
    let Some(stored) = load(call, number).await? else {
        return Ok(Heard::Nothing);
    };
    let Some(payment) = &stored.payment else {
        // It is opened before it is written down. Whoever tells us will tell us again.
        return Err(Problem::new(Code::Busy));
    };
    match payment.state {
        PaymentState::Pending => settle(call, provider, &stored, report).await,
        PaymentState::Closing => end(call, provider, number, &payment.reference).await,
        PaymentState::Closed => {
            // Money has come for what the gateway had closed. It goes back.
            payment::reopen(call.sql(), number)
                .await
                .map_err(|error| call.sql_problem(&error))?;
            end(call, provider, number, &payment.reference).await
        }
        PaymentState::Settled | PaymentState::Refunded | PaymentState::Disputed => Ok(Heard::Nothing),
    }
}

/// Acts on a notice about a refund: what waits for it is asked again, so that the notice itself moves no state.
///
/// # Errors
/// A failure of storage.
pub async fn hear_of_refund(
    call: &Call,
    provider: &dyn PaymentProvider,
    notice: &RefundNotice,
) -> Result<Heard, Problem> {
    let Ok(number) = notice.number.parse() else {
        call.platform.log("a refund of a payment that is none of ours");
        return Ok(Heard::Nothing);
    };
    if notice.refund_number != notice.number {
        let Ok(refund) = notice.refund_number.parse() else {
            call.platform.log("a refund that is none of ours");
            return Ok(Heard::Nothing);
        };
        let ended = make_refund(call, provider, refund).await?;
        return Ok(if ended { Heard::Ended } else { Heard::Nothing });
    }
    let payment = load(call, number).await?.and_then(|stored| stored.payment);
    match payment {
        Some(payment) if payment.state == PaymentState::Closing => {
            end(call, provider, number, &payment.reference).await
        }
        _ => Ok(Heard::Nothing),
    }
}

async fn settle(
    call: &Call,
    provider: &dyn PaymentProvider,
    stored: &StoredOrder,
    report: &PaymentReport,
) -> Result<Heard, Problem> {
    let number = stored.order.id;
    if !report.pays(number, stored.payable()) {
        // The order will expire, and all that was paid goes back.
        call.platform
            .log(&format!("payment {number} is of another amount than the order"));
        return Ok(Heard::Nothing);
    }
    match settle_order(call, stored, None).await? {
        Settled::Now(_) => Ok(Heard::Settled),
        Settled::KeyUsed => Ok(Heard::Nothing),
        // Somebody was faster. If the order ended in that moment, its money goes back.
        Settled::Raced => match load(call, number).await?.and_then(|stored| stored.payment) {
            Some(payment) if payment.state == PaymentState::Closing => {
                end(call, provider, number, &payment.reference).await
            }
            _ => Ok(Heard::Nothing),
        },
    }
}

async fn end(
    call: &Call,
    provider: &dyn PaymentProvider,
    number: OrderId,
    reference: &str,
) -> Result<Heard, Problem> {
    let ended = end_payment(call, provider, number, reference).await?;
    Ok(if ended { Heard::Ended } else { Heard::Nothing })
}

async fn load(call: &Call, number: OrderId) -> Result<Option<StoredOrder>, Problem> {
    let stored = order::load(call.sql(), number)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    if stored.is_none() {
        call.platform.log(&format!("payment {number} is of no order"));
    }
    Ok(stored)
}
