//! Orders.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "an order is of a store that there is, in its currency, and has lines":
    "SELECT o.id, o.store_id, o.currency FROM orders o LEFT JOIN store s ON s.id = o.store_id \
     WHERE s.id IS NULL OR s.currency <> o.currency \
     OR NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)";

    "a customer's orders that wait for payment are counted, within their limit":
    "SELECT w.customer_id, w.orders, u.orders FROM (SELECT customer_id, COUNT(*) AS orders FROM orders \
         WHERE state = 'awaiting_payment' GROUP BY customer_id) w \
     LEFT JOIN unpaid_orders u ON u.customer_id = w.customer_id \
     WHERE u.orders IS NULL OR u.orders <> w.orders OR w.orders > 20 \
     UNION ALL SELECT u.customer_id, 0, u.orders FROM unpaid_orders u WHERE u.orders <> 0 AND NOT EXISTS \
     (SELECT 1 FROM orders o WHERE o.customer_id = u.customer_id AND o.state = 'awaiting_payment')";

    "a line belongs to an order, and costs no more than its list price":
    "SELECT l.order_id, l.line, l.quantity, l.unit_minor, l.total_minor FROM order_line l \
     LEFT JOIN orders o ON o.id = l.order_id \
     WHERE o.id IS NULL OR l.quantity < 1 OR l.total_minor < 0 OR l.total_minor > l.unit_minor * l.quantity";

    "what is payable is the sum of the lines, and no less: fees and tax may come on top":
    "SELECT o.id, o.payable_minor, CAST(SUM(l.total_minor) AS BIGINT) FROM orders o \
     JOIN order_line l ON l.order_id = o.id GROUP BY o.id, o.payable_minor \
     HAVING SUM(l.total_minor) > o.payable_minor";

    "only an order that was paid has the instant of its payment, only one that ended that of its end":
    "SELECT id, state, paid_ms, closed_ms FROM orders \
     WHERE (state IN ('paid', 'accepted', 'preparing', 'ready', 'dispatched', 'completed', 'no_show') AND paid_ms IS NULL) \
     OR (state IN ('awaiting_payment', 'expired') AND paid_ms IS NOT NULL) \
     OR (state IN ('completed', 'no_show', 'cancelled', 'expired')) <> (closed_ms IS NOT NULL)";

    "what happened last to an order made it what it is":
    "SELECT o.id, o.state, o.moved_ms, e.event, e.at_ms FROM orders o \
     LEFT JOIN order_event e ON e.order_id = o.id AND e.to_state = o.state \
     WHERE CASE WHEN o.state = 'awaiting_payment' THEN o.moved_ms <> o.placed_ms \
     ELSE e.at_ms IS NULL OR e.at_ms <> o.moved_ms END";

    "an order was paid once, if at all, and ended once":
    "SELECT o.id, o.state, o.paid_ms, CAST(SUM(CASE e.event WHEN 'pay' THEN 1 ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN e.to_state IN ('completed', 'no_show', 'cancelled', 'expired') THEN 1 ELSE 0 END) AS BIGINT) \
     FROM orders o JOIN order_event e ON e.order_id = o.id GROUP BY o.id, o.state, o.paid_ms, o.closed_ms \
     HAVING SUM(CASE e.event WHEN 'pay' THEN 1 ELSE 0 END) <> CASE WHEN o.paid_ms IS NULL THEN 0 ELSE 1 END \
     OR SUM(CASE WHEN e.to_state IN ('completed', 'no_show', 'cancelled', 'expired') THEN 1 ELSE 0 END) \
     <> CASE WHEN o.closed_ms IS NULL THEN 0 ELSE 1 END";

    "what was handed over with a code was handed over at the order's store":
    "SELECT c.id, c.store_id, c.order_id FROM handover_check c LEFT JOIN orders o ON o.id = c.order_id \
     LEFT JOIN order_event e ON e.order_id = c.order_id AND e.event = 'hand_over' \
     WHERE c.outcome = 'handed_over' AND (o.id IS NULL OR o.store_id <> c.store_id OR e.order_id IS NULL \
     OR e.actor <> c.actor)";

    "what a customer has of a limited article is what the lines of their orders say, unless these ended unpaid":
    "SELECT customer_id, sku_id, limit_day, CAST(SUM(units) AS BIGINT) FROM ( \
         SELECT customer_id, sku_id, limit_day, units FROM purchase_count \
         UNION ALL \
         SELECT o.customer_id, l.sku_id, l.limit_day, -l.quantity FROM orders o JOIN order_line l ON l.order_id = o.id \
         WHERE l.limit_day IS NOT NULL AND o.state NOT IN ('cancelled', 'expired') \
     ) t GROUP BY customer_id, sku_id, limit_day HAVING SUM(units) <> 0";

    "a slot is of as many orders as say so, unless these were called off":
    "SELECT store_id, mode, start_ms, CAST(SUM(orders) AS BIGINT) FROM ( \
         SELECT store_id, mode, start_ms, orders FROM slot_load \
         UNION ALL \
         SELECT store_id, mode, slot_ms, -1 FROM orders \
         WHERE slot_ms IS NOT NULL AND state NOT IN ('cancelled', 'expired') \
         AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.order_id = orders.id) \
     ) t GROUP BY store_id, mode, start_ms HAVING SUM(orders) <> 0";

    "a booking has its time with its resource, all of it and no more, unless it was called off":
    "SELECT b.order_id, b.resource_id, b.start_ms, b.end_ms, o.state, CAST(COUNT(c.cell_ms) AS BIGINT) FROM booking b \
     JOIN orders o ON o.id = b.order_id LEFT JOIN booking_cell c ON c.order_id = b.order_id \
     GROUP BY b.order_id, b.store_id, b.resource_id, b.start_ms, b.end_ms, o.state \
     HAVING COUNT(c.cell_ms) <> CASE WHEN o.state IN ('cancelled', 'expired') THEN 0 \
         ELSE (b.end_ms - b.start_ms + 899999) / 900000 END \
     OR MIN(c.cell_ms) < b.start_ms OR MAX(c.cell_ms) >= b.end_ms \
     OR SUM(CASE WHEN c.resource_id <> b.resource_id OR c.store_id <> b.store_id THEN 1 ELSE 0 END) > 0";

    "a booking is of an order at its store, which begins when it does":
    "SELECT b.order_id, b.store_id, o.store_id, b.start_ms, o.slot_ms FROM booking b LEFT JOIN orders o ON o.id = b.order_id \
     WHERE o.id IS NULL OR o.store_id <> b.store_id OR o.mode <> 'booking' OR o.slot_ms IS NULL OR o.slot_ms <> b.start_ms";
};
