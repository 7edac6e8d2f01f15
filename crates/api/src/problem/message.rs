//! The words of problems, in each language of the API.

use super::{Code, Fault};
use commerce::field::Rule;
use commerce::text::Locale;

/// One sentence on the problem.
pub(super) fn title(code: Code, locale: Locale) -> &'static str {
    let (en, zh) = match code {
        Code::MalformedJson => ("The body is not valid JSON.", "请求正文不是有效的 JSON。"),
        Code::NotificationRefused => (
            "This is no notification of our payment provider or courier.",
            "该通知并非来自我们的支付服务商或配送服务商。",
        ),
        Code::IdempotencyKeyRequired => (
            "Send an Idempotency-Key header of 8 to 64 visible ASCII characters.",
            "请携带 Idempotency-Key 请求头（8 至 64 个可见 ASCII 字符）。",
        ),
        Code::Unauthenticated => ("A valid bearer token is required.", "需要有效的登录令牌。"),
        Code::Forbidden => ("Your role may not do this.", "您的角色无权执行此操作。"),
        Code::Blocked => (
            "Your platform has blocked this account.",
            "该账号已被平台限制登录。",
        ),
        Code::NotFound => ("There is no such thing.", "未找到。"),
        Code::MethodNotAllowed => ("This path does not take this method.", "该路径不支持此请求方法。"),
        Code::VersionConflict => (
            "It was changed meanwhile; read it again.",
            "内容已被他人修改，请重新读取。",
        ),
        Code::OutOfStock => ("There is not enough stock.", "库存不足。"),
        Code::TooManyUnpaidOrders => (
            "Too many of your orders wait for payment; pay or cancel one first.",
            "您有过多未支付的订单，请先支付或取消其中的订单。",
        ),
        Code::PurchaseLimit => ("You may not buy so many of this.", "超出每位顾客的限购数量。"),
        Code::PriceChanged => (
            "The price has changed; see the new quote.",
            "价格已变动，请查看新的报价。",
        ),
        Code::NotSellable => ("The store does not sell this.", "该门店不销售此商品。"),
        Code::StoreUnavailable => (
            "The store cannot serve this order now.",
            "门店目前无法提供此服务。",
        ),
        Code::CouponRefused => ("The coupon cannot be used here.", "优惠券不可用于此订单。"),
        Code::PointsRefused => ("The points cannot be redeemed here.", "积分不可用于此订单。"),
        Code::CouponExhausted => (
            "No more of these coupons for you.",
            "优惠券已领完或已达领取上限。",
        ),
        Code::OrderState => ("The order is past this step.", "订单当前状态不允许此操作。"),
        Code::RefundRefused => ("This cannot be refunded.", "无法按此退款。"),
        Code::HandoverRefused => (
            "This is not the code of an order that waits here.",
            "该取货码无效或已过期，或不属于本门店的待交付订单。",
        ),
        Code::TooManyTries => (
            "Too many tries; wait ten minutes.",
            "尝试次数过多，请十分钟后再试。",
        ),
        Code::TransferState => ("The transfer is no longer in transit.", "调拨单已结束。"),
        Code::PaymentRefused => ("The payment was refused.", "支付被拒绝。"),
        Code::LoginTaken => ("This log-in name is taken.", "该登录名已被使用。"),
        Code::CodeRequired => ("A one-time code is wanted as well.", "还需要输入动态验证码。"),
        Code::CodeRefused => (
            "The code was used, is too old, or is not ours; get a new one.",
            "登录或授权凭证无效或已使用，请重新获取。",
        ),
        Code::RateLimited => ("Too many requests; wait a minute.", "请求过于频繁，请稍后再试。"),
        Code::TooManyRequests => ("You ask too often; wait a little.", "请求过于频繁，请稍候再试。"),
        Code::HeadersTooLarge => ("The request's headers are too large.", "请求头过大。"),
        Code::IdentityUnavailable => ("The log-in platform does not answer.", "登录平台暂不可用。"),
        Code::PayloadTooLarge => ("The body is too large.", "请求正文过大。"),
        Code::UnsupportedMediaType => ("This media type is not accepted here.", "不支持的内容类型。"),
        Code::InvalidRequest => ("A value is not acceptable.", "请求参数不符合要求。"),
        Code::IdempotencyKeyReused => (
            "This idempotency key was used with another request.",
            "该幂等键已用于另一个不同的请求。",
        ),
        Code::Internal => ("Something failed on our side.", "服务内部错误。"),
        Code::PaymentUnavailable => ("The payment provider does not answer.", "支付服务暂不可用。"),
        Code::CourierUnavailable => ("The courier does not answer.", "配送服务暂不可用。"),
        Code::PromotionsUnavailable => ("The promotion rules do not answer.", "促销规则暂不可用。"),
        Code::Busy => (
            "Too busy; repeat the request with the same key.",
            "系统繁忙，请使用相同的幂等键重试。",
        ),
    };
    match locale {
        Locale::En => en,
        Locale::ZhCn => zh,
    }
}

