//! Two shops that sell tea in every way, and a provider whom everybody pays at once.

use futures_util::future::ready;
use http::HeaderMap;
use ordering::provider::{
    Answer as Asked, Delivery, Notification, PaymentProvider, PaymentReport, PaymentRequest, PaymentState,
    Prepayment, ProviderError, RefundRequest, RefundState,
};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use storage::invariants;
use test_kit::{Answer, Harness, START_MS, block_on, harness};
use web::{App, Platform};

/// Units of tea in each shop.
pub const UNITS: i64 = 20;
/// The price of a tea, and of a haircut.
pub const TEA_MINOR: i64 = 1_800;
pub const HOUR_MS: i64 = 3_600_000;

/// The functions on a platform with two stores, `s1` and `s2`; refunds are done at once.
pub fn shop() -> Harness {
    let provider = AtOnce::default();
    provider.refund.set(Some(RefundState::Done));
    shop_with(Rc::new(provider))
}

/// The same, with a provider that the test talks to.
pub fn shop_with(provider: Rc<AtOnce>) -> Harness {
    let shop = harness(apps(provider));
    furnish(&shop);
    shop
}

/// The functions.
pub fn apps(provider: Rc<AtOnce>) -> Vec<App> {
    vec![
        stores::routes::app(),
        catalog::routes::app(),
        ordering::routes::app(provider),
        fulfilment::routes::app(),
    ]
}

/// Makes the stores, and what they sell.
pub fn furnish(shop: &Harness) {
    let headquarters = shop.as_headquarters();
    for id in ["s1", "s2"] {
        headquarters
            .put(&format!("/v1/stores/{id}"), &store(id))
            .assert(200);
    }
    headquarters
        .put("/v1/categories/tea", &json!({"name": {"en": "Tea"}}))
        .assert(200);
    let tea = json!({
        "name": {"en": "Tea"}, "categories": ["tea"], "variants": [{"code": "l", "prices": {"CNY": TEA_MINOR}}],
    });
    headquarters.put("/v1/products/tea", &tea).assert(200);
    let hair = json!({
        "name": {"en": "Haircut"}, "categories": ["tea"],
        "variants": [{
            "code": "cut", "prices": {"CNY": TEA_MINOR}, "service": {"minutes": 45, "resource": "stylist"},
        }],
    });
    headquarters.put("/v1/products/hair", &hair).assert(200);
    for id in ["s1", "s2"] {
        let stock = json!({"lines": [{"sku": "tea.l", "on_hand": UNITS}]});
        headquarters
            .put(&format!("/v1/stores/{id}/stock"), &stock)
            .assert(200);
    }
}

/// A store that is always open, and promises nothing but what can be booked.
pub fn store(id: &str) -> Value {
    let day = json!([["00:00", "24:00"]]);
    json!({
        "name": {"en": id}, "city": "Shanghai", "country": "CN", "point": {"lat": 31.2, "lng": 121.4},
        "zone": "Asia/Shanghai", "modes": ["pickup", "delivery", "in_store", "booking"],
        "delivery_area": {"radius_metres": 3_000},
        "hours": {"weekly": {"mon": day, "tue": day, "wed": day, "thu": day, "fri": day, "sat": day, "sun": day}},
        "promises": {"preparation_minutes": 0, "bookings": {
            "days_ahead": 7, "change_minutes": 120,
            "resources": [
                {"id": "mei", "kind": "stylist", "name": {"en": "Mei", "zh-CN": "小美"}},
                {"id": "li", "kind": "stylist", "name": {"en": "Li"}},
                {"id": "bed", "kind": "room", "name": {"en": "The quiet room"}},
            ],
        }},
    })
}

