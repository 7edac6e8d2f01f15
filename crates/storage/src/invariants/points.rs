//! Points and promotions.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "a balance of points is the sum of its entries":
    "SELECT customer_id, currency, CAST(SUM(points) AS BIGINT), CAST(SUM(entries) AS BIGINT) FROM ( \
         SELECT customer_id, currency, points, 0 AS entries FROM points_balance \
         UNION ALL \
         SELECT customer_id, currency, 0, points FROM points_entry \
     ) t GROUP BY customer_id, currency HAVING SUM(points) <> SUM(entries)";

    "points come and go with an order of their customer, in its currency":
    "SELECT e.order_id, e.kind, e.customer_id, e.currency, e.points FROM points_entry e \
     LEFT JOIN orders o ON o.id = e.order_id \
     WHERE o.id IS NULL OR o.customer_id <> e.customer_id OR o.currency <> e.currency";

    "points that an order redeemed come back when it ends unpaid, and only then":
    "SELECT o.id, o.state, CAST(SUM(e.points) AS BIGINT), COUNT(*) FROM points_entry e \
     JOIN orders o ON o.id = e.order_id WHERE e.kind IN ('redeemed', 'given_back') GROUP BY o.id, o.state, o.paid_ms \
     HAVING CASE WHEN o.state IN ('cancelled', 'expired') AND o.paid_ms IS NULL THEN SUM(e.points) <> 0 \
     ELSE COUNT(*) <> 1 END";

    "points move with refunds of their order, within what it redeemed and earned":
    "SELECT e.order_id, CAST(SUM(CASE WHEN e.kind IN ('redeemed', 'refunded') THEN e.points ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN e.kind IN ('earned', 'taken_back') THEN e.points ELSE 0 END) AS BIGINT) FROM points_entry e \
     GROUP BY e.order_id HAVING SUM(CASE WHEN e.kind IN ('redeemed', 'refunded') THEN e.points ELSE 0 END) > 0 \
     OR SUM(CASE WHEN e.kind IN ('earned', 'taken_back') THEN e.points ELSE 0 END) < 0 \
     OR SUM(CASE WHEN e.kind IN ('refunded', 'taken_back') AND NOT EXISTS ( \
         SELECT 1 FROM refund r WHERE r.id = e.reference AND r.order_id = e.order_id) THEN 1 ELSE 0 END) > 0";

    "points are earned by paid orders":
    "SELECT e.order_id, o.state, e.points FROM points_entry e JOIN orders o ON o.id = e.order_id \
     WHERE e.kind = 'earned' AND (o.paid_ms IS NULL OR e.points < 0)";

    "promotions take no more off an order than its goods cost":
    "SELECT t.order_id, CAST(SUM(t.taken) AS BIGINT), CAST(SUM(t.goods) AS BIGINT) FROM ( \
         SELECT order_id, amount_minor AS taken, 0 AS goods FROM order_promotion \
         UNION ALL \
         SELECT l.order_id, 0, l.unit_minor * l.quantity FROM order_line l \
         WHERE EXISTS (SELECT 1 FROM order_promotion p WHERE p.order_id = l.order_id) \
     ) t GROUP BY t.order_id HAVING SUM(t.taken) > SUM(t.goods)";
};
