//! Orders.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "an order is of a store that there is, in its currency, and has lines":
    "SELECT o.id, o.store_id, o.currency FROM orders o LEFT JOIN store s ON s.id = o.store_id \
     WHERE s.id IS NULL OR s.currency <> o.currency \
     OR NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)";

    "a line belongs to an order, and costs no more than its list price":
    "SELECT l.order_id, l.line, l.quantity, l.unit_minor, l.total_minor FROM order_line l \
     LEFT JOIN orders o ON o.id = l.order_id \
     WHERE o.id IS NULL OR l.quantity < 1 OR l.total_minor < 0 OR l.total_minor > l.unit_minor * l.quantity";

    "what is payable is the sum of the lines, and no less: fees and tax may come on top":
    "SELECT o.id, o.payable_minor, CAST(SUM(l.total_minor) AS BIGINT) FROM orders o \
     JOIN order_line l ON l.order_id = o.id GROUP BY o.id, o.payable_minor \
     HAVING SUM(l.total_minor) > o.payable_minor";

    "only a paid order has the instant of its payment, only a closed one that of its end":
    "SELECT id, state, paid_ms, closed_ms FROM orders \
     WHERE (state = 'paid') <> (paid_ms IS NOT NULL) \
     OR (state IN ('cancelled', 'expired')) <> (closed_ms IS NOT NULL)";

    "what a customer has of a limited article is what the lines of their orders say, unless these ended unpaid":
    "SELECT customer_id, sku_id, limit_day, CAST(SUM(units) AS BIGINT) FROM ( \
         SELECT customer_id, sku_id, limit_day, units FROM purchase_count \
         UNION ALL \
         SELECT o.customer_id, l.sku_id, l.limit_day, -l.quantity FROM orders o JOIN order_line l ON l.order_id = o.id \
         WHERE l.limit_day IS NOT NULL AND o.state NOT IN ('cancelled', 'expired') \
     ) t GROUP BY customer_id, sku_id, limit_day HAVING SUM(units) <> 0";
};
