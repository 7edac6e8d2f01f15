//! Requests and views of the function `checkout`.

#[cfg(feature = "openapi")]
mod describe;
mod order;
mod quote;
mod refund;

#[cfg(feature = "openapi")]
pub use describe::describe;
pub use order::{
    CreateOrder, DeliveryReport, ExpireReport, NoFields, OrderView, PAYER_CHARS_MAX, PayOrder,
    PaymentProgress, PaymentView, ReconcileReport, StoreOrderView,
};
pub use quote::{CreateQuote, DiscountView, LeftOutView, LineRequest, LineView, QuoteView, TaxView};
pub use refund::{CreateRefund, RefundLineRequest, RefundLineView, RefundReport, RefundView, RefundsView};
