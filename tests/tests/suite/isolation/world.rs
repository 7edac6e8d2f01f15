//! A mall in which everybody has something that is nobody else's business.

mod accounts;
mod staff;

pub use staff::PASSWORD;

use super::canary::{Canary, Seen};
use super::cast::{NORTH, SOUTH, THIRD, Who, alice, bob, log_in};
use end_to_end::{Mall, SANDBOX_COURIER_KEY, now_ms, store};
use sandbox_seal::Key;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const DAY_MS: i64 = 86_400_000;
/// Instants that stay, because what is promised may not get worse.
const LONG_AGO_MS: i64 = 1_000_000_000_000;
const FAR_AHEAD_MS: i64 = 4_000_000_000_000;
/// What a tea costs at each store, in minor units. What several cost is a number that stands nowhere else.
const NORTH_MINOR: i64 = 54_321;
const SOUTH_MINOR: i64 = 9_876_503;

/// The mall, the names of things in it, and what may not be seen by all.
pub struct World {
    /// The application.
    pub mall: Mall,
    /// Names and texts, by what the table calls them.
    things: BTreeMap<&'static str, String>,
    /// What must not be seen by all.
    pub canaries: Vec<Canary>,
}

impl World {
    /// Makes it.
    pub fn new() -> Self {
        let mall = Mall::with_variables(&[
            ("sandbox_courier_outcome", "failed"),
            ("sandbox_courier_delay_ms", "0"),
        ]);
        let mut world = Self {
            mall,
            things: BTreeMap::new(),
            canaries: Vec::new(),
        };
        log_in(&world.mall);
        world.accounts();
        world.brand();
        for (home, minor) in [(NORTH, NORTH_MINOR), (SOUTH, SOUTH_MINOR), (THIRD, 1_800)] {
            world.open(home, minor);
        }
        world.staff();
        world.headquarters_own();
        world.transfers();
        for (name, who) in [("coupon.alice", Who::Alice), ("coupon.bob", Who::Bob)] {
            let claimed = who.caller(&world.mall).with_key("fixture-claim");
            let claimed = claimed.post_empty("/v1/coupon-templates/five/claim").expect(201);
            world.name(name, &claimed.json["id"]);
            world.hide(name, &[Seen::By(who)]);
        }
        world.orders_of_alice();
        world.orders_of_bob();
        world.afterwards();
        world.refresh();
        world.mall.project();
        world
    }

    /// What the table calls `name`.
    pub fn thing(&self, name: &str) -> &str {
        let found = self.things.get(name);
        found.unwrap_or_else(|| panic!("the world has no {name}"))
    }

    /// Makes anew what is good for a moment only.
    pub fn refresh(&mut self) {
        for (who, home, code, name) in [
            (Who::North, NORTH, "code.ready", "confirmation"),
            (Who::South, SOUTH, "code.bob", "confirmation.south"),
        ] {
            let body = json!({"code": self.thing(code)});
            let path = format!("/v1/stores/{home}/handovers/preview");
            let shown = who.caller(&self.mall).post(&path, &body).expect(200);
            self.name(name, &shown.json["confirmation"]);
        }
        for (who, order, name) in [
            (Who::Alice, "order.event", "return"),
            (Who::Bob, "order.bob", "return.bob"),
        ] {
            let path = format!("/v1/orders/{}/return-code", self.thing(order));
            let shown = who.caller(&self.mall).get(&path).expect(200);
            self.name(name, &shown.json["payload"]);
        }
    }

    fn name(&mut self, name: &'static str, value: &Value) {
        let value = value.as_str().unwrap_or_else(|| panic!("{name} is {value}"));
        self.things.insert(name, value.to_owned());
    }

    /// What the table calls `name` is seen by these and by headquarters alone.
    fn hide(&mut self, name: &'static str, seen: &[Seen]) {
        let canary = Canary::text(self.thing(name), seen);
        self.canaries.push(canary);
    }

    fn put(&self, path: &str, body: &Value) {
        self.mall.as_headquarters().put(path, body).assert(200);
    }

