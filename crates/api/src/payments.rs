//! What checkout says to the function `payments`, and hears from it: `wit/payment.wit` in JSON.
//!
//! Spoken inside the application only, as [`crate::provider`] says.

pub use crate::provider::Named;

use crate::money::MoneyView;
use serde::{Deserialize, Serialize};

/// The component that answers. It has no public route.
pub const COMPONENT: &str = "payments";
/// Opens a payment: [`Prepay`] to [`Prepayment`].
pub const PREPAY: &str = "/prepay";
/// Says where a payment is: [`Named`] to [`Payment`].
pub const QUERY: &str = "/query";
/// Closes a payment: [`Named`] to [`Payment`].
pub const CLOSE: &str = "/close";
/// Gives money back: [`Refund`] to [`RefundState`].
pub const REFUND: &str = "/refund";
/// Tells the gateway of a handover: [`Delivery`] to nothing.
pub const DELIVERY: &str = "/delivery";

/// A payment to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prepay {
    /// The payment's number.
    pub number: String,
    /// What is to be paid.
    pub amount: MoneyView,
    /// One line for the payer's statement.
    pub description: String,
    /// When the payment lapses, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// The provider's own name for the payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
}

/// A payment that the payer can now make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepayment {
    /// What the provider needs to find the payment again.
    pub reference: String,
    /// What the payer's client needs to pay, a JSON object as text.
    pub client_action: String,
}

/// Where a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// Nobody knows yet.
    Pending,
    /// The money came.
    Paid,
    /// The payer or their bank refused.
    Refused,
    /// No money can arrive any more.
    Closed,
}

/// What the provider knows of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The payment's number.
    pub number: String,
    /// Where it is.
    pub state: PaymentState,
    /// What was paid, or asked for.
    pub amount: MoneyView,
    /// The gateway's own number; may be empty.
    pub transaction: String,
}

/// Money to give back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    /// The payment's number.
    pub number: String,
    /// The payment's reference.
    pub reference: String,
    /// The refund's number.
    pub refund_number: String,
    /// What to give back.
    pub amount: MoneyView,
    /// What was paid in all.
    pub paid: MoneyView,
    /// One line for the payer.
    pub reason: String,
}

/// Where a refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// Accepted; repeat the call to hear more.
    Pending,
    /// The money is on its way back.
    Done,
    /// A person has to look.
    Refused,
}

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A payment.
    Payment(Payment),
    /// A refund.
    Refund(RefundNotice),
    /// Nothing that checkout acts on.
    Other,
}

/// What a gateway tells of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundNotice {
    /// The payment's number.
    pub number: String,
    /// The refund's number.
    pub refund_number: String,
    /// Where it is.
    pub state: RefundState,
    /// What goes back.
    pub amount: MoneyView,
}

/// How goods came to the payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handover {
    /// By a rider, from the store.
    CityDelivery,
    /// Fetched, or had in the store.
    Pickup,
    /// There was nothing to carry.
    Immaterial,
}

/// A handover to report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The payment's number.
    pub number: String,
    /// The payment's reference.
    pub reference: String,
    /// How.
    pub handover: Handover,
    /// When, UTC epoch milliseconds.
    pub at_ms: i64,
    /// What was handed over, one line.
    pub description: String,
}
