//! What callers do next.

use super::arrange::{arrange, reschedule};
use super::cast::{ARTICLES, CUSTOMERS, SERVICE, SKUS, STORES, STYLISTS, TEMPLATES};
use super::chance::Chance;
use super::mall::{a_store, article, counted, points_rule, service, terms};
use super::promise::RELIED_MS;
use super::request::{Intent, Request};
use super::told::Told;
use super::world::World;
use http::Method;
use serde_json::{Value, json};
use storage::projection::LEASE_MS;
use web::Principal;

/// Latest orders and keys that anybody comes back to.
pub(super) const REMEMBERED: usize = 12;
/// The highest price, in minor units.
const PRICE_MAX: i64 = 3_000;

/// The jobs that see to money.
const MONEY_JOBS: [&str; 4] = [
    "/jobs/reconcile-payments",
    "/jobs/refund-payments",
    "/jobs/report-deliveries",
    "/jobs/complete-orders",
];
/// What staff say of an order.
const EVENTS: [&str; 8] = [
    "accept",
    "accept",
    "prepare",
    "make_ready",
    "dispatch",
    "deliver",
    "miss",
    "reject",
];

/// What happens next.
pub enum Act {
    /// Somebody sends a request.
    Send(Box<Request>),
    /// A payer pays what they were told to.
    PayAtTheBank(String),
    /// Nothing that matters.
    Nothing,
}

/// What happens next, by chance; `sent` names it.
pub fn next(world: &World, sent: u64) -> Act {
    let told = world.told.borrow();
    let chance = &world.chance;
    // A key that is old enough to be forgotten is not used again.
    let period = world.now_ms.get() / RELIED_MS;
    let request = match chance.below(100) {
        0..12 => Some(quote(chance, &told, world.now_ms.get())),
        12..30 => place(chance, &told, sent),
        30..38 => place_again(chance, &told),
        38..48 => pay(chance, &told, period),
        48..52 => serve(chance, &told, period),
        52..55 => cancel(chance, &told, period),
        55..57 => look(chance, &told),
        57..59 => reschedule(chance, &told, world.now_ms.get()),
        59..65 => Some(claim(chance, period)),
        65..71 => {
            return match order(chance, &told) {
                Some((id, order)) if order.can_pay => Act::PayAtTheBank(id.clone()),
                _ => Act::Nothing,
            };
        }
        71..74 => Some(notify(world)),
        74..76 => Some(Request::job("/jobs/expire-orders")),
        76..77 => Some(Request::job(chance.pick::<&str>(&MONEY_JOBS))),
        77..78 => Some(Request::job("/jobs/recall")),
        78..83 => Some(Request::job("/jobs/project")),
        83..84 => Some(Request::job("/jobs/rebuild")),
        84..90 => Some(stock(chance)),
        90..97 => Some(manage(chance, world.now_ms.get())),
        _ => Some(browse(chance)),
    };
    request.map_or(Act::Nothing, |request| Act::Send(Box::new(request)))
}

/// What happens to all of it now and then, by chance: milliseconds to pass, or a change that [`World`] suffers itself.
pub fn accident(world: &World) -> Accident {
    let chance = &world.chance;
    match chance.below(1_000) {
        0..60 => Accident::Pass(chance.within(1, 25_000)),
        60..75 => Accident::Pass(chance.within(LEASE_MS, 20 * 60_000)),
        75..77 => Accident::Pass(chance.within(3_600_000, 26 * 3_600_000)),
        77..90 => Accident::ClockJumps(chance.within(-10_000, 10_000)),
        90..130 => Accident::ProjectionsGrowOld,
        130..134 => Accident::KeyValueIsLost,
        134..142 => Accident::HostIsKilled,
        _ => Accident::None,
    }
}

/// What happens to all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accident {
    /// Time passes, in milliseconds.
    Pass(i64),
    /// The clock is corrected by so many milliseconds.
    ClockJumps(i64),
    /// Readers that are behind see key-value as it is now.
    ProjectionsGrowOld,
    /// Key-value is empty.
    KeyValueIsLost,
    /// Every request ends at once.
    HostIsKilled,
    /// Nothing.
    None,
}

fn quote(chance: &Chance, told: &Told, now_ms: i64) -> Request {
    let customer = *chance.pick(&CUSTOMERS);
    let lines: Vec<Value> = (0..=chance.below(3))
        .map(|_| json!({"sku": chance.pick(&SKUS), "quantity": chance.within(1, 4)}))
        .collect();
    let mode = *chance.pick(&["pickup", "pickup", "in_store", "delivery", "booking"]);
    let mut cart = json!({"store": chance.pick(&STORES).0, "mode": mode, "lines": lines});
    arrange(chance, &mut cart, mode, now_ms);
    let own: Vec<&String> = told
        .coupons
        .iter()
        .filter(|(_, owner)| *owner == customer)
        .map(|(id, _)| id)
        .collect();
    if !own.is_empty() && chance.happens(500) {
        cart["coupon"] = (*chance.pick(&own)).clone().into();
    }
    if chance.happens(250) {
        cart["points"] = chance.within(1, 80).into();
    }
    Request::of_shopper(customer, "/v1/quotes", Intent::Quote).with_body(cart.to_string())
}

