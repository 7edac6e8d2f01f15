//! The provider, call by call; see the contract, `wit/payment.wit`.

use crate::Failure;
use crate::call::{NoResult, call, command, nonce};
use crate::link::Link;
use crate::merchant::Merchant;
use crate::number::check_payment;
use crate::rfc3339::rfc3339;
use crate::transaction::{Asked, Transaction};
use serde::Deserialize;
use serde_json::json;

pub use crate::delivery::{Delivery, Handover};
pub use crate::notification::{Event, RefundNotice};
pub use crate::refund::{RefundRequest, RefundState};
pub use crate::transaction::{Payment, State};

/// Under which notifications arrive.
pub const NAME: &str = "wechat-pay";
/// By which the gateway knows that a notification was heard.
pub const ACKNOWLEDGEMENT: &str = r#"{"code":"SUCCESS","message":"OK"}"#;
/// The one currency that a merchant of the mainland takes.
const CURRENCY: &str = "CNY";
/// Longest description, in characters; the gateway takes 127 bytes.
const DESCRIPTION_CHARS_MAX: usize = 40;
/// The soonest that a payment may lapse, in seconds from now; the gateway refuses less than a minute.
const LAPSE_S_MIN: i64 = 90;

/// A payment to be opened; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRequest {
    /// The payment's number.
    pub number: String,
    /// What is to be paid, in minor units.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// One line for the payer's statement.
    pub description: String,
    /// When the payment lapses, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// The payer's openid.
    pub payer: Option<String>,
}

/// A payment that the payer can now make; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepayment {
    /// To find the payment again.
    pub reference: String,
    /// What `wx.requestPayment` needs, as JSON.
    pub client_action: String,
}

/// The provider of a merchant.
pub struct WechatPay<'a> {
    /// Whose money it is.
    pub merchant: &'a Merchant,
    /// The way to the gateway.
    pub link: &'a dyn Link,
}

#[derive(Deserialize)]
struct Prepaid {
    prepay_id: String,
}

impl WechatPay<'_> {
    /// Opens a payment (<https://pay.weixin.qq.com/doc/v3/merchant/4012791897>). One that was paid or closed meanwhile cannot
    /// be opened again: its client is told nothing, and a query says the rest.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn prepay(&self, request: &PaymentRequest) -> Result<Prepayment, Failure> {
        check_payment(&request.number)?;
        let Some(openid) = &request.payer else {
            return Err(Failure::rejected("the payer's openid is missing"));
        };
        if request.currency != CURRENCY {
            return Err(Failure::rejected(format!(
                "{} is not taken here",
                request.currency
            )));
        }
        let asked = Asked {
            amount_minor: request.amount_minor,
            currency: request.currency.clone(),
        };
        let description: String = request.description.chars().take(DESCRIPTION_CHARS_MAX).collect();
        let soonest_ms = self
            .link
            .now_s()
            .saturating_add(LAPSE_S_MIN)
            .saturating_mul(1_000);
        let body = json!({
            "appid": self.merchant.appid,
            "mchid": self.merchant.mchid,
            "description": description,
            "out_trade_no": request.number,
            "time_expire": rfc3339(request.expires_ms.max(soonest_ms)),
            "notify_url": self.merchant.notify_url,
            "amount": {"total": asked.amount_minor, "currency": asked.currency},
            "payer": {"openid": openid},
        });
        let prepaid: Result<Prepaid, NoResult> = call(
            self.merchant,
            self.link,
            "/v3/pay/transactions/jsapi",
            Some(&body),
        )
        .await;
        let client_action = match prepaid {
            Ok(prepaid) => self.client_action(&prepaid.prepay_id)?,
            Err(NoResult::Refused(refusal)) => {
                let known = self.query(&request.number, &asked.reference()).await;
                if !known.is_ok_and(|payment| payment.state != State::Pending) {
                    return Err(NoResult::Refused(refusal).into());
                }
                json!({"kind": NAME}).to_string()
            }
            Err(NoResult::Failed(failure)) => return Err(failure),
        };
        Ok(Prepayment {
            reference: asked.reference(),
            client_action,
        })
    }

    fn client_action(&self, prepay_id: &str) -> Result<String, Failure> {
        let (now_s, nonce) = (self.link.now_s(), nonce(self.link));
        let package = format!("prepay_id={prepay_id}");
        let action = json!({
            "kind": NAME,
            "timeStamp": now_s.to_string(),
            "nonceStr": nonce,
            "package": package,
            "signType": "RSA",
            "paySign": self.merchant.pay_sign(now_s, &nonce, &package)?,
        });
        Ok(action.to_string())
    }

    /// Says where a payment is (<https://pay.weixin.qq.com/doc/v3/merchant/4013070356>).
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn query(&self, number: &str, reference: &str) -> Result<Payment, Failure> {
        let asked = Asked::read(reference)?;
        self.transaction(number).await?.payment(Some(&asked))
    }

    /// Closes a payment (<https://pay.weixin.qq.com/doc/v3/merchant/4013070360>). When the gateway does not, it says where
    /// the payment is: paid, closed before, or too young to be closed.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn close(&self, number: &str, reference: &str) -> Result<Payment, Failure> {
        check_payment(number)?;
        let asked = Asked::read(reference)?;
        let path = format!("/v3/pay/transactions/out-trade-no/{number}/close");
        let body = json!({"mchid": self.merchant.mchid});
        match command(self.merchant, self.link, &path, &body).await {
            Ok(()) => Ok(Payment {
                number: number.to_owned(),
                state: State::Closed,
                amount_minor: asked.amount_minor,
                currency: asked.currency,
                transaction: String::new(),
            }),
            Err(NoResult::Refused(_)) => self.query(number, reference).await,
            Err(NoResult::Failed(failure)) => Err(failure),
        }
    }

    /// Gives money back.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn refund(&self, request: &RefundRequest) -> Result<RefundState, Failure> {
        request.make(self.merchant, self.link).await
    }

    /// Verifies a notification and reads it.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn read_notification(&self, headers: &[(String, String)], body: &[u8]) -> Result<Event, Failure> {
        self.merchant.read_notification(headers, body, self.link.now_s())
    }

    /// Tells of a handover.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn report_delivery(&self, delivery: &Delivery) -> Result<(), Failure> {
        Asked::read(&delivery.reference)?;
        let transaction = self.transaction(&delivery.number).await?;
        if transaction.clone().payment(None)?.state != State::Paid {
            return Err(Failure::rejected("the payment is not paid"));
        }
        delivery.report(self.merchant, self.link, &transaction).await
    }

    async fn transaction(&self, number: &str) -> Result<Transaction, Failure> {
        check_payment(number)?;
        let mchid = &self.merchant.mchid;
        let path = format!("/v3/pay/transactions/out-trade-no/{number}?mchid={mchid}");
        let transaction: Transaction = call(self.merchant, self.link, &path, None).await?;
        transaction.check_owner(self.merchant)?;
        if transaction.out_trade_no != number {
            return Err(Failure::unavailable("an answer about another payment"));
        }
        Ok(transaction)
    }
}
