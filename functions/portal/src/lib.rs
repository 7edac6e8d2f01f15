//! Mendian function: the front page, the contract and its readable form.

pub mod pages;
pub mod routes;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
