//! What the gateway remembers.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// `out_trade_no`.
    pub number: String,
    /// The gateway's own number; empty until it is paid.
    pub transaction_id: String,
    /// `NOTPAY`, `SUCCESS`, `REFUND`, `CLOSED` or `PAYERROR`.
    pub state: &'static str,
    /// In fen.
    pub total: i64,
    /// Who may pay.
    pub openid: String,
    /// Where the gateway notifies.
    pub notify_url: String,
    /// What was asked for when it was opened, to compare a repetition with.
    pub(crate) opened_with: Value,
    /// When it was opened, in seconds since 1970 UTC.
    pub(crate) opened_s: i64,
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// `out_refund_no`.
    pub number: String,
    /// `out_trade_no` of its payment.
    pub payment: String,
    /// `PROCESSING`, `SUCCESS`, `ABNORMAL` or `CLOSED`.
    pub state: &'static str,
    /// In fen.
    pub refund: i64,
}

/// A handover that was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Of which transaction.
    pub transaction_id: String,
    /// `logistics_type`: 2 by a rider, 3 nothing to carry, 4 fetched.
    pub logistics_type: i64,
    /// As it was written.
    pub upload_time: String,
    /// What was handed over.
    pub item_desc: String,
}

/// What a client got a code for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    /// The person's openid.
    LogIn(String),
    /// Country's code and number.
    Phone(&'static str, String),
}

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientCode {
    pub about: About,
    /// When, in seconds since 1970 UTC.
    pub issued_s: i64,
    pub used: bool,
}

#[derive(Default)]
pub(crate) struct Books {
    pub payments: BTreeMap<String, Payment>,
    pub refunds: BTreeMap<String, Refund>,
    pub deliveries: Vec<Delivery>,
    /// Nonces of requests: none comes twice.
    pub nonces: BTreeSet<String>,
    /// Tokens granted that are good, and until when, in seconds since 1970 UTC.
    pub tokens: BTreeMap<String, i64>,
    /// How many were ever granted.
    pub tokens_granted: usize,
    /// Codes that clients got: of log-ins, and of telephone numbers.
    pub codes: BTreeMap<String, ClientCode>,
    /// Openids of people whom the platform has blocked.
    pub blocked: BTreeSet<String>,
    /// Counts everything that needs a name.
    pub count: u64,
}

impl Books {
    pub(crate) fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// What was refunded of a payment, or is about to be.
    pub(crate) fn refunded(&self, payment: &str) -> i64 {
        let of_payment = self.refunds.values().filter(|refund| refund.payment == payment);
        of_payment
            .filter(|refund| refund.state != "CLOSED")
            .map(|refund| refund.refund)
            .sum()
    }
}

impl Payment {
    /// As the gateway tells of it.
    pub(crate) fn json(&self) -> Value {
        let mut json = json!({
            "appid": crate::APPID,
            "mchid": crate::MCHID,
            "out_trade_no": self.number,
            "trade_state": self.state,
            "trade_state_desc": self.state,
            "amount": {"total": self.total, "currency": "CNY"},
        });
        if !self.transaction_id.is_empty() {
            json["transaction_id"] = self.transaction_id.clone().into();
            json["trade_type"] = "JSAPI".into();
            json["bank_type"] = "OTHERS".into();
            json["success_time"] = "2026-01-01T12:00:00+08:00".into();
            json["payer"] = json!({"openid": self.openid});
            json["amount"]["payer_total"] = self.total.into();
            json["amount"]["payer_currency"] = "CNY".into();
        }
        json
    }
}

impl Refund {
    /// As the gateway answers.
    pub(crate) fn json(&self, payment: &Payment) -> Value {
        json!({
            "refund_id": format!("5000{}", self.number),
            "out_refund_no": self.number,
            "transaction_id": payment.transaction_id,
            "out_trade_no": self.payment,
            "channel": "ORIGINAL",
            "user_received_account": "零钱",
            "create_time": "2026-01-01T12:00:00+08:00",
            "status": self.state,
            "amount": {"total": payment.total, "refund": self.refund, "payer_total": payment.total,
                "payer_refund": self.refund, "settlement_refund": self.refund, "settlement_total": payment.total,
                "discount_refund": 0, "currency": "CNY"},
        })
    }
}
