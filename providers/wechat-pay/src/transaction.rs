//! A payment as the gateway tells of it, in answers and in notifications.

use crate::Failure;
use crate::merchant::Merchant;
use serde::Deserialize;

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Transaction {
    appid: String,
    mchid: String,
    pub out_trade_no: String,
    #[serde(default)]
    pub transaction_id: String,
    pub trade_state: String,
    amount: Option<Amount>,
    payer: Option<Payer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Amount {
    /// What was asked for, in fen. What the payer paid may be less: a coupon of the gateway's paid the rest.
    total: Option<i64>,
    currency: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Payer {
    openid: Option<String>,
}

/// Where a payment is; see the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody knows yet.
    Pending,
    /// The money came.
    Paid,
    /// The payer or their bank refused.
    Refused,
    /// No money can arrive any more.
    Closed,
}

/// What is known of a payment; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The payment's number.
    pub number: String,
    /// Where it is.
    pub state: State,
    /// In minor units.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// The gateway's own number; empty until there is one.
    pub transaction: String,
}

/// What was asked for; a payment's reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub amount_minor: i64,
    pub currency: String,
}

impl Asked {
    /// `1250.CNY`.
    pub(crate) fn reference(&self) -> String {
        format!("{}.{}", self.amount_minor, self.currency)
    }

    /// Reads a reference.
    ///
    /// # Errors
    /// Another provider's.
    pub(crate) fn read(reference: &str) -> Result<Self, Failure> {
        let asked = || {
            let (amount, currency) = reference.split_once('.')?;
            let is_code = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
            Some(Self {
                amount_minor: amount.parse().ok().filter(|amount| *amount > 0)?,
                currency: is_code.then(|| currency.to_owned())?,
            })
        };
        asked().ok_or_else(|| Failure::rejected("the reference is none of ours"))
    }
}

impl Transaction {
    /// Refuses another merchant's payment, and another mini-program's.
    ///
    /// # Errors
    /// In words.
    pub(crate) fn check_owner(&self, merchant: &Merchant) -> Result<(), Failure> {
        if self.mchid == merchant.mchid && self.appid == merchant.appid {
            Ok(())
        } else {
            Err(Failure::rejected("the payment is another merchant's"))
        }
    }

    /// Who paid.
    pub(crate) fn openid(&self) -> Option<&str> {
        self.payer.as_ref()?.openid.as_deref()
    }

    /// The payment. What was asked for stands for an amount that the gateway does not say, but never for money.
    ///
    /// # Errors
    /// A state or an amount that makes no sense.
    pub(crate) fn payment(self, asked: Option<&Asked>) -> Result<Payment, Failure> {
        let state = match self.trade_state.as_str() {
            // A payment that was refunded was paid.
            "SUCCESS" | "REFUND" => State::Paid,
            "NOTPAY" | "USERPAYING" | "ACCEPT" => State::Pending,
            "CLOSED" | "REVOKED" => State::Closed,
            "PAYERROR" => State::Refused,
            other => return Err(Failure::unavailable(format!("the payment is {other:?}"))),
        };
        let said = self
            .amount
            .and_then(|amount| Some((amount.total?, amount.currency?)));
        let (amount_minor, currency) = match (state, said, asked) {
            (State::Paid, Some(said), _) => said,
            (State::Pending | State::Refused | State::Closed, _, Some(asked)) => {
                (asked.amount_minor, asked.currency.clone())
            }
            (State::Pending | State::Refused | State::Closed, Some(said), None) => said,
            (_, None, _) => return Err(Failure::unavailable("the payment has no amount")),
        };
        Ok(Payment {
            number: self.out_trade_no,
            state,
            amount_minor,
            currency,
            transaction: self.transaction_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merchant::tests::merchant;
    use serde_json::{Value, json};

    fn transaction(change: Value) -> Transaction {
        let mut all = json!({"appid": "wx8888888888888888", "mchid": "1900000109", "out_trade_no": "n",
            "transaction_id": "42", "trade_state": "SUCCESS",
            "amount": {"total": 100, "payer_total": 90, "currency": "CNY", "payer_currency": "CNY"}});
        for (key, value) in change.as_object().unwrap() {
            all[key] = value.clone();
        }
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn state_is_read_and_what_a_coupon_paid_counts() {
        let asked = Asked::read("100.CNY").unwrap();
        for (name, state) in [
            ("SUCCESS", State::Paid),
            ("REFUND", State::Paid),
            ("NOTPAY", State::Pending),
            ("USERPAYING", State::Pending),
            ("CLOSED", State::Closed),
            ("REVOKED", State::Closed),
            ("PAYERROR", State::Refused),
        ] {
            let payment = transaction(json!({"trade_state": name}))
                .payment(Some(&asked))
                .unwrap();
            assert_eq!((payment.state, payment.amount_minor), (state, 100), "{name}");
        }
        assert!(
            transaction(json!({"trade_state": "STOLEN"}))
                .payment(Some(&asked))
                .is_err()
        );
    }

    #[test]
    fn amount_that_the_gateway_does_not_say_is_never_taken_for_paid() {
        let asked = Asked::read("100.CNY").unwrap();
        for amount in [
            json!(null),
            json!({}),
            json!({"total": 100}),
            json!({"currency": "CNY"}),
        ] {
            let paid = transaction(json!({"amount": amount})).payment(Some(&asked));
            assert!(matches!(paid, Err(Failure::Unavailable(_))), "{amount}");
            let unpaid = transaction(json!({"amount": amount, "trade_state": "NOTPAY"}));
            assert_eq!(unpaid.payment(Some(&asked)).unwrap().amount_minor, 100);
        }
    }

    #[test]
    fn payment_of_another_merchant_or_mini_program_is_refused() {
        let merchant = merchant();
        assert_eq!(transaction(json!({})).check_owner(&merchant), Ok(()));
        for other in [
            json!({"mchid": "1900000108"}),
            json!({"appid": "wx8888888888888887"}),
        ] {
            assert!(transaction(other).check_owner(&merchant).is_err());
        }
    }

    #[test]
    fn reference_is_what_was_asked_for() {
        let asked = Asked::read("1250.CNY").unwrap();
        assert_eq!(asked.reference(), "1250.CNY");
        for bad in [
            "",
            "1250",
            "0.CNY",
            "-1.CNY",
            "1.5.CNY",
            "1.cny",
            "1.CNYX",
            "N.1.CNY.paid.x",
        ] {
            assert!(Asked::read(bad).is_err(), "{bad}");
        }
    }
}
