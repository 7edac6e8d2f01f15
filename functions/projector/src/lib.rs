//! Mendian function: key-value from SQL. The only component that writes to key-value.

mod project;
pub mod routes;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
