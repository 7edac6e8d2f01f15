//! The table: of every operation, a request that succeeds for who may make it. What others get is derived from the contract.
//!
//! A new operation needs a row here, and nothing else as long as its path names what it is about by `{store}`, `{order}` or
//! `{transfer}`; another name that is somebody's is added to `Operation::walls`. Owners call in this order, so reads come before
//! the writes that change what they read.

use super::cast::{NORTH, THIRD};
use super::contract::Operation;
use super::world::{World, open_store, product, promotion, template};
use end_to_end::now_ms;
use serde_json::{Value, json};

const DAY_MS: i64 = 86_400_000;

/// What an operation's request holds, beside what the contract says.
pub struct Row {
    /// The operation's `operationId`.
    pub operation: &'static str,
    /// Which thing of the world a parameter names; a store is the own one.
    pub names: Vec<(&'static str, &'static str)>,
    /// What follows the path.
    pub query: fn() -> String,
    /// The body.
    pub body: Body,
    /// A header by the thing that is its value.
    pub header: Option<(&'static str, &'static str)>,
}

/// A body.
pub enum Body {
    /// There is none.
    None,
    /// JSON.
    Json(fn(&World) -> Value),
    /// CSV.
    Csv(String),
    /// The text of a thing.
    Text(&'static str),
}

impl Body {
    /// Fails when the contract says something else.
    pub fn agree(&self, operation: &Operation) {
        let described = operation.media_type.as_deref();
        let is_so = match self {
            // What gateways and couriers send is theirs to say.
            Self::None | Self::Text(_) => described.is_none(),
            Self::Json(_) => described == Some("application/json"),
            Self::Csv(_) => described == Some("text/csv"),
        };
        assert!(is_so, "{} takes {described:?}", operation.id);
    }
}

fn row(operation: &'static str) -> Row {
    Row {
        operation,
        names: Vec::new(),
        query: String::new,
        body: Body::None,
        header: None,
    }
}

impl Row {
    /// The parameter names this thing.
    fn of(mut self, parameter: &'static str, thing: &'static str) -> Self {
        self.names.push((parameter, thing));
        self
    }

    /// The other customer's order, where it has to be another than usual.
    fn beside(mut self, thing: &'static str) -> Self {
        self.names.push(("other", thing));
        self
    }

    fn ask(mut self, query: fn() -> String) -> Self {
        self.query = query;
        self
    }

    fn json(mut self, body: fn(&World) -> Value) -> Self {
        self.body = Body::Json(body);
        self
    }

    fn csv(mut self, head: &str, line: &str) -> Self {
        self.body = Body::Csv(format!("{head}\n{line}\n"));
        self
    }

