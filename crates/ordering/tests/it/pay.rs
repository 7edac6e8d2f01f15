//! Paying.

use crate::mall::{HOUR_MS, Mall, PAY_MS, TEA_MINOR};
use commerce::money::{Currency, Minor};
use ordering::provider::PaymentState;
use std::rc::Rc;
use storage::report::{self, DayRange};
use storage::scope::StoreScope;
use test_kit::{Answer, START_MS, block_on};

fn pay(mall: &Mall, order: &str, key: &str) -> Answer {
    let shopper = mall.harness.as_shopper("alice").with_key(key);
    shopper.post_empty(&format!("/v1/orders/{order}/pay"))
}

fn placed(mall: &Mall) -> String {
    mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR)
}

#[test]
fn paid_order_takes_its_goods_and_counts_once() {
    let mall = Mall::new();
    let order = placed(&mall);
    let paid = pay(&mall, &order, "pay-000001").expect(200);
    assert_eq!(
        (&paid.json["payment"], &paid.json["order"]["state"]),
        (&"paid".into(), &"paid".into())
    );
    assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
    assert_eq!(pay(&mall, &order, "pay-000001").text, paid.text);
    assert_eq!(
        pay(&mall, &order, "pay-000002").expect(200).json["payment"],
        "paid"
    );
    assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
    let facts = block_on(report::order_facts(mall.sql(), &"alice".parse().unwrap()));
    let facts = facts.unwrap().unwrap();
    assert_eq!(
        (facts.orders, facts.first_ms, facts.last_ms),
        (1, START_MS, START_MS)
    );
    assert_eq!(
        facts.spent,
        [(Currency::CNY, Minor(2 * TEA_MINOR))].into_iter().collect()
    );
}

#[test]
fn whoever_pays_again_gets_one_answer_under_the_key_whatever_becomes_of_the_order() {
    let mall = Mall::new();
    let order = placed(&mall);
    pay(&mall, &order, "pay-000001").assert(200);
    let again = pay(&mall, &order, "pay-000002").expect(200);
    let shopper = mall.harness.as_shopper("alice").with_key("cancel-001");
    shopper
        .post_empty(&format!("/v1/orders/{order}/cancel"))
        .assert(200);
    assert_eq!(pay(&mall, &order, "pay-000002").expect(200).text, again.text);
    assert_eq!(pay(&mall, &order, "pay-000003").expect(409).code(), "order_state");
}

#[test]
fn first_and_last_order_are_told_by_their_instants_when_the_clock_was_set_back() {
    let mall = Mall::new();
    let [first, second] =
        ["order-0001", "order-0002"].map(|key| mall.order("alice", key, "tea.l", 1, TEA_MINOR));
    pay(&mall, &first, "pay-000001").assert(200);
    mall.harness.platform().advance_ms(-5_000);
    pay(&mall, &second, "pay-000002").assert(200);
    let facts = block_on(report::order_facts(mall.sql(), &"alice".parse().unwrap()));
    let facts = facts.unwrap().unwrap();
    assert_eq!((facts.first_ms, facts.last_ms), (START_MS - 5_000, START_MS));
}

#[test]
fn sale_counts_on_the_day_of_the_stores_own_calendar() {
    let mall = Mall::new();
    let order = placed(&mall);
    pay(&mall, &order, "pay-000001").assert(200);
    // 04:00 UTC on 1 January; 14 hours later it is 2 January in Shanghai and still the first in UTC.
    mall.harness.platform().advance_ms(14 * HOUR_MS);
    let order = mall.order("alice", "order-0002", "tea.l", 1, TEA_MINOR);
    pay(&mall, &order, "pay-000002").assert(200);
    let days = sales(&mall);
    assert_eq!(
        days,
        [
            ("2026-01-01".to_owned(), 1, 2, 2 * TEA_MINOR),
            ("2026-01-02".to_owned(), 1, 1, TEA_MINOR)
        ]
    );
}

#[test]
fn pending_payment_tells_how_to_pay_and_settles_when_asked_again() {
    let mall = Mall::new();
    let order = placed(&mall);
    mall.provider.state.set(PaymentState::Pending);
    let pending = pay(&mall, &order, "pay-000001").expect(200);
    assert_eq!(pending.json["payment"], "pending");
    assert_eq!(pending.json["client_action"]["kind"], "fake");
    assert_eq!(mall.stock("s1", "tea.l"), (20, 2));
    mall.provider.state.set(PaymentState::Paid);
    assert_eq!(
        pay(&mall, &order, "pay-000001").expect(200).json["payment"],
        "paid"
    );
    assert_eq!(mall.provider.opened.borrow().len(), 1);
}

#[test]
fn refused_payment_leaves_the_order_to_be_paid_again() {
    let mall = Mall::new();
    let order = placed(&mall);
    mall.provider.state.set(PaymentState::Refused);
    assert_eq!(pay(&mall, &order, "pay-000001").code(), "payment_refused");
    mall.provider.state.set(PaymentState::Paid);
    pay(&mall, &order, "pay-000001").assert(200);
}

