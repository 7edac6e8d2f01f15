//! A mini-program, its platform, and the network between them.

use fake_wechat_pay::{APP_SECRET, APPID, FakeWechatPay};
use futures_util::future::{LocalBoxFuture, ready};
use pollster::block_on;
use std::cell::{Cell, RefCell};
use wechat_mini_program::link::{Link, Request, Response};
use wechat_mini_program::provider::{Credential, WechatMiniProgram};
use wechat_mini_program::{Failure, MiniProgram, Variables};

/// 2026-01-01T12:00:00+08:00.
pub const START_S: i64 = 1_767_240_000;
pub const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

pub struct Place {
    pub platform: FakeWechatPay,
    mini_program: MiniProgram,
    line: Line,
}

struct Line {
    platform: FakeWechatPay,
    now_s: Cell<i64>,
    count: Cell<u8>,
    sent: RefCell<Vec<Request>>,
    /// What arrives instead of the platform's answers.
    says: RefCell<Option<(u16, String)>>,
}

impl Link for Line {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, String>> {
        self.sent.borrow_mut().push(request.clone());
        if let Some((status, body)) = self.says.borrow().clone() {
            return Box::pin(ready(Ok(Response {
                status,
                headers: Vec::new(),
                body: body.into_bytes(),
            })));
        }
        let headers = request
            .headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        let arrived = fake_wechat_pay::Request {
            method: request.method.to_owned(),
            path: request
                .url
                .strip_prefix("https://platform.example")
                .unwrap()
                .to_owned(),
            headers: headers.collect(),
            body: request.body.into_bytes(),
        };
        let answer = self.platform.answer(&arrived, self.now_s.get());
        // As a host words it: with the address.
        let answer = answer.ok_or_else(|| format!("nobody answers at {}", request.url));
        Box::pin(ready(answer.map(|answer| Response {
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
        })))
    }

    fn now_s(&self) -> i64 {
        self.now_s.get()
    }

    fn random(&self) -> [u8; 24] {
        self.count.set(self.count.get() + 1);
        [self.count.get(); 24]
    }
}

impl Place {
    pub fn new() -> Self {
        Self::with_secret(APP_SECRET)
    }

    pub fn with_secret(secret: &str) -> Self {
        let platform = FakeWechatPay::new();
        let variables = Variables {
            appid: APPID.to_owned(),
            secret: secret.to_owned(),
            platform: "https://platform.example/".to_owned(),
        };
        Self {
            line: Line {
                platform: platform.clone(),
                now_s: Cell::new(START_S),
                count: Cell::default(),
                sent: RefCell::default(),
                says: RefCell::default(),
            },
            platform,
            mini_program: MiniProgram::read(variables).unwrap(),
        }
    }

    fn provider(&self) -> WechatMiniProgram<'_> {
        WechatMiniProgram {
            mini_program: &self.mini_program,
            link: &self.line,
        }
    }

    pub fn log_in(&self, code: &str) -> Result<String, Failure> {
        block_on(self.provider().exchange_code(code))
    }

    pub fn phone(&self, code: &str, kept: Option<&str>) -> Result<String, Failure> {
        block_on(self.provider().phone_number(code, kept))
    }

    pub fn renew(&self) -> Result<Credential, Failure> {
        block_on(self.provider().renew_credential())
    }

    pub fn code(&self) -> String {
        self.platform.issue_code(OPENID, self.line.now_s.get())
    }

    pub fn phone_code(&self) -> String {
        self.platform
            .issue_phone_code("86", "13800138000", self.line.now_s.get())
    }

    pub fn advance_s(&self, by_s: i64) {
        self.line.now_s.set(self.line.now_s.get() + by_s);
    }

    pub fn says(&self, status: u16, body: &str) {
        *self.line.says.borrow_mut() = Some((status, body.to_owned()));
    }

    /// How many requests were sent since this was asked last.
    pub fn requests(&self) -> usize {
        self.line.sent.take().len()
    }
}
