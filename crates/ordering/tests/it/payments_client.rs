//! Checkout's side of the way to `payments`.

use api::payments::{CLOSE, DELIVERY, PREPAY, QUERY, REFUND};
use api::provider::NOTIFICATION;
use commerce::ids::OrderId;
use commerce::money::{Currency, Minor, Money};
use futures_util::future::{LocalBoxFuture, ready};
use http::{HeaderMap, HeaderValue};
use ordering::payments_client::{PaymentsClient, Transport};
use ordering::provider::{
    Delivery, Event, Handover, PaymentProvider, PaymentRequest, PaymentState, ProviderError, RefundRequest,
    RefundState,
};
use serde_json::{Value, json};
use std::cell::RefCell;
use test_kit::block_on;

/// Gives one answer, and remembers what was sent.
struct Line {
    answer: Result<String, String>,
    sent: RefCell<Vec<(&'static str, Value)>>,
}

impl Transport for Line {
    fn post<'a>(&'a self, path: &'static str, json: Vec<u8>) -> LocalBoxFuture<'a, Result<Vec<u8>, String>> {
        let json = serde_json::from_slice(&json).unwrap();
        self.sent.borrow_mut().push((path, json));
        Box::pin(ready(self.answer.clone().map(String::into_bytes)))
    }
}

fn client(answer: Result<&str, &str>) -> PaymentsClient<Line> {
    PaymentsClient(Line {
        answer: answer.map(str::to_owned).map_err(str::to_owned),
        sent: RefCell::default(),
    })
}

fn number() -> OrderId {
    "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap()
}

fn money() -> Money {
    Money::new(Minor(1_250), Currency::CNY)
}

fn sent(client: &PaymentsClient<Line>) -> (&'static str, Value) {
    client.0.sent.borrow()[0].clone()
}

#[test]
fn payment_is_opened_with_all_that_the_provider_must_know() {
    let client = client(Ok(r#"{"done":{"reference":"r","client_action":"{}"}}"#));
    let opened = block_on(client.prepay(PaymentRequest {
        number: number(),
        amount: money(),
        description: "Order".to_owned(),
        expires_ms: 7,
        payer: Some("openid".to_owned()),
    }));
    assert_eq!(opened.unwrap().reference, "r");
    let expected = json!({"number": number().to_string(), "amount": {"amount_minor": 1250, "currency": "CNY"},
        "description": "Order", "expires_ms": 7, "payer": "openid"});
    assert_eq!(sent(&client), (PREPAY, expected));
}

#[test]
fn answers_are_read_as_they_are() {
    let paid = r#"{"done":{"number":"n","state":"paid","amount":{"amount_minor":1,"currency":"CNY"},"transaction":"t"}}"#;
    for (path, asked) in [(QUERY, false), (CLOSE, true)] {
        let client = client(Ok(paid));
        let answer = match asked {
            false => block_on(client.query(number(), "r")),
            true => block_on(client.close(number(), "r")),
        };
        let report = answer.unwrap();
        assert_eq!((report.state, report.amount_minor), (PaymentState::Paid, 1));
        assert_eq!((report.number.as_str(), report.transaction.as_str()), ("n", "t"));
        assert_eq!(sent(&client).0, path);
    }
    let client = client(Ok(r#"{"done":"pending"}"#));
    let refund = RefundRequest {
        number: number(),
        reference: "r".to_owned(),
        refund_number: "of-a-part".to_owned(),
        amount: money(),
        paid: money(),
        reason: "Refund of your order",
    };
    assert_eq!(block_on(client.refund(refund)), Ok(RefundState::Pending));
    let (path, json) = sent(&client);
    assert_eq!((path, &json["refund_number"]), (REFUND, &"of-a-part".into()));
}

#[test]
fn handover_is_told_with_how_when_and_what() {
    for (handover, name) in [
        (Handover::CityDelivery, "city_delivery"),
        (Handover::Pickup, "pickup"),
        (Handover::Immaterial, "immaterial"),
    ] {
        let delivery = Delivery {
            number: number(),
            reference: "r".to_owned(),
            handover,
            at_ms: 7,
            description: "乌龙茶 ×2".to_owned(),
        };
        let client = client(Ok(r#"{"done":null}"#));
        assert_eq!(block_on(client.report_delivery(delivery)), Ok(()));
        let expected = json!({"number": number().to_string(), "reference": "r", "handover": name, "at_ms": 7,
            "description": "乌龙茶 ×2"});
        assert_eq!(sent(&client), (DELIVERY, expected));
    }
}

#[test]
fn notification_travels_byte_for_byte() {
    let answer =
        r#"{"done":{"event":"other","acknowledgement_type":"text/plain","acknowledgement":"success"}}"#;
    let client = client(Ok(answer));
    let mut headers = HeaderMap::new();
    headers.insert("wechatpay-nonce", HeaderValue::from_static("N"));
    headers.insert("x-odd", HeaderValue::from_bytes(b"\xff").unwrap());
    let read = block_on(client.read_notification("wechat-pay", &headers, b"\x00\xff{")).unwrap();
    assert_eq!(read.event, Event::Other);
    let expected = json!({"provider": "wechat-pay", "headers": [["wechatpay-nonce", "N"]], "body": "AP97"});
    assert_eq!(sent(&client), (NOTIFICATION, expected));
}

#[test]
fn refusal_stays_a_refusal_and_everything_else_is_not_known() {
    let rejected = |words: &str| Err(ProviderError::Rejected(words.to_owned()));
    assert_eq!(
        block_on(client(Ok(r#"{"rejected":"no"}"#)).query(number(), "r")),
        rejected("no")
    );
    for lost in [
        Ok(r#"{"unavailable":"later"}"#),
        Err("no answer"),
        Ok(""),
        Ok("null"),
        Ok("{}"),
        Ok(r#"{"done":{}}"#),
        Ok(
            r#"{"done":{"number":"n","state":"stolen","amount":{"amount_minor":1,"currency":"CNY"},"transaction":""}}"#,
        ),
        Ok("<html>"),
    ] {
        let answer = block_on(client(lost).query(number(), "r"));
        assert!(
            matches!(answer, Err(ProviderError::Unavailable(_))),
            "{lost:?}: {answer:?}"
        );
    }
}
