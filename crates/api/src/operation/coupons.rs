//! Operations of the function `coupons`.

use super::Method::{Get, Post, Put};
use super::{Access, Operation, Rate, operations};

operations! {
    /// Coupon templates as headquarters keeps them.
    LIST_TEMPLATES = Operation::new("list_templates", Get, "/v1/coupon-templates", Access::HEADQUARTERS);
    /// One template, with how many were issued.
    GET_TEMPLATE = Operation::new("get_template", Get, "/v1/coupon-templates/{template}", Access::HEADQUARTERS);
    /// Creates or replaces a template.
    PUT_TEMPLATE = Operation::new("put_template", Put, "/v1/coupon-templates/{template}", Access::HEADQUARTERS);
    /// Claims a coupon for oneself.
    CLAIM_COUPON = Operation::new("claim_coupon", Post, "/v1/coupon-templates/{template}/claim", Access::SHOPPER)
        .at(Rate::DEED);
    /// My coupons.
    LIST_COUPONS = Operation::new("list_coupons", Get, "/v1/coupons", Access::SHOPPER);
    /// Recall campaigns.
    LIST_CAMPAIGNS = Operation::new("list_campaigns", Get, "/v1/campaigns", Access::HEADQUARTERS);
    /// Creates or replaces a recall campaign.
    PUT_CAMPAIGN = Operation::new("put_campaign", Put, "/v1/campaigns/{campaign}", Access::HEADQUARTERS);
    /// Runs all active recall campaigns: each customer at most once per campaign.
    RECALL_CUSTOMERS = Operation::new("recall_customers", Post, "/jobs/recall", Access::OPERATOR);
    /// Promotions as headquarters keeps them.
    LIST_PROMOTIONS = Operation::new("list_promotions", Get, "/v1/promotions", Access::HEADQUARTERS);
    /// One promotion.
    GET_PROMOTION = Operation::new("get_promotion", Get, "/v1/promotions/{promotion}", Access::HEADQUARTERS);
    /// Creates or replaces a promotion.
    PUT_PROMOTION = Operation::new("put_promotion", Put, "/v1/promotions/{promotion}", Access::HEADQUARTERS);
    /// What points are worth in each currency.
    LIST_POINTS_RULES = Operation::new("list_points_rules", Get, "/v1/points-rules", Access::HEADQUARTERS);
    /// Sets what points are worth in a currency.
    PUT_POINTS_RULE = Operation::new("put_points_rule", Put, "/v1/points-rules/{currency}", Access::HEADQUARTERS);
    /// My points.
    GET_POINTS = Operation::new("get_points", Get, "/v1/points", Access::SHOPPER);
    /// How my points came and went.
    LIST_POINTS_ENTRIES = Operation::new("list_points_entries", Get, "/v1/points/entries", Access::SHOPPER);
}