/// An order of two teas, or haircuts, by `alice` at `s1` that is paid; its id. Bookings begin an hour from now, or a day for each
/// number later.
pub fn paid(shop: &Harness, mode: &str, number: u32) -> String {
    let mut order = json!({
        "store": "s1", "mode": mode, "lines": [{"sku": "tea.l", "quantity": 2}], "seen_payable_minor": 2 * TEA_MINOR,
    });
    if mode == "booking" {
        order["lines"][0]["sku"] = json!("hair.cut");
        order["slot_ms"] = json!(START_MS + HOUR_MS + i64::from(number % 7) * 24 * HOUR_MS);
    }
    if mode == "delivery" {
        order["destination"] = json!({"lat": 31.21, "lng": 121.4});
    }
    let shopper = |what: &str| shop.as_shopper("alice").with_key(&format!("{what}-{number:06}"));
    let placed = shopper("place").post("/v1/orders", &order).expect(201);
    let id = placed.json["id"].as_str().unwrap().to_owned();
    shopper("pay")
        .post_empty(&format!("/v1/orders/{id}/pay"))
        .assert(200);
    id
}

/// Staff of a store say that something happened to an order of `s1`.
pub fn tell(shop: &Harness, id: &str, event: &str, reason: &str) -> Answer {
    let staff = shop.as_clerk("s1").with_key(&format!("{event}-key-{id}"));
    let path = format!("/v1/stores/s1/orders/{id}/events");
    staff.post(&path, &json!({"event": event, "reason": reason}))
}

/// What the shopper of an order shows.
pub fn code(shop: &Harness, id: &str) -> Value {
    let path = format!("/v1/orders/{id}/handover-code");
    shop.as_shopper("alice").get(&path).expect(200).json
}

/// Everything that must hold, holds.
pub fn assert_sound(shop: &Harness) {
    let breaches = block_on(invariants::breaches(shop.platform().sql())).unwrap();
    let words: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert_eq!(words, Vec::<String>::new());
}

/// Pays at once, and refunds as it is told.
#[derive(Default)]
pub struct AtOnce {
    /// What it says to a refund; nothing when it is down.
    pub refund: Cell<Option<RefundState>>,
    /// Refunds that it was asked for: number and amount.
    pub asked: RefCell<Vec<(String, i64)>>,
    /// Handovers that it was told of.
    pub deliveries: RefCell<Vec<Delivery>>,
    /// What it says to the next handovers, the first one first; then it takes each.
    pub takes: RefCell<VecDeque<Result<(), ProviderError>>>,
    /// Done once, in the middle of the next handover that it is told of.
    pub meanwhile: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl PaymentProvider for AtOnce {
    fn prepay(&self, request: PaymentRequest) -> Asked<'_, Prepayment> {
        Box::pin(ready(Ok(Prepayment {
            reference: request.amount.amount_minor.get().to_string(),
            client_action: "{}".to_owned(),
        })))
    }

    fn query<'a>(&'a self, number: commerce::ids::OrderId, reference: &'a str) -> Asked<'a, PaymentReport> {
        Box::pin(ready(Ok(PaymentReport {
            number: number.to_string(),
            state: PaymentState::Paid,
            amount_minor: reference.parse().unwrap(),
            currency: "CNY".to_owned(),
            transaction: String::new(),
        })))
    }

    fn close<'a>(&'a self, number: commerce::ids::OrderId, reference: &'a str) -> Asked<'a, PaymentReport> {
        self.query(number, reference)
    }

    fn refund(&self, request: RefundRequest) -> Asked<'_, RefundState> {
        assert!(request.amount.amount_minor <= request.paid.amount_minor);
        let asked = (request.refund_number, request.amount.amount_minor.get());
        self.asked.borrow_mut().push(asked);
        let down = || ProviderError::Unavailable("down".to_owned());
        Box::pin(ready(self.refund.get().ok_or_else(down)))
    }

    fn report_delivery(&self, delivery: Delivery) -> Asked<'_, ()> {
        self.deliveries.borrow_mut().push(delivery);
        let answer = self.takes.borrow_mut().pop_front().unwrap_or(Ok(()));
        let meanwhile = self.meanwhile.take();
        if let Some(meanwhile) = meanwhile {
            meanwhile();
        }
        Box::pin(ready(answer))
    }

    fn read_notification<'a>(
        &'a self,
        _provider: &'a str,
        _headers: &'a HeaderMap,
        _body: &'a [u8],
    ) -> Asked<'a, Notification> {
        Box::pin(ready(Err(ProviderError::Rejected("there are none".to_owned()))))
    }
}
