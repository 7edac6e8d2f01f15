//! Requests and views of the function `checkout`.

#[cfg(feature = "openapi")]
mod describe;
mod order;
mod quote;

#[cfg(feature = "openapi")]
pub use describe::describe;
pub use order::{
    CreateOrder, ExpireReport, NoFields, OrderView, PAYER_CHARS_MAX, PayOrder, PaymentProgress, PaymentView,
    ReconcileReport, StoreOrderView,
};
pub use quote::{CreateQuote, DiscountView, LeftOutView, LineRequest, LineView, QuoteView, TaxView};
