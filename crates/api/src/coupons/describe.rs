//! What the contract says of the operations of `coupons`.

use super::{
    CampaignView, CouponView, PointsEntryView, PointsRuleView, PointsRulesView, PointsView, PromotionView,
    PutCampaign, PutPointsRule, PutPromotion, PutTemplate, RecallReport, TemplateView,
};
use crate::openapi::{Describe, Description};
use crate::operation::coupons::{
    CLAIM_COUPON, GET_POINTS, GET_PROMOTION, GET_TEMPLATE, LIST_CAMPAIGNS, LIST_COUPONS, LIST_POINTS_ENTRIES,
    LIST_POINTS_RULES, LIST_PROMOTIONS, LIST_TEMPLATES, PUT_CAMPAIGN, PUT_POINTS_RULE, PUT_PROMOTION,
    PUT_TEMPLATE, RECALL_CUSTOMERS,
};
use crate::page::Page;
use crate::problem::Code;
use schemars::SchemaGenerator;
use serde_json::json;

/// The function's part of the contract.
pub fn describe(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let mut all = templates(schemas);
    all.extend(wallet(schemas));
    all.extend(campaigns(schemas));
    all.extend(promotions(schemas));
    all.extend(points(schemas));
    all
}

fn templates(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let states = json!({"type": "string", "enum": ["draft", "active", "closed"]});
    vec![
        Describe::new(
            schemas,
            &LIST_TEMPLATES,
            "Coupon templates",
            "By code, with how many coupons were issued.",
        )
        .query("state", false, states, "Only templates in this state.")
        .paged()
        .answers::<Page<TemplateView>>(200),
        Describe::new(
            schemas,
            &GET_TEMPLATE,
            "One coupon template",
            "With how many coupons were issued.",
        )
        .answers::<TemplateView>(200),
        Describe::new(
            schemas,
            &PUT_TEMPLATE,
            "Create or replace a coupon template",
            "Once a coupon was issued, its terms are a promise: `kind` and `currency` stay, and threshold, stores and \
             beginning may only get better for the holder. `total_limit` never goes below what was issued. To issue no more, \
             set `state` to `closed`.",
        )
        .body::<PutTemplate>()
        .problems(&[Code::VersionConflict])
        .answers::<TemplateView>(200),
    ]
}

fn wallet(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let states = json!({"type": "string", "enum": ["issued", "used", "expired"]});
    vec![
        Describe::new(
            schemas,
            &CLAIM_COUPON,
            "Claim a coupon",
            "`coupon_exhausted` when none is left, in all or for the caller; `coupon_refused` before its time and after, \
             and while the template is not active.",
        )
        .idempotent()
        .problems(&[Code::CouponExhausted, Code::CouponRefused])
        .answers::<CouponView>(201),
        Describe::new(schemas, &LIST_COUPONS, "My coupons", "Newest first.")
            .query("state", false, states, "Only coupons in this state.")
            .paged()
            .answers::<Page<CouponView>>(200),
    ]
}

fn campaigns(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let states = json!({"type": "string", "enum": ["active", "paused"]});
    vec![
        Describe::new(schemas, &LIST_CAMPAIGNS, "Recall campaigns", "By code, with how many coupons each issued.")
            .query("state", false, states, "Only campaigns in this state.")
            .paged()
            .answers::<Page<CampaignView>>(200),
        Describe::new(
            schemas,
            &PUT_CAMPAIGN,
            "Create or replace a recall campaign",
            "Customers who have not ordered for some days get a coupon, each at most once per campaign, whatever is edited.",
        )
        .body::<PutCampaign>()
        .problems(&[Code::VersionConflict])
        .answers::<CampaignView>(200),
        Describe::new(
            schemas,
            &RECALL_CUSTOMERS,
            "Run the recall campaigns",
            "Issues coupons to sleeping customers, up to a bound in number and time. May run as often and as many at once as \
             one likes.",
        )
        .answers::<RecallReport>(200),
    ]
}

fn promotions(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let states = json!({"type": "string", "enum": ["active", "paused"]});
    vec![
        Describe::new(schemas, &LIST_PROMOTIONS, "Promotions", "By code.")
            .query("state", false, states, "Only promotions in this state.")
            .paged()
            .answers::<Page<PromotionView>>(200),
        Describe::new(schemas, &GET_PROMOTION, "One promotion", "As headquarters keeps it.")
            .answers::<PromotionView>(200),
        Describe::new(
            schemas,
            &PUT_PROMOTION,
            "Create or replace a promotion",
            "Puts one of the brand's own rules to use. An active promotion's parameters are checked by its rule, whose words \
             come back when it does not understand them; `promotions_unavailable` when it cannot be asked. At most 50 are \
             active at once. An order that was priced with another version of a promotion is priced anew.",
        )
        .body::<PutPromotion>()
        .problems(&[Code::VersionConflict, Code::PromotionsUnavailable])
        .answers::<PromotionView>(200),
    ]
}

fn points(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &LIST_POINTS_RULES,
            "What points are worth",
            "By currency; in a currency that is not here, no points are earned or redeemed.",
        )
        .answers::<PointsRulesView>(200),
        Describe::new(
            schemas,
            &PUT_POINTS_RULE,
            "Set what points are worth in a currency",
            "Points are counted per currency, and one is worth one minor unit of it. Orders that are placed keep the rule \
             that they were priced with.",
        )
        .body::<PutPointsRule>()
        .problems(&[Code::VersionConflict])
        .answers::<PointsRuleView>(200),
        Describe::new(schemas, &GET_POINTS, "My points", "By currency.").answers::<PointsView>(200),
        Describe::new(
            schemas,
            &LIST_POINTS_ENTRIES,
            "How my points came and went",
            "Newest first. The entries of a currency sum to its balance.",
        )
        .paged()
        .answers::<Page<PointsEntryView>>(200),
    ]
}
