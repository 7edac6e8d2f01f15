//! Mendian function: what a store sells, and what headquarters keeps of it.

mod draft;
mod get_product;
mod get_store_product;
mod import_products;
mod import_stock;
mod list_categories;
mod list_stock;
mod list_stock_movements;
mod list_store_products;
mod listing;
mod memory;
mod put_assortment;
mod put_category;
mod put_price;
mod put_product;
mod put_stock;
mod put_store_price;
pub mod routes;
mod splice;
mod view;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
