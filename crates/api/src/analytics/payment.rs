//! Payments as we have them beside payments as the gateway has them.

use crate::money::MoneyView;
use serde::Serialize;

/// The longest range of one report of payments, in milliseconds: 31 days.
pub const PAYMENT_RANGE_MS_MAX: i64 = 31 * 24 * 60 * 60 * 1_000;

/// A payment whose two sides differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "PaymentDifference"))]
pub struct PaymentDifferenceView {
    /// The order, whose id is the payment's number at the gateway.
    pub order: String,
    /// Who sold.
    pub store: String,
    /// `disputed`: the gateway will not refund what must go back. `unknown_at_gateway`: it has no such payment.
    /// `not_paid_at_gateway`: the order is paid or was refunded, and the gateway has no money for it. `other_currency`,
    /// `other_amount`: it was paid otherwise than ordered. `paid_at_gateway`: the gateway has the money, and the order is
    /// not paid. `delivery_not_taken`: the goods were handed over, and the gateway did not take it when it was told last.
    pub difference: &'static str,
    /// Our side: `pending`, `settled`, `closing`, `closed`, `refunded` or `disputed`.
    pub state: &'static str,
    /// What the order is worth.
    pub amount: MoneyView,
    /// The gateway's side, once it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<GatewaySideView>,
    /// When the payment was opened, UTC epoch milliseconds.
    pub opened_ms: i64,
}

/// What the gateway says of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "GatewaySide"))]
pub struct GatewaySideView {
    /// `pending`, `paid`, `refused`, `closed` or `unknown`.
    pub state: &'static str,
    /// What was paid, or asked for.
    pub amount: MoneyView,
    /// The gateway's own number; may be empty.
    pub number: String,
    /// When it was asked last, UTC epoch milliseconds.
    pub asked_ms: i64,
}

/// Both sides of all payments of the report in one currency. They agree when `ours` equals `gateway`, and nothing is
/// `waiting`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "PaymentTotal"))]
pub struct PaymentTotalView {
    /// Payments that were opened.
    pub payments: i64,
    /// What orders were paid with, those refunded since included.
    pub ours: MoneyView,
    /// Of `ours`, what went back because the order had ended.
    pub refunded: MoneyView,
    /// What the gateway says was paid.
    pub gateway: MoneyView,
    /// Payments that ended, and that the gateway was not asked about since: not compared yet.
    pub waiting: i64,
    /// Payments whose sides differ.
    pub differences: i64,
    /// Payments whose goods were handed over, and that the gateway is still to be told of by the job `report_deliveries`.
    pub deliveries_due: i64,
}

/// A page of payments whose two sides differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PaymentDifferencesPage {
    /// In the order of their opening.
    pub items: Vec<PaymentDifferenceView>,
    /// What to send as `cursor` for the page after this one; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// The sums of all payments, differing or not, by currency; on the first page only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<Vec<PaymentTotalView>>,
}
