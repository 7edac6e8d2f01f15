//! Mendian function: what a store sells, and what headquarters keeps of it.

mod cancel_transfer;
mod create_transfer;
mod draft;
mod get_product;
mod get_store_barcode;
mod get_store_product;
mod get_transfer;
mod import_products;
mod import_stock;
mod list_categories;
mod list_stock;
mod list_stock_alerts;
mod list_stock_movements;
mod list_store_products;
mod list_transfers;
mod listing;
mod memory;
mod put_assortment;
mod put_category;
mod put_price;
mod put_product;
mod put_stock;
mod put_stock_threshold;
mod put_store_price;
mod receive_transfer;
pub mod routes;
mod splice;
mod view;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
