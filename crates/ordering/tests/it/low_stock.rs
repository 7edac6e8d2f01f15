//! An order that takes what is available below its threshold says so by itself.

use crate::mall::{Mall, TEA_MINOR, selling_store};
use storage::scope::StoreScope;
use storage::sql::Statement;
use storage::stock_alert;
use test_kit::{START_MS, block_on};

/// Twenty units of `tea.l`, of which the store wants ten.
fn with_threshold() -> Mall {
    let mall = Mall::new();
    let store = selling_store(mall.sql(), "s1");
    let script = stock_alert::put_threshold(&store, &"tea.l".parse().unwrap(), Some(10), START_MS);
    block_on(mall.sql().write(script)).unwrap();
    mall.project();
    mall
}

/// Entries of the topic that wait for the projector.
fn entries(mall: &Mall) -> i64 {
    let statement = Statement::new(
        "SELECT COUNT(*) FROM outbox WHERE topic = 'stock_alert' AND subject = 's1/tea.l'",
        vec![],
    );
    block_on(mall.sql().read(statement)).unwrap()[0].int(0).unwrap()
}

fn open_alerts(mall: &Mall) -> usize {
    let alerts = stock_alert::list(mall.sql(), &StoreScope::All, true, None, 10);
    block_on(alerts).unwrap().len()
}

#[test]
fn order_that_passes_the_threshold_leaves_one_entry_and_its_end_another() {
    let mall = with_threshold();
    let first = mall.order("alice", "order-0001", "tea.l", 10, 10 * TEA_MINOR);
    assert_eq!(entries(&mall), 0);
    mall.order("bob", "order-0001", "tea.l", 1, TEA_MINOR);
    assert_eq!(entries(&mall), 1);
    mall.order("carol", "order-0001", "tea.l", 1, TEA_MINOR);
    assert_eq!(entries(&mall), 1);
    mall.project();
    assert_eq!((entries(&mall), open_alerts(&mall)), (0, 1));
    // What is sold was reserved before: nothing more is gone.
    let alice = mall.harness.as_shopper("alice").with_key("pay-000001");
    alice.post_empty(&format!("/v1/orders/{first}/pay")).assert(200);
    assert_eq!(entries(&mall), 0);
    let second = mall.order("dave", "order-0001", "tea.l", 5, 5 * TEA_MINOR);
    let dave = mall.harness.as_shopper("dave").with_key("cancel-001");
    dave.post_empty(&format!("/v1/orders/{second}/cancel"))
        .assert(200);
    mall.project();
    assert_eq!(open_alerts(&mall), 1);
}

#[test]
fn order_that_is_cancelled_closes_the_alert_that_it_opened() {
    let mall = with_threshold();
    let order = mall.order("alice", "order-0001", "tea.l", 11, 11 * TEA_MINOR);
    mall.project();
    assert_eq!(open_alerts(&mall), 1);
    let alice = mall.harness.as_shopper("alice").with_key("cancel-001");
    alice
        .post_empty(&format!("/v1/orders/{order}/cancel"))
        .assert(200);
    assert_eq!(entries(&mall), 1);
    mall.project();
    assert_eq!(open_alerts(&mall), 0);
}
