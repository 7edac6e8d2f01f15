//! What callers send.

use super::frame::{OnCommit, TOKEN_SECRET};
use super::world::World;
use http::{HeaderValue, Method, header, request::Parts};
use serde_json::Value;
use web::{Principal, token};

/// How long a token is valid, in seconds: longer than any seed lasts.
const TOKEN_S: i64 = 10 * 365 * 86_400;

/// What a request is about, for whoever reads its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// The price of a cart.
    Quote,
    /// An order of a cart.
    Place,
    /// The payment of an order.
    Pay(String),
    /// The end of an order that is not accepted.
    Cancel(String),
    /// Another time for what is booked.
    Reschedule(String),
    /// An order as it stands.
    Look(String),
    /// A coupon of a template.
    Claim(&'static str),
    /// A job of the scheduler's.
    Job,
    /// What the bank tells by itself, or somebody in its name.
    Notify {
        /// Whether it is the bank.
        is_genuine: bool,
    },
    /// A page that anybody may see.
    Browse,
    /// What staff and headquarters write.
    Manage,
    /// What staff do for an order, or give back of it.
    Serve,
}

impl Intent {
    /// Whether its success is kept under its key, so that it is answered again byte for byte.
    pub fn is_kept(&self) -> bool {
        match self {
            Self::Place
            | Self::Pay(_)
            | Self::Cancel(_)
            | Self::Reschedule(_)
            | Self::Claim(_)
            | Self::Serve => true,
            Self::Quote | Self::Look(_) | Self::Job | Self::Notify { .. } | Self::Browse | Self::Manage => {
                false
            }
        }
    }
}

/// A request before it is sent.
pub struct Request {
    /// Who sends it.
    pub principal: Principal,
    /// How.
    pub method: Method,
    /// Where to, with the query.
    pub path: String,
    /// Its `Idempotency-Key`.
    pub key: Option<String>,
    /// Its body; empty for none.
    pub body: String,
    /// What it is about.
    pub intent: Intent,
    /// What to do as soon as its first write is committed.
    pub on_commit: Option<OnCommit>,
    /// How many answers had been heard when it was sent.
    pub heard: u64,
}

impl Request {
    /// A request of somebody.
    pub fn new(principal: Principal, method: Method, path: impl Into<String>, intent: Intent) -> Self {
        Self {
            principal,
            method,
            path: path.into(),
            key: None,
            body: String::new(),
            intent,
            on_commit: None,
            heard: 0,
        }
    }

    /// A POST of a shopper.
    pub fn of_shopper(customer: &str, path: impl Into<String>, intent: Intent) -> Self {
        Self::new(
            Principal::Shopper(customer.parse().unwrap()),
            Method::POST,
            path,
            intent,
        )
    }

    /// A PUT of headquarters.
    pub fn of_headquarters(path: impl Into<String>, body: &Value) -> Self {
        let principal = Principal::headquarters("headquarters");
        Self::new(principal, Method::PUT, path, Intent::Manage).with_body(body.to_string())
    }

    /// A job of the scheduler.
    pub fn job(path: &str) -> Self {
        Self::new(Principal::Job, Method::POST, path, Intent::Job)
    }

    /// The same under a key.
    pub fn with_key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The same with a body.
    pub fn with_body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    /// The same, with something to do as soon as its first write is committed.
    pub fn on_commit(mut self, act: impl FnOnce(&World) + 'static) -> Self {
        self.on_commit = Some(Box::new(act));
        self
    }

    /// As it arrives.
    pub fn parts(&self, world: &World, language: &'static str) -> Parts {
        let mut request = http::Request::builder().method(&self.method).uri(&self.path);
        let headers = request.headers_mut().expect("a path is an address");
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(language));
        if !self.body.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(key) = &self.key {
            headers.insert("idempotency-key", key.parse().unwrap());
        }
        if self.principal != Principal::Anonymous {
            let expires_s = world.now_ms.get() / 1_000 + TOKEN_S;
            let token = token::mint(TOKEN_SECRET, &self.principal, expires_s).unwrap();
            headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        }
        request.body(()).unwrap().into_parts().0
    }

    /// In one line.
    pub fn describe(&self) -> String {
        let key = self.key.as_deref().unwrap_or("-");
        format!(
            "{} {} {} key {key} {}",
            self.principal.name(),
            self.method,
            self.path,
            self.body
        )
    }
}
