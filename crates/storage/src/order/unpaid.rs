//! How many orders of one customer may wait for payment at once: counted in the order's own script, so that one caller cannot
//! reserve all there is.

use crate::sql::Script;
use commerce::order::Order;

/// The guard that no more of a customer's orders wait for payment than may.
pub const UNPAID: &str = "unpaid_orders";

/// Orders of one customer that may wait for payment at once. More than a household has open, and a small part of what a shop has.
pub const UNPAID_ORDERS_MAX: i64 = 20;

/// Adds the step that counts an order that begins to wait. Refused under [`UNPAID`].
pub(super) fn count(script: &mut Script, order: &Order) {
    script.expect(
        UNPAID,
        "INSERT INTO unpaid_orders (customer_id, orders) VALUES (?1, 1) \
         ON CONFLICT (customer_id) DO UPDATE SET orders = unpaid_orders.orders + 1 WHERE unpaid_orders.orders < ?2",
        vec![order.customer.to_string().into(), UNPAID_ORDERS_MAX.into()],
    );
}

/// Adds the step by which an order that waits no more is counted no more.
pub(super) fn give_back(script: &mut Script, order: &Order) {
    script.run(
        "UPDATE unpaid_orders SET orders = orders - 1 WHERE customer_id = ?1",
        vec![order.customer.to_string().into()],
    );
}
