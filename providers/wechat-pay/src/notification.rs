//! What the gateway tells by itself (<https://pay.weixin.qq.com/doc/v3/merchant/4012791902>).

use crate::Failure;
use crate::merchant::Merchant;
use crate::refund::RefundState;
use crate::resource::Resource;
use crate::transaction::{Payment, Transaction};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What a notification is about; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A payment.
    Payment(Payment),
    /// A refund.
    Refund(RefundNotice),
    /// Nothing that is acted on.
    Other,
}

/// What the gateway tells of a refund; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundNotice {
    /// The payment's number.
    pub number: String,
    /// The refund's number.
    pub refund_number: String,
    /// Where it is.
    pub state: RefundState,
    /// What goes back, in minor units.
    pub amount_minor: i64,
}

#[derive(Deserialize)]
struct Envelope {
    event_type: String,
    resource: Resource,
}

#[derive(Deserialize)]
struct Refunded {
    mchid: String,
    out_trade_no: String,
    out_refund_no: String,
    refund_status: String,
    amount: Amount,
}

#[derive(Deserialize)]
struct Amount {
    refund: i64,
}

impl Merchant {
    /// Verifies a notification and reads it.
    ///
    /// # Errors
    /// What the gateway did not sign just now, or is not for this merchant.
    pub(crate) fn read_notification(
        &self,
        headers: &[(String, String)],
        body: &[u8],
        now_s: i64,
    ) -> Result<Event, Failure> {
        self.verify(headers, body, now_s)
            .map_err(|error| Failure::rejected(error.to_string()))?;
        let envelope: Envelope =
            serde_json::from_slice(body).map_err(|_| Failure::rejected("the notification makes no sense"))?;
        match envelope.event_type.as_str() {
            "TRANSACTION.SUCCESS" => {
                let transaction: Transaction = self.open(&envelope.resource)?;
                transaction.check_owner(self)?;
                transaction.payment(None).map(Event::Payment)
            }
            "REFUND.SUCCESS" | "REFUND.ABNORMAL" | "REFUND.CLOSED" => {
                let refunded: Refunded = self.open(&envelope.resource)?;
                if refunded.mchid != self.mchid {
                    return Err(Failure::rejected("the refund is another merchant's"));
                }
                Ok(Event::Refund(RefundNotice {
                    number: refunded.out_trade_no,
                    refund_number: refunded.out_refund_no,
                    state: RefundState::read(&refunded.refund_status)?,
                    amount_minor: refunded.amount.refund,
                }))
            }
            _ => Ok(Event::Other),
        }
    }

    fn open<T: DeserializeOwned>(&self, resource: &Resource) -> Result<T, Failure> {
        let plain = self
            .decrypt(resource)
            .ok_or_else(|| Failure::rejected("the notification does not open with wechat_pay_api_v3_key"))?;
        serde_json::from_slice(&plain).map_err(|_| Failure::rejected("the notification makes no sense"))
    }
}
