//! The way of a payment with WeChat Pay plugged in, against a gateway that speaks its protocol.

use crate::order::{id, order, place, stock};
use end_to_end::{Answer, Caller, Mall, now_ms};
use fake_wechat_pay::{FakeWechatPay, Network, Notification, Server, Trick};
use serde_json::{Value, json};

const NOTIFICATIONS: &str = "/v1/payments/notifications/wechat-pay";
const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

/// A mall with ten units that takes money through a gateway of its own, and an order of three.
struct Shop {
    mall: Mall,
    gateway: FakeWechatPay,
    _server: Server,
    shopper: Caller,
    number: String,
}

impl Shop {
    fn open() -> Self {
        let gateway = FakeWechatPay::new();
        let server = Server::start(&gateway);
        let mall = Mall::taking_wechat_pay(&server.url());
        mall.stock("s1", &[("tea.m", 10)]);
        let shopper = mall.as_shopper("c1");
        let placed = place(&shopper, "order-one", &order("s1", &[("tea.m", 3)], 5_400)).expect(201);
        let number = id(&placed).to_owned();
        Self {
            mall,
            gateway,
            _server: server,
            shopper,
            number,
        }
    }

    fn pay(&self) -> Answer {
        let shopper = self.shopper.clone().with_key("pay-for-it");
        shopper.post(
            &format!("/v1/orders/{}/pay", self.number),
            &json!({"payer": OPENID}),
        )
    }

    fn cancel(&self) -> Answer {
        let shopper = self.shopper.clone().with_key("not-any-more");
        shopper.post_empty(&format!("/v1/orders/{}/cancel", self.number))
    }

    fn state(&self) -> Value {
        let shown = self.shopper.get(&format!("/v1/orders/{}", self.number));
        shown.expect(200).json["state"].clone()
    }

    fn told(&self, trick: Trick) -> Notification {
        self.gateway
            .notify_of_payment(&self.number, now_ms() / 1_000, trick)
    }

    fn notify(&self, notification: &Notification) -> Answer {
        let mut gateway = self.mall.anonymous();
        for (name, value) in &notification.headers {
            if name != "content-type" {
                gateway = gateway.with_header(name, value);
            }
        }
        gateway.send(
            "POST",
            NOTIFICATIONS,
            Some("application/json"),
            notification.body.clone(),
        )
    }

    /// The store makes the order ready, and whoever shows its code gets it.
    fn fetch(&self) {
        let clerk = |key: &str| self.mall.as_clerk("s1").with_key(key);
        for event in ["accept", "make_ready"] {
            let path = format!("/v1/stores/s1/orders/{}/events", self.number);
            clerk(&format!("event-{event}"))
                .post(&path, &json!({"event": event}))
                .assert(200);
        }
        let code = self
            .shopper
            .get(&format!("/v1/orders/{}/handover-code", self.number));
        let code = json!({"code": code.expect(200).json["payload"]});
        let preview = clerk("hand-it-over").post("/v1/stores/s1/handovers/preview", &code);
        let confirmation = json!({"confirmation": preview.expect(200).json["confirmation"]});
        clerk("hand-it-over")
            .post("/v1/stores/s1/handovers", &confirmation)
            .assert(200);
    }

    /// Tells the gateway of handovers; how many it has taken, and how many it did not answer.
    fn report_deliveries(&self) -> (Value, Value) {
        let run = self.mall.as_job().post_empty("/jobs/report-deliveries");
        let report = run.expect(200).json;
        (report["reported"].clone(), report["unanswered"].clone())
    }

    fn reconcile(&self) -> Value {
        // As if an hour had passed.
        self.mall.execute(
            "UPDATE payment SET created_ms = created_ms - 3600000, ended_ms = ended_ms - 3600000, asked_ms = 0",
        );
        let run = self.mall.as_job().post_empty("/jobs/reconcile-payments");
        run.expect(200).json
    }
}

#[test]
fn order_is_paid_by_its_payer_and_settled_by_the_gateways_notification() {
    let shop = Shop::open();
    let opened = shop.pay().expect(200);
    assert_eq!(opened.json["payment"], "pending");
    let action = &opened.json["client_action"];
    assert_eq!(
        (&action["kind"], &action["signType"]),
        (&"wechat-pay".into(), &"RSA".into())
    );
    assert!(action["package"].as_str().unwrap().starts_with("prepay_id="));
    assert!(shop.gateway.pay(&shop.number));

    for trick in [
        Trick::ForgedSignature,
        Trick::SignatureProbe,
        Trick::OtherApiKey,
        Trick::AlteredBody,
    ] {
        let refused = shop.notify(&shop.told(trick));
        assert_eq!(
            (refused.status, refused.code()),
            (400, "notification_refused"),
            "{trick:?}"
        );
    }
    assert_eq!(shop.state(), "awaiting_payment");

    for _ in 0..3 {
        let heard = shop.notify(&shop.told(Trick::None)).expect(200);
        assert_eq!(heard.json["code"], "SUCCESS");
    }
    assert_eq!(shop.state(), "paid");
    assert_eq!(stock(&shop.mall, "s1", "tea.m"), (7, 0));
    assert_eq!(shop.pay().expect(200).json["payment"], "paid");
    shop.mall.assert_adds_up();
}

#[test]
fn payer_who_comes_back_before_the_notification_finds_the_order_paid() {
    let shop = Shop::open();
    shop.pay().assert(200);
    assert!(shop.gateway.pay(&shop.number));
    assert_eq!(shop.pay().expect(200).json["payment"], "paid");
    shop.notify(&shop.told(Trick::None)).assert(200);
    assert_eq!(stock(&shop.mall, "s1", "tea.m"), (7, 0));
}