/// One clause on a field.
pub(super) fn fault(fault: &Fault, locale: Locale) -> String {
    match (fault, locale) {
        (Fault::Rule(rule), Locale::En) => rule.to_string(),
        (Fault::Rule(rule), Locale::ZhCn) => rule_zh(rule),
        (Fault::Type(words), Locale::En) => words.clone(),
        (Fault::Type(words), Locale::ZhCn) => format!("类型或结构不正确（{words}）"),
        (Fault::Available(units), Locale::En) => format!("only {units} available"),
        (Fault::Available(units), Locale::ZhCn) => format!("仅剩 {units} 件"),
        (Fault::Left(units), Locale::En) => format!("only {units} left for you"),
        (Fault::Left(units), Locale::ZhCn) => format!("您还可购买 {units} 件"),
        (Fault::Reason(reason), Locale::En) => reason.replace('_', " "),
        (Fault::Reason(reason), Locale::ZhCn) => reason_zh(reason).to_owned(),
    }
}

fn rule_zh(rule: &Rule) -> String {
    match rule {
        Rule::Required => "必填".to_owned(),
        Rule::TooLong { max } => format!("最多 {max} 个字符"),
        Rule::TooShort { min } => format!("至少 {min} 个字符"),
        Rule::TooMany { max } => format!("最多 {max} 项"),
        Rule::TooFew { min } => format!("至少 {min} 项"),
        Rule::OutOfRange { min, max } => format!("必须在 {min} 与 {max} 之间"),
        Rule::Unknown { value } => format!("未知的值：{value}"),
        Rule::Format { expected } => format!("格式应为 {expected}"),
        Rule::Duplicate => "重复".to_owned(),
        Rule::NotAfter { other } => format!("必须晚于 {other}"),
        Rule::Conflict { other } => format!("与 {other} 冲突"),
        Rule::TooDeep { max } => format!("嵌套最多 {max} 层"),
        Rule::Decimals { max } => format!("最多 {max} 位小数"),
    }
}

/// Reasons that have no sentence of their own read as their code.
fn reason_zh(reason: &str) -> &str {
    match reason {
        "closed" => "门店未营业",
        "temporarily_closed" => "门店临时停业",
        "courier_not_offered" => "门店不使用配送服务商",
        "mode_not_served" => "门店不提供此服务方式",
        "out_of_delivery_area" => "超出配送范围",
        "not_carried" => "该门店不销售此商品",
        "only_booked" => "这是服务项目，需要预约",
        "not_booked" => "这不是可预约的服务",
        "resource_unknown" => "该门店没有可提供此服务的人员或资源",
        "several_resources" => "这些服务需要不同的人员或资源，请分开预约",
        "booking_too_long" => "所选服务合计时间过长",
        "slot_required" => "请选择时段",
        "slots_not_offered" => "门店未开放此方式的时段",
        "slot_unknown" => "没有这个时段",
        "slot_closed" => "时段已截止",
        "slot_too_far_ahead" => "时段尚未开放",
        "slot_full" => "时段已满",
        "basket_too_small" => "未达到起送金额",
        "no_price" => "该门店未定价",
        "not_an_article" => "这是一项费用或记账，不是商品",
        "has_variants" => "该商品有多个规格，无法由此文件更新",
        "barcode_taken" => "该条码已属于另一个商品规格",
        "reserved" => "该名称为系统保留",
        "claim_closed" => "优惠券已停止领取",
        "claim_not_started" => "优惠券尚未开始领取",
        "claim_ended" => "优惠券领取已结束",
        "all_issued" => "优惠券已领完",
        "customer_limit" => "您已达到领取上限",
        "worse_than_issued" => "已有优惠券发放，此项不得变得对持券人更不利",
        "coupon_unknown" => "没有这张优惠券",
        "coupon_used" => "优惠券已使用",
        "coupon_expired" => "优惠券已过期",
        "coupon_not_yet_valid" => "优惠券尚未生效",
        "coupon_other_store" => "优惠券不适用于该门店",
        "coupon_other_currency" => "优惠券币种与门店不符",
        "coupon_below_threshold" => "未达到优惠券使用门槛",
        "coupon_no_effect" => "优惠券对此订单无优惠",
        "too_many_active_promotions" => "同时进行的促销过多",
        "points_not_offered" => "此处不支持使用积分",
        "points_not_enough" => "积分不足",
        "not_in_order" => "订单中没有此商品",
        "nothing_left" => "没有可退的部分",
        "used_or_unknown" => "凭证已使用或无效",
        "points_over_limit" => "超出此订单可用积分上限",
        other => other,
    }
}
