//! Goods on their way between stores.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "what a transfer took and brought is what its lines say":
    "SELECT transfer_id, store_id, sku_id, CAST(SUM(units) AS BIGINT) FROM ( \
         SELECT reference AS transfer_id, store_id, sku_id, on_hand_change AS units FROM stock_movement \
         WHERE cause IN ('transfer_out', 'transfer_in') \
         UNION ALL \
         SELECT t.id, t.from_store, l.sku_id, CASE t.state WHEN 'cancelled' THEN 0 ELSE l.sent END \
         FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id \
         UNION ALL \
         SELECT t.id, t.to_store, l.sku_id, -COALESCE(l.received, 0) \
         FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id \
     ) t GROUP BY transfer_id, store_id, sku_id HAVING SUM(units) <> 0";

    "goods of a transfer leave a store once, and arrive once":
    "SELECT reference, store_id, sku_id, cause, COUNT(*) FROM stock_movement \
     WHERE cause IN ('transfer_out', 'transfer_in') GROUP BY reference, store_id, sku_id, cause HAVING COUNT(*) > 1";

    "a transfer that was cancelled is back with its sender":
    "SELECT t.id, l.sku_id FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id \
     WHERE t.state = 'cancelled' AND NOT EXISTS (SELECT 1 FROM stock_movement m WHERE m.reference = t.id \
         AND m.store_id = t.from_store AND m.sku_id = l.sku_id AND m.cause = 'transfer_in' AND m.on_hand_change = l.sent)";

    "only a transfer that has ended has the instant of its end, and who ended it":
    "SELECT id, state, ended_by, ended_ms FROM transfer \
     WHERE (state = 'in_transit') <> (ended_ms IS NULL) OR (state = 'in_transit') <> (ended_by IS NULL) \
     OR ended_ms < sent_ms";

    "only a transfer that was received has counts, one of each line, none above what was sent":
    "SELECT l.transfer_id, l.sku_id, l.sent, l.received FROM transfer_line l LEFT JOIN transfer t ON t.id = l.transfer_id \
     WHERE t.id IS NULL OR (t.state = 'received') <> (l.received IS NOT NULL) OR l.received < 0 OR l.received > l.sent";

    "a transfer is between two stores that there are, and has lines":
    "SELECT t.id, t.from_store, t.to_store FROM transfer t LEFT JOIN store f ON f.id = t.from_store \
     LEFT JOIN store s ON s.id = t.to_store WHERE f.id IS NULL OR s.id IS NULL OR f.id = s.id \
     OR NOT EXISTS (SELECT 1 FROM transfer_line l WHERE l.transfer_id = t.id)";
};
