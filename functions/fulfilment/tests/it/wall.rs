//! The second wall between stores, with the first one gone: headquarters, whom no scope holds back, behind the wall that the database
//! has around a store. On the Postgres server that `DATABASE_URL` names.

mod database;
mod desk;

use crate::shop::{AtOnce, apps, assert_sound, furnish};
use api::operation::{self, Access};
use database::Database;
use desk::Request;
use ordering::provider::RefundState;
use std::collections::BTreeSet;
use std::rc::Rc;
use storage::scope::StoreScope;
use test_kit::{Answer, Harness, TestPlatform};

/// A shop on Postgres; `None` where no server is named.
fn shop(schema: &'static str) -> Option<(Database, Harness)> {
    let database = Database::open(schema)?;
    let provider = AtOnce::default();
    provider.refund.set(Some(RefundState::Done));
    let mut apps = apps(Rc::new(provider));
    apps.push(analytics::routes::app());
    let shop = Harness::on(TestPlatform::on(database.clone()), apps);
    furnish(&shop);
    Some((database, shop))
}

/// Whether an answer tells nothing: refused, or an empty list.
fn tells_nothing(answer: &Answer) -> bool {
    answer.status >= 400 || answer.json["items"].as_array().is_some_and(Vec::is_empty)
}

#[test]
fn staff_of_one_store_meet_the_second_wall_wherever_the_first_is_gone() {
    let Some((database, shop)) = shop("wall_of_functions") else {
        return;
    };
    let requests = desk::requests(&shop);
    for Request { operation, send } in &requests {
        let before = database.state();
        database.raise(StoreScope::One("s3".parse().unwrap()).wall());
        let answer = send(&shop.as_headquarters());
        database.raise(None);
        if desk::BRAND.contains(operation) {
            answer.assert(200);
            continue;
        }
        assert!(tells_nothing(&answer), "{operation}: {}", answer.text);
        assert_eq!(database.state(), before, "{operation}");
        let served = send(&shop.as_clerk("s1"));
        assert!(
            served.status < 300,
            "{operation}, by the store's own staff: {}",
            served.text
        );
        assert!(
            !tells_nothing(&served),
            "{operation}, by the store's own staff: {}",
            served.text
        );
    }
    assert_sound(&shop);
    let tried: BTreeSet<&str> = requests.iter().map(|request| request.operation).collect();
    // People and machines have rows of their own, and tests of their own.
    let of_staff = operation::all()
        .into_iter()
        .filter(|(function, _)| !["staff", "accounts"].contains(function))
        .flat_map(|(_, operations)| operations);
    let of_staff = of_staff.filter(|operation| operation.access.admits(Access::STORE));
    assert_eq!(tried, of_staff.map(|operation| operation.id).collect());
}

#[test]
fn return_at_another_store_reaches_the_store_of_the_order_and_no_third() {
    let Some((database, shop)) = shop("wall_of_returns") else {
        return;
    };
    let id = desk::handed_over(&shop, 1);
    let stocks = database.stocks();
    let back = desk::give_back(&shop, &id, 2, &shop.as_clerk("s2").with_key("return-0001"));
    assert_eq!(back.expect(201).json["store"], "s2");
    // The goods are at the desk, the money is that of the order's store.
    let mut expected = stocks;
    expected.entry("s2".to_owned()).and_modify(|units| *units += 2);
    assert_eq!(database.stocks(), expected);
    let path = format!("/v1/stores/s1/orders/{id}/refunds");
    let refunds = shop.as_clerk("s1").get(&path).expect(200);
    assert_eq!(refunds.json["items"][0]["store"], "s2");
    shop.as_clerk("s2").get(&path).assert(404);
    assert_sound(&shop);
}
