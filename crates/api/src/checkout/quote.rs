//! What a cart costs.

use crate::money::MoneyView;
use serde::{Deserialize, Serialize};

/// One article of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct LineRequest {
    /// What to buy, `<product>.<variant>`.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}\\.[A-Za-z0-9_-]{1,20}$", "examples" = ["tea-oolong.500ml"]))
    )]
    pub sku: String,
    /// How many. Lines of one SKU count together.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 999)))]
    pub quantity: i64,
}

/// A cart at a store.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateQuote {
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
}

/// What a cart costs, every amount explained: subtotal − discounts + delivery fee = payable, and the lines' totals sum to
/// subtotal − discounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Quote"))]
pub struct QuoteView {
    /// Where to buy.
    pub store: String,
    /// How the goods get to the shopper.
    pub mode: String,
    /// Whether the store is open at this moment. An order may be placed for later all the same, unless the store is
    /// closed for a time.
    pub available_now: bool,
    /// What is bought, sorted by SKU.
    pub lines: Vec<LineView>,
    /// The sum of the lines' list totals.
    pub subtotal: MoneyView,
    /// What is taken off, in the order of the rules.
    pub discounts: Vec<DiscountView>,
    /// What delivery costs.
    pub delivery_fee: MoneyView,
    /// What there is to pay: `seen_payable_minor` of the order.
    pub payable: MoneyView,
}

/// One line of a quote or an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Line"))]
pub struct LineView {
    /// What is bought.
    pub sku: String,
    /// What it is called.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// The store's price of one.
    pub unit_price: MoneyView,
    /// Price × quantity.
    pub list_total: MoneyView,
    /// The line's shares of the discounts.
    pub discounts: Vec<DiscountView>,
    /// List total less its shares.
    pub total: MoneyView,
}

/// An amount taken off by a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Discount"))]
pub struct DiscountView {
    /// Which rule: `coupon`.
    pub rule: String,
    /// The coupon that it comes from.
    pub coupon: String,
    /// How much is taken off; above zero.
    pub amount: MoneyView,
}