    fn brand(&self) {
        self.put("/v1/categories/tea", &json!({"name": {"en": "Tea"}}));
        self.put("/v1/products/tea", &product());
        let hair = json!({
            "name": {"en": "Haircut"}, "categories": ["tea"],
            "variants": [{
                "code": "cut", "prices": {"CNY": 1_800}, "service": {"minutes": 45, "resource": "stylist"},
            }],
        });
        self.put("/v1/products/hair", &hair);
        self.put("/v1/points-rules/CNY", &json!({"earn_bp": 100, "redeem_bp": 0}));
        self.put("/v1/coupon-templates/five", &template());
    }

    fn open(&mut self, home: &'static str, minor: i64) {
        let path = format!("/v1/stores/{home}");
        self.put(&path, &open_store());
        let reason = format!("counted-at-{home}");
        let units = json!({"lines": [{"sku": "tea.m", "on_hand": 1_000}], "reason": reason});
        self.put(&format!("{path}/stock"), &units);
        let price = json!({"price": {"amount_minor": minor, "currency": "CNY"}});
        self.put(&format!("{path}/prices/tea.m"), &price);
        // So much that there is an alert.
        let low_at = 700_000_000 + minor;
        self.put(
            &format!("{path}/stock/tea.m/threshold"),
            &json!({"low_at": low_at}),
        );
        let staff = Who::ALL
            .into_iter()
            .find(|who| who.store() == Some(home))
            .unwrap();
        if home != THIRD {
            // Nobody asks what the third store has counted.
            self.canaries.push(Canary::text(&reason, &[Seen::By(staff)]));
        }
        self.canaries.push(Canary::number(low_at, &[Seen::By(staff)]));
        // The name of a store is public where everybody may look, and tells of business anywhere else.
        let business: &[Who] = match home {
            NORTH => &[Who::Alice, Who::North, Who::Third],
            SOUTH => &[Who::Bob, Who::South, Who::Third],
            _ => &[Who::North, Who::South, Who::Third],
        };
        let seen: Vec<Seen> = business.iter().map(|who| Seen::By(*who)).collect();
        let canary = Canary::text(home, &[&[Seen::InPublic][..], &seen].concat());
        self.canaries.push(canary);
    }

    fn headquarters_own(&mut self) {
        let campaign = json!({"template": "five", "sleeping_days": 30, "state": "active"});
        self.put("/v1/campaigns/campaign-3b8d", &campaign);
        self.put("/v1/promotions/promotion-6c4a", &promotion());
        for own in ["campaign-3b8d", "promotion-6c4a"] {
            self.canaries.push(Canary::text(own, &[]));
        }
    }

    fn transfers(&mut self) {
        for (name, from, to, seen) in [
            ("transfer.any", NORTH, THIRD, [Who::North, Who::Third]),
            ("transfer.out", NORTH, THIRD, [Who::North, Who::Third]),
            ("transfer.in", THIRD, NORTH, [Who::North, Who::Third]),
            ("transfer.foreign", SOUTH, THIRD, [Who::South, Who::Third]),
        ] {
            let reason = format!("sent-as-{name}");
            let body = json!({"to": to, "reason": reason, "lines": [{"sku": "tea.m", "units": 2}]});
            let headquarters = self.mall.as_headquarters().with_key(name);
            let path = format!("/v1/stores/{from}/stock/transfers");
            let sent = headquarters.post(&path, &body).expect(201);
            self.name(name, &sent.json["id"]);
            let seen = seen.map(Seen::By);
            self.hide(name, &seen);
            self.canaries.push(Canary::text(&reason, &seen));
        }
    }

