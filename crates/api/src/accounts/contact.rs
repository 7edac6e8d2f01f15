//! How staff reach a customer.

use serde::Serialize;

/// How the customer of an order is reached.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Contact"))]
pub struct ContactView {
    /// The order.
    pub order: String,
    /// How they want to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their verified telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether most of both is covered by stars.
    pub masked: bool,
}
