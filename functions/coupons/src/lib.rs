//! Mendian function: coupon templates, wallets and recall campaigns.

mod claim_coupon;
mod get_template;
mod list_campaigns;
mod list_coupons;
mod list_templates;
mod promise;
mod put_campaign;
mod put_template;
mod recall;
mod recall_customers;
pub mod routes;
mod view;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