fn place(chance: &Chance, told: &Told, sent: u64) -> Option<Request> {
    if told.quotes.is_empty() {
        return None;
    }
    let quoted = chance.pick(&told.quotes);
    let mut body = quoted.cart.clone();
    let is_mistaken = chance.happens(30);
    body["seen_payable_minor"] = (quoted.payable_minor + i64::from(is_mistaken)).into();
    let request = Request::of_shopper(&quoted.customer, "/v1/orders", Intent::Place);
    Some(
        request
            .with_key(format!("order-{sent:06}"))
            .with_body(body.to_string()),
    )
}

/// The same key again: most often with the same body, sometimes with another.
fn place_again(chance: &Chance, told: &Told) -> Option<Request> {
    let is_order = |path: &str| path == "/v1/orders";
    let slots = told.promises.iter().filter(|((_, path, _), _)| is_order(path));
    let mut latest: Vec<_> = slots.collect();
    latest.sort_by(|((_, _, a), _), ((_, _, b), _)| b.cmp(a));
    latest.truncate(REMEMBERED);
    if latest.is_empty() {
        return None;
    }
    let ((principal, path, key), promise) = *chance.pick(&latest);
    let mut body = chance.pick(&promise.bodies).clone();
    if chance.happens(250) {
        let mut other: Value = serde_json::from_str(&body).unwrap();
        other["lines"] = json!([{"sku": chance.pick(&SKUS), "quantity": chance.within(1, 3)}]);
        body = other.to_string();
    }
    let customer = principal.trim_start_matches("shopper:");
    Some(
        Request::of_shopper(customer, path, Intent::Place)
            .with_key(key)
            .with_body(body),
    )
}

fn order<'a>(chance: &Chance, told: &'a Told) -> Option<(&'a String, &'a super::told::ToldOrder)> {
    let latest: Vec<_> = told.orders.iter().rev().take(REMEMBERED).collect();
    (!latest.is_empty()).then(|| *chance.pick(&latest))
}

fn pay(chance: &Chance, told: &Told, period: i64) -> Option<Request> {
    let (id, order) = order(chance, told)?;
    let key = format!("pay-{period}-{}-{}", chance.below(2), &id[16..]);
    let request = Request::of_shopper(
        &order.customer,
        format!("/v1/orders/{id}/pay"),
        Intent::Pay(id.clone()),
    );
    Some(request.with_key(key).with_body(body_without_fields(chance)))
}

fn cancel(chance: &Chance, told: &Told, period: i64) -> Option<Request> {
    let (id, order) = order(chance, told)?;
    let key = format!("cancel-{period}-{}-{}", chance.below(2), &id[16..]);
    let path = format!("/v1/orders/{id}/cancel");
    let request = Request::of_shopper(&order.customer, path, Intent::Cancel(id.clone()));
    Some(request.with_key(key).with_body(body_without_fields(chance)))
}

/// Staff do something for an order, or give back goods of it.
fn serve(chance: &Chance, told: &Told, period: i64) -> Option<Request> {
    let (id, order) = order(chance, told)?;
    let store = &order.store;
    let (what, body) = match chance.below(10) {
        0..7 => {
            let event = chance.pick(&EVENTS);
            ("events", json!({"event": event, "reason": "so it is"}))
        }
        7..9 => {
            let lines = json!([{"sku": chance.pick(&SKUS), "quantity": chance.within(1, 2)}]);
            let restock = chance.happens(500);
            (
                "refunds",
                json!({"lines": lines, "restock": restock, "reason": "cold"}),
            )
        }
        _ => (
            "refunds",
            json!({"fees": chance.happens(300), "reason": "all of it"}),
        ),
    };
    let clerk = Principal::of_store(format!("clerk-{store}"), store.parse().unwrap());
    let path = format!("/v1/stores/{store}/orders/{id}/{what}");
    let key = format!("serve-{period}-{}-{}", chance.below(3), &id[16..]);
    let request = Request::new(clerk, Method::POST, path, Intent::Serve);
    Some(request.with_key(key).with_body(body.to_string()))
}

fn look(chance: &Chance, told: &Told) -> Option<Request> {
    let (id, order) = order(chance, told)?;
    let principal = Principal::Shopper(order.customer.parse().unwrap());
    Some(Request::new(
        principal,
        Method::GET,
        format!("/v1/orders/{id}"),
        Intent::Look(id.clone()),
    ))
}

