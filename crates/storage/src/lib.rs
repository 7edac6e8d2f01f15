//! SQL and key-value: the two ports, their adapters, migrations, one file per aggregate, and the projections.
//!
//! SQL is the truth. Key-value is a projection of it that can be thrown away and rebuilt, byte for byte.
//! Absent from here: HTTP, authentication, and every decision that the pure core can take.

pub mod coupon;
pub mod coupon_template;
pub mod key_value;
#[cfg(feature = "native")]
pub mod migrate;
pub mod migrations;
pub mod outbox;
pub mod projection;
pub mod scope;
pub mod sql;
