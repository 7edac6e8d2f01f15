//! Answers that were kept under an idempotency key. What an answer says has happened.
//!
//! Views of orders and coupons begin with their id: `{"id":"…26 characters…"`. A route ends with the id in its path.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "an order that a kept answer names is there, and is its customer's":
    "SELECT i.principal, i.key, SUBSTR(i.body, 8, 26) FROM idempotency i \
     LEFT JOIN orders o ON o.id = SUBSTR(i.body, 8, 26) \
     WHERE i.route = 'create_order' AND (o.id IS NULL OR i.principal <> 'shopper:' || o.customer_id)";

    "one order is the answer to one key":
    "SELECT SUBSTR(body, 8, 26), COUNT(*) FROM idempotency WHERE route = 'create_order' \
     GROUP BY SUBSTR(body, 8, 26) HAVING COUNT(*) > 1";

    "an order whose payment was answered is paid":
    "SELECT i.principal, i.key, i.route, o.state FROM idempotency i \
     LEFT JOIN orders o ON o.id = SUBSTR(i.route, 11) AND i.principal = 'shopper:' || o.customer_id \
     WHERE i.route LIKE 'pay_order/%' AND o.paid_ms IS NULL";

    "an order whose cancellation was answered is cancelled":
    "SELECT i.principal, i.key, i.route, o.state FROM idempotency i \
     LEFT JOIN orders o ON o.id = SUBSTR(i.route, 14) AND i.principal = 'shopper:' || o.customer_id \
     WHERE i.route LIKE 'cancel_order/%' AND (o.id IS NULL OR o.state <> 'cancelled')";

    "a coupon that a kept answer names is there, and is its customer's":
    "SELECT i.principal, i.key, SUBSTR(i.body, 8, 26) FROM idempotency i \
     LEFT JOIN coupon c ON c.id = SUBSTR(i.body, 8, 26) AND i.route = 'claim_coupon/' || c.template_id \
     AND i.principal = 'shopper:' || c.customer_id \
     WHERE i.route LIKE 'claim_coupon/%' AND c.id IS NULL";

    "one coupon is the answer to one key":
    "SELECT SUBSTR(body, 8, 26), COUNT(*) FROM idempotency WHERE route LIKE 'claim_coupon/%' \
     GROUP BY SUBSTR(body, 8, 26) HAVING COUNT(*) > 1";

    "a transfer that a kept answer names is there, as it was answered":
    "SELECT i.principal, i.key, i.route FROM idempotency i LEFT JOIN transfer t ON t.id = SUBSTR(i.body, 8, 26) \
     WHERE (i.route LIKE 'create_transfer/%' AND (t.id IS NULL OR i.route <> 'create_transfer/' || t.from_store)) \
     OR (i.route LIKE 'receive_transfer/%' AND (t.id IS NULL OR t.state <> 'received' \
         OR i.route <> 'receive_transfer/' || t.to_store || '/' || t.id)) \
     OR (i.route LIKE 'cancel_transfer/%' AND (t.id IS NULL OR t.state <> 'cancelled' \
         OR i.route <> 'cancel_transfer/' || t.from_store || '/' || t.id))";

    "one transfer is the answer to one key":
    "SELECT SUBSTR(body, 8, 26), COUNT(*) FROM idempotency WHERE route LIKE 'create_transfer/%' \
     GROUP BY SUBSTR(body, 8, 26) HAVING COUNT(*) > 1";
};
