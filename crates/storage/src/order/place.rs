//! The write that places an order: the goods are reserved, the coupon is used and points are redeemed in it, or nothing
//! happens.
//!
//! What the order was computed from came from projections, which may be old. So every fact that it rests on is
//! compared again by the step that relies on it, and a step that misses refuses the whole.

use super::{Document, limit, mark_offers, slot, unpaid};
use crate::sql::{Script, SqlError};
use crate::{points, promotion};
use commerce::hours::Zone;
use commerce::ids::{PromotionId, SkuId};
use commerce::order::{Fulfilment, Order};
use commerce::product::BookableService;
use commerce::store::Appointment;

/// The guard that the store exists, counts in the quote's currency, and has no slots in the mode of an order without one.
pub const STORE: &str = "store";
/// The guard that the store sells an article at the quote's price.
pub const OFFER: &str = "offer";
/// The guard that so many units are available.
pub const STOCK: &str = "stock";
/// The guard that the coupon can be used.
pub const COUPON: &str = "coupon";

/// What a price rests on beside the order itself; the write compares it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basis {
    /// The versions of the promotions that were asked.
    pub promotions: Vec<(PromotionId, i64)>,
    /// The articles that a customer may order only so many of.
    pub limited: Vec<SkuId>,
    /// What the lines that are services need.
    pub services: Vec<(SkuId, BookableService)>,
}

/// Adds the steps that place an order. Refused under [`STORE`], [`unpaid::UNPAID`], [`OFFER`], [`COUPON`],
/// [`promotion::PROMOTION`], [`points::POINTS`], [`limit::LIMIT`], [`slot::SLOT`], [`booking::BOOKING`](super::booking::BOOKING) or [`STOCK`].
///
/// Stock comes last and in the order of the SKUs: everybody who buys an article waits for its row, so it is held for the
/// shortest time, and two orders never wait for each other in a circle.
///
/// # Errors
/// [`SqlError::Statement`] if the agreement cannot be written as JSON.
pub fn place(script: &mut Script, order: &Order, zone: &Zone, basis: &Basis) -> Result<(), SqlError> {
    insert_order(script, order, zone)?;
    unpaid::count(script, order);
    insert_lines(script, order, zone.epoch_day(order.placed_ms), basis);
    if let Some(coupon) = order.coupon() {
        script.expect(
            COUPON,
            "UPDATE coupon SET state = 'used', order_id = ?3 \
             WHERE id = ?1 AND customer_id = ?2 AND state = 'issued' AND expires_ms > ?4",
            vec![
                coupon.to_string().into(),
                order.customer.to_string().into(),
                order.id.to_string().into(),
                order.placed_ms.into(),
            ],
        );
    }
    promotion::record(script, order, &basis.promotions);
    points::redeem(script, order);
    limit::count(script, order, &basis.limited);
    slot::take(script, order);
    if !order.takes_stock() {
        return Ok(());
    }
    mark_offers(script, &order.store, &order.quote, order.placed_ms);
    for line in &order.quote.lines {
        script.expect(
            STOCK,
            "UPDATE stock SET reserved = reserved + ?3, sequence = sequence + 1, cause = 'reserve', reference = ?4, \
             reason = '', changed_ms = ?5 WHERE store_id = ?1 AND sku_id = ?2 AND on_hand - reserved >= ?3",
            vec![
                order.store.to_string().into(),
                line.sku.to_string().into(),
                line.quantity.into(),
                order.id.to_string().into(),
                order.placed_ms.into(),
            ],
        );
    }
    Ok(())
}

fn insert_order(script: &mut Script, order: &Order, zone: &Zone) -> Result<(), SqlError> {
    let quote = &order.quote;
    let document = Document {
        quote,
        zone: zone.clone(),
        fulfilment: Fulfilment {
            booking: None,
            ..order.fulfilment.clone()
        },
    };
    let booking = order.fulfilment.booking.as_ref();
    let slot = order.fulfilment.slot.or_else(|| booking.map(Appointment::slot));
    let begins_ms = slot.map(|slot| slot.start_ms);
    let document =
        serde_json::to_string(&document).map_err(|error| SqlError::Statement(error.to_string()))?;
    script.expect(
        STORE,
        "INSERT INTO orders (id, store_id, customer_id, state, mode, currency, payable_minor, coupon_id, document, \
         placed_ms, expires_ms, moved_ms, slot_ms) \
         SELECT ?1, s.id, ?3, 'awaiting_payment', ?4, s.currency, ?6, ?7, ?8, ?9, ?10, ?9, ?11 \
         FROM store s WHERE s.id = ?2 AND s.currency = ?5 AND (?12 = 1 \
         OR NOT EXISTS (SELECT 1 FROM slot_rule r WHERE r.store_id = ?2 AND r.mode = ?4))",
        vec![
            order.id.to_string().into(),
            order.store.to_string().into(),
            order.customer.to_string().into(),
            quote.mode.as_str().into(),
            quote.currency.to_string().into(),
            quote.payable.get().into(),
            order.coupon().map(|id| id.to_string()).into(),
            document.into(),
            order.placed_ms.into(),
            order.pay_by_ms.into(),
            begins_ms.into(),
            begins_ms.is_some().into(),
        ],
    );
    Ok(())
}

/// A line counts towards a limit in the period of `day`. Whether there is one at all is compared, like the price, and so is what
/// a service needs.
fn insert_lines(script: &mut Script, order: &Order, day: i64, basis: &Basis) {
    for (number, line) in (0_u32..).zip(&order.quote.lines) {
        let service = basis.services.iter().find(|(sku, _)| *sku == line.sku);
        let service = service.map(|(_, service)| service);
        script.expect(
            OFFER,
            "INSERT INTO order_line (order_id, line, sku_id, quantity, unit_minor, total_minor, limit_day) \
             SELECT ?1, ?2, k.id, ?4, ?5, ?6, CASE WHEN k.limit_units = 0 THEN NULL WHEN k.limit_days = 0 THEN 0 \
             ELSE ?9 - ?9 % k.limit_days END FROM sku k \
             LEFT JOIN store_price own ON own.store_id = ?7 AND own.sku_id = k.id \
             LEFT JOIN sku_price list ON list.sku_id = k.id AND list.currency = ?8 \
             LEFT JOIN assortment a ON a.store_id = ?7 AND a.product_id = k.product_id \
             WHERE k.id = ?3 AND COALESCE(own.amount_minor, list.amount_minor) = ?5 AND k.sale <> 'off' \
             AND COALESCE(a.carried, CASE k.sale WHEN 'carried' THEN 1 ELSE 0 END) = 1 \
             AND CASE WHEN k.limit_units > 0 THEN 1 ELSE 0 END = ?10 \
             AND k.service_minutes = ?11 AND k.service_resource = ?12",
            vec![
                order.id.to_string().into(),
                number.into(),
                line.sku.to_string().into(),
                line.quantity.into(),
                line.unit_price.get().into(),
                line.total.get().into(),
                order.store.to_string().into(),
                order.quote.currency.to_string().into(),
                day.into(),
                basis.limited.contains(&line.sku).into(),
                service.map_or(0, |service| service.minutes).into(),
                service.map(|service| service.resource.to_string()).unwrap_or_default().into(),
            ],
        );
    }
}
