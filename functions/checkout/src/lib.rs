//! Mendian function: quotes, orders and their payment.
//!
//! Placing an order is reads from key-value and one write. What an order rests on is compared again by that write, so
//! old projections cost a second try, never a wrong order. Payments are made by a component that `wit/payment.wit` describes;
//! this one holds no key of a merchant.

mod cancel_order;
mod create_order;
mod create_quote;
mod end_payment;
mod expire_orders;
mod get_order;
mod list_orders;
mod list_store_orders;
mod pay_order;
mod price;
pub mod provider;
#[cfg(target_family = "wasm")]
mod provider_component;
mod refusal;
pub mod routes;
mod settle;
mod standing;
mod view;
mod wish;

#[cfg(target_family = "wasm")]
fn app() -> web::App {
    routes::app(std::rc::Rc::new(provider_component::ComposedProvider))
}

#[cfg(target_family = "wasm")]
web::component!(crate::app);
