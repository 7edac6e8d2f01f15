//! Operations of the function `analytics`.

use super::Method::{Get, Post};
use super::{Access, Operation, operations};

operations! {
    /// Records a batch of events.
    CREATE_EVENTS = Operation::new("create_events", Post, "/v1/events", Access::SHOPPER);
    /// Sales by store and day.
    LIST_SALES = Operation::new("list_sales", Get, "/v1/analytics/sales", Access::STAFF);
    /// Views by store, day and product.
    LIST_VIEWS = Operation::new("list_views", Get, "/v1/analytics/views", Access::STAFF);
    /// A customer's recency, frequency and money.
    GET_CUSTOMER_FACTS = Operation::new("get_customer_facts", Get, "/v1/analytics/customers/{customer}", Access::HEADQUARTERS);
    /// The books: what stands in each store's accounts.
    LIST_BALANCES = Operation::new("list_balances", Get, "/v1/analytics/ledger", Access::HEADQUARTERS);
    /// The payment gateway against our records.
    LIST_PAYMENT_DIFFERENCES = Operation::new("list_payment_differences", Get, "/v1/analytics/payments", Access::HEADQUARTERS);
}
