//! Mendian function: quotes, orders and their payment.
//!
//! Placing an order is reads from key-value and one write. What an order rests on is compared again by that write, so
//! old projections cost a second try, never a wrong order. Payments are made by the function `payments`, which has a
//! component of its own: this one holds no key of a merchant.

mod cancel_order;
mod create_order;
mod create_quote;
mod end_payment;
mod expire_orders;
mod facts;
mod get_order;
mod hear;
mod list_orders;
mod list_store_orders;
mod pay_order;
pub mod payments_client;
#[cfg(target_family = "wasm")]
mod payments_http;
mod price;
mod promotions;
pub mod provider;
mod receive_notification;
mod reconcile_payments;
mod refusal;
pub mod routes;
mod settle;
mod standing;
mod view;
mod wish;

#[cfg(target_family = "wasm")]
fn app() -> web::App {
    routes::app(std::rc::Rc::new(payments_client::PaymentsClient(
        payments_http::PaymentsHttp,
    )))
}

#[cfg(target_family = "wasm")]
web::component!(crate::app);
