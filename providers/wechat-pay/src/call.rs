//! One signed request, one verified answer.

use crate::Failure;
use crate::link::{Link, Request, Response};
use crate::merchant::Merchant;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Codes after which the same request is to be repeated (<https://pay.weixin.qq.com/doc/v3/merchant/4012068814>): the gateway
/// is busy, or somebody has to mend the merchant's set-up or fill its account. None is an answer about a payment.
const PASSING: [&str; 12] = [
    "ACCOUNT_ERROR",
    "APPID_MCHID_NOT_MATCH",
    "BANK_ERROR",
    "FREQUENCY_LIMITED",
    "MCH_NOT_EXISTS",
    "NOAUTH",
    "NOT_ENOUGH",
    "NO_AUTH",
    "RULE_LIMIT",
    "SIGN_ERROR",
    "SYSTEMERROR",
    "SYSTEM_ERROR",
];

/// Why a call has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoResult {
    /// The gateway understood and says no, by this code.
    Refused(Refusal),
    /// There is no answer to rely on.
    Failed(Failure),
}

/// The body of a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Refusal {
    pub code: String,
    #[serde(default)]
    message: String,
}

impl From<Failure> for NoResult {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<NoResult> for Failure {
    fn from(none: NoResult) -> Self {
        match none {
            NoResult::Refused(refusal) => {
                Self::rejected(format!("the gateway says {}: {}", refusal.code, refusal.message))
            }
            NoResult::Failed(failure) => failure,
        }
    }
}

/// Asks the gateway: a `GET` without a body, a `POST` with one. `path` has its query.
///
/// # Errors
/// See [`NoResult`].
pub(crate) async fn call<T: DeserializeOwned>(
    merchant: &Merchant,
    link: &dyn Link,
    path: &str,
    body: Option<&Value>,
) -> Result<T, NoResult> {
    let answer = exchange(merchant, link, path, body).await?;
    let result = serde_json::from_slice(&answer.body);
    result.map_err(|_| Failure::unavailable("the gateway's answer makes no sense").into())
}

/// As [`call`], for a call whose success says nothing.
///
/// # Errors
/// See [`NoResult`].
pub(crate) async fn command(
    merchant: &Merchant,
    link: &dyn Link,
    path: &str,
    body: &Value,
) -> Result<(), NoResult> {
    exchange(merchant, link, path, Some(body)).await.map(drop)
}

async fn exchange(
    merchant: &Merchant,
    link: &dyn Link,
    path: &str,
    body: Option<&Value>,
) -> Result<Response, NoResult> {
    let method = if body.is_some() { "POST" } else { "GET" };
    let body = body.map(Value::to_string).unwrap_or_default();
    let nonce = nonce(link);
    let authorization = merchant.authorization(method, path, &body, link.now_s(), &nonce)?;
    let request = Request {
        method,
        url: format!("{}{path}", merchant.gateway),
        headers: vec![
            ("authorization", authorization),
            ("accept", "application/json".to_owned()),
            ("content-type", "application/json".to_owned()),
            (
                "user-agent",
                concat!("mendian/", env!("CARGO_PKG_VERSION")).to_owned(),
            ),
            // Which of its keys the gateway is to sign the answer with.
            ("wechatpay-serial", merchant.platform_serial.clone()),
        ],
        body,
    };
    let answer = link.send(request).await;
    let answer = answer.map_err(|words| Failure::unavailable(format!("the gateway: {words}")))?;
    if (200..300).contains(&answer.status) {
        let verified = merchant.verify(&answer.headers, &answer.body, link.now_s());
        verified.map_err(|error| Failure::unavailable(format!("the gateway's answer: {error}")))?;
        return Ok(answer);
    }
    Err(refused(&answer))
}

/// A refusal moves no money, so it needs no signature.
fn refused(answer: &Response) -> NoResult {
    let status = answer.status;
    let refusal: Option<Refusal> = serde_json::from_slice(&answer.body).ok();
    match refusal {
        Some(refusal) if matches!(status, 400 | 403 | 404) && !PASSING.contains(&refusal.code.as_str()) => {
            NoResult::Refused(refusal)
        }
        Some(Refusal { code, message }) => {
            Failure::unavailable(format!("the gateway says {status} {code}: {message}")).into()
        }
        None => Failure::unavailable(format!("the gateway says {status}")).into(),
    }
}

/// 32 hexadecimal digits.
pub(crate) fn nonce(link: &dyn Link) -> String {
    link.random().iter().map(|byte| format!("{byte:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, is_refusal: bool) {
        let answer = Response {
            status,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        };
        let none = refused(&answer);
        assert_eq!(
            matches!(none, NoResult::Refused(_)),
            is_refusal,
            "{status} {body}: {none:?}"
        );
    }

    #[test]
    fn only_what_repeating_cannot_change_is_a_refusal() {
        check(400, r#"{"code":"PARAM_ERROR","message":"no"}"#, true);
        check(404, r#"{"code":"ORDER_NOT_EXIST","message":"no"}"#, true);
        check(404, "", false);
        check(400, "<html>", false);
        check(400, r#"{"code":"SYSTEM_ERROR","message":"later"}"#, false);
        check(403, r#"{"code":"OUT_TRADE_NO_USED","message":"no"}"#, true);
        check(403, r#"{"code":"NOT_ENOUGH","message":"fill it"}"#, false);
        check(401, r#"{"code":"SIGN_ERROR","message":"who?"}"#, false);
        check(403, r#"{"code":"NO_AUTH","message":"who?"}"#, false);
        check(429, r#"{"code":"FREQUENCY_LIMITED","message":"later"}"#, false);
        check(500, r#"{"code":"SYSTEM_ERROR","message":"later"}"#, false);
        check(301, r#"{"code":"PARAM_ERROR"}"#, false);
    }
}
