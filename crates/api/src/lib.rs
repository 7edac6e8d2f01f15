//! The JSON contract: requests, views, problem details in each language, and the table of operations.
//!
//! Absent from here: how an operation is carried out, and anything that a caller cannot see.

pub mod accounts;
pub mod analytics;
pub mod catalog;
pub mod checkout;
pub mod coupons;
pub mod couriers;
pub mod fulfilment;
pub mod identities;
pub mod import;
pub mod money;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod operation;
pub mod page;
pub mod payments;
pub mod portal;
pub mod problem;
pub mod projector;
pub mod provider;
pub mod staff;
pub mod stores;
