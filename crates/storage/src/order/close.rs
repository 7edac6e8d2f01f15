//! The writes that end an unpaid order and give back, once, what it held.

use super::history::{self, By};
use super::{STATE, limit, mark_offers, slot, unpaid};
use crate::points;
use crate::sql::Script;
use commerce::order::{Order, OrderEvent, OrderState};

/// Adds the steps by which its customer cancels an order. Refused under [`STATE`] when it no longer awaits payment.
pub fn cancel(script: &mut Script, order: &Order, now_ms: i64) {
    script.expect(
        STATE,
        "UPDATE orders SET state = 'cancelled', closed_ms = ?3, moved_ms = ?3 \
         WHERE id = ?1 AND customer_id = ?2 AND state = 'awaiting_payment'",
        vec![
            order.id.to_string().into(),
            order.customer.to_string().into(),
            now_ms.into(),
        ],
    );
    let actor = format!("shopper:{}", order.customer);
    let by = By {
        actor: &actor,
        reason: "",
    };
    history::note(
        script,
        order.id,
        OrderEvent::Cancel,
        OrderState::Cancelled,
        by,
        now_ms,
    );
    give_back(script, order, now_ms);
}

/// Adds the steps by which an overdue order expires. Refused under [`STATE`] when it no longer awaits payment, or is
/// not overdue at `now_ms`.
pub fn expire(script: &mut Script, order: &Order, now_ms: i64) {
    script.expect(
        STATE,
        "UPDATE orders SET state = 'expired', closed_ms = ?2, moved_ms = ?2 \
         WHERE id = ?1 AND state = 'awaiting_payment' AND expires_ms <= ?2",
        vec![order.id.to_string().into(), now_ms.into()],
    );
    history::note(
        script,
        order.id,
        OrderEvent::Expire,
        OrderState::Expired,
        By::JOB,
        now_ms,
    );
    give_back(script, order, now_ms);
}

fn give_back(script: &mut Script, order: &Order, now_ms: i64) {
    let id = order.id.to_string();
    unpaid::give_back(script, order);
    script.run(
        "UPDATE payment SET state = 'closing' WHERE order_id = ?1 AND state = 'pending'",
        vec![(&id).into()],
    );
    if let Some(coupon) = order.coupon() {
        // Its own expiry still rules: a coupon that ran out meanwhile comes back expired.
        script.expect(
            "coupon",
            "UPDATE coupon SET state = 'issued', order_id = NULL WHERE id = ?1 AND order_id = ?2 AND state = 'used'",
            vec![coupon.to_string().into(), (&id).into()],
        );
    }
    points::give_back(script, order, now_ms);
    limit::give_back(script, order);
    slot::give_back(script, order);
    if !order.takes_stock() {
        return;
    }
    mark_offers(script, &order.store, &order.quote, now_ms);
    for line in &order.quote.lines {
        script.expect(
            "stock",
            "UPDATE stock SET reserved = reserved - ?3, sequence = sequence + 1, cause = 'release', reference = ?4, \
             reason = '', changed_ms = ?5 WHERE store_id = ?1 AND sku_id = ?2 AND reserved >= ?3",
            vec![
                order.store.to_string().into(),
                line.sku.to_string().into(),
                line.quantity.into(),
                (&id).into(),
                now_ms.into(),
            ],
        );
    }
}
