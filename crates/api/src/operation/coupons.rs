//! Operations of the function `coupons`.

use super::Method::{Get, Post, Put};
use super::{Access, Operation, Rate, operations};
use commerce::staff::Permission;

operations! {
    /// Coupon templates as headquarters keeps them.
    LIST_TEMPLATES = Operation::headquarters(
        "list_templates", Get, "/v1/coupon-templates", Permission::ReadMarketing
    );
    /// One template, with how many were issued.
    GET_TEMPLATE = Operation::headquarters(
        "get_template", Get, "/v1/coupon-templates/{template}", Permission::ReadMarketing
    );
    /// Creates or replaces a template.
    PUT_TEMPLATE = Operation::headquarters(
        "put_template", Put, "/v1/coupon-templates/{template}", Permission::EditMarketing
    );
    /// Claims a coupon for oneself.
    CLAIM_COUPON = Operation::new("claim_coupon", Post, "/v1/coupon-templates/{template}/claim", Access::SHOPPER)
        .at(Rate::DEED);
    /// My coupons.
    LIST_COUPONS = Operation::new("list_coupons", Get, "/v1/coupons", Access::SHOPPER);
    /// Recall campaigns.
    LIST_CAMPAIGNS = Operation::headquarters("list_campaigns", Get, "/v1/campaigns", Permission::ReadMarketing);
    /// Creates or replaces a recall campaign.
    PUT_CAMPAIGN = Operation::headquarters(
        "put_campaign", Put, "/v1/campaigns/{campaign}", Permission::EditMarketing
    );
    /// Runs all active recall campaigns: each customer at most once per campaign.
    RECALL_CUSTOMERS = Operation::job("recall_customers", "/jobs/recall");
    /// Promotions as headquarters keeps them.
    LIST_PROMOTIONS = Operation::headquarters("list_promotions", Get, "/v1/promotions", Permission::ReadMarketing);
    /// One promotion.
    GET_PROMOTION = Operation::headquarters(
        "get_promotion", Get, "/v1/promotions/{promotion}", Permission::ReadMarketing
    );
    /// Creates or replaces a promotion.
    PUT_PROMOTION = Operation::headquarters(
        "put_promotion", Put, "/v1/promotions/{promotion}", Permission::EditMarketing
    );
    /// What points are worth in each currency.
    LIST_POINTS_RULES = Operation::headquarters(
        "list_points_rules", Get, "/v1/points-rules", Permission::ReadMarketing
    );
    /// Sets what points are worth in a currency.
    PUT_POINTS_RULE = Operation::headquarters(
        "put_points_rule", Put, "/v1/points-rules/{currency}", Permission::EditMarketing
    );
    /// My points.
    GET_POINTS = Operation::new("get_points", Get, "/v1/points", Access::SHOPPER);
    /// How my points came and went.
    LIST_POINTS_ENTRIES = Operation::new("list_points_entries", Get, "/v1/points/entries", Access::SHOPPER);
}
