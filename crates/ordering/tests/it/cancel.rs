//! Cancelling.

use crate::mall::{Mall, TEA_MINOR};
use ordering::provider::PaymentState;
use test_kit::Answer;

fn cancel(mall: &Mall, order: &str, key: &str) -> Answer {
    let shopper = mall.harness.as_shopper("alice").with_key(key);
    shopper.post_empty(&format!("/v1/orders/{order}/cancel"))
}

fn pay(mall: &Mall, order: &str) -> Answer {
    let shopper = mall.harness.as_shopper("alice").with_key("pay-000001");
    shopper.post_empty(&format!("/v1/orders/{order}/pay"))
}

fn placed(mall: &Mall) -> String {
    mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR)
}

#[test]
fn cancelled_order_gives_its_goods_back_once() {
    let mall = Mall::new();
    let order = placed(&mall);
    mall.order("bob", "order-0001", "tea.l", 3, 3 * TEA_MINOR);
    let first = cancel(&mall, &order, "cancel-001").expect(200);
    assert_eq!(first.json["state"], "cancelled");
    assert_eq!(cancel(&mall, &order, "cancel-001").text, first.text);
    assert_eq!(cancel(&mall, &order, "cancel-002").code(), "order_state");
    assert_eq!(mall.stock("s1", "tea.l"), (20, 3));
}

#[test]
fn paid_order_that_is_cancelled_gives_its_goods_and_its_money_back_once() {
    let mall = Mall::new();
    let order = placed(&mall);
    pay(&mall, &order).assert(200);
    assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
    let first = cancel(&mall, &order, "cancel-001").expect(200);
    assert_eq!(first.json["refunded"], first.json["payable"]);
    assert_eq!(cancel(&mall, &order, "cancel-001").text, first.text);
    assert_eq!(cancel(&mall, &order, "cancel-002").code(), "order_state");
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
    assert_eq!(mall.provider.refunds.borrow().values().sum::<u32>(), 1);
}

#[test]
fn order_whose_money_has_come_unseen_is_paid_instead_of_cancelled() {
    let mall = Mall::new();
    let order = placed(&mall);
    mall.provider.state.set(PaymentState::Pending);
    pay(&mall, &order).assert(200);
    mall.provider.state.set(PaymentState::Paid);
    assert_eq!(cancel(&mall, &order, "cancel-001").code(), "order_state");
    let shown = mall
        .harness
        .as_shopper("alice")
        .get(&format!("/v1/orders/{order}"));
    assert_eq!(shown.json["state"], "paid");
    assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
}

#[test]
fn cancelled_order_closes_its_payment() {
    let mall = Mall::new();
    let order = placed(&mall);
    mall.provider.state.set(PaymentState::Pending);
    pay(&mall, &order).assert(200);
    cancel(&mall, &order, "cancel-001").assert(200);
    assert_eq!(mall.provider.closes.get(), 1);
    mall.harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .assert(200);
    assert_eq!(mall.provider.closes.get(), 1);
}

#[test]
fn cancelled_order_cannot_be_paid() {
    let mall = Mall::new();
    let order = placed(&mall);
    cancel(&mall, &order, "cancel-001").assert(200);
    assert_eq!(pay(&mall, &order).code(), "order_state");
    assert!(mall.provider.opened.borrow().is_empty());
}
