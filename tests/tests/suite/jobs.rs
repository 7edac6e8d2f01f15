//! `/jobs/…`: work that a scheduler asks for, as often as it likes.

use crate::order::{id, order, place, stock};
use end_to_end::Mall;

#[test]
fn unpaid_order_expires_once_and_gives_back_what_it_held() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 10)]);
    let shopper = mall.as_shopper("c1");
    let placed = place(&shopper, "order-one", &order("s1", &[("tea.m", 3)], 5_400)).expect(201);
    assert_eq!(stock(&mall, "s1", "tea.m"), (10, 3));
    mall.execute("UPDATE orders SET expires_ms = 1");
    let runs: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| mall.as_job().post_empty("/jobs/expire-orders")))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let expired: i64 = runs.iter().filter_map(|run| run.json["expired"].as_i64()).sum();
    assert_eq!(expired, 1);
    assert_eq!(stock(&mall, "s1", "tea.m"), (10, 0));
    let order = shopper.get(&format!("/v1/orders/{}", id(&placed))).expect(200);
    assert_eq!(order.json["state"], "expired");
    let pay = shopper
        .with_key("too-late-to-pay")
        .post_empty(&format!("/v1/orders/{}/pay", id(&placed)));
    assert_eq!((pay.status, pay.code()), (409, "order_state"));
    mall.assert_adds_up();
}

#[test]
fn job_is_for_schedulers_and_headquarters_alone() {
    let mall = Mall::start();
    for path in [
        "/jobs/project",
        "/jobs/rebuild",
        "/jobs/expire-orders",
        "/jobs/reconcile-payments",
        "/jobs/refund-payments",
        "/jobs/report-deliveries",
        "/jobs/dispatch-deliveries",
        "/jobs/recall",
        "/jobs/rotate-keys",
    ] {
        mall.anonymous().post_empty(path).assert(401);
        mall.as_shopper("c1").post_empty(path).assert(403);
        mall.as_clerk("s1").post_empty(path).assert(403);
        mall.as_headquarters().post_empty(path).assert(200);
        mall.as_job().post_empty(path).assert(200);
    }
}