    fn told(mut self, body: &'static str, signature: &'static str) -> Self {
        self.body = Body::Text(body);
        self.header = Some(("sandbox-signature", signature));
        self
    }
}

/// All rows.
pub fn rows() -> Vec<Row> {
    let parts = [
        pages(),
        brand(),
        stock(),
        analytics(),
        checkout(),
        orders(),
        desk(),
        jobs(),
    ];
    parts.into_iter().flatten().collect()
}

fn pages() -> Vec<Row> {
    let pages = [
        "get_home",
        "get_openapi",
        "get_docs",
        "get_docs_script",
        "get_docs_style",
        "get_health",
    ];
    pages.into_iter().map(row).collect()
}

fn brand() -> Vec<Row> {
    vec![
        row("nearby_stores").ask(|| "?lat=31.23&lng=121.47".to_owned()),
        row("list_stores"),
        row("get_store"),
        row("list_categories"),
        row("list_store_products"),
        row("get_store_product").of("product", "=tea"),
        row("get_store_barcode").of("barcode", "=4006381333931"),
        row("get_product").of("product", "=tea"),
        row("list_templates"),
        row("get_template").of("template", "=five"),
        row("list_campaigns"),
        row("list_promotions"),
        row("get_promotion").of("promotion", "=promotion-6c4a"),
        row("list_points_rules"),
        row("put_category")
            .of("category", "=tea")
            .json(|_| json!({"name": {"en": "Tea"}})),
        row("put_product").of("product", "=tea").json(|_| product()),
        row("put_price")
            .of("sku", "=tea.m")
            .json(|_| json!({"price": {"amount_minor": 1_801, "currency": "CNY"}})),
        row("put_assortment")
            .of("product", "=tea")
            .json(|_| json!({"carried": "yes"})),
        row("put_store_price")
            .of("sku", "=tea.m")
            .json(|_| json!({"price": {"amount_minor": 54_321, "currency": "CNY"}})),
        row("put_template").of("template", "=five").json(|_| template()),
        row("put_campaign")
            .of("campaign", "=campaign-3b8d")
            .json(|_| json!({"template": "five", "sleeping_days": 31, "state": "active"})),
        row("put_promotion")
            .of("promotion", "=promotion-6c4a")
            .json(|_| promotion()),
        row("put_points_rule")
            .of("currency", "=CNY")
            .json(|_| json!({"earn_bp": 100, "redeem_bp": 0})),
        row("put_store").json(|_| open_store()),
        row("put_store_closure").json(|_| json!({"closure": null})),
        row("import_stores").csv(
            "code,name,street,city,region,country,postcode,time_zone,longitude,latitude",
            "imported,Imported,Street 1,Shanghai,,CN,,Asia/Shanghai,121.5,31.3",
        ),
        row("import_products").csv("code,name,unit_price,currency", "imported,Imported,1.00,CNY"),
        row("import_stock").csv("store,sku,on_hand", &format!("{THIRD},tea.m,1234")),
    ]
}

fn stock() -> Vec<Row> {
    vec![
        row("list_stock"),
        row("list_stock_movements").of("sku", "=tea.m"),
        row("list_store_stock_alerts"),
        row("list_stock_alerts"),
        row("list_transfers"),
        row("get_transfer").of("transfer", "transfer.any"),
        row("put_stock").json(|_| json!({"lines": [{"sku": "tea.m", "adjust": 1}], "reason": "found"})),
        row("put_stock_threshold")
            .of("sku", "=tea.m")
            .json(|_| json!({"low_at": 5})),
        row("create_transfer")
            .json(|_| json!({"to": THIRD, "reason": "too many", "lines": [{"sku": "tea.m", "units": 1}]})),
        row("receive_transfer")
            .of("transfer", "transfer.in")
            .json(|_| json!({"lines": [{"sku": "tea.m", "received": 2}]})),
        row("cancel_transfer").of("transfer", "transfer.out"),
    ]
}

fn checkout() -> Vec<Row> {
    vec![
        row("create_quote").json(|_| cart()),
        row("switch_store").json(|_| {
            json!({
                "from_store": NORTH, "to_store": THIRD, "mode": "pickup",
                "lines": [{"sku": "tea.m", "quantity": 1}],
            })
        }),
        row("list_coupons"),
        row("get_points"),
        row("list_points_entries"),
        row("list_orders"),
        row("create_events").json(|_| {
            let event = json!({"id": "seen", "kind": "store_viewed", "store": NORTH, "at_ms": now_ms()});
            json!({"events": [event]})
        }),
        row("claim_coupon").of("template", "=five"),
        row("create_order").json(|_| {
            let mut order = cart();
            order["seen_payable_minor"] = 54_321.into();
            order
        }),
        row("receive_payment_notification")
            .of("provider", "=sandbox-pay")
            .told("payment.body", "payment.signature"),
    ]
}

fn cart() -> Value {
    json!({"store": NORTH, "mode": "pickup", "lines": [{"sku": "tea.m", "quantity": 1}]})
}

fn orders() -> Vec<Row> {
    vec![
        row("get_order").of("order", "order.paid"),
        row("list_order_events").of("order", "order.booking"),
        row("list_refunds").of("order", "order.paid"),
        row("get_return_code").of("order", "order.paid"),
        row("get_handover_code").of("order", "order.ready"),
        row("get_delivery")
            .of("order", "order.delivery")
            .beside("order.bob.delivery"),
        row("pay_order").of("order", "order.pay").json(|_| json!({})),
        row("cancel_order").of("order", "order.cancel"),
        row("reschedule_order")
            .of("order", "order.booking")
            .json(|world| json!({"slot_ms": world.thing("slot").parse::<i64>().unwrap()})),
        row("receive_courier_notification")
            .of("provider", "=sandbox-courier")
            .told("courier.body", "courier.signature"),
    ]
}

fn desk() -> Vec<Row> {
    vec![
        row("list_slots").ask(|| "?mode=booking&sku=hair.cut:1".to_owned()),
        row("get_agenda").ask(|| format!("?day={}", day(2))),
        row("list_store_orders"),
        row("get_store_order").of("order", "order.paid"),
        row("list_store_refunds").of("order", "order.paid"),
        row("list_handover_checks"),
        row("create_order_event")
            .of("order", "order.event")
            .json(|_| json!({"event": "accept"})),
        row("preview_handover").json(|world| json!({"code": world.thing("code.ready")})),
        row("create_handover").json(|world| json!({"confirmation": world.thing("confirmation")})),
        row("request_delivery").of("order", "order.delivery"),
        row("create_refund")
            .of("order", "order.paid")
            .json(|_| one_back("spoiled")),
        row("create_return").json(|world| {
            let mut body = one_back("not liked");
            body["code"] = world.thing("return").into();
            body
        }),
    ]
}

fn one_back(reason: &str) -> Value {
    json!({"lines": [{"sku": "tea.m", "quantity": 1}], "reason": reason})
}

fn analytics() -> Vec<Row> {
    let days = || format!("?from={}&to={}", day(-1), day(1));
    vec![
        row("list_sales").ask(days),
        row("list_views").ask(days),
        row("list_balances"),
        row("get_customer_facts").of("customer", "=alice-5f1c"),
        row("list_payment_differences").ask(|| {
            let (from, to) = (now_ms() - DAY_MS, now_ms() + DAY_MS);
            format!("?from_ms={from}&to_ms={to}")
        }),
    ]
}

/// The day so many days from now.
fn day(number: i64) -> String {
    let then = jiff::Timestamp::from_millisecond(now_ms() + number * DAY_MS).unwrap();
    then.strftime("%F").to_string()
}

fn jobs() -> Vec<Row> {
    let jobs = [
        "complete_orders",
        "dispatch_deliveries",
        "expire_orders",
        "recall_customers",
        "reconcile_payments",
        "refund_payments",
        "report_deliveries",
        "project",
        "rebuild",
    ];
    jobs.into_iter().map(row).collect()
}
