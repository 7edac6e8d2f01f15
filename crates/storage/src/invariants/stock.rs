//! Goods.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "no stock is below zero, and no more is reserved than is on hand":
    "SELECT store_id, sku_id, on_hand, reserved FROM stock \
     WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand";

    "reserved is what the lines of unpaid orders want":
    "SELECT store_id, sku_id, CAST(SUM(reserved) AS BIGINT), CAST(SUM(wanted) AS BIGINT) FROM ( \
         SELECT store_id, sku_id, reserved, 0 AS wanted FROM stock \
         UNION ALL \
         SELECT o.store_id, l.sku_id, 0, l.quantity FROM orders o JOIN order_line l ON l.order_id = o.id \
         WHERE o.state = 'awaiting_payment' \
     ) t GROUP BY store_id, sku_id HAVING SUM(reserved) <> SUM(wanted)";

    "stock is of a store and an article that there are":
    "SELECT t.store_id, t.sku_id FROM stock t LEFT JOIN store s ON s.id = t.store_id \
     LEFT JOIN sku k ON k.id = t.sku_id WHERE s.id IS NULL OR k.id IS NULL";

    "the positions of a shelf are given one after the other":
    "SELECT category_id, CAST(SUM(given) AS BIGINT), CAST(SUM(held) AS BIGINT) FROM ( \
         SELECT category_id, positions AS given, 0 AS held FROM shelf_end \
         UNION ALL \
         SELECT category_id, 0, COUNT(*) FROM shelf GROUP BY category_id \
     ) t GROUP BY category_id HAVING SUM(given) <> SUM(held)";
};
