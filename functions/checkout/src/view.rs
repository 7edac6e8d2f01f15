//! Quotes and orders as callers see them.

use api::checkout::{DiscountView, LineView, OrderView, QuoteView};
use api::money::MoneyView;
use commerce::ids::CouponId;
use commerce::money::{Currency, Minor};
use commerce::order::Order;
use commerce::pricing::{DiscountRule, Quote};
use commerce::store::Store;
use commerce::text::Locale;

/// A quote at `store`, at the instant `now_ms` (UTC epoch milliseconds).
pub fn quote(store: &Store, quote: &Quote, locale: Locale, now_ms: i64) -> QuoteView {
    let money = |amount| MoneyView::new(amount, quote.currency);
    QuoteView {
        store: store.id.to_string(),
        mode: quote.mode.as_str().to_owned(),
        available_now: store.service.is_open(now_ms).is_ok(),
        lines: lines(quote, locale),
        subtotal: money(quote.subtotal),
        discounts: discounts(quote),
        delivery_fee: money(quote.delivery_fee),
        payable: money(quote.payable),
    }
}

/// An order.
pub fn order(order: &Order, locale: Locale) -> OrderView {
    let quote = &order.quote;
    let money = |amount| MoneyView::new(amount, quote.currency);
    OrderView {
        id: order.id.to_string(),
        store: order.store.to_string(),
        state: order.state.as_str().to_owned(),
        mode: quote.mode.as_str().to_owned(),
        lines: lines(quote, locale),
        subtotal: money(quote.subtotal),
        discounts: discounts(quote),
        delivery_fee: money(quote.delivery_fee),
        payable: money(quote.payable),
        placed_ms: order.placed_ms,
        expires_ms: order.pay_by_ms,
        paid_ms: order.paid_ms,
        closed_ms: order.closed_ms,
    }
}

fn lines(quote: &Quote, locale: Locale) -> Vec<LineView> {
    let money = |amount| MoneyView::new(amount, quote.currency);
    let line = quote.lines.iter().map(|line| LineView {
        sku: line.sku.to_string(),
        name: locale.pick(&line.name).unwrap_or_default().to_owned(),
        quantity: line.quantity,
        unit_price: money(line.unit_price),
        list_total: money(line.list_total),
        discounts: line
            .discounts
            .iter()
            .map(|share| discount(&share.rule, share.amount, quote.currency))
            .collect(),
        total: money(line.total),
    });
    line.collect()
}

fn discounts(quote: &Quote) -> Vec<DiscountView> {
    let discounts = quote.discounts.iter();
    discounts
        .map(|taken| discount(&taken.rule, taken.amount, quote.currency))
        .collect()
}

fn discount(rule: &DiscountRule, amount: Minor, currency: Currency) -> DiscountView {
    let (name, coupon): (_, &CouponId) = match rule {
        DiscountRule::Coupon { id, .. } => ("coupon", id),
    };
    DiscountView {
        rule: name.to_owned(),
        coupon: coupon.to_string(),
        amount: MoneyView::new(amount, currency),
    }
}
