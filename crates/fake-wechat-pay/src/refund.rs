//! Refunds (<https://pay.weixin.qq.com/doc/v3/merchant/4012791903>).

use crate::books::{Books, Refund};
use crate::message::{Request, Said, refuse};
use serde_json::Value;

pub(crate) fn make(books: &mut Books, request: &Request, state: &'static str) -> Said {
    let Some(body) = request.json() else {
        return refuse(400, "PARAM_ERROR", "no JSON");
    };
    let text = |name: &str| body[name].as_str().unwrap_or("").to_owned();
    let amount = |name: &str| body["amount"][name].as_i64().unwrap_or(0);
    let (number, of) = (text("out_refund_no"), text("out_trade_no"));
    let Some(payment) = books.payments.get(&of).cloned() else {
        return refuse(404, "RESOURCE_NOT_EXISTS", "no such order");
    };
    let is_number = (1..=64).contains(&number.len())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-|*@".contains(&byte));
    let is_sound = is_number
        && text("reason").len() <= 80
        && body["amount"]["currency"] == "CNY"
        && amount("refund") > 0
        && amount("total") == payment.total;
    if !is_sound {
        return refuse(400, "PARAM_ERROR", "number, reason or amount");
    }
    if let Some(known) = books.refunds.get(&number) {
        let is_same = known.payment == of && known.refund == amount("refund");
        return match is_same {
            true => (200, Some(known.json(&payment))),
            false => refuse(400, "PARAM_ERROR", "another refund has this number"),
        };
    }
    if !matches!(payment.state, "SUCCESS" | "REFUND") {
        return refuse(400, "INVALID_REQUEST", "the order is not paid");
    }
    if books.refunded(&of) + amount("refund") > payment.total {
        return refuse(400, "INVALID_REQUEST", "more than was paid");
    }
    let refund = Refund {
        number: number.clone(),
        payment: of.clone(),
        state,
        refund: amount("refund"),
    };
    let json = refund.json(&payment);
    books.refunds.insert(number, refund);
    if let Some(payment) = books.payments.get_mut(&of) {
        payment.state = "REFUND";
    }
    (200, Some(json))
}

pub(crate) fn query(books: &Books, number: &str) -> Said {
    let found: Option<Value> = books.refunds.get(number).and_then(|refund| {
        let payment = books.payments.get(&refund.payment)?;
        Some(refund.json(payment))
    });
    match found {
        Some(json) => (200, Some(json)),
        None => refuse(404, "RESOURCE_NOT_EXISTS", "no such refund"),
    }
}
