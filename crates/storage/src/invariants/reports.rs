//! Sums that are kept beside what they sum up.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "a customer's facts are those of their paid orders":
    "SELECT id, CAST(SUM(counted) AS BIGINT), CAST(SUM(paid) AS BIGINT), CAST(MAX(last_counted) AS BIGINT), \
     CAST(MAX(last_paid) AS BIGINT) FROM ( \
         SELECT id, orders AS counted, 0 AS paid, first_order_ms AS first_counted, last_order_ms AS last_counted, \
         0 AS first_paid, 0 AS last_paid FROM customer \
         UNION ALL \
         SELECT customer_id, 0, COUNT(*), 0, 0, MIN(paid_ms), MAX(paid_ms) FROM orders \
         WHERE paid_ms IS NOT NULL GROUP BY customer_id \
     ) t GROUP BY id HAVING SUM(counted) <> SUM(paid) OR SUM(first_counted) <> SUM(first_paid) \
     OR SUM(last_counted) <> SUM(last_paid)";

    "what a customer has spent is what their paid orders cost":
    "SELECT customer_id, currency, CAST(SUM(orders) AS BIGINT), CAST(SUM(paid) AS BIGINT), \
     CAST(SUM(spent_minor) AS BIGINT), CAST(SUM(paid_minor) AS BIGINT) FROM ( \
         SELECT customer_id, currency, orders, spent_minor, 0 AS paid, 0 AS paid_minor FROM customer_spend \
         UNION ALL \
         SELECT customer_id, currency, 0, 0, 1, payable_minor FROM orders WHERE paid_ms IS NOT NULL \
     ) t GROUP BY customer_id, currency \
     HAVING SUM(orders) <> SUM(paid) OR SUM(spent_minor) <> SUM(paid_minor)";

    "a store's sales are its paid orders":
    "SELECT store_id, currency, CAST(SUM(orders) AS BIGINT), CAST(SUM(paid) AS BIGINT), \
     CAST(SUM(net_minor) AS BIGINT), CAST(SUM(paid_minor) AS BIGINT) FROM ( \
         SELECT store_id, currency, orders, net_minor, 0 AS paid, 0 AS paid_minor FROM sales_day \
         UNION ALL \
         SELECT store_id, currency, 0, 0, 1, payable_minor FROM orders WHERE paid_ms IS NOT NULL \
     ) t GROUP BY store_id, currency HAVING SUM(orders) <> SUM(paid) OR SUM(net_minor) <> SUM(paid_minor)";

    "the units that a store has sold are those of its paid orders":
    "SELECT store_id, currency, CAST(SUM(items) AS BIGINT), CAST(SUM(sold) AS BIGINT) FROM ( \
         SELECT store_id, currency, items, 0 AS sold FROM sales_day \
         UNION ALL \
         SELECT o.store_id, o.currency, 0, l.quantity FROM orders o JOIN order_line l ON l.order_id = o.id \
         WHERE o.paid_ms IS NOT NULL \
     ) t GROUP BY store_id, currency HAVING SUM(items) <> SUM(sold)";

    "views of a day are the events of that day":
    "SELECT store_id, day, kind, product_id, CAST(SUM(views) AS BIGINT), CAST(SUM(events) AS BIGINT) FROM ( \
         SELECT store_id, day, kind, product_id, views, 0 AS events FROM view_day \
         UNION ALL \
         SELECT store_id, day, kind, product_id, 0, 1 FROM event \
     ) t GROUP BY store_id, day, kind, product_id HAVING SUM(views) <> SUM(events)";
};
