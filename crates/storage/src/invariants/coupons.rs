//! Coupons and campaigns.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "a used coupon is its owner's, in an order that counts and names it":
    "SELECT c.id, c.customer_id, c.order_id, o.state FROM coupon c LEFT JOIN orders o ON o.id = c.order_id \
     WHERE c.state = 'used' AND (o.id IS NULL OR o.coupon_id IS NULL OR o.coupon_id <> c.id \
     OR o.customer_id <> c.customer_id OR o.state IN ('cancelled', 'expired'))";

    "a coupon that is not used is in no order":
    "SELECT id, state, order_id FROM coupon WHERE (state = 'used') <> (order_id IS NOT NULL)";

    "the coupon that an order names is used in it alone, unless the order ended unpaid":
    "SELECT o.id, o.state, o.coupon_id, c.state, c.order_id FROM orders o LEFT JOIN coupon c ON c.id = o.coupon_id \
     WHERE o.coupon_id IS NOT NULL AND o.state NOT IN ('cancelled', 'expired') \
     AND (c.id IS NULL OR c.state <> 'used' OR c.order_id IS NULL OR c.order_id <> o.id)";

    "a template has issued the coupons that there are, within its limit":
    "SELECT t.id, t.issued, t.total_limit, COUNT(c.id) FROM coupon_template t \
     LEFT JOIN coupon c ON c.template_id = t.id GROUP BY t.id, t.issued, t.total_limit \
     HAVING COUNT(c.id) <> t.issued OR t.issued > t.total_limit";

    "a customer has had the coupons of a template that are counted":
    "SELECT template_id, customer_id, CAST(SUM(counted) AS BIGINT), CAST(SUM(held) AS BIGINT) FROM ( \
         SELECT template_id, customer_id, issued AS counted, 0 AS held FROM coupon_holding \
         UNION ALL \
         SELECT template_id, customer_id, 0, 1 FROM coupon \
     ) t GROUP BY template_id, customer_id HAVING SUM(counted) <> SUM(held)";

    "a coupon has a template":
    "SELECT c.id, c.template_id FROM coupon c LEFT JOIN coupon_template t ON t.id = c.template_id \
     WHERE t.id IS NULL";

    "a campaign reached a customer with a coupon of theirs, and gave no other":
    "SELECT campaign_id, customer_id, coupon_id FROM ( \
         SELECT campaign_id, customer_id, coupon_id FROM campaign_issue \
         UNION ALL \
         SELECT campaign_id, customer_id, id FROM coupon WHERE campaign_id IS NOT NULL \
     ) t GROUP BY campaign_id, customer_id, coupon_id HAVING COUNT(*) <> 2";

    "a campaign has issued what it has reached":
    "SELECT c.id, c.issued, COUNT(i.customer_id) FROM campaign c \
     LEFT JOIN campaign_issue i ON i.campaign_id = c.id GROUP BY c.id, c.issued \
     HAVING COUNT(i.customer_id) <> c.issued";
};
