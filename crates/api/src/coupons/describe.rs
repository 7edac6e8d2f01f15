//! What the contract says of the operations of `coupons`.

use super::{CampaignView, CouponView, PutCampaign, PutTemplate, RecallReport, TemplateView};
use crate::openapi::{Describe, Description};
use crate::operation::coupons::{
    CLAIM_COUPON, GET_TEMPLATE, LIST_CAMPAIGNS, LIST_COUPONS, LIST_TEMPLATES, PUT_CAMPAIGN, PUT_TEMPLATE,
    RECALL_CUSTOMERS,
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