#[test]
fn wrong_amount_or_currency_does_not_pay_an_order() {
    for (amount, currency) in [
        (Some(2 * TEA_MINOR - 1), None),
        (Some(2 * TEA_MINOR + 1), None),
        (Some(0), None),
        (None, Some("JPY")),
    ] {
        let mall = Mall::new();
        let order = placed(&mall);
        mall.provider.paid_minor.set(amount);
        mall.provider.paid_currency.set(currency);
        assert_eq!(pay(&mall, &order, "pay-000001").code(), "payment_refused");
        assert_eq!(mall.stock("s1", "tea.l"), (20, 2));
    }
}

#[test]
fn amount_is_not_taken_from_the_client() {
    let mall = Mall::new();
    let order = placed(&mall);
    let shopper = mall.harness.as_shopper("alice").with_key("pay-000001");
    let body = serde_json::json!({"amount_minor": 1});
    let refused = shopper.post(&format!("/v1/orders/{order}/pay"), &body);
    assert_eq!((refused.status, refused.fields()), (422, vec!["amount_minor"]));
    assert!(mall.provider.opened.borrow().is_empty());
}

#[test]
fn payer_is_handed_to_the_provider_and_a_malformed_one_is_named() {
    let mall = Mall::new();
    let order = placed(&mall);
    let shopper = mall.harness.as_shopper("alice").with_key("pay-000001");
    let path = format!("/v1/orders/{order}/pay");
    for wrong in ["", "o p", "\u{fc}", &"o".repeat(129)] {
        let refused = shopper.post(&path, &serde_json::json!({"payer": wrong}));
        assert_eq!(
            (refused.status, refused.fields()),
            (422, vec!["payer"]),
            "{wrong}"
        );
    }
    let body = serde_json::json!({"payer": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"});
    shopper.post(&path, &body).assert(200);
    assert_eq!(
        mall.provider.opened.borrow()[&order].payer.as_deref(),
        Some("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
    );
}

#[test]
fn silent_provider_is_told_and_the_same_key_goes_on() {
    let mall = Mall::new();
    let order = placed(&mall);
    mall.provider.is_down.set(true);
    let silent = pay(&mall, &order, "pay-000001");
    assert_eq!((silent.status, silent.code()), (502, "payment_unavailable"));
    mall.provider.is_down.set(false);
    pay(&mall, &order, "pay-000001").assert(200);
}

#[test]
fn payment_after_the_deadline_counts_while_the_goods_are_still_reserved() {
    let mall = Mall::new();
    let order = placed(&mall);
    mall.harness.platform().advance_ms(PAY_MS + 1);
    pay(&mall, &order, "pay-000001").assert(200);
    assert_eq!(mall.stock("s1", "tea.l"), (18, 0));
}

#[test]
fn payment_that_lands_after_the_order_expired_is_refunded() {
    let mall = Rc::new(Mall::new());
    let order = placed(&mall);
    let meanwhile = mall.clone();
    // While the shopper's call is on its way, nobody else reaches the provider, and the order expires.
    *mall.provider.meanwhile.borrow_mut() = Some(Box::new(move || {
        meanwhile.provider.is_down.set(true);
        meanwhile.harness.platform().advance_ms(HOUR_MS);
        let job = meanwhile.harness.as_job();
        let report = job.post_empty("/jobs/expire-orders").expect(200);
        assert_eq!(report.json["expired"], 1);
        meanwhile.provider.is_down.set(false);
    }));
    let late = pay(&mall, &order, "pay-000001");
    assert_eq!((late.status, late.code()), (409, "order_state"));
    assert_eq!(mall.provider.refunds.borrow().get(&order), Some(&1));
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
    assert_eq!(sales(&mall), []);
}

#[test]
fn money_that_comes_for_an_ended_order_goes_back_once() {
    let mall = Mall::new();
    let order = placed(&mall);
    mall.provider.state.set(PaymentState::Pending);
    pay(&mall, &order, "pay-000001").assert(200);
    // Nobody can reach the provider while the order is cancelled, and the money comes.
    mall.provider.is_down.set(true);
    let shopper = mall.harness.as_shopper("alice").with_key("cancel-001");
    shopper
        .post_empty(&format!("/v1/orders/{order}/cancel"))
        .assert(200);
    mall.provider.is_down.set(false);
    mall.provider.state.set(PaymentState::Paid);
    assert_eq!(pay(&mall, &order, "pay-000002").code(), "order_state");
    assert_eq!(pay(&mall, &order, "pay-000003").code(), "order_state");
    let report = mall
        .harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .expect(200);
    assert_eq!(report.json["payments_ended"], 0);
    assert_eq!(mall.provider.refunds.borrow().get(&order), Some(&1));
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}

/// Day, orders, items and net of all stores.
fn sales(mall: &Mall) -> Vec<(String, i64, i64, i64)> {
    let range = DayRange {
        from: "2026-01-01".parse().unwrap(),
        to: "2026-12-31".parse().unwrap(),
    };
    let rows = block_on(report::sales(mall.sql(), &StoreScope::All, range, None, 100)).unwrap();
    rows.into_iter()
        .map(|row| (row.key.day.to_string(), row.orders, row.items, row.net.get()))
        .collect()
}
