//! Quotes and orders as callers see them.

use api::checkout::{
    BookingView, DestinationView, DiscountView, FulfilmentView, LeftOutView, LineView, OrderView, QuoteView,
    SlotView, TaxView,
};
use api::money::MoneyView;
use commerce::money::{Currency, Minor};
use commerce::order::{Fulfilment, Order};
use commerce::pricing::{DiscountRule, Quote, QuoteLine};
use commerce::store::Store;
use commerce::text::Locale;

/// A quote at `store`, at the instant `now_ms` (UTC epoch milliseconds).
pub fn quote(store: &Store, quote: &Quote, agreed: &Fulfilment, locale: Locale, now_ms: i64) -> QuoteView {
    let left_out = quote.left_out.iter().map(|left_out| LeftOutView {
        promotion: left_out.promotion.to_string(),
        reason: left_out.reason.as_str(),
    });
    let money = |amount| MoneyView::new(amount, quote.currency);
    QuoteView {
        store: store.id.to_string(),
        mode: quote.mode.as_str().to_owned(),
        available_now: store.service.is_open(now_ms).is_ok(),
        fulfilment: fulfilment(agreed),
        slot_required: agreed.lacks_slot(store, quote.mode),
        lines: lines(quote, locale),
        subtotal: money(quote.subtotal),
        discounts: discounts(quote, locale),
        packaging_fee: money(quote.packaging_fee),
        delivery_fee: money(quote.delivery_fee),
        tax: tax(quote),
        payable: money(quote.payable),
        points_redeemed: quote.points_redeemed().get(),
        points_earned: quote.points_earned.get(),
        promotions_left_out: left_out.collect(),
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
        fulfilment: fulfilment(&order.fulfilment),
        lines: lines(quote, locale),
        subtotal: money(quote.subtotal),
        discounts: discounts(quote, locale),
        packaging_fee: money(quote.packaging_fee),
        delivery_fee: money(quote.delivery_fee),
        tax: tax(quote),
        payable: money(quote.payable),
        refunded: (order.refunded > Minor::ZERO).then(|| money(order.refunded)),
        points_redeemed: quote.points_redeemed().get(),
        points_earned: quote.points_earned.get(),
        placed_ms: order.placed_ms,
        expires_ms: order.pay_by_ms,
        paid_ms: order.paid_ms,
        closed_ms: order.closed_ms,
    }
}

fn fulfilment(agreed: &Fulfilment) -> Option<FulfilmentView> {
    let view = || FulfilmentView {
        slot: agreed.slot.map(|slot| SlotView {
            start_ms: slot.start_ms,
            end_ms: slot.end_ms,
        }),
        destination: agreed.destination.map(|destination| DestinationView {
            lat: destination.point.lat_degrees(),
            lng: destination.point.lng_degrees(),
            distance_metres: destination.metres,
        }),
        promised_ms: agreed.promised_ms,
        booking: agreed.booking.as_ref().map(|booking| BookingView {
            resource: booking.resource.to_string(),
            start_ms: booking.start_ms,
            end_ms: booking.end_ms,
            change_by_ms: booking.change_by_ms,
        }),
    };
    (!agreed.is_empty()).then(view)
}

fn lines(quote: &Quote, locale: Locale) -> Vec<LineView> {
    let lines = quote.lines.iter();
    lines.map(|of| line(of, quote.currency, locale)).collect()
}

fn discounts(quote: &Quote, locale: Locale) -> Vec<DiscountView> {
    let discounts = quote.discounts.iter();
    discounts
        .map(|taken| discount(&taken.rule, taken.amount, quote.currency, locale))
        .collect()
}

fn tax(quote: &Quote) -> Option<TaxView> {
    let money = |amount| MoneyView::new(amount, quote.currency);
    quote.tax.map(|tax| TaxView {
        rate_bp: tax.rule.rate_bp.0,
        included: tax.rule.included,
        rounding: tax.rule.rounding.as_str(),
        amount: money(tax.total),
        on_packaging: money(tax.on_packaging),
        on_delivery: money(tax.on_delivery),
    })
}

fn line(line: &QuoteLine, currency: Currency, locale: Locale) -> LineView {
    let money = |amount| MoneyView::new(amount, currency);
    let shares = line.discounts.iter();
    LineView {
        sku: line.sku.to_string(),
        name: locale.pick(&line.name).unwrap_or_default().to_owned(),
        quantity: line.quantity,
        unit_price: money(line.unit_price),
        list_total: money(line.list_total),
        discounts: shares
            .map(|share| discount(&share.rule, share.amount, currency, locale))
            .collect(),
        total: money(line.total),
        tax: money(line.tax),
        points_earned: line.points_earned.get(),
    }
}

fn discount(rule: &DiscountRule, amount: Minor, currency: Currency, locale: Locale) -> DiscountView {
    let (rule, promotion, name, coupon) = match rule {
        DiscountRule::Promotion { id, name } => {
            ("promotion", Some(id), locale.pick(name).map(str::to_owned), None)
        }
        DiscountRule::Coupon { id, .. } => ("coupon", None, None, Some(id)),
        DiscountRule::Points => ("points", None, None, None),
    };
    DiscountView {
        rule,
        promotion: promotion.map(ToString::to_string),
        name,
        coupon: coupon.map(ToString::to_string),
        amount: MoneyView::new(amount, currency),
    }
}
