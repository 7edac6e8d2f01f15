//! Telling the gateway that goods were handed over.

use crate::shop::{AtOnce, HOUR_MS, TEA_MINOR, assert_sound, code, paid, shop_with, tell};
use ordering::provider::{Delivery, Handover, ProviderError};
use serde_json::{Value, json};
use std::rc::Rc;
use storage::report::{Difference, OpenedRange, PaymentTotal, payment_differences, payment_totals};
use test_kit::{Harness, block_on};
use web::Platform;

const MINUTE_MS: i64 = 60_000;

fn open() -> (Rc<AtOnce>, Rc<Harness>) {
    let provider = Rc::new(AtOnce::default());
    (provider.clone(), Rc::new(shop_with(provider)))
}

fn job(shop: &Harness) -> Value {
    let run = shop.as_job().post_empty("/jobs/report-deliveries");
    run.expect(200).json
}

/// Whoever has the code of an order gets it.
fn hand_over(shop: &Harness, id: &str) {
    let shown = json!({"code": code(shop, id)["payload"]});
    let clerk = shop.as_clerk("s1").with_key("hand-000001");
    let preview = clerk.post("/v1/stores/s1/handovers/preview", &shown).expect(200);
    let confirmation = json!({"confirmation": preview.json["confirmation"]});
    clerk.post("/v1/stores/s1/handovers", &confirmation).assert(200);
}

/// An order that was scanned and paid, and that left the store.
fn taken_along(shop: &Harness, number: u32) -> String {
    let id = paid(shop, "in_store", number);
    shop.platform().advance_ms(12 * HOUR_MS);
    shop.as_job().post_empty("/jobs/complete-orders").assert(200);
    id
}

fn refused(words: &str) -> Result<(), ProviderError> {
    Err(ProviderError::Rejected(words.to_owned()))
}

fn unanswered() -> Result<(), ProviderError> {
    Err(ProviderError::Unavailable("down".to_owned()))
}

const ALWAYS: OpenedRange = OpenedRange {
    from_ms: 0,
    to_ms: i64::MAX,
};

fn total(shop: &Harness) -> PaymentTotal {
    let totals = block_on(payment_totals(shop.platform().sql(), ALWAYS)).unwrap();
    totals.into_iter().next().unwrap()
}

#[test]
fn gateway_is_told_once_of_an_order_of_each_mode_when_the_store_has_let_go_of_it() {
    for (mode, before, handover, what) in [
        ("pickup", &["accept", "make_ready"][..], Handover::Pickup, "Tea"),
        ("in_store", &[], Handover::Pickup, "Tea"),
        ("booking", &["accept"], Handover::Immaterial, "Haircut"),
        (
            "delivery",
            &["accept", "make_ready"],
            Handover::CityDelivery,
            "Tea",
        ),
    ] {
        let (provider, shop) = open();
        let id = paid(&shop, mode, 1);
        for event in before {
            tell(&shop, &id, event, "").assert(200);
        }
        assert_eq!(job(&shop)["reported"], 0, "{mode}");
        shop.platform().advance_ms(1);
        let at_ms = shop.platform().now_ms();
        match mode {
            "delivery" => tell(&shop, &id, "dispatch", "").assert(200),
            _ => hand_over(&shop, &id),
        }
        shop.platform().advance_ms(MINUTE_MS);
        assert_eq!(total(&shop).deliveries_due, 1, "{mode}");
        assert_eq!(job(&shop)["reported"], 1, "{mode}");
        if mode == "delivery" {
            tell(&shop, &id, "deliver", "").assert(200);
        }
        assert_eq!(job(&shop)["reported"], 0, "{mode}");
        let expected = Delivery {
            number: id.parse().unwrap(),
            reference: (2 * TEA_MINOR).to_string(),
            handover,
            at_ms,
            description: format!("{what} ×2"),
        };
        assert_eq!(*provider.deliveries.borrow(), [expected], "{mode}");
        assert_eq!(total(&shop).deliveries_due, 0, "{mode}");
        assert_sound(&shop);
    }
}

#[test]
fn order_that_nobody_came_for_or_that_was_called_off_is_not_told_of() {
    let (provider, shop) = open();
    let missed = paid(&shop, "booking", 7);
    tell(&shop, &missed, "accept", "").assert(200);
    shop.platform().advance_ms(HOUR_MS);
    tell(&shop, &missed, "miss", "").assert(200);
    let rejected = paid(&shop, "pickup", 2);
    tell(&shop, &rejected, "reject", "closed").assert(200);
    job(&shop);
    assert_eq!(*provider.deliveries.borrow(), []);
    assert_sound(&shop);
}

