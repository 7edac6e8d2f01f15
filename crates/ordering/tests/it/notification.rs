//! What a gateway tells by itself.

use crate::mall::{HOUR_MS, Mall, TEA_MINOR};
use commerce::money::{Minor, Money};
use http::Method;
use ordering::provider::{PaymentRequest, PaymentState};
use test_kit::Answer;

const PATH: &str = "/v1/payments/notifications/fake";

fn notify(mall: &Mall, body: &str) -> Answer {
    let gateway = mall.harness.anonymous().with_header("fake-signature", "genuine");
    gateway.send(Method::POST, PATH, Some("application/json"), body.to_owned())
}

/// An order whose payment was opened, and is pending.
fn pending(mall: &Mall) -> String {
    let order = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    mall.provider.state.set(PaymentState::Pending);
    let shopper = mall.harness.as_shopper("alice").with_key("pay-000001");
    shopper.post_empty(&format!("/v1/orders/{order}/pay")).assert(200);
    order
}

fn state(mall: &Mall, order: &str) -> String {
    let shown = mall
        .harness
        .as_shopper("alice")
        .get(&format!("/v1/orders/{order}"));
    shown.expect(200).json["state"].as_str().unwrap().to_owned()
}

#[test]
fn paid_notification_settles_once_however_often_it_comes() {
    let mall = Mall::new();
    let order = pending(&mall);
    mall.provider.state.set(PaymentState::Paid);
    for _ in 0..3 {
        let heard = notify(&mall, &format!("payment {order}")).expect(200);
        assert_eq!(heard.text, r#"{"heard":true}"#);
        assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
    }
    assert_eq!(state(&mall, &order), "paid");
}

#[test]
fn money_that_is_told_of_before_its_payment_is_written_down_is_told_of_again() {
    let mall = Mall::new();
    let order = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    let opened = PaymentRequest {
        number: order.parse().unwrap(),
        amount: Money::new(Minor(2 * TEA_MINOR), "CNY".parse().unwrap()),
        description: String::new(),
        expires_ms: 0,
        payer: None,
    };
    mall.provider.opened.borrow_mut().insert(order.clone(), opened);
    let early = notify(&mall, &format!("payment {order}"));
    assert_eq!((early.status, early.code()), (503, "busy"));
    assert_eq!(state(&mall, &order), "awaiting_payment");
}

#[test]
fn older_notification_after_a_newer_one_changes_nothing() {
    let mall = Mall::new();
    let order = pending(&mall);
    mall.provider.state.set(PaymentState::Paid);
    notify(&mall, &format!("payment {order}")).assert(200);
    for older in [PaymentState::Pending, PaymentState::Refused, PaymentState::Closed] {
        mall.provider.state.set(older);
        notify(&mall, &format!("payment {order}")).assert(200);
        assert_eq!(state(&mall, &order), "paid");
    }
    assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
}

#[test]
fn forged_notification_is_refused_and_has_no_effect() {
    let mall = Mall::new();
    let order = pending(&mall);
    mall.provider.state.set(PaymentState::Paid);
    let body = format!("payment {order}");
    let send = |signature: &str, path: &str| {
        let gateway = mall.harness.anonymous().with_header("fake-signature", signature);
        gateway.send(Method::POST, path, None, body.clone())
    };
    for (signature, path) in [("forged", PATH), ("genuine", "/v1/payments/notifications/other")] {
        let refused = send(signature, path);
        assert_eq!((refused.status, refused.code()), (400, "notification_refused"));
    }
    assert_eq!(state(&mall, &order), "awaiting_payment");
    assert_eq!(mall.stock("s1", "tea.l"), (20, 2));
}

#[test]
fn notification_with_another_amount_does_not_pay_and_the_money_goes_back_with_the_order() {
    let mall = Mall::new();
    let order = pending(&mall);
    mall.provider.state.set(PaymentState::Paid);
    mall.provider.paid_minor.set(Some(1));
    notify(&mall, &format!("payment {order}")).assert(200);
    assert_eq!(state(&mall, &order), "awaiting_payment");
    mall.harness.platform().advance_ms(HOUR_MS);
    mall.harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .assert(200);
    assert_eq!(state(&mall, &order), "expired");
    assert_eq!(mall.provider.refunds.borrow().get(&order), Some(&1));
}

#[test]
fn money_that_is_told_after_the_order_was_cancelled_goes_back_once() {
    for closed_in_time in [true, false] {
        let mall = Mall::new();
        let order = pending(&mall);
        mall.provider.is_down.set(!closed_in_time);
        let shopper = mall.harness.as_shopper("alice").with_key("cancel-001");
        shopper
            .post_empty(&format!("/v1/orders/{order}/cancel"))
            .assert(200);
        mall.provider.is_down.set(false);
        mall.provider.state.set(PaymentState::Paid);
        for _ in 0..3 {
            notify(&mall, &format!("payment {order}")).assert(200);
        }
        assert_eq!(state(&mall, &order), "cancelled");
        assert_eq!(
            mall.provider.refunds.borrow().get(&order),
            Some(&1),
            "{closed_in_time}"
        );
        assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
    }
}

#[test]
fn refund_that_was_pending_ends_when_the_gateway_tells_of_it() {
    let mall = Mall::new();
    let order = pending(&mall);
    mall.provider.is_down.set(true);
    let shopper = mall.harness.as_shopper("alice").with_key("cancel-001");
    shopper
        .post_empty(&format!("/v1/orders/{order}/cancel"))
        .assert(200);
    mall.provider.is_down.set(false);
    mall.provider.state.set(PaymentState::Paid);
    mall.provider.delays_refunds.set(true);
    notify(&mall, &format!("payment {order}")).assert(200);
    assert_eq!(mall.provider.refunds.borrow().get(&order), None);
    mall.provider.delays_refunds.set(false);
    for _ in 0..2 {
        notify(&mall, &format!("refund {order}")).assert(200);
        assert_eq!(mall.provider.refunds.borrow().get(&order), Some(&1));
    }
}

#[test]
fn what_is_genuine_and_none_of_ours_is_acknowledged() {
    let mall = Mall::new();
    for body in ["payment 4200001", "refund 4200001", "a new year's greeting"] {
        notify(&mall, body).assert(200);
    }
}

#[test]
fn gateway_tells_again_what_could_not_be_heard() {
    let mall = Mall::new();
    let order = pending(&mall);
    mall.provider.is_down.set(true);
    let unheard = notify(&mall, &format!("payment {order}"));
    assert_eq!((unheard.status, unheard.code()), (502, "payment_unavailable"));
}

#[test]
fn long_notification_is_refused_unread() {
    let mall = Mall::new();
    let long = "x".repeat(api::operation::checkout::NOTIFICATION_BYTES_MAX + 1);
    assert_eq!(notify(&mall, &long).code(), "payload_too_large");
}
