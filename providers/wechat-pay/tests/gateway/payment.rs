//! Opening, asking for and closing payments.

use crate::shop::{
    NUMBER, OPENID, REFERENCE, START_S, Shop, TOTAL, assert_rejected, assert_unavailable, request,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use fake_wechat_pay::{APPID, Network, merchant_key};
use rsa::PrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use sha2::Sha256;
use wechat_pay::provider::{PaymentRequest, State};

#[test]
fn opened_payment_can_be_paid_by_its_payer_and_is_found_paid() {
    let shop = Shop::new();
    let opened = shop.prepay(&request()).unwrap();
    assert_eq!(opened.reference, REFERENCE);
    assert_eq!(shop.gateway.payment(NUMBER).unwrap().openid, OPENID);
    let action: serde_json::Value = serde_json::from_str(&opened.client_action).unwrap();
    let text = |name: &str| action[name].as_str().unwrap();
    assert_eq!((text("kind"), text("signType")), ("wechat-pay", "RSA"));
    assert_eq!(text("timeStamp"), START_S.to_string());
    let message = format!("{APPID}\n{START_S}\n{}\n{}\n", text("nonceStr"), text("package"));
    let key = PrivateKey::from_pkcs8_pem(&merchant_key())
        .unwrap()
        .to_public_key();
    let signature = BASE64.decode(text("paySign")).unwrap();
    key.pkcs1v15_verify::<Sha256>(message.as_bytes(), &signature)
        .unwrap();

    let waiting = shop.query().unwrap();
    assert_eq!((waiting.state, waiting.amount_minor), (State::Pending, TOTAL));
    assert!(shop.gateway.pay(NUMBER));
    let paid = shop.query().unwrap();
    assert_eq!(
        (paid.state, paid.amount_minor, paid.currency.as_str()),
        (State::Paid, TOTAL, "CNY")
    );
    assert_eq!(
        paid.transaction,
        shop.gateway.payment(NUMBER).unwrap().transaction_id
    );
}

#[test]
fn what_the_gateway_cannot_take_is_rejected_without_asking_it() {
    let shop = Shop::new();
    for change in [
        (|r: &mut PaymentRequest| r.payer = None) as fn(&mut PaymentRequest),
        |r| r.currency = "JPY".to_owned(),
        |r| r.number = "../refund".to_owned(),
        |r| r.number = "x".repeat(33),
    ] {
        let mut wrong = request();
        change(&mut wrong);
        assert_rejected(shop.prepay(&wrong));
    }
    assert_eq!(shop.requests(), 0);
}

#[test]
fn repeated_prepay_is_one_payment_and_another_amount_under_its_number_is_rejected() {
    let shop = Shop::new();
    shop.prepay(&request()).unwrap();
    shop.advance_s(60);
    shop.prepay(&request()).unwrap();
    let other = PaymentRequest {
        amount_minor: TOTAL + 1,
        ..request()
    };
    assert_rejected(shop.prepay(&other));
    assert_eq!(shop.gateway.payment(NUMBER).unwrap().total, TOTAL);
}

#[test]
fn payment_that_was_paid_meanwhile_is_opened_without_anything_to_do() {
    let shop = Shop::paid();
    let again = shop.prepay(&request()).unwrap();
    assert_eq!(again.client_action, r#"{"kind":"wechat-pay"}"#);
    assert_eq!(shop.query().unwrap().state, State::Paid);
}

#[test]
fn order_that_is_about_to_expire_is_given_the_least_time_that_the_gateway_takes() {
    let shop = Shop::new();
    let soon = PaymentRequest {
        expires_ms: START_S * 1_000,
        ..request()
    };
    shop.prepay(&soon).unwrap();
}

#[test]
fn long_description_is_cut_to_what_the_gateway_takes() {
    let shop = Shop::new();
    let long = PaymentRequest {
        description: "门店订单".repeat(20),
        ..request()
    };
    shop.prepay(&long).unwrap();
}

#[test]
fn refused_payment_may_be_tried_again() {
    let shop = Shop::new();
    shop.prepay(&request()).unwrap();
    assert!(shop.gateway.refuse_payment(NUMBER));
    assert_eq!(shop.query().unwrap().state, State::Refused);
    assert!(shop.gateway.pay(NUMBER));
    assert_eq!(shop.query().unwrap().state, State::Paid);
}

#[test]
fn closed_payment_takes_no_money_and_closing_it_again_changes_nothing() {
    let shop = Shop::new();
    shop.prepay(&request()).unwrap();
    for _ in 0..2 {
        assert_eq!(shop.close().unwrap().state, State::Closed);
    }
    assert!(!shop.gateway.pay(NUMBER));
    assert_eq!(shop.query().unwrap().state, State::Closed);
}

#[test]
fn paid_payment_cannot_be_closed() {
    let shop = Shop::paid();
    let closed = shop.close().unwrap();
    assert_eq!((closed.state, closed.amount_minor), (State::Paid, TOTAL));
}

#[test]
fn payment_that_is_too_young_to_be_closed_stays_pending() {
    let shop = Shop::new();
    shop.gateway.set_close_age_s(300);
    shop.prepay(&request()).unwrap();
    assert_eq!(shop.close().unwrap().state, State::Pending);
    shop.advance_s(300);
    assert_eq!(shop.close().unwrap().state, State::Closed);
}

#[test]
fn payment_that_the_gateway_does_not_know_is_rejected() {
    let shop = Shop::new();
    assert_rejected(shop.query());
    assert_rejected(shop.close());
}

#[test]
fn lost_forged_and_busy_answers_are_no_answers_and_the_call_is_repeated_without_harm() {
    for network in [
        Network::LosesAnswers,
        Network::LosesRequests,
        Network::Forges,
        Network::Busy,
    ] {
        let shop = Shop::new();
        shop.gateway.set_network(network);
        assert_unavailable(shop.prepay(&request()));
        shop.gateway.set_network(Network::Sound);
        shop.prepay(&request()).unwrap();
        assert!(shop.gateway.pay(NUMBER), "{network:?}");
        shop.gateway.set_network(network);
        assert_unavailable(shop.query());
        assert_unavailable(shop.close());
        shop.gateway.set_network(Network::Sound);
        assert_eq!(shop.query().unwrap().state, State::Paid);
    }
}

#[test]
fn amount_is_what_the_gateway_says_was_paid() {
    let shop = Shop::new();
    shop.prepay(&request()).unwrap();
    assert!(shop.gateway.pay_otherwise(NUMBER, -1));
    assert_eq!(shop.query().unwrap().amount_minor, TOTAL - 1);
}
