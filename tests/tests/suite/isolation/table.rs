//! The table: of every operation, who may call it, and a request that succeeds for them. What others get is derived from the contract.
//!
//! A new operation needs a row here, and nothing else as long as its path names what it is about by `{store}`, `{order}`,
//! `{transfer}`, `{session}`, `{staff}` or `{key}`; another name that is somebody's is added to `Operation::walls`. Owners call in this order, so reads come before
//! the writes that change what they read.

mod people;

use super::cast::{NORTH, THIRD};
use super::contract::Operation;
use super::world::{World, open_store, product, promotion, template};
use end_to_end::now_ms;
use serde_json::{Value, json};

const DAY_MS: i64 = 86_400_000;

/// Names of roles, in the contract's order.
pub type Roles = &'static [&'static str];

const PUBLIC: Roles = &["public"];
const SHOPPER: Roles = &["shopper"];
const STAFF: Roles = &["store", "headquarters"];
const HEADQUARTERS: Roles = &["headquarters"];
const OPERATOR: Roles = &["headquarters", "job"];

/// What an operation's request holds, beside what the contract says.
pub struct Row {
    /// The operation's `operationId`.
    pub operation: &'static str,
    /// Who may call it: what the contract says must be meant here too.
    pub roles: Roles,
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

fn row(operation: &'static str, roles: Roles) -> Row {
    Row {
        operation,
        roles,
        names: Vec::new(),
        query: String::new,
        body: Body::None,
        header: None,
    }
}

impl Row {
    /// Fails when the contract says something else.
    pub fn agree(&self, operation: &Operation) {
        assert_eq!(operation.roles, self.roles, "who may call {}", operation.id);
        let expected = match self.body {
            // What gateways and couriers send is theirs to say.
            Body::None | Body::Text(_) => None,
            Body::Json(_) => Some("application/json"),
            Body::Csv(_) => Some("text/csv"),
        };
        assert_eq!(
            operation.media_type.as_deref(),
            expected,
            "the body of {}",
            operation.id
        );
    }

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
        people::accounts(),
        people::staff(),
        people::machines(),
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
    pages.into_iter().map(|page| row(page, PUBLIC)).collect()
}

fn brand() -> Vec<Row> {
    vec![
        row("nearby_stores", PUBLIC).ask(|| "?lat=31.23&lng=121.47".to_owned()),
        row("list_stores", PUBLIC),
        row("get_store", PUBLIC),
        row("list_categories", PUBLIC),
        row("list_store_products", PUBLIC),
        row("get_store_product", PUBLIC).of("product", "=tea"),
        row("get_store_barcode", PUBLIC).of("barcode", "=4006381333931"),
        row("get_product", STAFF).of("product", "=tea"),
        row("list_templates", HEADQUARTERS),
        row("get_template", HEADQUARTERS).of("template", "=five"),
        row("list_campaigns", HEADQUARTERS),
        row("list_promotions", HEADQUARTERS),
        row("get_promotion", HEADQUARTERS).of("promotion", "=promotion-6c4a"),
        row("list_points_rules", HEADQUARTERS),
        row("put_category", HEADQUARTERS)
            .of("category", "=tea")
            .json(|_| json!({"name": {"en": "Tea"}})),
        row("put_product", HEADQUARTERS)
            .of("product", "=tea")
            .json(|_| product()),
        row("put_price", HEADQUARTERS)
            .of("sku", "=tea.m")
            .json(|_| json!({"price": {"amount_minor": 1_801, "currency": "CNY"}})),
        row("put_assortment", HEADQUARTERS)
            .of("product", "=tea")
            .json(|_| json!({"carried": "yes"})),
        row("put_store_price", HEADQUARTERS)
            .of("sku", "=tea.m")
            .json(|_| json!({"price": {"amount_minor": 54_321, "currency": "CNY"}})),
        row("put_template", HEADQUARTERS)
            .of("template", "=five")
            .json(|_| template()),
        row("put_campaign", HEADQUARTERS)
            .of("campaign", "=campaign-3b8d")
            .json(|_| json!({"template": "five", "sleeping_days": 31, "state": "active"})),
        row("put_promotion", HEADQUARTERS)
            .of("promotion", "=promotion-6c4a")
            .json(|_| promotion()),
        row("put_points_rule", HEADQUARTERS)
            .of("currency", "=CNY")
            .json(|_| json!({"earn_bp": 100, "redeem_bp": 0})),
        row("put_store", HEADQUARTERS).json(|_| open_store()),
        row("put_store_closure", STAFF)
            .json(|_| json!({"closure": {"from_ms": 1, "until_ms": 2, "reason": "long over"}})),
        row("import_stores", HEADQUARTERS).csv(
            "code,name,street,city,region,country,postcode,time_zone,longitude,latitude",
            "imported,Imported,Street 1,Shanghai,,CN,,Asia/Shanghai,121.5,31.3",
        ),
        row("import_products", HEADQUARTERS)
            .csv("code,name,unit_price,currency", "imported,Imported,1.00,CNY"),
        row("import_stock", HEADQUARTERS).csv("store,sku,on_hand", &format!("{THIRD},tea.m,1234")),
    ]
}

fn stock() -> Vec<Row> {
    vec![
        row("list_stock", STAFF),
        row("list_stock_movements", STAFF).of("sku", "=tea.m"),
        row("list_store_stock_alerts", STAFF),
        row("list_stock_alerts", HEADQUARTERS),
        row("list_transfers", STAFF),
        row("get_transfer", STAFF).of("transfer", "transfer.any"),
        row("put_stock", STAFF)
            .json(|_| json!({"lines": [{"sku": "tea.m", "adjust": 1}], "reason": "found"})),
        row("put_stock_threshold", STAFF)
            .of("sku", "=tea.m")
            .json(|_| json!({"low_at": 5})),
        row("create_transfer", STAFF)
            .json(|_| json!({"to": THIRD, "reason": "too many", "lines": [{"sku": "tea.m", "units": 1}]})),
        row("receive_transfer", STAFF)
            .of("transfer", "transfer.in")
            .json(|_| json!({"lines": [{"sku": "tea.m", "received": 2}]})),
        row("cancel_transfer", STAFF).of("transfer", "transfer.out"),
    ]
}

fn checkout() -> Vec<Row> {
    vec![
        row("create_quote", SHOPPER).json(|_| cart()),
        row("switch_store", SHOPPER).json(|_| {
            json!({
                "from_store": NORTH, "to_store": THIRD, "mode": "pickup",
                "lines": [{"sku": "tea.m", "quantity": 1}],
            })
        }),
        row("list_coupons", SHOPPER),
        row("get_points", SHOPPER),
        row("list_points_entries", SHOPPER),
        row("list_orders", SHOPPER),
        row("create_events", SHOPPER).json(|_| {
            let event = json!({"id": "seen", "kind": "store_viewed", "store": NORTH, "at_ms": now_ms()});
            json!({"events": [event]})
        }),
        row("claim_coupon", SHOPPER).of("template", "=five"),
        row("create_order", SHOPPER).json(|_| {
            let mut order = cart();
            order["seen_payable_minor"] = 54_321.into();
            order
        }),
        row("receive_payment_notification", PUBLIC)
            .of("provider", "=sandbox-pay")
            .told("payment.body", "payment.signature"),
    ]
}

fn cart() -> Value {
    json!({"store": NORTH, "mode": "pickup", "lines": [{"sku": "tea.m", "quantity": 1}]})
}

fn orders() -> Vec<Row> {
    vec![
        row("get_order", SHOPPER).of("order", "order.paid"),
        row("list_order_events", SHOPPER).of("order", "order.booking"),
        row("list_refunds", SHOPPER).of("order", "order.paid"),
        row("get_return_code", SHOPPER).of("order", "order.paid"),
        row("get_handover_code", SHOPPER).of("order", "order.ready"),
        row("get_delivery", SHOPPER)
            .of("order", "order.delivery")
            .beside("order.bob.delivery"),
        row("pay_order", SHOPPER)
            .of("order", "order.pay")
            .json(|_| json!({})),
        row("cancel_order", SHOPPER).of("order", "order.cancel"),
        row("reschedule_order", SHOPPER)
            .of("order", "order.booking")
            .json(|world| json!({"slot_ms": world.thing("slot").parse::<i64>().unwrap()})),
        row("receive_courier_notification", PUBLIC)
            .of("provider", "=sandbox-courier")
            .told("courier.body", "courier.signature"),
    ]
}

fn desk() -> Vec<Row> {
    vec![
        row("list_slots", PUBLIC).ask(|| "?mode=booking&sku=hair.cut:1".to_owned()),
        row("get_agenda", STAFF).ask(|| format!("?day={}", day(2))),
        row("list_store_orders", STAFF),
        row("get_store_order", STAFF).of("order", "order.paid"),
        row("list_store_refunds", STAFF).of("order", "order.paid"),
        row("list_handover_checks", STAFF),
        row("create_order_event", STAFF)
            .of("order", "order.event")
            .json(|_| json!({"event": "accept"})),
        row("preview_handover", STAFF).json(|world| json!({"code": world.thing("code.ready")})),
        row("create_handover", STAFF).json(|world| json!({"confirmation": world.thing("confirmation")})),
        row("request_delivery", STAFF).of("order", "order.delivery"),
        row("create_refund", STAFF)
            .of("order", "order.paid")
            .json(|_| one_back("spoiled")),
        row("create_return", STAFF).json(|world| {
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
        row("list_sales", STAFF).ask(days),
        row("list_views", STAFF).ask(days),
        row("list_balances", HEADQUARTERS),
        row("get_customer_facts", HEADQUARTERS).of("customer", "customer.alice"),
        row("list_payment_differences", HEADQUARTERS).ask(|| {
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
        "rotate_keys",
        "project",
        "rebuild",
    ];
    jobs.into_iter().map(|job| row(job, OPERATOR)).collect()
}
