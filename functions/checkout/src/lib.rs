//! Mendian function: what a cart costs, and placing it as an order.
//!
//! The use cases are in the crate `ordering`; what follows an order has a component of its own, the function `orders`.

#[cfg(target_family = "wasm")]
web::component!(ordering::routes::placing);
