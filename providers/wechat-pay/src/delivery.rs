//! Telling the platform that goods were handed over, so that it lets go of the money
//! (<https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/order-shipping/order-shipping.html>).

use crate::Failure;
use crate::access_token::access_token;
use crate::link::{Link, Request};
use crate::merchant::Merchant;
use crate::rfc3339::rfc3339;
use crate::transaction::Transaction;
use serde::Deserialize;
use serde_json::{Value, json};

/// Longest description, in characters; the platform's limit.
const DESCRIPTION_CHARS_MAX: usize = 120;
/// All goods of a payment at once.
const UNIFIED_DELIVERY: u32 = 1;
/// The payment is named by the gateway's own number.
const BY_TRANSACTION: u32 = 2;

/// How goods came to the payer; see the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handover {
    /// By a rider, from the store.
    CityDelivery,
    /// Fetched, or had in the store.
    Pickup,
    /// There was nothing to carry.
    Immaterial,
}

/// A handover; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The payment's number.
    pub number: String,
    /// The payment's reference.
    pub reference: String,
    /// How.
    pub handover: Handover,
    /// When, UTC epoch milliseconds.
    pub at_ms: i64,
    /// What, one line.
    pub description: String,
}

#[derive(Deserialize)]
struct Answer {
    errcode: i64,
    #[serde(default)]
    errmsg: String,
}

/// What an answer means.
enum Meaning {
    Done,
    /// The token is no longer good.
    StaleToken,
    Failed(Failure),
}

impl Delivery {
    /// Reports the handover of the goods of a paid `transaction`. It can be changed once only, so what was reported stays.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn report(
        &self,
        merchant: &Merchant,
        link: &dyn Link,
        transaction: &Transaction,
    ) -> Result<(), Failure> {
        let openid = transaction
            .openid()
            .ok_or_else(|| Failure::unavailable("the gateway does not say who paid"))?;
        let body = self.body(&transaction.transaction_id, openid);
        for _ in 0..2 {
            let token = access_token(merchant, link).await?;
            let request = Request {
                method: "POST",
                url: format!(
                    "{}/wxa/sec/order/upload_shipping_info?access_token={token}",
                    merchant.platform
                ),
                headers: vec![("content-type", "application/json".to_owned())],
                body: body.to_string(),
            };
            let answer = link.send(request).await;
            // The address holds the token: what is said of it is not told further.
            let answer = answer.map_err(|_| Failure::unavailable("the platform does not answer"))?;
            let read: Answer = serde_json::from_slice(&answer.body)
                .map_err(|_| Failure::unavailable(format!("the platform says {}", answer.status)))?;
            match meaning(&read) {
                Meaning::Done => return Ok(()),
                Meaning::StaleToken => drop(link.kept_token().take()),
                Meaning::Failed(failure) => return Err(failure),
            }
        }
        Err(Failure::unavailable("the platform takes no token"))
    }

    fn body(&self, transaction: &str, openid: &str) -> Value {
        let logistics_type = match self.handover {
            Handover::CityDelivery => 2,
            Handover::Immaterial => 3,
            Handover::Pickup => 4,
        };
        let description: String = self.description.chars().take(DESCRIPTION_CHARS_MAX).collect();
        json!({
            "order_key": {"order_number_type": BY_TRANSACTION, "transaction_id": transaction},
            "logistics_type": logistics_type,
            "delivery_mode": UNIFIED_DELIVERY,
            "shipping_list": [{"item_desc": description}],
            "upload_time": rfc3339(self.at_ms),
            "payer": {"openid": openid},
        })
    }
}

fn meaning(answer: &Answer) -> Meaning {
    let words = || format!("the platform says {}: {}", answer.errcode, answer.errmsg);
    match answer.errcode {
        // Reported; or reported before: all is delivered, nothing is new, or it was changed already.
        0 | 10_060_002 | 10_060_003 | 10_060_023 => Meaning::Done,
        40_001 | 40_014 | 42_001 => Meaning::StaleToken,
        // Busy, or the payment has not come there yet.
        -1 | 45_009 | 10_060_001 | 10_060_012 | 10_060_019 | 268_485_216 => {
            Meaning::Failed(Failure::Unavailable(words()))
        }
        _ => Meaning::Failed(Failure::Rejected(words())),
    }
}
