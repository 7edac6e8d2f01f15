//! Ending the payment of an order that ended unpaid: closed, or refunded when the money came all the same.

use crate::provider::{
    PaymentProvider, PaymentReport, PaymentState as Reported, ProviderError, RefundRequest, RefundState,
};
use api::problem::Problem;
use commerce::ids::OrderId;
use commerce::money::{Minor, Money};
use storage::payment::{self, PaymentState};
use web::Call;

/// Ends a payment that is closing, as far as the provider can say now; whether it ended. What is left open, the job
/// takes up again.
///
/// # Errors
/// A failure of storage.
pub async fn end_payment(
    call: &Call,
    provider: &dyn PaymentProvider,
    number: OrderId,
    reference: &str,
) -> Result<bool, Problem> {
    let Some(state) = outcome(call, provider, number, reference).await else {
        return Ok(false);
    };
    payment::end(call.sql(), number, state, call.platform.now_ms())
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(true)
}

/// How the payment ends; `None` while nobody can say.
async fn outcome(
    call: &Call,
    provider: &dyn PaymentProvider,
    number: OrderId,
    reference: &str,
) -> Option<PaymentState> {
    let report = match provider.close(number, reference).await {
        Ok(report) => report,
        Err(error) => return failed(call, number, &error),
    };
    match report.state {
        Reported::Closed => Some(PaymentState::Closed),
        Reported::Pending | Reported::Refused => None,
        Reported::Paid => {
            let Some(amount) = paid_amount(&report, number) else {
                let error = ProviderError::Rejected("an answer about another payment".to_owned());
                return failed(call, number, &error);
            };
            let request = RefundRequest {
                number,
                reference: reference.to_owned(),
                refund_number: number.to_string(),
                amount,
                paid: amount,
                reason: "The order was closed before it was paid",
            };
            match provider.refund(request).await {
                Ok(RefundState::Done) => Some(PaymentState::Refunded),
                Ok(RefundState::Pending) => None,
                Ok(RefundState::Refused) => {
                    let error = ProviderError::Rejected("the refund was refused".to_owned());
                    failed(call, number, &error)
                }
                Err(error) => failed(call, number, &error),
            }
        }
    }
}

/// What was paid, be it another amount than the order's: all of it goes back.
fn paid_amount(report: &PaymentReport, number: OrderId) -> Option<Money> {
    let is_sound = report.number == number.to_string() && report.amount_minor > 0;
    let currency = report.currency.parse().ok().filter(|_| is_sound)?;
    Some(Money::new(Minor(report.amount_minor), currency))
}

fn failed(call: &Call, number: OrderId, error: &ProviderError) -> Option<PaymentState> {
    call.platform.log(&format!("ending payment {number}: {error}"));
    match error {
        ProviderError::Rejected(_) => Some(PaymentState::Disputed),
        ProviderError::Unavailable(_) => None,
    }
}
