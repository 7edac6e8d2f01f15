//! Everything that is kept about a shopper, for themselves.

use super::{AddressView, MeView, SessionView};
use crate::coupons::PointsBalanceView;
use serde::Serialize;

/// What is kept. Events of the client and answers to its requests are kept under the customer's id too, without anything of the
/// person, and for a time.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Export"))]
pub struct ExportView {
    /// When it was made, UTC epoch milliseconds.
    pub exported_ms: i64,
    /// The account.
    pub me: MeView,
    /// As whom platforms know them.
    pub identities: Vec<ExportedIdentityView>,
    /// The address book, in WGS-84.
    pub addresses: Vec<AddressView>,
    /// The log-ins.
    pub sessions: Vec<SessionView>,
    /// The newest 2,000 orders; `/v1/orders` has all, with what was in them.
    pub orders: Vec<ExportedOrderView>,
    /// The newest 2,000 coupons; `/v1/coupons` has all.
    pub coupons: Vec<String>,
    /// Points.
    pub points: Vec<PointsBalanceView>,
}

/// As whom a platform knows a shopper.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "ExportedIdentity"))]
pub struct ExportedIdentityView {
    /// The platform.
    pub provider: String,
    /// Its name for them, such as the openid.
    pub subject: String,
    /// Since when, UTC epoch milliseconds.
    pub since_ms: i64,
}

/// An order, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "ExportedOrder"))]
pub struct ExportedOrderView {
    /// Which.
    pub id: String,
    /// Where.
    pub store: String,
    /// How far it has come.
    pub state: String,
    /// When it was placed, UTC epoch milliseconds.
    pub placed_ms: i64,
}
