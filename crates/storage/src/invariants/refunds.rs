//! What goes back of paid orders, and the books.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "what went back of an order is the sum of its refunds, and no more than was paid":
    "SELECT o.id, o.refunded_minor, o.payable_minor, CAST(SUM(COALESCE(r.amount_minor, 0)) AS BIGINT) FROM orders o \
     LEFT JOIN refund r ON r.order_id = o.id GROUP BY o.id, o.refunded_minor, o.payable_minor, o.paid_ms \
     HAVING SUM(COALESCE(r.amount_minor, 0)) <> o.refunded_minor OR o.refunded_minor > o.payable_minor \
     OR (o.refunded_minor > 0 AND o.paid_ms IS NULL)";

    "a refund is the sum of its lines and its fees, in the order's currency":
    "SELECT r.id, r.amount_minor, r.fees_minor, CAST(SUM(COALESCE(l.amount_minor, 0)) AS BIGINT) FROM refund r \
     LEFT JOIN orders o ON o.id = r.order_id LEFT JOIN refund_line l ON l.refund_id = r.id \
     GROUP BY r.id, r.amount_minor, r.fees_minor, r.currency, o.currency \
     HAVING r.amount_minor <> r.fees_minor + SUM(COALESCE(l.amount_minor, 0)) OR o.currency IS NULL OR o.currency <> r.currency";

    "units that went back of a line are those of its refunds, and no more than were bought":
    "SELECT l.order_id, l.line, l.refunded, l.quantity, CAST(SUM(COALESCE(r.units, 0)) AS BIGINT) FROM order_line l \
     LEFT JOIN refund_line r ON r.order_id = l.order_id AND r.line = l.line \
     GROUP BY l.order_id, l.line, l.refunded, l.quantity \
     HAVING SUM(COALESCE(r.units, 0)) <> l.refunded OR l.refunded > l.quantity";

    "an order that was paid and called off has given everything back":
    "SELECT o.id, o.refunded_minor, o.payable_minor FROM orders o \
     WHERE o.state = 'cancelled' AND o.paid_ms IS NOT NULL AND (o.refunded_minor <> o.payable_minor \
     OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.refunded <> l.quantity))";

    "only a refund that has ended has the instant of its end":
    "SELECT id, state, ended_ms FROM refund WHERE (state = 'due') <> (ended_ms IS NULL)";

    "goods that went back on a shelf are those of refunds that say so":
    "SELECT reference, store_id, sku_id, CAST(SUM(moved) AS BIGINT), CAST(SUM(said) AS BIGINT) FROM ( \
         SELECT reference, store_id, sku_id, on_hand_change AS moved, 0 AS said FROM stock_movement WHERE cause = 'return' \
         UNION ALL \
         SELECT r.refund_id, r.restocked_at, l.sku_id, 0, r.units FROM refund_line r \
         JOIN order_line l ON l.order_id = r.order_id AND l.line = r.line WHERE r.restocked_at IS NOT NULL \
     ) t GROUP BY reference, store_id, sku_id HAVING SUM(moved) <> SUM(said)";

    "every paid order and every refund is in the books, in full":
    "SELECT store_id, currency, cause, reference, CAST(SUM(booked) AS BIGINT), CAST(SUM(said) AS BIGINT) FROM ( \
         SELECT store_id, currency, cause, reference, amount_minor AS booked, 0 AS said FROM ledger_transfer \
         UNION ALL \
         SELECT store_id, currency, 'sale', id, 0, payable_minor FROM orders WHERE paid_ms IS NOT NULL \
         UNION ALL \
         SELECT o.store_id, r.currency, 'refund', r.id, 0, r.amount_minor FROM refund r JOIN orders o ON o.id = r.order_id \
         UNION ALL \
         SELECT o.store_id, r.currency, 'payout', r.id, 0, r.amount_minor FROM refund r JOIN orders o ON o.id = r.order_id \
         WHERE r.state = 'done' \
     ) t GROUP BY store_id, currency, cause, reference HAVING SUM(booked) <> SUM(said)";

    "money moves in the books as its cause says":
    "SELECT reference, cause, debit, credit FROM ledger_transfer \
     WHERE NOT ((cause = 'sale' AND debit = 'provider' AND credit IN ('sales', 'fees', 'tax')) \
     OR (cause = 'refund' AND debit IN ('sales', 'fees', 'tax') AND credit = 'refunds_due') \
     OR (cause = 'payout' AND debit = 'refunds_due' AND credit = 'provider'))";

    "what is refunded on a day is the refunds of that day's store":
    "SELECT store_id, currency, CAST(SUM(counted) AS BIGINT), CAST(SUM(made) AS BIGINT), \
     CAST(SUM(counted_minor) AS BIGINT), CAST(SUM(made_minor) AS BIGINT) FROM ( \
         SELECT store_id, currency, refunds AS counted, 0 AS made, refunded_minor AS counted_minor, 0 AS made_minor \
         FROM sales_day \
         UNION ALL \
         SELECT o.store_id, r.currency, 0, 1, 0, r.amount_minor FROM refund r JOIN orders o ON o.id = r.order_id \
     ) t GROUP BY store_id, currency HAVING SUM(counted) <> SUM(made) OR SUM(counted_minor) <> SUM(made_minor)";

    "what went back to a customer is their refunds":
    "SELECT customer_id, currency, CAST(SUM(counted) AS BIGINT), CAST(SUM(made) AS BIGINT) FROM ( \
         SELECT customer_id, currency, refunded_minor AS counted, 0 AS made FROM customer_spend \
         UNION ALL \
         SELECT o.customer_id, r.currency, 0, r.amount_minor FROM refund r JOIN orders o ON o.id = r.order_id \
     ) t GROUP BY customer_id, currency HAVING SUM(counted) <> SUM(made)";
};