#[test]
fn order_of_which_all_went_back_is_told_of_no_more_and_one_of_which_a_part_did_is() {
    let (provider, shop) = open();
    let [whole, part] = [1, 2].map(|number| taken_along(&shop, number));
    for (id, body) in [
        (&whole, json!({"reason": "cold"})),
        (
            &part,
            json!({"lines": [{"sku": "tea.l", "quantity": 1}], "reason": "cold"}),
        ),
    ] {
        let path = format!("/v1/stores/s1/orders/{id}/refunds");
        let clerk = shop.as_clerk("s1").with_key(&format!("refund-{id}"));
        clerk.post(&path, &body).assert(201);
    }
    assert_eq!(job(&shop)["reported"], 1);
    assert_eq!(provider.deliveries.borrow()[0].number.to_string(), part);
    assert_eq!(total(&shop).deliveries_due, 0);
    assert_sound(&shop);
}

#[test]
fn report_whose_answer_was_lost_is_repeated_as_it_was() {
    let (provider, shop) = open();
    taken_along(&shop, 1);
    provider.takes.borrow_mut().push_back(unanswered());
    assert_eq!(job(&shop)["unanswered"], 1);
    assert_eq!(job(&shop)["reported"], 0, "it waits for a minute");
    shop.platform().advance_ms(MINUTE_MS);
    assert_eq!(job(&shop)["reported"], 1);
    let deliveries = provider.deliveries.borrow();
    assert_eq!(deliveries.len(), 2);
    assert_eq!(deliveries[0], deliveries[1]);
    assert_sound(&shop);
}

#[test]
fn report_that_is_refused_for_ever_is_seen_and_holds_up_no_other() {
    let (provider, shop) = open();
    let stuck = taken_along(&shop, 1);
    let others = [2, 3].map(|number| taken_along(&shop, number));
    provider.takes.borrow_mut().push_back(refused("no such payment"));
    let report = job(&shop);
    assert_eq!((&report["refused"], &report["reported"]), (&1.into(), &2.into()));
    assert!(
        shop.platform()
            .log_lines()
            .iter()
            .any(|line| line.contains("no such payment"))
    );
    shop.as_job().post_empty("/jobs/reconcile-payments").assert(200);
    let sql = shop.platform().sql();
    let differences = || block_on(payment_differences(sql, ALWAYS, None, 10)).unwrap();
    let [difference] = &differences()[..] else {
        panic!("{:?}", differences())
    };
    assert_eq!(difference.key.order.to_string(), stuck);
    assert_eq!(difference.difference, Difference::DeliveryNotTaken);
    assert_eq!(total(&shop).deliveries_due, 1);
    for minutes in [1, 2, 4] {
        provider.takes.borrow_mut().push_back(refused("no such payment"));
        shop.platform().advance_ms(minutes * MINUTE_MS - 1);
        assert_eq!(job(&shop)["refused"], 0);
        shop.platform().advance_ms(1);
        assert_eq!(job(&shop)["refused"], 1);
    }
    shop.platform().advance_ms(8 * MINUTE_MS);
    assert_eq!(job(&shop)["reported"], 1);
    assert_eq!(differences(), []);
    let told = provider.deliveries.borrow();
    assert!(
        others
            .iter()
            .all(|id| told.iter().filter(|told| told.number.to_string() == *id).count() == 1)
    );
    assert_sound(&shop);
}

#[test]
fn silent_gateway_is_left_alone_after_three_calls_and_each_handover_gets_its_turn() {
    let (provider, shop) = open();
    for number in 0..4 {
        taken_along(&shop, number);
    }
    provider
        .takes
        .borrow_mut()
        .extend([unanswered(), unanswered(), unanswered()]);
    let report = job(&shop);
    assert_eq!(
        (&report["unanswered"], &report["more"]),
        (&3.into(), &true.into())
    );
    assert_eq!(job(&shop)["reported"], 1, "the one that was not asked about yet");
    shop.platform().advance_ms(MINUTE_MS);
    assert_eq!(job(&shop)["reported"], 3);
    assert_sound(&shop);
}

#[test]
fn try_that_was_overtaken_by_another_run_undoes_nothing() {
    for late in [refused("told before"), unanswered(), Ok(())] {
        let (provider, shop) = open();
        taken_along(&shop, 1);
        provider.takes.borrow_mut().extend([late, Ok(())]);
        let other = shop.clone();
        // The answer to the first call comes after the whole of a second run.
        *provider.meanwhile.borrow_mut() = Some(Box::new(move || {
            assert_eq!(job(&other)["reported"], 1);
        }));
        let report = job(&shop);
        let counts = ["reported", "refused", "unanswered", "failed"].map(|count| report[count].clone());
        assert_eq!(counts, [0, 0, 0, 0].map(Value::from));
        shop.platform().advance_ms(HOUR_MS);
        assert_eq!(job(&shop)["reported"], 0);
        assert_sound(&shop);
    }
}
