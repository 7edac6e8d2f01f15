//! The URL table of the function `coupons`.

use crate::claim_coupon::claim_coupon;
use crate::get_promotion::get_promotion;
use crate::get_template::get_template;
use crate::list_campaigns::list_campaigns;
use crate::list_coupons::list_coupons;
use crate::list_promotions::list_promotions;
use crate::list_templates::list_templates;
use crate::my_points::{get_points, list_points_entries};
use crate::points_rules::{list_points_rules, put_points_rule};
use crate::put_campaign::put_campaign;
use crate::put_promotion::put_promotion;
use crate::put_template::put_template;
use crate::recall_customers::recall_customers;
use api::operation::coupons::{
    CLAIM_COUPON, GET_POINTS, GET_PROMOTION, GET_TEMPLATE, LIST_CAMPAIGNS, LIST_COUPONS, LIST_POINTS_ENTRIES,
    LIST_POINTS_RULES, LIST_PROMOTIONS, LIST_TEMPLATES, PUT_CAMPAIGN, PUT_POINTS_RULE, PUT_PROMOTION,
    PUT_TEMPLATE, RECALL_CUSTOMERS,
};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new()
        .paced()
        .route(&LIST_TEMPLATES, list_templates)
        .route(&GET_TEMPLATE, get_template)
        .route(&PUT_TEMPLATE, put_template)
        .route(&CLAIM_COUPON, claim_coupon)
        .route(&LIST_COUPONS, list_coupons)
        .route(&LIST_CAMPAIGNS, list_campaigns)
        .route(&PUT_CAMPAIGN, put_campaign)
        .route(&RECALL_CUSTOMERS, recall_customers)
        .route(&LIST_PROMOTIONS, list_promotions)
        .route(&GET_PROMOTION, get_promotion)
        .route(&PUT_PROMOTION, put_promotion)
        .route(&LIST_POINTS_RULES, list_points_rules)
        .route(&PUT_POINTS_RULE, put_points_rule)
        .route(&GET_POINTS, get_points)
        .route(&LIST_POINTS_ENTRIES, list_points_entries)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_operation_is_mounted() {
        let mounted: Vec<_> = super::app()
            .mounted()
            .iter()
            .map(|operation| **operation)
            .collect();
        assert_eq!(mounted, api::operation::coupons::ALL);
    }
}
