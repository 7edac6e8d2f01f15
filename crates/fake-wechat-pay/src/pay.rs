//! Opening, asking for and closing payments.

use crate::books::{Books, Payment};
use crate::keys::{APPID, MCHID};
use crate::message::{Request, Said, refuse};
use serde_json::{Value, json};

/// <https://pay.weixin.qq.com/doc/v3/merchant/4012791897>
pub(crate) fn open(books: &mut Books, request: &Request, now_s: i64) -> Said {
    let Some(body) = request.json() else {
        return refuse(400, "PARAM_ERROR", "no JSON");
    };
    let text = |pointer: &str| {
        body.pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned()
    };
    let number = text("/out_trade_no");
    let total = body.pointer("/amount/total").and_then(Value::as_i64).unwrap_or(0);
    if let Some(field) = missing(&body, total, &number) {
        return refuse(400, "PARAM_ERROR", field);
    }
    if text("/appid") != APPID || text("/mchid") != MCHID {
        return refuse(
            400,
            "APPID_MCHID_NOT_MATCH",
            "appid and mchid do not belong together",
        );
    }
    let count = books.next();
    let known = books.payments.entry(number.clone()).or_insert_with(|| Payment {
        number,
        transaction_id: String::new(),
        state: "NOTPAY",
        total,
        openid: text("/payer/openid"),
        notify_url: text("/notify_url"),
        opened_with: body.clone(),
        opened_s: now_s,
    });
    match known.state {
        "CLOSED" => refuse(400, "ORDER_CLOSED", "the order is closed"),
        "SUCCESS" | "REFUND" => refuse(400, "ORDERPAID", "the order is paid"),
        _ if known.opened_with != body => refuse(403, "OUT_TRADE_NO_USED", "another order has this number"),
        _ => (200, Some(json!({"prepay_id": format!("wx{count:034}")}))),
    }
}

fn missing(body: &Value, total: i64, number: &str) -> Option<&'static str> {
    let has = |pointer: &str, bytes_max: usize| {
        let text = body.pointer(pointer).and_then(Value::as_str).unwrap_or("");
        (1..=bytes_max).contains(&text.len())
    };
    let is_number = (6..=32).contains(&number.len())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-|*".contains(&byte));
    let is_url = |url: &str| url.starts_with("http") && !url.contains('?');
    let expiry = body["time_expire"].as_str().unwrap_or("");
    let is_time = expiry.len() == 29 && expiry.ends_with("+08:00") && expiry.as_bytes()[10] == b'T';
    [
        (has("/description", 127), "description"),
        (is_number, "out_trade_no"),
        (is_time, "time_expire"),
        (is_url(body["notify_url"].as_str().unwrap_or("")), "notify_url"),
        (total > 0, "amount.total"),
        (body["amount"]["currency"] == "CNY", "amount.currency"),
        (has("/payer/openid", 128), "payer.openid"),
    ]
    .into_iter()
    .find_map(|(is_there, field)| (!is_there).then_some(field))
}

/// <https://pay.weixin.qq.com/doc/v3/merchant/4013070356>
pub(crate) fn query(books: &Books, number: &str, query: &str) -> Said {
    if query != format!("mchid={MCHID}") {
        return refuse(400, "PARAM_ERROR", "mchid");
    }
    match books.payments.get(number) {
        Some(payment) => (200, Some(payment.json())),
        None => refuse(404, "ORDER_NOT_EXIST", "no such order"),
    }
}

/// <https://pay.weixin.qq.com/doc/v3/merchant/4013070360>
pub(crate) fn close(books: &mut Books, number: &str, request: &Request, now_s: i64, age_s: i64) -> Said {
    if request.json() != Some(json!({"mchid": MCHID})) {
        return refuse(400, "PARAM_ERROR", "mchid");
    }
    match books.payments.get_mut(number) {
        None => refuse(404, "ORDER_NOT_EXIST", "no such order"),
        Some(payment) if matches!(payment.state, "SUCCESS" | "REFUND") => {
            refuse(400, "ORDERPAID", "the order is paid")
        }
        Some(payment) if now_s - payment.opened_s < age_s => refuse(400, "INVALID_REQUEST", "too soon"),
        Some(payment) => {
            payment.state = "CLOSED";
            (204, None)
        }
    }
}
