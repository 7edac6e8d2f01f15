//! Goods. Orders that are older than the ledger of stock have no reservation in it.

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
         WHERE o.state = 'awaiting_payment' AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.order_id = o.id) \
     ) t GROUP BY store_id, sku_id HAVING SUM(reserved) <> SUM(wanted)";

    "the ledger of stock adds up to the stock":
    "SELECT store_id, sku_id, CAST(SUM(on_hand) AS BIGINT), CAST(SUM(on_hand_changes) AS BIGINT), \
     CAST(SUM(reserved) AS BIGINT), CAST(SUM(reserved_changes) AS BIGINT), CAST(SUM(changes) AS BIGINT) FROM ( \
         SELECT store_id, sku_id, on_hand, reserved, sequence + 1 AS counted, 0 AS on_hand_changes, \
         0 AS reserved_changes, 0 AS changes FROM stock \
         UNION ALL \
         SELECT store_id, sku_id, 0, 0, 0, on_hand_change, reserved_change, 1 FROM stock_movement \
     ) t GROUP BY store_id, sku_id HAVING SUM(on_hand) <> SUM(on_hand_changes) \
     OR SUM(reserved) <> SUM(reserved_changes) OR SUM(counted) <> SUM(changes)";

    "a change of stock begins where the one before it ended":
    "SELECT m.store_id, m.sku_id, m.sequence, m.on_hand, m.on_hand_change, m.reserved, m.reserved_change \
     FROM stock_movement m LEFT JOIN stock_movement b \
     ON b.store_id = m.store_id AND b.sku_id = m.sku_id AND b.sequence = m.sequence - 1 \
     WHERE m.on_hand <> COALESCE(b.on_hand, 0) + m.on_hand_change \
     OR m.reserved <> COALESCE(b.reserved, 0) + m.reserved_change";

    "what orders took, gave back and sold is what their lines say":
    "SELECT order_id, sku_id, CAST(SUM(reserved) AS BIGINT), CAST(SUM(sold) AS BIGINT) FROM ( \
         SELECT m.reference AS order_id, m.sku_id, m.reserved_change AS reserved, m.on_hand_change AS sold \
         FROM stock_movement m WHERE m.cause IN ('reserve', 'release', 'sell') AND EXISTS ( \
             SELECT 1 FROM stock_movement r WHERE r.reference = m.reference AND r.cause = 'reserve') \
         UNION ALL \
         SELECT o.id, l.sku_id, CASE WHEN o.state = 'awaiting_payment' THEN -l.quantity ELSE 0 END, \
         CASE WHEN o.paid_ms IS NOT NULL THEN l.quantity ELSE 0 END \
         FROM orders o JOIN order_line l ON l.order_id = o.id \
         WHERE EXISTS (SELECT 1 FROM stock_movement r WHERE r.reference = o.id AND r.cause = 'reserve') \
     ) t GROUP BY order_id, sku_id HAVING SUM(reserved) <> 0 OR SUM(sold) <> 0";

    "a barcode has 14 digits, and is of an article that there is":
    "SELECT b.gtin, b.sku_id FROM barcode b LEFT JOIN sku k ON k.id = b.sku_id WHERE k.id IS NULL OR LENGTH(b.gtin) <> 14";

    "an alert is open while less is available than its store wants, as far as the projector has come":
    "SELECT t.store_id, t.sku_id, t.on_hand, t.reserved, t.low_at, a.opened_ms, a.closed_ms FROM stock t \
     LEFT JOIN stock_alert a ON a.store_id = t.store_id AND a.sku_id = t.sku_id \
     WHERE CASE WHEN t.on_hand - t.reserved < t.low_at THEN 1 ELSE 0 END \
     <> CASE WHEN a.store_id IS NOT NULL AND a.closed_ms IS NULL THEN 1 ELSE 0 END \
     AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.topic = 'stock_alert' AND o.subject = t.store_id || '/' || t.sku_id)";

    "an alert is of stock that there is, and was closed after it was opened":
    "SELECT a.store_id, a.sku_id, a.opened_ms, a.closed_ms FROM stock_alert a \
     LEFT JOIN stock t ON t.store_id = a.store_id AND t.sku_id = a.sku_id WHERE t.store_id IS NULL OR a.closed_ms < a.opened_ms";

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
