//! What headquarters and stores read of sales, views and customers. Every query about stores takes the reader's scope.

mod customer;
mod payments;
mod sales;
mod views;

pub use customer::order_facts;
pub use payments::{
    Difference, DifferingPayment, OpenedRange, PaymentKey, PaymentTotal, payment_differences, payment_totals,
};
pub use sales::{SalesDay, SalesKey, SalesTotal, sales, sales_totals};
pub use views::{ViewDay, ViewKey, ViewTotal, view_totals, views};

use commerce::hours::Day;

/// Days of the stores' own calendars, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    /// The first.
    pub from: Day,
    /// The last.
    pub to: Day,
}

/// A text that names no row of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a position in this report")]
pub struct MalformedKey;
