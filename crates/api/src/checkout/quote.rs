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

/// Where to bring what is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "DestinationRequest"))]
pub struct DestinationRequest {
    /// Degrees north, -90 to 90; up to seven decimals are kept.
    #[cfg_attr(feature = "openapi", schemars(range(min = -90.0, max = 90.0), example = 31.2304))]
    pub lat: f64,
    /// Degrees east, -180 to 180.
    #[cfg_attr(feature = "openapi", schemars(range(min = -180.0, max = 180.0), example = 121.4737))]
    pub lng: f64,
    /// The system of the coordinates: `wgs84` when absent, or `gcj02`, that of Chinese maps.
    #[serde(default)]
    pub coord: Coord,
}

/// A system of coordinates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Coord {
    /// What satellites say.
    #[default]
    Wgs84,
    /// What Chinese maps say.
    Gcj02,
}

/// A cart at a store.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    /// When the wanted slot begins, UTC epoch milliseconds: `start_ms` of one of the store's slots.
    #[serde(default)]
    pub slot_ms: Option<i64>,
    /// With whom to book: one of the store's resources; anybody who is free when absent. With `booking`, and only with it.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["mei"]))
    )]
    pub resource: Option<String>,
}

/// What a cart costs, every amount explained: subtotal − discounts + packaging fee + delivery fee (+ tax, where it is
/// not included) = payable, and the lines' totals sum to subtotal − discounts.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    /// Where and when; absent where there is nothing to agree on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilment: Option<FulfilmentView>,
    /// Whether an order needs `slot_ms`: the store has slots in this mode, or something is booked, and none was named.
    pub slot_required: bool,
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
    /// What there is to pay: `seen_payable_minor` of the order.
    pub payable: MoneyView,
    /// Points redeemed, each worth one minor unit.
    pub points_redeemed: i64,
    /// Points earned once the order is paid.
    pub points_earned: i64,
    /// Active promotions that count for nothing in this quote. One that is `unavailable` may count in the next.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub promotions_left_out: Vec<LeftOutView>,
}

/// Where and when an order is fulfilled.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Fulfilment"))]
pub struct FulfilmentView {
    /// The slot that was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<SlotView>,
    /// Where it is brought to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<DestinationView>,
    /// By when it is ready to be fetched, or there; UTC epoch milliseconds. Absent where the store promises nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised_ms: Option<i64>,
    /// Of services: with whom, and from when to when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booking: Option<BookingView>,
}

/// Somebody's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Booking"))]
pub struct BookingView {
    /// With whom, or what: one of the store's resources. Of a quote it is a proposal, unless the shopper chose.
    pub resource: String,
    /// When it begins, UTC epoch milliseconds.
    pub start_ms: i64,
    /// When it ends, UTC epoch milliseconds.
    pub end_ms: i64,
    /// Until when the shopper may move it, or cancel it once it is paid; UTC epoch milliseconds.
    pub change_by_ms: i64,
}

/// A slot, from its beginning to just before its end, UTC epoch milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Slot"))]
pub struct SlotView {
    /// When it begins; what it is known by.
    pub start_ms: i64,
    /// When it ends.
    pub end_ms: i64,
}

/// Where an order is brought to, WGS-84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Destination"))]
pub struct DestinationView {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lng: f64,
    /// How far it is from the store as the crow flies, in metres.
    pub distance_metres: u32,
}

/// The tax of a cart or an order. The lines' taxes and those on the fees sum to `amount`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Tax"))]
pub struct TaxView {
    /// The rate in basis points.
    pub rate_bp: u32,
    /// Whether the amounts contain the tax; else it is added to them.
    pub included: bool,
    /// How each part became whole minor units: `half_up`, `half_even` or `floor`.
    pub rounding: &'static str,
    /// All of it.
    pub amount: MoneyView,
    /// The part of the packaging fee.
    pub on_packaging: MoneyView,
    /// The part of the delivery fee.
    pub on_delivery: MoneyView,
}

/// A promotion that counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "PromotionLeftOut"))]
pub struct LeftOutView {
    /// Which.
    pub promotion: String,
    /// `unavailable`: its rule could not be asked. `faulty`: its rule answered what cannot be.
    pub reason: &'static str,
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
    /// Its tax, contained in the total or added to it as `tax.included` says; zero where sales are not taxed.
    pub tax: MoneyView,
    /// Its share of the points earned.
    pub points_earned: i64,
}

/// An amount taken off by a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Discount"))]
pub struct DiscountView {
    /// Which rule: `promotion`, `coupon` or `points`.
    pub rule: &'static str,
    /// With `promotion`: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion: Option<String>,
    /// With `promotion`: what it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// With `coupon`: the coupon that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
    /// How much is taken off; above zero.
    pub amount: MoneyView,
}
