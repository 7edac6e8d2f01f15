//! The use cases of orders: what a cart costs, placing it, its payment and what follows.
//!
//! One house with two doors: the functions `checkout` and `orders` are components that mount these use cases, because all of them
//! together are larger than a component should be.
//!
//! Placing an order is reads from key-value and one write. What an order rests on is compared again by that write, so
//! old projections cost a second try, never a wrong order. Payments are made by the function `payments`, which has a
//! component of its own: this one holds no key of a merchant.

mod booking;
mod cancel_order;
mod create_order;
mod create_quote;
mod end_payment;
mod expire_orders;
mod facts;
pub mod get_order;
mod hear;
mod list_orders;
mod list_refunds;
mod list_store_orders;
mod make_refund;
mod pay_order;
pub mod payments_client;
#[cfg(target_family = "wasm")]
mod payments_http;
mod price;
mod promotions;
pub mod provider;
mod receive_notification;
mod reconcile_payments;
mod refund_payments;
pub mod refund_view;
pub mod refunding;
pub mod refusal;
mod report_deliveries;
pub mod routes;
mod settle;
mod standing;
mod switch_store;
pub mod view;
mod wish;

/// The function `payments`, as the components call it.
#[cfg(target_family = "wasm")]
#[must_use]
pub fn payments() -> std::rc::Rc<dyn provider::PaymentProvider> {
    std::rc::Rc::new(payments_client::PaymentsClient(payments_http::PaymentsHttp))
}
