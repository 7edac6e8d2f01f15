//! Damages of refunds and of the books.

use super::{Damage, damage};

pub const DAMAGES: &[Damage] = &[
    damage(
        "points move with refunds of their order, within what it redeemed and earned",
        &["UPDATE points_entry SET points = -16 WHERE kind = 'taken_back'"],
    ),
    damage(
        "points move with refunds of their order, within what it redeemed and earned",
        &["UPDATE points_entry SET reference = 'none' WHERE kind = 'taken_back'"],
    ),
    damage(
        "what went back of an order is the sum of its refunds, and no more than was paid",
        &["UPDATE orders SET refunded_minor = 751 WHERE refunded_minor > 0"],
    ),
    damage(
        "a refund is the sum of its lines and its fees, in the order's currency",
        &["UPDATE refund SET fees_minor = 1"],
    ),
    damage(
        "units that went back of a line are those of its refunds, and no more than were bought",
        &["UPDATE order_line SET refunded = 2 WHERE refunded = 1"],
    ),
    damage(
        "an order that was paid and called off has given everything back",
        &["UPDATE orders SET state = 'cancelled' WHERE state = 'paid'"],
    ),
    damage(
        "only a refund that has ended has the instant of its end",
        &["UPDATE refund SET ended_ms = NULL"],
    ),
    damage(
        "goods that went back on a shelf are those of refunds that say so",
        &["UPDATE refund_line SET restocked_at = NULL"],
    ),
    damage(
        "every paid order and every refund is in the books, in full",
        &["DELETE FROM ledger_transfer WHERE cause = 'payout'"],
    ),
    damage(
        "every paid order and every refund is in the books, in full",
        &["UPDATE ledger_transfer SET amount_minor = 1499 WHERE cause = 'sale'"],
    ),
    damage(
        "money moves in the books as its cause says",
        &["UPDATE ledger_transfer SET debit = 'fees' WHERE cause = 'sale'"],
    ),
    damage(
        "what is refunded on a day is the refunds of that day's store",
        &["UPDATE sales_day SET refunds = 0"],
    ),
    damage(
        "what went back to a customer is their refunds",
        &["UPDATE customer_spend SET refunded_minor = 0"],
    ),
];
