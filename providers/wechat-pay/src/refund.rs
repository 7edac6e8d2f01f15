//! Giving money back (<https://pay.weixin.qq.com/doc/v3/merchant/4012791903>).

use crate::Failure;
use crate::call::{NoResult, call};
use crate::link::Link;
use crate::merchant::Merchant;
use crate::number::{check_payment, check_refund};
use crate::transaction::Asked;
use serde::Deserialize;
use serde_json::json;

/// Longest reason, in bytes; the gateway's limit.
const REASON_BYTES_MAX: usize = 80;

/// Money to give back; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// The payment's number.
    pub number: String,
    /// The payment's reference.
    pub reference: String,
    /// The refund's number.
    pub refund_number: String,
    /// What to give back, in minor units.
    pub amount_minor: i64,
    /// What was paid in all, in minor units.
    pub paid_minor: i64,
    /// ISO 4217, of both.
    pub currency: String,
    /// One line for the payer.
    pub reason: String,
}

/// Where a refund is; see the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundState {
    /// Accepted.
    Pending,
    /// The money is on its way back.
    Done,
    /// A person has to look.
    Refused,
}

impl RefundState {
    /// Reads the gateway's word.
    ///
    /// # Errors
    /// One that makes no sense.
    pub(crate) fn read(status: &str) -> Result<Self, Failure> {
        Ok(match status {
            "SUCCESS" => Self::Done,
            "PROCESSING" => Self::Pending,
            // The account cannot take it, or the merchant has not the money: the merchant's platform offers ways out.
            "CLOSED" | "ABNORMAL" => Self::Refused,
            other => return Err(Failure::unavailable(format!("the refund is {other:?}"))),
        })
    }
}

#[derive(Deserialize)]
struct Refunded {
    out_trade_no: String,
    out_refund_no: String,
    status: String,
    amount: Amount,
}

#[derive(Deserialize)]
struct Amount {
    refund: i64,
    currency: String,
}

impl RefundRequest {
    /// Asks for the refund. The same number is the same refund, so a lost answer costs nothing.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn make(&self, merchant: &Merchant, link: &dyn Link) -> Result<RefundState, Failure> {
        check_payment(&self.number)?;
        check_refund(&self.refund_number)?;
        Asked::read(&self.reference)?;
        if !(1..=self.paid_minor).contains(&self.amount_minor) {
            return Err(Failure::rejected(
                "a refund is above zero and at most what was paid",
            ));
        }
        let body = json!({
            "out_trade_no": self.number,
            "out_refund_no": self.refund_number,
            "reason": cut(&self.reason),
            "notify_url": merchant.notify_url,
            "amount": {"refund": self.amount_minor, "total": self.paid_minor, "currency": self.currency},
        });
        match call(merchant, link, "/v3/refund/domestic/refunds", Some(&body)).await {
            Ok(refunded) => self.state(&refunded),
            // It may be refused because it was made long ago: then the gateway knows it.
            Err(NoResult::Refused(refusal)) => match self.query(merchant, link).await? {
                Some(state) => Ok(state),
                None => Err(NoResult::Refused(refusal).into()),
            },
            Err(NoResult::Failed(failure)) => Err(failure),
        }
    }

    /// Where the refund of this number is; `None` when the gateway knows none.
    async fn query(&self, merchant: &Merchant, link: &dyn Link) -> Result<Option<RefundState>, Failure> {
        let path = format!("/v3/refund/domestic/refunds/{}", self.refund_number);
        match call(merchant, link, &path, None).await {
            Ok(refunded) => self.state(&refunded).map(Some),
            Err(NoResult::Refused(_)) => Ok(None),
            Err(NoResult::Failed(failure)) => Err(failure),
        }
    }

    /// A refund of that number that is another one does not count as this.
    fn state(&self, refunded: &Refunded) -> Result<RefundState, Failure> {
        let is_this = refunded.out_trade_no == self.number
            && refunded.out_refund_no == self.refund_number
            && refunded.amount.refund == self.amount_minor
            && refunded.amount.currency == self.currency;
        if !is_this {
            return Err(Failure::rejected("the refund of this number is another one"));
        }
        RefundState::read(&refunded.status)
    }
}

fn cut(reason: &str) -> &str {
    let mut end = reason.len().min(REASON_BYTES_MAX);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    reason.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_reason_is_cut_between_characters() {
        assert_eq!(cut("short"), "short");
        assert_eq!(cut(&"门".repeat(40)), "门".repeat(26));
    }
}
