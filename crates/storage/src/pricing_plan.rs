//! What headquarters decides about prices beyond the catalog: the promotions that may run, and what points are worth.
//!
//! One key-value entry holds all of it, so a quote costs one read more, however many promotions there are; and none
//! where there is nothing of the kind.

use crate::key_value::{KeyValue, KeyValueError};
use crate::projection::keys;
use crate::sql::{Sql, SqlError};
use crate::{points, promotion};
use commerce::ids::StoreId;
use commerce::money::Currency;
use commerce::pricing::PointsRule;
use commerce::promotion::{PROMOTIONS_ACTIVE_MAX, Promotion};
use serde::Deserialize;
use std::fmt::Write;

/// Promotions and points.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct PricingPlan {
    /// The promotions that are active, whatever their dates and stores, in the order in which they apply.
    pub promotions: Vec<PlannedPromotion>,
    /// What points are worth, by currency.
    pub points: Vec<PlannedPoints>,
}

/// What points are worth in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct PlannedPoints {
    /// The currency.
    pub currency: Currency,
    /// The rule.
    pub rule: PointsRule,
}

/// A promotion with its version, which an order compares.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PlannedPromotion {
    /// Its version.
    pub version: i64,
    /// The promotion.
    pub promotion: Promotion,
}

impl PricingPlan {
    /// The promotions that run at a store at an instant, in UTC epoch milliseconds.
    pub fn running(&self, store: &StoreId, now_ms: i64) -> Vec<&PlannedPromotion> {
        let planned = self.promotions.iter();
        planned
            .filter(|planned| planned.promotion.runs(store, now_ms))
            .collect()
    }

    /// What points are worth in a currency, where there are any.
    #[must_use]
    pub fn points_in(&self, currency: Currency) -> Option<PointsRule> {
        let planned = self.points.iter().find(|planned| planned.currency == currency);
        planned.map(|planned| planned.rule)
    }
}

/// The plan as projected, perhaps a moment old; `None` when another release wrote it, and the truth must be asked.
///
/// # Errors
/// Key-value's.
pub async fn projected(key_value: &dyn KeyValue) -> Result<Option<PricingPlan>, KeyValueError> {
    match key_value.get(keys::PRICING).await? {
        None => Ok(Some(PricingPlan::default())),
        Some(stored) => {
            // From text, like every other row: one parser is smaller than two.
            let text = std::str::from_utf8(&stored).ok();
            Ok(text.and_then(|text| serde_json::from_str(text).ok()))
        }
    }
}

/// The plan as it is.
///
/// # Errors
/// Any of [`Sql::read`]; [`SqlError::Statement`] when a promotion is not what this release writes.
pub async fn exact(sql: &dyn Sql) -> Result<PricingPlan, SqlError> {
    match document(sql).await? {
        None => Ok(PricingPlan::default()),
        Some(text) => serde_json::from_str(&text).map_err(|error| SqlError::Statement(error.to_string())),
    }
}

/// The plan as it is, as JSON; `None` where there is nothing in it. Promotions are JSON already, so it is put together
/// from their texts: whoever only passes it on needs to know no promotion.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn document(sql: &dyn Sql) -> Result<Option<String>, SqlError> {
    // More than there should be: two writers may pass the bound together.
    let limit = PROMOTIONS_ACTIVE_MAX.saturating_mul(2);
    let promotions = promotion::active_documents(sql, limit).await?;
    let points = points::rules(sql).await?;
    if promotions.is_empty() && points.is_empty() {
        return Ok(None);
    }
    let mut text = String::from(r#"{"promotions":["#);
    for (number, (version, document)) in promotions.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        // Writing to a text cannot fail.
        _ = write!(text, "{comma}{{\"version\":{version},\"promotion\":{document}}}");
    }
    text.push_str("],\"points\":[");
    for (number, stored) in points.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let (currency, rule) = (stored.currency, stored.rule);
        _ = write!(
            text,
            "{comma}{{\"currency\":\"{currency}\",\"rule\":{{\"earn_bp\":{},\"redeem_bp\":{}}}}}",
            rule.earn_bp.0, rule.redeem_bp.0
        );
    }
    text.push_str("]}");
    Ok(Some(text))
}
