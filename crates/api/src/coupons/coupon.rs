//! Coupons, as their owners see them.

use super::KindView;
use super::template::stores_of;
use commerce::coupon::Coupon;
use commerce::ids::OrderId;
use commerce::text::Locale;
use serde::Serialize;

/// A coupon with its terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Coupon"))]
pub struct CouponView {
    /// Its name: what an order is sent to use it.
    pub id: String,
    /// The template that it was issued from.
    pub template: String,
    /// What it is called, in the language of the request or the nearest there is.
    pub name: String,
    /// What there is to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it takes off.
    pub kind: KindView,
    /// The currency of its amounts.
    pub currency: String,
    /// The least subtotal, in minor units.
    pub threshold_minor: i64,
    /// The stores where it is good; all of them when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stores: Option<Vec<String>>,
    /// `issued`, `used` or `expired`.
    pub state: &'static str,
    /// The order that used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// When it begins to be good, UTC epoch milliseconds.
    pub valid_from_ms: i64,
    /// When it was issued, UTC epoch milliseconds.
    pub issued_ms: i64,
    /// When it can no longer be used, UTC epoch milliseconds.
    pub expires_ms: i64,
}

impl CouponView {
    /// A coupon in the reader's language, as it stands at an instant in UTC epoch milliseconds.
    #[must_use]
    pub fn new(coupon: &Coupon, locale: Locale, now_ms: i64) -> Self {
        let terms = &coupon.template;
        let language = locale.as_str();
        Self {
            id: coupon.id.to_string(),
            template: terms.id.to_string(),
            name: terms.name.pick(language).unwrap_or_default().to_owned(),
            description: terms.description.pick(language).map(str::to_owned),
            kind: terms.kind.into(),
            currency: terms.currency.to_string(),
            threshold_minor: terms.threshold.get(),
            stores: stores_of(&terms.scope),
            state: coupon.state(now_ms).as_str(),
            order: coupon.used_for.as_ref().map(OrderId::to_string),
            valid_from_ms: terms.valid_from_ms,
            issued_ms: coupon.issued_ms,
            expires_ms: coupon.expires_ms,
        }
    }
}
