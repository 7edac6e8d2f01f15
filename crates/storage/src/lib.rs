//! SQL and key-value: the two ports, their adapters, migrations, one file per aggregate, and the projections.
//!
//! SQL is the truth. Key-value is a projection of it that can be thrown away and rebuilt, byte for byte.
//! Absent from here: HTTP, authentication, and every decision that the pure core can take.

pub mod access_key;
pub mod account;
pub mod assortment;
pub mod audit;
pub mod barcode;
pub mod campaign;
pub mod category;
pub mod coupon;
pub mod coupon_template;
pub mod courier;
pub mod credential;
pub mod customer;
pub mod event;
pub mod handover;
pub mod idempotency;
pub mod invariants;
pub mod key_value;
pub mod ledger;
#[cfg(feature = "native")]
pub mod migrate;
pub mod migrations;
pub mod order;
pub mod outbox;
pub mod payment;
pub mod points;
pub mod price;
pub mod pricing_plan;
pub mod product;
pub mod projection;
pub mod promotion;
pub mod refund;
pub mod region;
pub mod report;
pub mod role;
pub mod sales;
pub mod scope;
pub mod session;
pub mod shelf;
pub mod sql;
pub mod staff;
pub mod stock;
pub mod stock_alert;
pub mod stock_import;
pub mod stock_movement;
pub mod store;
pub mod transfer;
