//! A merchant, its gateway, and the network between them.

use fake_wechat_pay::{
    API_V3_KEY, APP_SECRET, APPID, FakeWechatPay, MCHID, MERCHANT_SERIAL, merchant_key, platform_keys,
};
use futures_util::future::{LocalBoxFuture, ready};
use pollster::block_on;
use std::cell::{Cell, RefCell};
use wechat_pay::Failure;
use wechat_pay::link::{AccessToken, Link, Request, Response};
use wechat_pay::merchant::{Merchant, Variables};
use wechat_pay::provider::{
    Delivery, Event, Payment, PaymentRequest, Prepayment, RefundRequest, RefundState, WechatPay,
};

/// 2026-01-01T12:00:00+08:00.
pub const START_S: i64 = 1_767_240_000;
pub const NUMBER: &str = "01KDTVGR000000000000000001";
pub const TOTAL: i64 = 1_250;
pub const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
pub const REFERENCE: &str = "1250.CNY";

pub struct Shop {
    pub gateway: FakeWechatPay,
    merchant: Merchant,
    line: Line,
}

struct Line {
    gateway: FakeWechatPay,
    now_s: Cell<i64>,
    count: Cell<u128>,
    token: RefCell<Option<AccessToken>>,
    sent: RefCell<Vec<Request>>,
}

impl Link for Line {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, String>> {
        self.sent.borrow_mut().push(request.clone());
        let path = request
            .url
            .strip_prefix("https://gateway.example")
            .unwrap()
            .to_owned();
        let headers = request
            .headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        let arrived = fake_wechat_pay::Request {
            method: request.method.to_owned(),
            path,
            headers: headers.collect(),
            body: request.body.into_bytes(),
        };
        let answer = self.gateway.answer(&arrived, self.now_s.get());
        let answer = answer.ok_or_else(|| "nobody answers".to_owned());
        Box::pin(ready(answer.map(|answer| Response {
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
        })))
    }

    fn now_s(&self) -> i64 {
        self.now_s.get()
    }

    fn random(&self) -> [u8; 16] {
        self.count.set(self.count.get() + 1);
        self.count.get().to_be_bytes()
    }

    fn kept_token(&self) -> &RefCell<Option<AccessToken>> {
        &self.token
    }
}

impl Shop {
    pub fn new() -> Self {
        let gateway = FakeWechatPay::new();
        let variables = Variables {
            appid: APPID.to_owned(),
            mchid: MCHID.to_owned(),
            serial: MERCHANT_SERIAL.to_owned(),
            private_key: merchant_key(),
            api_v3_key: API_V3_KEY.to_owned(),
            platform_keys: platform_keys(),
            notify_url: "https://mall.example/v1/payments/notifications/wechat-pay".to_owned(),
            gateway: "https://gateway.example".to_owned(),
            platform: "https://gateway.example/".to_owned(),
            app_secret: APP_SECRET.to_owned(),
        };
        Self {
            line: Line {
                gateway: gateway.clone(),
                now_s: Cell::new(START_S),
                count: Cell::default(),
                token: RefCell::default(),
                sent: RefCell::default(),
            },
            gateway,
            merchant: Merchant::read(variables).unwrap(),
        }
    }

    /// One whose payment [`NUMBER`] is paid.
    pub fn paid() -> Self {
        let shop = Self::new();
        shop.prepay(&request()).unwrap();
        assert!(shop.gateway.pay(NUMBER));
        shop
    }

    fn provider(&self) -> WechatPay<'_> {
        WechatPay {
            merchant: &self.merchant,
            link: &self.line,
        }
    }

    pub fn prepay(&self, request: &PaymentRequest) -> Result<Prepayment, Failure> {
        block_on(self.provider().prepay(request))
    }

    pub fn query(&self) -> Result<Payment, Failure> {
        block_on(self.provider().query(NUMBER, REFERENCE))
    }

    pub fn close(&self) -> Result<Payment, Failure> {
        block_on(self.provider().close(NUMBER, REFERENCE))
    }

    pub fn refund(&self, number: &str, amount_minor: i64) -> Result<RefundState, Failure> {
        let request = RefundRequest {
            number: NUMBER.to_owned(),
            reference: REFERENCE.to_owned(),
            refund_number: number.to_owned(),
            amount_minor,
            paid_minor: TOTAL,
            currency: "CNY".to_owned(),
            reason: "The order was closed before it was paid".to_owned(),
        };
        block_on(self.provider().refund(&request))
    }

    pub fn hear(&self, headers: &[(String, String)], body: &[u8]) -> Result<Event, Failure> {
        self.provider().read_notification(headers, body)
    }

    pub fn report(&self, delivery: &Delivery) -> Result<(), Failure> {
        block_on(self.provider().report_delivery(delivery))
    }

    pub fn advance_s(&self, by_s: i64) {
        self.line.now_s.set(self.line.now_s.get() + by_s);
    }

    /// How many requests were sent since this was asked last.
    pub fn requests(&self) -> usize {
        self.line.sent.take().len()
    }
}

pub fn request() -> PaymentRequest {
    PaymentRequest {
        number: NUMBER.to_owned(),
        amount_minor: TOTAL,
        currency: "CNY".to_owned(),
        description: "Order 01KDTVGR000000000000000001".to_owned(),
        expires_ms: (START_S + 900) * 1_000,
        payer: Some(OPENID.to_owned()),
    }
}

#[track_caller]
pub fn assert_rejected<T: std::fmt::Debug>(answer: Result<T, Failure>) {
    assert!(matches!(answer, Err(Failure::Rejected(_))), "{answer:?}");
}

#[track_caller]
pub fn assert_unavailable<T: std::fmt::Debug>(answer: Result<T, Failure>) {
    assert!(matches!(answer, Err(Failure::Unavailable(_))), "{answer:?}");
}
