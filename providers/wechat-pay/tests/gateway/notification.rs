//! What the gateway tells by itself.

use crate::shop::{NUMBER, START_S, Shop, TOTAL, assert_rejected, request};
use fake_wechat_pay::{Notification, Trick};
use wechat_pay::Failure;
use wechat_pay::provider::{Event, RefundState, State};

fn hear(shop: &Shop, notification: &Notification) -> Result<Event, Failure> {
    shop.hear(&notification.headers, &notification.body)
}

#[test]
fn genuine_notification_says_what_a_query_says_however_often_it_comes() {
    let shop = Shop::paid();
    let told = shop.gateway.notify_of_payment(NUMBER, START_S, Trick::None);
    for _ in 0..2 {
        let Ok(Event::Payment(payment)) = hear(&shop, &told) else {
            panic!("a payment");
        };
        assert_eq!((payment.state, payment.amount_minor), (State::Paid, TOTAL));
        assert_eq!(Ok(payment), shop.query());
    }
}

#[test]
fn older_notification_says_what_was_true_then() {
    let shop = Shop::new();
    shop.prepay(&request()).unwrap();
    let older = shop.gateway.notify_of_payment(NUMBER, START_S, Trick::None);
    assert!(shop.gateway.pay(NUMBER));
    let newer = shop.gateway.notify_of_payment(NUMBER, START_S, Trick::None);
    for (notification, state) in [(newer, State::Paid), (older, State::Pending)] {
        let Ok(Event::Payment(payment)) = hear(&shop, &notification) else {
            panic!("a payment");
        };
        assert_eq!(payment.state, state);
    }
}

#[test]
fn every_forgery_is_rejected() {
    let shop = Shop::paid();
    for trick in [
        Trick::ForgedSignature,
        Trick::UnknownSerial,
        Trick::SignatureProbe,
        Trick::OtherApiKey,
        Trick::OtherMerchant,
        Trick::OtherApp,
        Trick::AlteredBody,
    ] {
        let forged = shop.gateway.notify_of_payment(NUMBER, START_S, trick);
        let heard = hear(&shop, &forged);
        assert!(matches!(heard, Err(Failure::Rejected(_))), "{trick:?}: {heard:?}");
    }
}

#[test]
fn notification_that_was_kept_for_later_is_rejected() {
    let shop = Shop::paid();
    let told = shop.gateway.notify_of_payment(NUMBER, START_S, Trick::None);
    shop.advance_s(300);
    assert!(hear(&shop, &told).is_ok());
    shop.advance_s(1);
    assert_rejected(hear(&shop, &told));
    let repeated = shop.gateway.notify_of_payment(NUMBER, START_S + 301, Trick::None);
    assert!(
        hear(&shop, &repeated).is_ok(),
        "the gateway signs anew what it repeats"
    );
}

#[test]
fn headers_of_one_notification_do_not_open_another() {
    let shop = Shop::paid();
    let one = shop.gateway.notify_of_payment(NUMBER, START_S, Trick::None);
    let other = shop.gateway.notify_of_payment(NUMBER, START_S, Trick::None);
    assert_rejected(shop.hear(&one.headers, &other.body));
    assert_rejected(shop.hear(&one.headers, b""));
    assert_rejected(shop.hear(&[], &one.body));
}

#[test]
fn refunds_are_told_of_too() {
    let shop = Shop::paid();
    shop.gateway.set_refunds("PROCESSING");
    shop.refund("part-1", 500).unwrap();
    for (state, expected) in [
        ("SUCCESS", RefundState::Done),
        ("ABNORMAL", RefundState::Refused),
        ("CLOSED", RefundState::Refused),
    ] {
        shop.gateway.move_refund("part-1", state);
        let told = shop.gateway.notify_of_refund("part-1", START_S, Trick::None);
        let Ok(Event::Refund(notice)) = hear(&shop, &told) else {
            panic!("a refund");
        };
        assert_eq!(
            (notice.number.as_str(), notice.refund_number.as_str()),
            (NUMBER, "part-1")
        );
        assert_eq!((notice.state, notice.amount_minor), (expected, 500));
    }
    let forged = shop
        .gateway
        .notify_of_refund("part-1", START_S, Trick::OtherMerchant);
    assert_rejected(hear(&shop, &forged));
}

#[test]
fn what_the_gateway_tells_besides_is_heard_and_not_acted_on() {
    let shop = Shop::new();
    let told = shop.gateway.notify_of_something_else(START_S);
    assert_eq!(hear(&shop, &told), Ok(Event::Other));
}
