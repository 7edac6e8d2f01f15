//! Mendian function: an order's payment, its end, and the jobs that see to both.
//!
//! The use cases are in the crate `ordering`. Payments are made by the function `payments`, which has a component of its own: this
//! one holds no key of a merchant.

#[cfg(target_family = "wasm")]
fn app() -> web::App {
    ordering::routes::following(ordering::payments())
}

#[cfg(target_family = "wasm")]
web::component!(crate::app);
