//! Whose orders they are.

use crate::fake_provider::FakeProvider;
use crate::mall::{Mall, TEA_MINOR};

#[test]
fn every_operation_is_mounted() {
    let app = ordering::routes::app(FakeProvider::new());
    let mounted: Vec<_> = app.mounted().iter().map(|operation| **operation).collect();
    assert_eq!(mounted, api::operation::checkout::ALL);
}

#[test]
fn order_of_another_customer_does_not_exist() {
    let mall = Mall::new();
    let order = mall.order("alice", "order-0001", "tea.l", 1, TEA_MINOR);
    let bob = mall.harness.as_shopper("bob").with_key("key-of-bob");
    bob.get(&format!("/v1/orders/{order}")).assert(404);
    bob.post_empty(&format!("/v1/orders/{order}/pay")).assert(404);
    bob.post_empty(&format!("/v1/orders/{order}/cancel")).assert(404);
    assert_eq!(bob.get("/v1/orders").json["items"], serde_json::json!([]));
    for id in ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "1", "%27--"] {
        bob.get(&format!("/v1/orders/{id}")).assert(404);
    }
    assert_eq!(mall.stock("s1", "tea.l"), (20, 1));
}

#[test]
fn clerk_sees_the_orders_of_the_own_store_alone() {
    let mall = Mall::new();
    let order = mall.order("alice", "order-0001", "tea.l", 1, TEA_MINOR);
    let own = mall
        .harness
        .as_clerk("s1")
        .get("/v1/stores/s1/orders")
        .expect(200);
    assert_eq!(
        (&own.json["items"][0]["id"], &own.json["items"][0]["customer"]),
        (&order.as_str().into(), &"alice".into())
    );
    mall.harness
        .as_clerk("s2")
        .get("/v1/stores/s1/orders")
        .assert(404);
    let all = mall
        .harness
        .as_headquarters()
        .get("/v1/stores/s1/orders?state=awaiting_payment");
    assert_eq!(all.expect(200).json["items"][0]["id"], order.as_str());
    let paid = mall.harness.as_clerk("s1").get("/v1/stores/s1/orders?state=paid");
    assert_eq!(paid.expect(200).json["items"], serde_json::json!([]));
    let wrong = mall.harness.as_clerk("s1").get("/v1/stores/s1/orders?state=lost");
    assert_eq!((wrong.status, wrong.fields()), (422, vec!["state"]));
}

#[test]
fn shopper_pages_through_own_orders_from_the_newest() {
    let mall = Mall::new();
    let mut placed = Vec::new();
    for number in 0..5 {
        placed.push(mall.order("alice", &format!("order-000{number}"), "tea.l", 1, TEA_MINOR));
        mall.order("bob", &format!("order-000{number}"), "cup.a", 1, 500);
        mall.harness.platform().advance_ms(1);
    }
    placed.reverse();
    let shopper = mall.harness.as_shopper("alice");
    let (mut seen, mut path) = (Vec::new(), "/v1/orders?limit=2".to_owned());
    loop {
        let page = shopper.get(&path).expect(200).json;
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|order| order["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/v1/orders?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, placed);
}

#[test]
fn roles_that_may_not_are_turned_away() {
    let mall = Mall::new();
    mall.harness.anonymous().get("/v1/orders").assert(401);
    mall.harness.as_clerk("s1").get("/v1/orders").assert(403);
    mall.harness
        .as_shopper("alice")
        .get("/v1/stores/s1/orders")
        .assert(403);
    mall.harness
        .as_shopper("alice")
        .post_empty("/jobs/expire-orders")
        .assert(403);
}
