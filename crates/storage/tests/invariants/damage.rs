//! What a defect could leave behind, and the invariant that must find it.

mod accounts;
mod audit;
mod couriers;
mod deliveries;
mod orders;
mod refunds;
mod slots;
mod staff;

/// A damage.
pub struct Damage {
    /// The name of the invariant that it breaks.
    pub breaks: &'static str,
    /// What is written to a sound database.
    pub by: &'static [&'static str],
}

const fn damage(breaks: &'static str, by: &'static [&'static str]) -> Damage {
    Damage { breaks, by }
}

/// At least one for every invariant.
pub fn all() -> impl Iterator<Item = &'static Damage> {
    let more = [
        refunds::DAMAGES,
        deliveries::DAMAGES,
        orders::DAMAGES,
        couriers::DAMAGES,
        slots::DAMAGES,
        accounts::DAMAGES,
        staff::DAMAGES,
        audit::DAMAGES,
    ];
    DAMAGES.iter().chain(more.into_iter().flatten())
}

const DAMAGES: &[Damage] = &[
    damage(
        "no stock is below zero, and no more is reserved than is on hand",
        &["UPDATE stock SET on_hand = 1"],
    ),
    damage(
        "no stock is below zero, and no more is reserved than is on hand",
        &["UPDATE stock SET reserved = -1"],
    ),
    damage(
        "reserved is what the lines of unpaid orders want",
        &["UPDATE stock SET reserved = 1"],
    ),
    damage(
        "reserved is what the lines of unpaid orders want",
        &["DELETE FROM stock"],
    ),
    damage(
        "the ledger of stock adds up to the stock",
        &["UPDATE stock SET on_hand = 9"],
    ),
    damage(
        "the ledger of stock adds up to the stock",
        &["UPDATE stock SET sequence = 7"],
    ),
    damage(
        "the ledger of stock adds up to the stock",
        &["DELETE FROM stock_movement WHERE cause IN ('release', 'count')"],
    ),
    damage(
        "a change of stock begins where the one before it ended",
        &["UPDATE stock_movement SET on_hand = 9 WHERE cause = 'sell'"],
    ),
    damage(
        "a change of stock begins where the one before it ended",
        &["DELETE FROM stock_movement WHERE cause = 'count'"],
    ),
    damage(
        "what orders took, gave back and sold is what their lines say",
        &["UPDATE order_line SET quantity = 3"],
    ),
    damage(
        "what orders took, gave back and sold is what their lines say",
        &["DELETE FROM stock_movement WHERE cause = 'release'"],
    ),
    damage(
        "stock is of a store and an article that there are",
        &["DELETE FROM sku"],
    ),
    damage(
        "what a customer has of a limited article is what the lines of their orders say, unless these ended unpaid",
        &["UPDATE purchase_count SET units = 1"],
    ),
    damage(
        "what a customer has of a limited article is what the lines of their orders say, unless these ended unpaid",
        &["UPDATE orders SET state = 'awaiting_payment' WHERE state = 'cancelled'"],
    ),
    damage(
        "what a customer has of a limited article is what the lines of their orders say, unless these ended unpaid",
        &["DELETE FROM purchase_count"],
    ),
    damage(
        "a barcode has 14 digits, and is of an article that there is",
        &["DELETE FROM sku"],
    ),
    damage(
        "a barcode has 14 digits, and is of an article that there is",
        &["UPDATE barcode SET gtin = '96385074'"],
    ),
    damage(
        "an alert is open while less is available than its store wants, as far as the projector has come",
        &["UPDATE stock_alert SET closed_ms = 150 WHERE closed_ms IS NULL"],
    ),
    damage(
        "an alert is open while less is available than its store wants, as far as the projector has come",
        &["DELETE FROM stock_alert"],
    ),
    damage(
        "an alert is open while less is available than its store wants, as far as the projector has come",
        &[
            "UPDATE stock SET low_at = 5 WHERE store_id = 's1'",
            "DELETE FROM outbox",
        ],
    ),
    damage(
        "an alert is of stock that there is, and was closed after it was opened",
        &["UPDATE stock_alert SET closed_ms = 99 WHERE store_id = 's1'"],
    ),
    damage(
        "an alert is of stock that there is, and was closed after it was opened",
        &["DELETE FROM stock"],
    ),
    damage(
        "what a transfer took and brought is what its lines say",
        &["UPDATE transfer_line SET received = 2 WHERE received = 1"],
    ),
    damage(
        "what a transfer took and brought is what its lines say",
        &["DELETE FROM stock_movement WHERE cause = 'transfer_in' AND store_id = 's2'"],
    ),
    damage(
        "what a transfer took and brought is what its lines say",
        &["UPDATE transfer SET state = 'cancelled' WHERE state = 'in_transit'"],
    ),
    damage(
        "goods of a transfer leave a store once, and arrive once",
        &["UPDATE stock_movement SET reference = '00000000000000000000TRANS1' WHERE cause = 'transfer_out'"],
    ),
    damage(
        "a transfer that was cancelled is back with its sender",
        &["DELETE FROM stock_movement WHERE reference = '00000000000000000000TRANS2'"],
    ),
    damage(
        "only a transfer that has ended has the instant of its end, and who ended it",
        &["UPDATE transfer SET ended_ms = NULL"],
    ),
    damage(
        "only a transfer that has ended has the instant of its end, and who ended it",
        &["UPDATE transfer SET ended_by = 'clerk'"],
    ),
    damage(
        "only a transfer that was received has counts, one of each line, none above what was sent",
        &["UPDATE transfer_line SET received = NULL"],
    ),
    damage(
        "only a transfer that was received has counts, one of each line, none above what was sent",
        &["UPDATE transfer_line SET received = 3 WHERE received = 1"],
    ),
    damage(
        "a transfer is between two stores that there are, and has lines",
        &["UPDATE transfer SET to_store = from_store"],
    ),
    damage(
        "a transfer is between two stores that there are, and has lines",
        &["DELETE FROM transfer_line"],
    ),
    damage(
        "a transfer that a kept answer names is there, as it was answered",
        &["UPDATE transfer SET state = 'in_transit'"],
    ),
    damage(
        "a transfer that a kept answer names is there, as it was answered",
        &["UPDATE transfer SET from_store = 's3'"],
    ),
    damage(
        "one transfer is the answer to one key",
        &[
            "INSERT INTO idempotency (principal, route, key, digest, status, body, created_ms) \
           SELECT principal, route, 'key-0009', digest, status, body, created_ms FROM idempotency",
        ],
    ),
    damage(
        "the positions of a shelf are given one after the other",
        &["UPDATE shelf_end SET positions = 2"],
    ),
    damage(
        "an order is of a store that there is, in its currency, and has lines",
        &["UPDATE store SET currency = 'JPY'"],
    ),
    damage(
        "an order is of a store that there is, in its currency, and has lines",
        &["DELETE FROM order_line WHERE order_id = '00000000000000000000GONE03'"],
    ),
    damage(
        "a line belongs to an order, and costs no more than its list price",
        &["UPDATE order_line SET total_minor = total_minor + 501"],
    ),
    damage(
        "what is payable is the sum of the lines, and no less: fees and tax may come on top",
        &["UPDATE orders SET payable_minor = 1499 WHERE state = 'paid'"],
    ),
    damage(
        "only an order that was paid has the instant of its payment, only one that ended that of its end",
        &["UPDATE orders SET state = 'ready', paid_ms = NULL WHERE state = 'paid'"],
    ),
    damage(
        "only an order that was paid has the instant of its payment, only one that ended that of its end",
        &["UPDATE orders SET closed_ms = NULL"],
    ),
    damage(
        "what happened last to an order made it what it is",
        &["UPDATE orders SET state = 'accepted', moved_ms = 101 WHERE state = 'paid'"],
    ),
    damage(
        "what happened last to an order made it what it is",
        &["UPDATE order_event SET at_ms = 99 WHERE event = 'pay'"],
    ),
    damage(
        "an order was paid once, if at all, and ended once",
        &["UPDATE orders SET paid_ms = 100 WHERE state = 'cancelled'"],
    ),
    damage(
        "an order was paid once, if at all, and ended once",
        &[
            "INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms) \
           VALUES ('00000000000000000000GONE03', 'expired', 'expire', 'job', '', 120)",
        ],
    ),
    damage(
        "what was handed over with a code was handed over at the order's store",
        &["UPDATE handover_check SET order_id = '00000000000000000000PAID01', outcome = 'handed_over'"],
    ),
    damage(
        "a paid order has a settled payment of exactly what it costs",
        &["UPDATE payment SET amount_minor = 1499 WHERE state = 'settled'"],
    ),
    damage(
        "a paid order has a settled payment of exactly what it costs",
        &["DELETE FROM payment WHERE state = 'settled'"],
    ),
    damage(
        "a payment is as far as its order: pending, settled, or ending with it",
        &["UPDATE payment SET state = 'closing' WHERE state = 'pending'"],
    ),
    damage(
        "a payment is as far as its order: pending, settled, or ending with it",
        &["UPDATE payment SET state = 'pending' WHERE state = 'refunded'"],
    ),
    damage(
        "a payment is of what its order costs",
        &["UPDATE payment SET currency = 'JPY' WHERE state = 'pending'"],
    ),
    damage(
        "only a payment that has ended has the instant of its end",
        &["UPDATE payment SET ended_ms = NULL"],
    ),
    damage(
        "a used coupon is its owner's, in an order that counts and names it",
        &["UPDATE orders SET state = 'expired' WHERE state = 'paid'"],
    ),
    damage(
        "a used coupon is its owner's, in an order that counts and names it",
        &["UPDATE coupon SET state = 'used', order_id = '00000000000000000000PAID01'"],
    ),
    damage(
        "a coupon that is not used is in no order",
        &["UPDATE coupon SET state = 'issued'"],
    ),
    damage(
        "the coupon that an order names is used in it alone, unless the order ended unpaid",
        &["UPDATE coupon SET state = 'issued', order_id = NULL"],
    ),
    damage(
        "the coupon that an order names is used in it alone, unless the order ended unpaid",
        &["UPDATE orders SET coupon_id = '0000000000000000000COUPON1'"],
    ),
    damage(
        "a template has issued the coupons that there are, within its limit",
        &["UPDATE coupon_template SET issued = 1"],
    ),
    damage(
        "a template has issued the coupons that there are, within its limit",
        &["UPDATE coupon_template SET total_limit = 1"],
    ),
    damage(
        "a customer has had the coupons of a template that are counted",
        &["DELETE FROM coupon_holding WHERE customer_id = 'alice'"],
    ),
    damage("a coupon has a template", &["DELETE FROM coupon_template"]),
    damage(
        "a campaign reached a customer with a coupon of theirs, and gave no other",
        &["DELETE FROM campaign_issue"],
    ),
    damage(
        "a campaign reached a customer with a coupon of theirs, and gave no other",
        &["UPDATE coupon SET campaign_id = NULL"],
    ),
    damage(
        "a campaign has issued what it has reached",
        &["UPDATE campaign SET issued = 2"],
    ),
    damage(
        "a balance of points is the sum of its entries",
        &["UPDATE points_balance SET points = 14 WHERE customer_id = 'alice'"],
    ),
    damage(
        "a balance of points is the sum of its entries",
        &["DELETE FROM points_entry WHERE kind = 'redeemed'"],
    ),
    damage(
        "points come and go with an order of their customer, in its currency",
        &["UPDATE points_entry SET customer_id = 'carol' WHERE kind = 'earned'"],
    ),
    damage(
        "points that an order redeemed come back when it ends unpaid, and only then",
        &["DELETE FROM points_entry WHERE kind = 'given_back'"],
    ),
    damage(
        "points that an order redeemed come back when it ends unpaid, and only then",
        &["UPDATE orders SET state = 'awaiting_payment' WHERE state = 'cancelled'"],
    ),
    damage(
        "points are earned by paid orders",
        &["UPDATE orders SET paid_ms = NULL"],
    ),
    damage(
        "promotions take no more off an order than its goods cost",
        &["UPDATE order_promotion SET amount_minor = 2001"],
    ),
    damage(
        "an order that a kept answer names is there, and is its customer's",
        &["UPDATE idempotency SET principal = 'shopper:bob' WHERE route = 'create_order'"],
    ),
    damage(
        "an order that a kept answer names is there, and is its customer's",
        &["DELETE FROM orders WHERE state = 'paid'"],
    ),
    damage(
        "one order is the answer to one key",
        &[
            "INSERT INTO idempotency (principal, route, key, digest, status, body, created_ms) \
           SELECT principal, route, 'key-0009', digest, status, body, created_ms FROM idempotency",
        ],
    ),
    damage(
        "an order whose payment was answered is paid",
        &["UPDATE orders SET paid_ms = NULL"],
    ),
    damage(
        "an order whose cancellation was answered is cancelled",
        &["UPDATE orders SET state = 'paid' WHERE state = 'cancelled'"],
    ),
    damage(
        "a coupon that a kept answer names is there, and is its customer's",
        &["DELETE FROM coupon"],
    ),
    damage(
        "one coupon is the answer to one key",
        &[
            "INSERT INTO idempotency (principal, route, key, digest, status, body, created_ms) \
           SELECT principal, route, 'key-0009', digest, status, body, created_ms FROM idempotency",
        ],
    ),
    damage(
        "a customer's facts are those of their paid orders",
        &["UPDATE customer SET orders = 2"],
    ),
    damage(
        "a customer's facts are those of their paid orders",
        &["UPDATE customer SET first_order_ms = 99"],
    ),
    damage(
        "what a customer has spent is what their paid orders cost",
        &["UPDATE customer_spend SET spent_minor = 1501"],
    ),
    damage(
        "a store's sales are its paid orders",
        &["UPDATE sales_day SET net_minor = 1501"],
    ),
    damage(
        "the units that a store has sold are those of its paid orders",
        &["UPDATE sales_day SET items = 1"],
    ),
    damage(
        "views of a day are the events of that day",
        &["UPDATE view_day SET views = 2"],
    ),
];
