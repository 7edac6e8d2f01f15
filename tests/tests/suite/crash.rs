//! Whatever breaks while an order is placed or paid: nothing that was acknowledged is lost, nothing is half done, the
//! same key gives the same answer, and the next request inherits no transaction.

use crate::order::{id, order, place, recent_sales, stock};
use end_to_end::{Answer, Caller, Mall};
use local_edge::{Call, Fault, FaultPoint};
use serde_json::{Value, json};

/// What goes wrong at a call, by name.
type Effect = (&'static str, fn(FaultPoint) -> Fault);

const EFFECTS: [Effect; 4] = [
    ("fails", FaultPoint::fail),
    ("loses its acknowledgement", FaultPoint::lose_acknowledgement),
    ("traps before it is made", FaultPoint::trap_before),
    ("traps after it is made", FaultPoint::trap_after),
];
const CALLS: [Call; 7] = [
    Call::KeyValueOpen,
    Call::KeyValueGet,
    Call::SqliteOpen,
    Call::SqliteExecute,
    Call::PostgresOpen,
    Call::PostgresQuery,
    Call::PostgresExecute,
];
/// No operation makes as many calls of one kind.
const CALLS_MAX: u64 = 60;

/// Breaks every call that a component makes in `act`, one at a time and in each way; `act` is repeated until it is answered.
fn break_everywhere(
    mall: &Mall,
    component: &str,
    mut act: impl FnMut(&Mall, &str, &dyn Fn(&dyn Fn() -> Answer) -> Answer),
) {
    let Some(faults) = mall.faults() else { return };
    let mut broken = 0;
    for call in CALLS {
        for (name, effect) in EFFECTS {
            for nth in 1..=CALLS_MAX {
                let fault = faults.inject(effect(Fault::on(call).component(component).nth(nth)));
                let until_answered = |send: &dyn Fn() -> Answer| {
                    let first = send();
                    // A broken call may cost the caller an error, never a wrong answer.
                    if first.status < 500 { first } else { send() }
                };
                act(
                    mall,
                    &format!("{call} {nth} {name}").replace([' ', '.'], "-"),
                    &until_answered,
                );
                let struck = fault.strikes() > 0;
                faults.clear();
                mall.assert_adds_up();
                mall.assert_no_transaction_is_open();
                if !struck {
                    break;
                }
                broken += 1;
            }
        }
    }
    assert!(broken >= 12, "only {broken} calls were broken");
}

#[test]
fn order_survives_a_failure_at_every_call() {
    let mall = Mall::start();
    mall.stock("s1", &[("cake.one", 1_000), ("tea.m", 1_000)]);
    let body = order("s1", &[("tea.m", 2), ("cake.one", 1)], 5_400);
    let (mut orders, mut before) = (0, (1_000, 0));
    break_everywhere(&mall, "checkout", |mall, key, until_answered| {
        let shopper = mall.as_shopper(&format!("c{}", orders / 10));
        let answer = until_answered(&|| place(&shopper, key, &body)).expect(201);
        let again = until_answered(&|| place(&shopper, key, &body)).expect(201);
        assert_eq!(again.text, answer.text, "{key}");
        orders += 1;
        before.1 += 2;
        assert_eq!(mall.number("SELECT COUNT(*) FROM orders"), orders, "{key}");
        assert_eq!(stock(mall, "s1", "tea.m"), before, "{key}");
    });
}

#[test]
fn payment_survives_a_failure_at_every_call() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 1_000)]);
    let body = order("s1", &[("tea.m", 1)], 1_800);
    let mut paid = 0;
    break_everywhere(&mall, "orders", |mall, key, until_answered| {
        let shopper = mall.as_shopper("c1");
        let mut placed = place(&shopper, key, &body);
        while placed.status >= 500 {
            placed = place(&shopper, key, &body);
        }
        let path = format!("/v1/orders/{}/pay", id(&placed.expect(201)));
        let pay = || shopper.clone().with_key(key).post_empty(&path);
        let answer = until_answered(&pay).expect(200);
        assert_eq!(answer.json["payment"], "paid", "{key}");
        paid += 1;
        assert_eq!(
            mall.number("SELECT COUNT(*) FROM orders WHERE state = 'paid'"),
            paid,
            "{key}"
        );
        assert_eq!(
            mall.number("SELECT on_hand FROM stock WHERE sku_id = 'tea.m'"),
            1_000 - paid,
            "{key}"
        );
        assert_eq!(sales(&mall.as_headquarters()), paid, "{key}");
    });
}

#[test]
fn failure_between_commit_and_projection_leaves_nothing_wrong_after_the_next_run() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 10)]);
    let Some(faults) = mall.faults() else { return };
    let path = "/v1/stores/s1/stock";
    for (round, effect) in [FaultPoint::fail, FaultPoint::trap_before, FaultPoint::trap_after]
        .into_iter()
        .enumerate()
    {
        for nth in 1..=3 {
            let units = 100 + (round as i64) * 10 + nth;
            faults.inject(effect(Fault::on(Call::KeyValueSet).nth(nth as u64)));
            let lines = json!([{"sku": "tea.m", "on_hand": units}]);
            // The write itself is committed, whatever becomes of the projection.
            mall.as_clerk("s1")
                .put(path, &json!({"lines": lines}))
                .assert(200);
            faults.clear();
            // A projector that was cut off leaves its lease behind, which nobody waits a minute for here.
            mall.execute("DELETE FROM lease");
            mall.project();
            assert_eq!(available(&mall), units);
        }
    }
}

fn available(mall: &Mall) -> i64 {
    // A language that no instance has cached yet is not needed: instances live for a second without requests.
    let product = mall
        .anonymous()
        .get("/v1/stores/s1/products/tea")
        .expect(200)
        .json;
    product["variants"][0]["available"].as_i64().unwrap()
}

fn sales(headquarters: &Caller) -> i64 {
    let report: Value = headquarters.get(&recent_sales()).expect(200).json;
    report["totals"][0]["orders"].as_i64().unwrap_or(0)
}
