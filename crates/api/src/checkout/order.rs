//! Orders and their payment.

use super::{DestinationRequest, DiscountView, FulfilmentView, LineRequest, LineView, TaxView};
use crate::money::MoneyView;
use serde::{Deserialize, Serialize};

/// An order to be placed. Prices are computed anew: what is sent of them only says what the shopper saw.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateOrder {
    /// Where to buy.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["sh-001"]))
    )]
    pub store: String,
    /// How the goods get to the shopper.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("enum" = ["pickup", "delivery", "in_store", "booking"]))
    )]
    pub mode: String,
    /// What to buy.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 100)))]
    pub lines: Vec<LineRequest>,
    /// A coupon of the caller's own wallet.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"))
    )]
    pub coupon: Option<String>,
    /// How many of the caller's points to redeem; each is worth one minor unit of the store's currency.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(range(min = 0, max = 9_007_199_254_740_991_i64))
    )]
    pub points: i64,
    /// Where to bring it: with `delivery`, and only with it.
    #[serde(default)]
    pub destination: Option<DestinationRequest>,
    /// When the wanted slot begins, UTC epoch milliseconds: `start_ms` of one of the store's slots. Required where the store has
    /// slots in this mode, and for a booking.
    #[serde(default)]
    pub slot_ms: Option<i64>,
    /// With whom to book: one of the store's resources; anybody who is free when absent. With `booking`, and only with it.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["mei"]))
    )]
    pub resource: Option<String>,
    /// What the shopper saw to pay, in minor units of the store's currency. When it costs another amount by now, the order
    /// is refused, with the new quote.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0)))]
    pub seen_payable_minor: i64,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Order"))]
pub struct OrderView {
    /// Its name.
    pub id: String,
    /// Who sells.
    pub store: String,
    /// `awaiting_payment`, `paid`, `accepted`, `preparing`, `ready`, `dispatched`, `completed`, `no_show`, `cancelled` or
    /// `expired`; which follows which depends on the mode.
    pub state: String,
    /// How the goods get to the shopper.
    pub mode: String,
    /// Where and when, as agreed; absent where there was nothing to agree on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilment: Option<FulfilmentView>,
    /// What is bought, sorted by SKU.
    pub lines: Vec<LineView>,
    /// The sum of the lines' list totals.
    pub subtotal: MoneyView,
    /// What is taken off, in the order of the rules: promotions, coupon, points.
    pub discounts: Vec<DiscountView>,
    /// What packaging costs.
    pub packaging_fee: MoneyView,
    /// What delivery costs.
    pub delivery_fee: MoneyView,
    /// The tax, where sales are taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxView>,
    /// What there is to pay, or was paid.
    pub payable: MoneyView,
    /// What went back of it, or is owed; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunded: Option<MoneyView>,
    /// Points redeemed, each worth one minor unit.
    pub points_redeemed: i64,
    /// Points earned once the order is paid.
    pub points_earned: i64,
    /// When it was placed, UTC epoch milliseconds.
    pub placed_ms: i64,
    /// When it expires unless it is paid, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// When it was paid, UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_ms: Option<i64>,
    /// When it ended: completed, missed, cancelled or expired; UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_ms: Option<i64>,
}

/// An order as the store's staff see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "StoreOrder"))]
pub struct StoreOrderView {
    /// Who buys.
    pub customer: String,
    /// The order.
    #[serde(flatten)]
    pub order: OrderView,
}

/// A body without fields: what there is to say is in the path.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NoFields {}

/// Longest name of a payer, in characters.
pub const PAYER_CHARS_MAX: usize = 128;

/// Who pays an order. The amount is the order's, so there is nothing to say of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PayOrder {
    /// The payment provider's own name for the payer, such as the openid of the mini-program's user. It says who may pay, and
    /// proves nothing. The sandbox provider takes the name of a behaviour here.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(extend("pattern" = "^[!-~]{1,128}$")))]
    pub payer: Option<String>,
}

/// How far the payment of an order has come.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Payment"))]
pub struct PaymentView {
    /// Whether the money has arrived.
    pub payment: PaymentProgress,
    /// What the client needs to pay, as the provider says; absent once the order is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_action: Option<serde_json::Value>,
    /// The order.
    pub order: OrderView,
}

/// Whether the money has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum PaymentProgress {
    /// It has, and the order is paid.
    Paid,
    /// Not yet: let the shopper pay, then ask again.
    Pending,
}

/// What a run of the job that asks the gateway did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReconcileReport {
    /// Payments that the gateway answered about.
    pub asked: u64,
    /// Orders that are paid by this run.
    pub settled: u64,
    /// Payments of ended orders that were closed or refunded by this run.
    pub ended: u64,
    /// Payments that could not be settled or refunded; the log says why.
    pub failed: u64,
    /// Questions that the gateway did not answer; the log says why.
    pub unanswered: u64,
    /// Something is left for the next run.
    pub more: bool,
}

/// What a run of the job that tells the gateway of handovers did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeliveryReport {
    /// Handovers that the gateway has taken.
    pub reported: u64,
    /// Handovers that the gateway refuses; the log says why. They are told again later, ever more seldom.
    pub refused: u64,
    /// Calls that the gateway did not answer; the log says why. They are repeated likewise.
    pub unanswered: u64,
    /// Handovers that could not be written down; the log says why.
    pub failed: u64,
    /// Something is left for the next run.
    pub more: bool,
}

/// What a run of the job that expires orders did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ExpireReport {
    /// Orders that expired.
    pub expired: u64,
    /// Overdue orders whose payment had arrived: they are paid.
    pub settled: u64,
    /// Overdue orders that could not end; the log says why.
    pub failed: u64,
    /// Payments of ended orders that were closed or refunded.
    pub payments_ended: u64,
    /// Idempotency keys forgotten.
    pub keys_forgotten: u64,
    /// Something is left for the next run.
    pub more: bool,
}
