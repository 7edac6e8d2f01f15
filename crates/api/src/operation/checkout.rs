//! Operations of the function `checkout`.

use super::Method::{Get, Post};
use super::{Access, Operation, Rate, operations};
use commerce::staff::Permission;

/// Longest notification of a payment gateway, in bytes. A real one is about 2 KiB.
pub const NOTIFICATION_BYTES_MAX: usize = 64 * 1024;

operations! {
    /// What a cart costs at a store, explained.
    CREATE_QUOTE = Operation::new("create_quote", Post, "/v1/quotes", Access::SHOPPER).at(Rate::LOOK);
    /// What becomes of a cart at another store, line by line.
    SWITCH_STORE = Operation::new("switch_store", Post, "/v1/quotes/switch", Access::SHOPPER).at(Rate::LOOK);
    /// Places an order: reserves stock and uses the coupon in the same write.
    CREATE_ORDER = Operation::new("create_order", Post, "/v1/orders", Access::SHOPPER).at(Rate::DEED);
    /// My orders, newest first.
    LIST_ORDERS = Operation::new("list_orders", Get, "/v1/orders", Access::SHOPPER);
    /// One order of mine.
    GET_ORDER = Operation::new("get_order", Get, "/v1/orders/{order}", Access::SHOPPER);
    /// Starts or settles the payment of an order.
    PAY_ORDER = Operation::new("pay_order", Post, "/v1/orders/{order}/pay", Access::SHOPPER).at(Rate::DEED);
    /// Cancels an order that the store has not accepted, or a booking in time: gives back what it held and what was paid.
    CANCEL_ORDER = Operation::new("cancel_order", Post, "/v1/orders/{order}/cancel", Access::SHOPPER);
    /// What went back of an order of mine.
    LIST_REFUNDS = Operation::new("list_refunds", Get, "/v1/orders/{order}/refunds", Access::SHOPPER);
    /// Orders of a store, newest first.
    LIST_STORE_ORDERS = Operation::staff(
        "list_store_orders", Get, "/v1/stores/{store}/orders", Permission::ReadOrders
    );
    /// Expires unpaid orders and gives back what they held, once.
    EXPIRE_ORDERS = Operation::job("expire_orders", "/jobs/expire-orders");
    /// What a payment gateway tells by itself; its signature is its authentication.
    RECEIVE_NOTIFICATION = Operation {
        body_bytes_max: NOTIFICATION_BYTES_MAX,
        ..Operation::new(
            "receive_payment_notification", Post, "/v1/payments/notifications/{provider}", Access::PUBLIC
        )
    };
    /// Makes the refunds that are due.
    REFUND_PAYMENTS = Operation::job("refund_payments", "/jobs/refund-payments");
    /// Tells the gateway which orders were handed over.
    REPORT_DELIVERIES = Operation::job("report_deliveries", "/jobs/report-deliveries");
    /// Asks the gateway about payments that nobody told of, and once about each that ended.
    RECONCILE_PAYMENTS = Operation::job("reconcile_payments", "/jobs/reconcile-payments");
}
