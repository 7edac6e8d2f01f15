//! Making a refund that is due: the payment provider is asked under the refund's own number, until it is done or disputed.

use crate::provider::{PaymentProvider, ProviderError, RefundRequest, RefundState as Reported};
use api::problem::Problem;
use commerce::ids::RefundId;
use commerce::refund::RefundState;
use storage::order;
use storage::refund::{self, DueRefund};
use web::Call;

/// Makes a refund, if its money is still owed; whether this call ended it. What is left open, the job takes up again.
///
/// # Errors
/// A failure of storage.
pub async fn make_refund(call: &Call, provider: &dyn PaymentProvider, id: RefundId) -> Result<bool, Problem> {
    let due = refund::load_due(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    match due {
        Some(due) => make_due(call, provider, &due)
            .await
            .map(|made| made == Made::Ended),
        None => Ok(false),
    }
}

/// What came of asking the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It is done or disputed, and written down by this call.
    Ended,
    /// The provider has accepted it, or somebody else ended it.
    Open,
    /// The provider does not answer.
    Unanswered,
}

/// Makes a refund that was read as due.
///
/// # Errors
/// A failure of storage.
pub async fn make_due(call: &Call, provider: &dyn PaymentProvider, due: &DueRefund) -> Result<Made, Problem> {
    let request = RefundRequest {
        number: due.order,
        reference: due.reference.clone(),
        refund_number: due.id.to_string(),
        amount: due.amount,
        paid: due.paid,
        reason: "Refund of your order",
    };
    let state = match provider.refund(request).await {
        Ok(Reported::Done) => RefundState::Done,
        Ok(Reported::Pending) => return Ok(Made::Open),
        Ok(Reported::Refused) => RefundState::Disputed,
        Err(error) => {
            call.platform.log(&format!("refund {}: {error}", due.id));
            match error {
                ProviderError::Rejected(_) => RefundState::Disputed,
                ProviderError::Unavailable(_) => return Ok(Made::Unanswered),
            }
        }
    };
    let stored = order::load(call.sql(), due.order)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let Some(stored) = stored else {
        return Ok(Made::Open);
    };
    let ended = refund::end(call.sql(), &stored, due, state, call.platform.now_ms())
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(if ended { Made::Ended } else { Made::Open })
}
