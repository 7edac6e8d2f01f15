//! The mini-program's platform: access tokens, and handovers
//! (<https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/order-shipping/order-shipping.html>).

use crate::books::{Books, Delivery};
use crate::gateway::Levers;
use crate::keys::{APP_SECRET, APPID};
use crate::message::{Answer, Request};
use crate::mini_program;
use serde_json::{Value, json};

/// Answers for the platform; `None` for an address of the gateway's.
pub(crate) fn answer(books: &mut Books, request: &Request, now_s: i64, levers: Levers) -> Option<Answer> {
    let (segments, query) = request.target();
    let said = match segments.as_slice() {
        ["cgi-bin", "stable_token"] => token(books, request, now_s),
        ["wxa", "sec", "order", "upload_shipping_info"] => deliver(books, request, query, now_s),
        ["sns", "jscode2session"] => mini_program::log_in(books, query, now_s, levers),
        ["wxa", "business", "getuserphonenumber"] => {
            mini_program::phone(books, request, query, now_s, levers)
        }
        _ => return None,
    };
    Some(Answer::plain(&said))
}

pub(crate) fn error(code: i64, message: &str) -> Value {
    json!({"errcode": code, "errmsg": message})
}

/// How long a token is good, in seconds.
const TOKEN_S: i64 = 7_200;
/// How long before its end the platform gives out another, in seconds.
const RENEW_S: i64 = 300;

fn token(books: &mut Books, request: &Request, now_s: i64) -> Value {
    let expected = json!({"grant_type": "client_credential", "appid": APPID, "secret": APP_SECRET});
    if request.json() != Some(expected) {
        return error(40_125, "invalid appsecret");
    }
    // Asking again gives the same token while it is good.
    let known = books
        .tokens
        .iter()
        .find(|(_, until_s)| **until_s - RENEW_S > now_s);
    let (token, until_s) = match known {
        Some((token, until_s)) => (token.clone(), *until_s),
        None => {
            books.tokens_granted += 1;
            (format!("TOKEN-{}", books.next()), now_s + TOKEN_S)
        }
    };
    books.tokens.insert(token.clone(), until_s);
    json!({"access_token": token, "expires_in": until_s - now_s})
}

/// What is wrong with the token of a request, if anything.
pub(crate) fn refuse_token(books: &Books, query: &str, now_s: i64) -> Option<Value> {
    let token = query.strip_prefix("access_token=").unwrap_or("");
    match books.tokens.get(token) {
        None => Some(error(
            40_001,
            "invalid credential, access_token is invalid or not latest",
        )),
        Some(until_s) if *until_s <= now_s => Some(error(42_001, "access_token expired")),
        Some(_) => None,
    }
}

fn deliver(books: &mut Books, request: &Request, query: &str, now_s: i64) -> Value {
    if let Some(refusal) = refuse_token(books, query, now_s) {
        return refusal;
    }
    let Some(body) = request.json() else {
        return error(47_001, "data format error");
    };
    let transaction_id = body["order_key"]["transaction_id"]
        .as_str()
        .unwrap_or("")
        .to_owned();
    let paid = books
        .payments
        .values()
        .find(|payment| payment.transaction_id == transaction_id && !transaction_id.is_empty());
    let Some(paid) = paid.filter(|_| body["order_key"]["order_number_type"] == 2) else {
        return error(10_060_001, "支付单不存在");
    };
    if body["payer"]["openid"] != paid.openid.as_str() {
        return error(10_060_031, "该笔支付单不属于 openid 所指定的用户");
    }
    let delivery = Delivery {
        transaction_id,
        logistics_type: body["logistics_type"].as_i64().unwrap_or(0),
        upload_time: body["upload_time"].as_str().unwrap_or("").to_owned(),
        item_desc: body["shipping_list"][0]["item_desc"]
            .as_str()
            .unwrap_or("")
            .to_owned(),
    };
    if !(1..=4).contains(&delivery.logistics_type) || delivery.logistics_type == 1 {
        return error(10_060_005, "物流类型有误");
    }
    if delivery.item_desc.is_empty() || delivery.item_desc.chars().count() > 120 {
        return error(10_060_008, "商品描述");
    }
    let before = books
        .deliveries
        .iter()
        .find(|known| known.transaction_id == delivery.transaction_id);
    match before {
        Some(known) if *known == delivery => error(10_060_023, "发货信息未更新"),
        Some(_) => error(10_060_003, "支付单已使用重新发货机会"),
        None => {
            books.deliveries.push(delivery);
            error(0, "ok")
        }
    }
}
