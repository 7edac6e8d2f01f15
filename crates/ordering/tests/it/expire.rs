//! The job that ends unpaid orders.

use crate::mall::{HOUR_MS, Mall, PAY_MS, TEA_MINOR, put_stock};
use ordering::provider::PaymentState;
use serde_json::Value;
use storage::stock::StockChange;

fn run(mall: &Mall) -> Value {
    mall.harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .expect(200)
        .json
}

fn pay(mall: &Mall, order: &str) -> test_kit::Answer {
    let shopper = mall.harness.as_shopper("alice").with_key("pay-000001");
    shopper.post_empty(&format!("/v1/orders/{order}/pay"))
}

#[test]
fn unpaid_order_expires_at_its_deadline_and_gives_back_once() {
    let mall = Mall::new();
    let order = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    mall.harness.platform().advance_ms(PAY_MS - 1);
    assert_eq!(run(&mall)["expired"], 0);
    mall.harness.platform().advance_ms(1);
    for expired in [1, 0, 0] {
        assert_eq!(run(&mall)["expired"], expired);
        assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
    }
    let shopper = mall.harness.as_shopper("alice");
    assert_eq!(
        shopper.get(&format!("/v1/orders/{order}")).json["state"],
        "expired"
    );
}

#[test]
fn more_orders_than_a_page_expire_in_one_run() {
    let mall = Mall::new();
    put_stock(mall.sql(), "s1", "tea.l", StockChange::Count(300));
    mall.project();
    for number in 0..250 {
        // Nobody may have many that wait for payment.
        mall.order(&format!("c{number}"), "order-0001", "tea.l", 1, TEA_MINOR);
    }
    mall.harness.platform().advance_ms(HOUR_MS);
    let report = run(&mall);
    assert_eq!(
        (&report["expired"], &report["more"]),
        (&250.into(), &false.into())
    );
    assert_eq!(mall.stock("s1", "tea.l"), (300, 0));
}

#[test]
fn overdue_order_whose_money_has_come_is_paid_instead() {
    let mall = Mall::new();
    let order = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    mall.provider.state.set(PaymentState::Pending);
    pay(&mall, &order).assert(200);
    mall.provider.state.set(PaymentState::Paid);
    mall.harness.platform().advance_ms(PAY_MS);
    let report = run(&mall);
    assert_eq!((&report["settled"], &report["expired"]), (&1.into(), &0.into()));
    assert_eq!(run(&mall)["settled"], 0);
    assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
}

#[test]
fn order_waits_a_while_for_a_silent_provider_then_expires_and_is_refunded_later() {
    let mall = Mall::new();
    let order = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    mall.provider.state.set(PaymentState::Pending);
    pay(&mall, &order).assert(200);
    mall.provider.is_down.set(true);
    mall.harness.platform().advance_ms(PAY_MS);
    assert_eq!(run(&mall)["expired"], 0);
    mall.harness.platform().advance_ms(HOUR_MS);
    let report = run(&mall);
    assert_eq!(
        (&report["expired"], &report["payments_ended"]),
        (&1.into(), &0.into())
    );
    mall.provider.is_down.set(false);
    mall.provider.state.set(PaymentState::Paid);
    assert_eq!(run(&mall)["payments_ended"], 1);
    assert_eq!(run(&mall)["payments_ended"], 0);
    assert_eq!(mall.provider.refunds.borrow().get(&order), Some(&1));
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}

#[test]
fn silent_provider_is_asked_a_few_times_and_holds_up_no_order() {
    let mall = Mall::new();
    mall.provider.state.set(PaymentState::Pending);
    for number in 0..6 {
        let order = mall.order("alice", &format!("order-{number:04}"), "tea.l", 1, TEA_MINOR);
        pay(&mall, &order).assert(200);
    }
    mall.provider.is_down.set(true);
    mall.provider.queries.set(0);
    mall.harness.platform().advance_ms(HOUR_MS);
    assert_eq!(run(&mall)["expired"], 6);
    assert_eq!(mall.provider.queries.get(), 3);
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}

#[test]
fn refund_that_is_refused_is_left_to_a_person() {
    let mall = Mall::new();
    let order = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    mall.provider.paid_minor.set(Some(1));
    assert_eq!(pay(&mall, &order).code(), "payment_refused");
    mall.provider.refuses_refunds.set(true);
    mall.harness.platform().advance_ms(PAY_MS);
    let report = run(&mall);
    assert_eq!(
        (&report["expired"], &report["payments_ended"]),
        (&1.into(), &1.into())
    );
    assert!(
        mall.harness
            .platform()
            .log_lines()
            .iter()
            .any(|line| line.contains(&order))
    );
}
