//! The mini-program's platform: access tokens, and handovers
//! (<https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/order-shipping/order-shipping.html>).

use crate::books::{Books, Delivery};
use crate::keys::{APP_SECRET, APPID};
use crate::message::{Answer, Request};
use serde_json::{Value, json};

/// Answers for the platform; `None` for an address of the gateway's.
pub(crate) fn answer(books: &mut Books, request: &Request) -> Option<Answer> {
    let (segments, query) = request.target();
    let said = match segments.as_slice() {
        ["cgi-bin", "stable_token"] => token(books, request),
        ["wxa", "sec", "order", "upload_shipping_info"] => deliver(books, request, query),
        _ => return None,
    };
    Some(Answer::plain(&said))
}

fn error(code: i64, message: &str) -> Value {
    json!({"errcode": code, "errmsg": message})
}

fn token(books: &mut Books, request: &Request) -> Value {
    let expected = json!({"grant_type": "client_credential", "appid": APPID, "secret": APP_SECRET});
    if request.json() != Some(expected) {
        return error(40_125, "invalid appsecret");
    }
    // Asking again gives the same token while it is good.
    let known = books.tokens.first().cloned();
    let token = known.unwrap_or_else(|| format!("TOKEN-{}", books.next()));
    books.tokens.insert(token.clone());
    json!({"access_token": token, "expires_in": 7_200})
}

fn deliver(books: &mut Books, request: &Request, query: &str) -> Value {
    let token = query.strip_prefix("access_token=").unwrap_or("");
    if !books.tokens.contains(token) {
        return error(
            40_001,
            "invalid credential, access_token is invalid or not latest",
        );
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
