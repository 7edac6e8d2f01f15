//! Requests and views of the function `coupons`.

#[cfg(feature = "openapi")]
use crate::openapi::Description;

/// The function's part of the contract.
#[cfg(feature = "openapi")]
pub fn describe(_schemas: &mut schemars::SchemaGenerator) -> Vec<Description> {
    Vec::new()
}
