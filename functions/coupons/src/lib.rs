//! Mendian function: coupon templates, wallets, recall campaigns, promotions and points.

mod claim_coupon;
mod get_promotion;
mod get_template;
mod known_stores;
mod list_campaigns;
mod list_coupons;
mod list_promotions;
mod list_templates;
mod my_points;
mod points_rules;
mod promise;
mod put_campaign;
mod put_promotion;
mod put_template;
mod recall;
mod recall_customers;
pub mod routes;
mod view;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