#[test]
fn payment_whose_notification_is_lost_is_settled_and_both_sides_agree() {
    let shop = Shop::open();
    shop.pay().assert(200);
    assert!(shop.gateway.pay(&shop.number));
    assert_eq!(shop.reconcile()["settled"], 1);
    assert_eq!(shop.state(), "paid");
    assert_eq!(shop.reconcile()["asked"], 1);
    let (from, to) = (now_ms() - 86_400_000, now_ms());
    let path = format!("/v1/analytics/payments?from_ms={from}&to_ms={to}");
    let report = shop.mall.as_headquarters().get(&path).expect(200).json;
    let total = &report["totals"][0];
    assert_eq!((&report["items"], &total["waiting"]), (&json!([]), &0.into()));
    assert_eq!(
        (&total["ours"]["amount_minor"], &total["gateway"]["amount_minor"]),
        (&5_400.into(), &5_400.into())
    );
    let number = shop.mall.rows("SELECT gateway_number FROM payment");
    assert_eq!(
        number[0][0],
        shop.gateway.payment(&shop.number).unwrap().transaction_id
    );
}

#[test]
fn cancelled_order_closes_its_payment_at_the_gateway() {
    let shop = Shop::open();
    shop.pay().assert(200);
    shop.cancel().assert(200);
    assert_eq!(shop.gateway.payment(&shop.number).unwrap().state, "CLOSED");
    assert!(!shop.gateway.pay(&shop.number));
    assert_eq!(shop.mall.rows("SELECT state FROM payment"), [["closed"]]);
}

#[test]
fn money_that_comes_after_the_order_was_cancelled_is_refunded_once() {
    let shop = Shop::open();
    shop.pay().assert(200);
    shop.gateway.set_network(Network::LosesRequests);
    shop.cancel().assert(200);
    shop.gateway.set_network(Network::Sound);
    assert!(shop.gateway.pay(&shop.number));
    shop.gateway.set_refunds("PROCESSING");
    shop.notify(&shop.told(Trick::None)).assert(200);
    assert_eq!(shop.mall.rows("SELECT state FROM payment"), [["closing"]]);
    shop.gateway.move_refund(&shop.number, "SUCCESS");
    for _ in 0..2 {
        let told = shop
            .gateway
            .notify_of_refund(&shop.number, now_ms() / 1_000, Trick::None);
        shop.notify(&told).assert(200);
    }
    assert_eq!(shop.mall.rows("SELECT state FROM payment"), [["refunded"]]);
    let refunds = shop.gateway.refunds();
    assert_eq!((refunds.len(), refunds[0].refund), (1, 5_400));
    assert_eq!(
        (shop.state(), stock(&shop.mall, "s1", "tea.m")),
        ("cancelled".into(), (10, 0))
    );
}

#[test]
fn gateway_that_is_lost_or_forged_is_no_answer_and_the_same_request_goes_on() {
    let shop = Shop::open();
    for network in [
        Network::LosesAnswers,
        Network::LosesRequests,
        Network::Forges,
        Network::Busy,
    ] {
        shop.gateway.set_network(network);
        let silent = shop.pay();
        assert_eq!(
            (silent.status, silent.code()),
            (502, "payment_unavailable"),
            "{network:?}"
        );
    }
    shop.gateway.set_network(Network::Sound);
    assert_eq!(shop.pay().expect(200).json["payment"], "pending");
}

#[test]
fn gateway_that_hangs_is_left_after_a_while_and_the_application_goes_on() {
    let shop = Shop::open();
    shop.gateway.set_network(Network::Hangs);
    let silent = shop.pay();
    assert_eq!((silent.status, silent.code()), (502, "payment_unavailable"));
    shop.gateway.set_network(Network::Sound);
    assert_eq!(shop.pay().expect(200).json["payment"], "pending");
}

#[test]
fn payer_without_a_name_is_refused() {
    let shop = Shop::open();
    let shopper = shop.shopper.clone().with_key("pay-for-it");
    let nameless = shopper.post_empty(&format!("/v1/orders/{}/pay", shop.number));
    assert_eq!((nameless.status, nameless.code()), (409, "payment_refused"));
}

#[test]
fn platform_is_told_once_that_a_paid_order_was_fetched_though_its_answer_is_lost() {
    let shop = Shop::open();
    shop.pay().assert(200);
    assert!(shop.gateway.pay(&shop.number));
    assert_eq!(shop.pay().expect(200).json["payment"], "paid");
    assert_eq!(shop.report_deliveries(), (0.into(), 0.into()));
    shop.fetch();
    shop.gateway.set_network(Network::LosesAnswers);
    assert_eq!(shop.report_deliveries(), (0.into(), 1.into()));
    shop.gateway.set_network(Network::Sound);
    assert_eq!(shop.report_deliveries(), (0.into(), 0.into()), "it waits");
    // As if a minute had passed.
    shop.mall
        .execute("UPDATE payment SET report_due_ms = report_due_ms - 60000");
    assert_eq!(shop.report_deliveries(), (1.into(), 0.into()));
    assert_eq!(shop.report_deliveries(), (0.into(), 0.into()));

    let deliveries = shop.gateway.deliveries();
    let [delivery] = &deliveries[..] else {
        panic!("{deliveries:?}")
    };
    let paid = shop.gateway.payment(&shop.number).unwrap();
    assert_eq!(delivery.transaction_id, paid.transaction_id);
    // Fetched by the buyer, in the words of the platform.
    assert_eq!(delivery.logistics_type, 4);
    assert!(delivery.item_desc.ends_with(" ×3"), "{delivery:?}");
    assert!(delivery.upload_time.ends_with("+08:00"), "{delivery:?}");
    shop.mall.assert_adds_up();
}
