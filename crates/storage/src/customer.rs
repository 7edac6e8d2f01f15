//! A customer's order facts: recency, frequency and money as look-ups, kept by the write that settles an order.

use crate::sql::Script;
use commerce::ids::CustomerId;
use commerce::money::Money;

/// Counts one paid order of `customer`, settled at `paid_ms` (UTC epoch milliseconds), in a script.
pub fn count_paid_order(script: &mut Script, customer: &CustomerId, spent: Money, paid_ms: i64) {
    script.run(
        "INSERT INTO customer (id, orders, first_order_ms, last_order_ms) VALUES (?1, 1, ?2, ?2) \
         ON CONFLICT (id) DO UPDATE SET orders = customer.orders + 1, \
         first_order_ms = CASE WHEN excluded.first_order_ms < customer.first_order_ms \
         THEN excluded.first_order_ms ELSE customer.first_order_ms END, \
         last_order_ms = CASE WHEN excluded.last_order_ms > customer.last_order_ms \
         THEN excluded.last_order_ms ELSE customer.last_order_ms END",
        vec![customer.to_string().into(), paid_ms.into()],
    );
    script.run(
        "INSERT INTO customer_spend (customer_id, currency, orders, spent_minor) VALUES (?1, ?2, 1, ?3) \
         ON CONFLICT (customer_id, currency) DO UPDATE SET orders = customer_spend.orders + 1, \
         spent_minor = customer_spend.spent_minor + excluded.spent_minor",
        vec![
            customer.to_string().into(),
            spent.currency.to_string().into(),
            spent.amount_minor.get().into(),
        ],
    );
}

/// Counts a refund of `customer` in a script.
pub fn count_refund(script: &mut Script, customer: &CustomerId, refunded: Money) {
    script.run(
        "UPDATE customer_spend SET refunded_minor = refunded_minor + ?3 WHERE customer_id = ?1 AND currency = ?2",
        vec![
            customer.to_string().into(),
            refunded.currency.to_string().into(),
            refunded.amount_minor.get().into(),
        ],
    );
}
