//! Mendian function: what was looked at, what was sold, and who buys.

mod create_events;
mod get_customer_facts;
mod list_balances;
mod list_payment_differences;
mod list_sales;
mod list_views;
mod range;
mod read_events;
pub mod routes;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
