//! Mendian function: which store serves me, and what headquarters knows of each.

mod cart;
mod get_store;
mod import_stores;
mod index;
mod list_stores;
mod nearby_json;
mod nearby_stores;
mod put_store;
mod put_store_closure;
pub mod routes;
mod save;
mod view;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
