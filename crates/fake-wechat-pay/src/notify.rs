//! What the gateway tells by itself (<https://pay.weixin.qq.com/doc/v3/merchant/4012791902>).
//!
//! It tells nothing alone: a test takes a notification when it likes, and sends it as often and in whatever order it likes.

use crate::gateway::FakeWechatPay;
use crate::keys::{API_V3_KEY, FORGER, MCHID, PLATFORM, PLATFORM_SERIAL};
use crate::message::signed;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

/// A notification, to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}

/// What is wrong with a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trick {
    /// Nothing.
    None,
    /// Signed with another key under the gateway's serial.
    ForgedSignature,
    /// Signed with the gateway's key, under a serial that is not the gateway's.
    UnknownSerial,
    /// The signature that the gateway sends to see whether anybody looks.
    SignatureProbe,
    /// Encrypted with another APIv3 key.
    OtherApiKey,
    /// Of another merchant.
    OtherMerchant,
    /// Of another mini-program.
    OtherApp,
    /// Of one fen less than was paid, under the gateway's own signature.
    OtherAmount,
    /// In another currency, under the gateway's own signature.
    OtherCurrency,
    /// Of a payment that nobody opened, under the gateway's own signature.
    OtherOrder,
    /// A byte of the body is changed after it was signed.
    AlteredBody,
}

impl FakeWechatPay {
    /// The notification of a payment as it is, at an instant, in seconds since 1970 UTC.
    ///
    /// # Panics
    /// When there is no such payment.
    #[must_use]
    pub fn notify_of_payment(&self, number: &str, now_s: i64, trick: Trick) -> Notification {
        let payment = self.payment(number).expect("a payment");
        self.seal("TRANSACTION.SUCCESS", "transaction", payment.json(), now_s, trick)
    }

    /// The notification of a refund as it is.
    ///
    /// # Panics
    /// When there is no such refund.
    #[must_use]
    pub fn notify_of_refund(&self, number: &str, now_s: i64, trick: Trick) -> Notification {
        let refund = self.refunds().into_iter().find(|refund| refund.number == number);
        let refund = refund.expect("a refund");
        let payment = self.payment(&refund.payment).expect("a payment");
        let event = match refund.state {
            "ABNORMAL" => "REFUND.ABNORMAL",
            "CLOSED" => "REFUND.CLOSED",
            _ => "REFUND.SUCCESS",
        };
        let told = json!({
            "mchid": MCHID,
            "transaction_id": payment.transaction_id,
            "out_trade_no": refund.payment,
            "refund_id": format!("5000{}", refund.number),
            "out_refund_no": refund.number,
            "refund_status": refund.state,
            "success_time": "2026-01-01T12:00:00+08:00",
            "user_received_account": "零钱",
            "amount": {"total": payment.total, "refund": refund.refund, "payer_total": payment.total,
                "payer_refund": refund.refund},
        });
        self.seal(event, "refund", told, now_s, trick)
    }

    /// A genuine notification of something else.
    #[must_use]
    pub fn notify_of_something_else(&self, now_s: i64) -> Notification {
        self.seal(
            "PAYSCORE.USER_OPEN_SERVICE",
            "payscore",
            json!({}),
            now_s,
            Trick::None,
        )
    }

    fn seal(&self, event: &str, kind: &str, mut told: Value, now_s: i64, trick: Trick) -> Notification {
        falsify(&mut told, trick);
        let count = self.books().next();
        let api_key = match trick {
            Trick::OtherApiKey => "another APIv3 key of thirty-two!",
            _ => API_V3_KEY,
        };
        let nonce = format!("{count:012}");
        let ciphertext = Aes256Gcm::new_from_slice(api_key.as_bytes()).unwrap().encrypt(
            &Nonce::try_from(nonce.as_bytes()).unwrap(),
            Payload {
                msg: told.to_string().as_bytes(),
                aad: kind.as_bytes(),
            },
        );
        let body = json!({
            "id": format!("EV-{count}"),
            "create_time": "2026-01-01T12:00:00+08:00",
            "resource_type": "encrypt-resource",
            "event_type": event,
            "summary": "支付成功",
            "resource": {
                "original_type": kind,
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": BASE64.encode(ciphertext.unwrap()),
                "associated_data": kind,
                "nonce": nonce,
            },
        });
        let mut body = body.to_string().into_bytes();
        let key = match trick {
            Trick::ForgedSignature => &FORGER,
            _ => &PLATFORM,
        };
        let serial = match trick {
            Trick::UnknownSerial => "PUB_KEY_ID_0000000000",
            _ => PLATFORM_SERIAL,
        };
        let mut headers = signed(key, serial, &body, now_s, &format!("NOTIFY{count:026}"));
        if trick == Trick::SignatureProbe {
            for (name, value) in &mut headers {
                if name == "wechatpay-signature" {
                    *value = format!("WECHATPAY/SIGNTEST/{value}");
                }
            }
        }
        if trick == Trick::AlteredBody {
            let last = body.len() - 1;
            body.insert(last, b' ');
        }
        Notification { headers, body }
    }
}

/// Makes what is told wrong in one field.
fn falsify(told: &mut Value, trick: Trick) {
    match trick {
        Trick::OtherMerchant => told["mchid"] = "1900000002".into(),
        Trick::OtherApp => told["appid"] = "wxfake000000000002".into(),
        Trick::OtherAmount => {
            let total = told["amount"]["total"].as_i64().unwrap();
            told["amount"]["total"] = (total - 1).into();
        }
        Trick::OtherCurrency => told["amount"]["currency"] = "USD".into(),
        Trick::OtherOrder => told["out_trade_no"] = "01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        Trick::None
        | Trick::ForgedSignature
        | Trick::UnknownSerial
        | Trick::SignatureProbe
        | Trick::OtherApiKey
        | Trick::AlteredBody => {}
    }
}
