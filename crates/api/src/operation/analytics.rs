//! Operations of the function `analytics`.

use super::Method::{Get, Post};
use super::{Access, Operation, operations};
use commerce::staff::Permission;

operations! {
    /// Records a batch of events.
    CREATE_EVENTS = Operation::new("create_events", Post, "/v1/events", Access::SHOPPER);
    /// Sales by store and day.
    LIST_SALES = Operation::staff("list_sales", Get, "/v1/analytics/sales", Permission::ReadSales);
    /// Views by store, day and product.
    LIST_VIEWS = Operation::staff("list_views", Get, "/v1/analytics/views", Permission::ReadSales);
    /// A customer's recency, frequency and money.
    GET_CUSTOMER_FACTS = Operation::headquarters(
        "get_customer_facts", Get, "/v1/analytics/customers/{customer}", Permission::ReadCustomers
    );
    /// The books: what stands in each store's accounts.
    LIST_BALANCES = Operation::headquarters("list_balances", Get, "/v1/analytics/ledger", Permission::ReadFinance);
    /// The payment gateway against our records.
    LIST_PAYMENT_DIFFERENCES = Operation::headquarters(
        "list_payment_differences", Get, "/v1/analytics/payments", Permission::ReadFinance
    );
}