    fn orders_of_alice(&mut self) {
        let seen = [Seen::By(Who::Alice), Seen::By(Who::North)];
        self.canaries.push(Canary::text(alice(), &seen));
        self.canaries.push(Canary::number(3 * NORTH_MINOR, &seen));
        for (name, mode, events) in [
            ("order.pay", "pickup", None),
            ("order.cancel", "pickup", None),
            ("order.paid", "pickup", Some(&[][..])),
            ("order.event", "pickup", Some(&[])),
            ("order.ready", "pickup", Some(&["accept", "make_ready"])),
            ("order.delivery", "delivery", Some(&["accept", "make_ready"])),
            ("order.booking", "booking", Some(&[])),
        ] {
            self.order(name, Who::Alice, NORTH, mode, 3);
            self.hide(name, &seen);
            if let Some(events) = events {
                self.pay(name, Who::Alice);
                self.tell(name, Who::North, NORTH, events);
            }
        }
        self.order("order.late", Who::Alice, NORTH, "pickup", 3);
        let alice = Who::Alice.caller(&self.mall).with_key("fixture-pay");
        let path = format!("/v1/orders/{}/pay", self.thing("order.late"));
        let opened = alice.post(&path, &json!({"payer": "late"})).expect(200);
        let told = &opened.json["client_action"]["notifications"][0];
        self.name("payment.body", &told["body"]);
        self.name("payment.signature", &told["headers"]["sandbox-signature"]);
        self.refund("order.paid", Who::North, NORTH, "given-back-in-the-north", &seen);
        self.code("order.ready", Who::Alice, "code.ready", "payload.ready");
        // A booking that was moved has that to show.
        let slot = self.slot(NORTH, 40).parse::<i64>().unwrap();
        let move_it = format!("/v1/orders/{}/reschedule", self.thing("order.booking"));
        let alice = Who::Alice.caller(&self.mall).with_key("fixture-move");
        alice.post(&move_it, &json!({"slot_ms": slot})).assert(200);
        self.things.insert("slot", self.slot(NORTH, 60));
    }

    fn orders_of_bob(&mut self) {
        let seen = [Seen::By(Who::Bob), Seen::By(Who::South)];
        self.canaries.push(Canary::text(bob(), &seen));
        self.canaries.push(Canary::number(2 * SOUTH_MINOR, &seen));
        for (name, mode, events) in [
            ("order.bob", "pickup", &["accept", "make_ready"][..]),
            ("order.bob.delivery", "delivery", &["accept", "make_ready"]),
            ("order.bob.booking", "booking", &[]),
        ] {
            self.order(name, Who::Bob, SOUTH, mode, 2);
            self.hide(name, &seen);
            self.pay(name, Who::Bob);
            self.tell(name, Who::South, SOUTH, events);
        }
        self.code("order.bob", Who::Bob, "code.bob", "payload.bob");
        self.refund(
            "order.bob.delivery",
            Who::South,
            SOUTH,
            "given-back-in-the-south",
            &seen,
        );
    }

    /// What other sums tell, the courier's part, and what shoppers looked at.
    fn afterwards(&mut self) {
        self.mall
            .as_job()
            .post_empty("/jobs/dispatch-deliveries")
            .assert(200);
        let of_alice = format!(
            "SELECT reference FROM courier_delivery WHERE order_id = '{}'",
            self.thing("order.delivery")
        );
        let body = format!("no_courier.{}", self.mall.rows(&of_alice)[0][0]);
        let key = Key::new(SANDBOX_COURIER_KEY.to_owned()).unwrap();
        let signature = key.sign("courier notification", body.as_bytes()).unwrap();
        self.things.insert("courier.body", body);
        self.things.insert("courier.signature", signature);
        for (who, home) in [(Who::Alice, NORTH), (Who::Bob, SOUTH)] {
            let event = json!({
                "id": "fixture-view", "kind": "product_viewed", "store": home, "product": "tea", "at_ms": now_ms(),
            });
            let shopper = who.caller(&self.mall);
            shopper
                .post("/v1/events", &json!({"events": [event]}))
                .assert(200);
        }
        let points = "SELECT points FROM points_balance WHERE customer_id = ";
        for (who, id) in [(Who::Alice, alice()), (Who::Bob, bob())] {
            let points = self.mall.number(&format!("{points}'{id}'"));
            assert!(points > 1_000, "{points}");
            self.canaries.push(Canary::number(points, &[Seen::By(who)]));
        }
        let net = "SELECT net_minor FROM sales_day WHERE store_id = ";
        for (who, home) in [(Who::North, NORTH), (Who::South, SOUTH)] {
            let net = self.mall.number(&format!("{net}'{home}'"));
            self.canaries.push(Canary::number(net, &[Seen::By(who)]));
        }
    }