fn claim(chance: &Chance, period: i64) -> Request {
    let (customer, template) = (*chance.pick(&CUSTOMERS), chance.pick(&TEMPLATES).0);
    let path = format!("/v1/coupon-templates/{template}/claim");
    let request = Request::of_shopper(customer, path, Intent::Claim(template));
    // Few keys, so that most are used again.
    let key = format!("claim-{period}-{}", chance.below(8));
    request.with_key(key).with_body(body_without_fields(chance))
}

/// A notice of the bank's, whichever, whenever, however often; now and then one that it never wrote.
fn notify(world: &World) -> Request {
    let notices = world.bank.notices() as u64;
    let is_genuine = notices > 0 && world.chance.happens(950);
    let number = if is_genuine {
        world.chance.below(notices)
    } else {
        u64::MAX
    };
    let path = "/v1/payments/notifications/bank";
    let intent = Intent::Notify { is_genuine };
    Request::new(Principal::Anonymous, Method::POST, path, intent).with_body(number.to_string())
}

fn body_without_fields(chance: &Chance) -> &'static str {
    if chance.happens(100) { "{}" } else { "" }
}

fn stock(chance: &Chance) -> Request {
    let store = chance.pick(&STORES).0;
    if chance.happens(150) {
        return counted(store, chance.within(8, 30));
    }
    let (sku, units) = (*chance.pick(&SKUS), chance.within(-4, 9));
    let body = json!({"lines": [{"sku": sku, "adjust": units}]});
    let clerk = Principal::of_store(format!("clerk-{store}"), store.parse().unwrap());
    Request::new(
        clerk,
        Method::PUT,
        format!("/v1/stores/{store}/stock"),
        Intent::Manage,
    )
    .with_body(body.to_string())
    .on_commit(move |world| world.books.adjust(store, sku, units))
}

/// Prices, assortments, articles, terms and closures change while shoppers shop.
fn manage(chance: &Chance, now_ms: i64) -> Request {
    let (store, zone, currency) = *chance.pick(&STORES);
    let (product, variants, price) = *chance.pick(&ARTICLES);
    let sku = chance.pick(&SKUS);
    let amount = chance.within(1, PRICE_MAX);
    let price_of = |currency: &str| json!({"price": {"amount_minor": amount, "currency": currency}});
    match chance.below(16) {
        0..3 => Request::of_headquarters(format!("/v1/prices/{sku}"), &price_of(currency)),
        3..5 => {
            let own = if chance.happens(500) {
                price_of(currency)
            } else {
                json!({"price": null})
            };
            Request::of_headquarters(format!("/v1/stores/{store}/prices/{sku}"), &own)
        }
        5..8 => {
            let carried = json!({"carried": chance.pick(&["yes", "no", "default", "default"])});
            Request::of_headquarters(
                format!("/v1/stores/{store}/products/{product}/assortment"),
                &carried,
            )
        }
        8..9 => {
            let mut changed = article(variants, price);
            changed["active"] = chance.happens(700).into();
            Request::of_headquarters(format!("/v1/products/{product}"), &changed)
        }
        9..11 => {
            let (template, total, each) = *chance.pick(&TEMPLATES);
            let state = if chance.happens(700) { "active" } else { "closed" };
            let more = chance.within(0, 3);
            let terms = terms(template, total + more, each + more, state);
            Request::of_headquarters(format!("/v1/coupon-templates/{template}"), &terms)
        }
        11..12 => {
            let rule = points_rule(chance.within(0, 1_000), chance.within(0, 10_000));
            Request::of_headquarters("/v1/points-rules/CNY", &rule)
        }
        12..14 => {
            let stylists = &STYLISTS[..1 + chance.below(2) as usize];
            let store_now = a_store(zone, currency, chance.within(1, 3), stylists);
            Request::of_headquarters(format!("/v1/stores/{store}"), &store_now)
        }
        14..15 => {
            let minutes = *chance.pick(&[15, 40, 60]);
            Request::of_headquarters(format!("/v1/products/{}", SERVICE.0), &service(minutes))
        }
        _ => {
            let until_ms = now_ms + chance.within(1, 60_000);
            let closure = json!({"from_ms": now_ms - 1, "until_ms": until_ms, "reason": "refit"});
            let closure = if chance.happens(500) { closure } else { Value::Null };
            Request::of_headquarters(
                format!("/v1/stores/{store}/closure"),
                &json!({"closure": closure}),
            )
        }
    }
}

fn browse(chance: &Chance) -> Request {
    let store = chance.pick(&STORES).0;
    let path = match chance.below(3) {
        0 => format!("/v1/stores/{store}/products"),
        1 => format!("/v1/stores/{store}/products/{}", chance.pick(&ARTICLES).0),
        _ => format!(
            "/v1/stores/nearby?lat=31.2&lng=121.4&mode=pickup&sku={}:2",
            chance.pick(&SKUS)
        ),
    };
    Request::new(Principal::Anonymous, Method::GET, path, Intent::Browse)
}
