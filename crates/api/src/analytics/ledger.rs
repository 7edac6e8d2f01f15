//! The books.

use crate::money::MoneyView;
use serde::Serialize;

/// What stands in an account of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Balance"))]
pub struct BalanceView {
    /// Whose books.
    pub store: String,
    /// `provider` (money at the payment provider), `sales`, `fees`, `tax`, or `refunds_due` (owed to customers).
    pub account: String,
    /// What was debited.
    pub debits: MoneyView,
    /// What was credited. Over all accounts of a store, debits equal credits in each currency.
    pub credits: MoneyView,
}