    fn order(&mut self, name: &'static str, who: Who, home: &str, mode: &str, units: i64) {
        let mut body = json!({"store": home, "mode": mode, "lines": [{"sku": "tea.m", "quantity": units}]});
        if mode == "delivery" {
            body["destination"] = json!({"lat": 31.2404, "lng": 121.4737});
        }
        if mode == "booking" {
            body["lines"] = json!([{"sku": "hair.cut", "quantity": 1}]);
            body["slot_ms"] = self.slot(home, 20).parse::<i64>().unwrap().into();
        }
        let shopper = who.caller(&self.mall).with_key(name);
        let quote = shopper.post("/v1/quotes", &body).expect(200);
        body["seen_payable_minor"] = quote.json["payable"]["amount_minor"].clone();
        let placed = shopper.post("/v1/orders", &body).expect(201);
        self.name(name, &placed.json["id"]);
    }

    fn pay(&self, order: &str, who: Who) {
        let shopper = who.caller(&self.mall).with_key("fixture-pay");
        let path = format!("/v1/orders/{}/pay", self.thing(order));
        assert_eq!(shopper.post_empty(&path).expect(200).json["payment"], "paid");
    }

    fn tell(&self, order: &str, who: Who, home: &str, events: &[&str]) {
        let path = format!("/v1/stores/{home}/orders/{}/events", self.thing(order));
        for event in events {
            let staff = who.caller(&self.mall).with_key(&format!("fixture-{event}"));
            staff.post(&path, &json!({"event": event})).assert(200);
        }
    }

    fn refund(&mut self, order: &str, who: Who, home: &str, reason: &str, seen: &[Seen]) {
        let path = format!("/v1/stores/{home}/orders/{}/refunds", self.thing(order));
        let body = json!({"lines": [{"sku": "tea.m", "quantity": 1}], "restock": true, "reason": reason});
        let staff = who.caller(&self.mall).with_key("fixture-refund");
        let made = staff.post(&path, &body).expect(201);
        self.canaries.push(Canary::text(reason, seen));
        let id = made.json["id"].as_str().unwrap();
        self.canaries.push(Canary::text(id, seen));
    }

    fn code(&mut self, order: &str, who: Who, code: &'static str, payload: &'static str) {
        let path = format!("/v1/orders/{}/handover-code", self.thing(order));
        let shown = who.caller(&self.mall).get(&path).expect(200);
        self.name(code, &shown.json["code"]);
        self.name(payload, &shown.json["payload"]);
        self.hide(code, &[Seen::By(who)]);
    }

    /// When the `number`th slot for a haircut the day after tomorrow begins.
    fn slot(&self, home: &str, number: usize) -> String {
        let then = jiff::Timestamp::from_millisecond(now_ms() + 2 * DAY_MS).unwrap();
        let path = format!(
            "/v1/stores/{home}/slots?mode=booking&sku=hair.cut:1&day={}",
            then.strftime("%F")
        );
        let slots = self.mall.anonymous().get(&path).expect(200);
        slots.json["slots"][number]["start_ms"].to_string()
    }
}

/// A store that is always open, has a courier, and two stylists.
pub fn open_store() -> Value {
    let mut open = store(31.2304, 121.4737);
    open["promises"] = json!({
        "preparation_minutes": 15, "courier": true,
        "bookings": {"days_ahead": 7, "resources": [
            {"id": "mei", "kind": "stylist", "name": {"en": "Mei"}},
            {"id": "li", "kind": "stylist", "name": {"en": "Li"}},
        ]},
    });
    open
}

/// What all stores sell.
pub fn product() -> Value {
    json!({
        "name": {"en": "Tea"}, "description": {"en": "Black"}, "categories": ["tea"],
        "variants": [{"code": "m", "prices": {"CNY": 1_800}, "barcode": "4006381333931"}],
    })
}

/// A coupon for everybody.
pub fn template() -> Value {
    json!({
        "name": {"en": "Five off"}, "kind": {"type": "amount", "amount_minor": 500}, "currency": "CNY",
        "threshold_minor": 1_000, "valid_from_ms": LONG_AGO_MS, "valid_until_ms": FAR_AHEAD_MS, "total_limit": 100, "per_customer_limit": 5, "state": "active",
    })
}

/// A promotion that takes nothing off.
pub fn promotion() -> Value {
    json!({
        "name": {"en": "Three for two"}, "rule": "n-for-m", "parameters": {"take": 3, "pay": 2},
        "valid_from_ms": LONG_AGO_MS, "valid_until_ms": FAR_AHEAD_MS, "sort": 1, "state": "paused",
    })
}
