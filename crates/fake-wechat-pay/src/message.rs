//! What goes in and out, without a wire.

use crate::keys::{PLATFORM_SERIAL, sign};
use rsa::PrivateKey;
use serde_json::Value;

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The path's segments, and its query.
    pub(crate) fn target(&self) -> (Vec<&str>, &str) {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        (path.split('/').skip(1).collect(), query)
    }
}

/// What is sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}

/// What an endpoint says: a status, and JSON unless it is 204.
pub(crate) type Said = (u16, Option<Value>);

/// A refusal with its code.
pub(crate) fn refuse(status: u16, code: &str, message: &str) -> Said {
    let body = serde_json::json!({"code": code, "message": message});
    (status, Some(body))
}

/// The headers by which the gateway signs a message at an instant.
pub(crate) fn signed(
    key: &PrivateKey,
    serial: &str,
    body: &[u8],
    now_s: i64,
    nonce: &str,
) -> Vec<(String, String)> {
    let mut message = format!("{now_s}\n{nonce}\n").into_bytes();
    message.extend_from_slice(body);
    message.push(b'\n');
    [
        ("content-type", "application/json".to_owned()),
        ("wechatpay-serial", serial.to_owned()),
        ("wechatpay-timestamp", now_s.to_string()),
        ("wechatpay-nonce", nonce.to_owned()),
        ("wechatpay-signature", sign(key, &message)),
        ("wechatpay-signature-type", "WECHATPAY2-SHA256-RSA2048".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

impl Answer {
    /// Signs what an endpoint says.
    pub(crate) fn sign((status, json): Said, key: &PrivateKey, now_s: i64, nonce: &str) -> Self {
        let body = json.map(|json| json.to_string().into_bytes()).unwrap_or_default();
        Self {
            status,
            headers: signed(key, PLATFORM_SERIAL, &body, now_s, nonce),
            body,
        }
    }

    /// What the mini-program's platform says, which signs nothing.
    pub(crate) fn plain(json: &Value) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: json.to_string().into_bytes(),
        }
    }
}
