//! Requests and views of the function `checkout`.

#[cfg(feature = "openapi")]
mod describe;
mod order;
mod quote;
mod refund;
mod switch;

#[cfg(feature = "openapi")]
pub use describe::describe;
pub use order::{
    CreateOrder, DeliveryReport, ExpireReport, NoFields, OrderView, PAYER_CHARS_MAX, PayOrder,
    PaymentProgress, PaymentView, ReconcileReport, StoreOrderView,
};
pub use quote::{
    BookingView, Coord, CreateQuote, DestinationRequest, DestinationView, DiscountView, FulfilmentView,
    LeftOutView, LineRequest, LineView, QuoteView, SlotView, TaxView,
};
pub use refund::{CreateRefund, RefundLineRequest, RefundLineView, RefundReport, RefundView, RefundsView};
pub use switch::{SwitchStore, SwitchView, SwitchedLineView};
