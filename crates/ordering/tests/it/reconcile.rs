//! The job that asks the gateway by itself.

use crate::mall::{HOUR_MS, Mall, TEA_MINOR};
use ordering::provider::PaymentState;
use serde_json::Value;
use storage::report::{Difference, OpenedRange, PaymentTotal, payment_differences, payment_totals};
use test_kit::block_on;

const MINUTE_MS: i64 = 60_000;

fn run(mall: &Mall) -> Value {
    let job = mall.harness.as_job();
    job.post_empty("/jobs/reconcile-payments").expect(200).json
}

fn order(mall: &Mall, key: &str, state: PaymentState) -> String {
    let order = mall.order("alice", key, "tea.l", 2, 2 * TEA_MINOR);
    mall.provider.state.set(state);
    let shopper = mall.harness.as_shopper("alice").with_key(&format!("pay-{key}"));
    shopper.post_empty(&format!("/v1/orders/{order}/pay")).assert(200);
    order
}

const ALWAYS: OpenedRange = OpenedRange {
    from_ms: 0,
    to_ms: i64::MAX,
};

fn differences(mall: &Mall) -> Vec<(String, Difference)> {
    let rows = block_on(payment_differences(mall.sql(), ALWAYS, None, 100)).unwrap();
    rows.into_iter()
        .map(|row| (row.key.order.to_string(), row.difference))
        .collect()
}

fn total(mall: &Mall) -> PaymentTotal {
    block_on(payment_totals(mall.sql(), ALWAYS)).unwrap().remove(0)
}

#[test]
fn payment_whose_notification_was_lost_is_settled() {
    let mall = Mall::new();
    order(&mall, "order-0001", PaymentState::Pending);
    mall.provider.state.set(PaymentState::Paid);
    assert_eq!(run(&mall)["asked"], 0, "it is left to its payer for a while");
    mall.harness.platform().advance_ms(MINUTE_MS);
    let report = run(&mall);
    assert_eq!((&report["asked"], &report["settled"]), (&1.into(), &1.into()));
    assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
    assert_eq!(run(&mall)["settled"], 0);
}

#[test]
fn payment_that_waits_is_asked_about_now_and_then() {
    let mall = Mall::new();
    order(&mall, "order-0001", PaymentState::Pending);
    mall.harness.platform().advance_ms(MINUTE_MS);
    assert_eq!(run(&mall)["asked"], 1);
    assert_eq!(run(&mall)["asked"], 0);
    mall.harness.platform().advance_ms(MINUTE_MS);
    assert_eq!(run(&mall)["asked"], 1);
}

#[test]
fn payment_that_ended_is_asked_about_once_and_both_sides_agree() {
    let mall = Mall::new();
    order(&mall, "order-0001", PaymentState::Paid);
    let waiting = total(&mall);
    assert_eq!((waiting.waiting, waiting.gateway.get()), (1, 0));
    mall.harness.platform().advance_ms(HOUR_MS);
    assert_eq!(run(&mall)["asked"], 1);
    assert_eq!(run(&mall)["asked"], 0);
    let total = total(&mall);
    assert_eq!((total.payments, total.waiting, total.differences), (1, 0, 0));
    assert_eq!(
        (total.ours.get(), total.gateway.get()),
        (2 * TEA_MINOR, 2 * TEA_MINOR)
    );
    assert_eq!(differences(&mall), []);
}

#[test]
fn money_that_came_for_a_closed_payment_is_found_and_goes_back() {
    let mall = Mall::new();
    let late = order(&mall, "order-0001", PaymentState::Pending);
    let shopper = mall.harness.as_shopper("alice").with_key("cancel-001");
    shopper
        .post_empty(&format!("/v1/orders/{late}/cancel"))
        .assert(200);
    mall.provider.state.set(PaymentState::Paid);
    mall.harness.platform().advance_ms(HOUR_MS);
    assert_eq!(run(&mall)["ended"], 1);
    assert_eq!(mall.provider.refunds.borrow().get(&late), Some(&1));
    mall.harness.platform().advance_ms(HOUR_MS);
    run(&mall);
    let total = total(&mall);
    assert_eq!((total.waiting, total.differences), (0, 0));
    assert_eq!((total.ours, total.refunded), (total.gateway, total.gateway));
}

#[test]
fn every_difference_has_a_name() {
    let mall = Mall::new();
    let unpaid = order(&mall, "order-0001", PaymentState::Paid);
    mall.harness.platform().advance_ms(HOUR_MS);
    mall.provider.state.set(PaymentState::Closed);
    run(&mall);
    assert_eq!(
        differences(&mall),
        [(unpaid.clone(), Difference::NotPaidAtGateway)]
    );

    let other = order(&mall, "order-0002", PaymentState::Paid);
    mall.harness.platform().advance_ms(HOUR_MS);
    mall.provider.paid_minor.set(Some(1));
    run(&mall);
    assert_eq!(differences(&mall)[1..], [(other, Difference::OtherAmount)]);
    mall.provider.paid_minor.set(None);

    let foreign = order(&mall, "order-0003", PaymentState::Paid);
    mall.harness.platform().advance_ms(HOUR_MS);
    mall.provider.paid_currency.set(Some("JPY"));
    run(&mall);
    assert_eq!(differences(&mall)[2..], [(foreign, Difference::OtherCurrency)]);
    mall.provider.paid_currency.set(None);

    let unknown = order(&mall, "order-0004", PaymentState::Paid);
    mall.harness.platform().advance_ms(HOUR_MS);
    mall.provider.opened.borrow_mut().remove(&unknown);
    run(&mall);
    assert_eq!(differences(&mall)[3..], [(unknown, Difference::UnknownAtGateway)]);

    let wrong = order(&mall, "order-0005", PaymentState::Pending);
    mall.provider.state.set(PaymentState::Paid);
    mall.provider.paid_minor.set(Some(1));
    mall.harness.platform().advance_ms(MINUTE_MS);
    run(&mall);
    assert_eq!(
        differences(&mall)[4..],
        [(wrong.clone(), Difference::PaidAtGateway)]
    );

    mall.provider.refuses_refunds.set(true);
    mall.harness.platform().advance_ms(HOUR_MS);
    mall.harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .assert(200);
    run(&mall);
    assert_eq!(differences(&mall)[4..], [(wrong, Difference::Disputed)]);
    assert_eq!(total(&mall).differences, 5);
}

#[test]
fn silent_gateway_is_left_alone_after_a_few_questions() {
    let mall = Mall::new();
    for number in 0..6 {
        order(&mall, &format!("order-{number:04}"), PaymentState::Pending);
    }
    mall.harness.platform().advance_ms(MINUTE_MS);
    mall.provider.is_down.set(true);
    mall.provider.queries.set(0);
    let report = run(&mall);
    assert_eq!(
        (&report["unanswered"], &report["more"]),
        (&3.into(), &true.into())
    );
    assert_eq!(mall.provider.queries.get(), 3);
    mall.provider.is_down.set(false);
    assert_eq!(run(&mall)["asked"], 6);
}
