//! The URL table of the function `coupons`.

use crate::claim_coupon::claim_coupon;
use crate::get_template::get_template;
use crate::list_campaigns::list_campaigns;
use crate::list_coupons::list_coupons;
use crate::list_templates::list_templates;
use crate::put_campaign::put_campaign;
use crate::put_template::put_template;
use crate::recall_customers::recall_customers;
use api::operation::coupons::{
    CLAIM_COUPON, GET_TEMPLATE, LIST_CAMPAIGNS, LIST_COUPONS, LIST_TEMPLATES, PUT_CAMPAIGN, PUT_TEMPLATE,
    RECALL_CUSTOMERS,
};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new()
        .route(&LIST_TEMPLATES, list_templates)
        .route(&GET_TEMPLATE, get_template)
        .route(&PUT_TEMPLATE, put_template)
        .route(&CLAIM_COUPON, claim_coupon)
        .route(&LIST_COUPONS, list_coupons)
        .route(&LIST_CAMPAIGNS, list_campaigns)
        .route(&PUT_CAMPAIGN, put_campaign)
        .route(&RECALL_CUSTOMERS, recall_customers)
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
