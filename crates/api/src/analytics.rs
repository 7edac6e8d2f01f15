//! Requests and views of the function `analytics`.

mod customer;
#[cfg(feature = "openapi")]
mod describe;
mod event;
mod ledger;
mod payment;
mod report;

pub use customer::{CustomerFactsView, RfmView};
#[cfg(feature = "openapi")]
pub use describe::describe;
pub use event::{CreateEvents, EVENT_AGE_MS_MAX, EVENT_ID_CHARS_MAX, EVENTS_MAX, EventReport, EventRequest};
pub use ledger::BalanceView;
pub use payment::{
    GatewaySideView, PAYMENT_RANGE_MS_MAX, PaymentDifferenceView, PaymentDifferencesPage, PaymentTotalView,
};
pub use report::{REPORT_DAYS_MAX, SalesPage, SalesRow, SalesTotalView, ViewRow, ViewTotalView, ViewsPage};
