//! The URL table of the function `analytics`.

use crate::create_events::create_events;
use crate::get_customer_facts::get_customer_facts;
use crate::list_balances::list_balances;
use crate::list_payment_differences::list_payment_differences;
use crate::list_sales::list_sales;
use crate::list_views::list_views;
use api::operation::analytics::{
    CREATE_EVENTS, GET_CUSTOMER_FACTS, LIST_BALANCES, LIST_PAYMENT_DIFFERENCES, LIST_SALES, LIST_VIEWS,
};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new()
        .route(&CREATE_EVENTS, create_events)
        .route(&LIST_SALES, list_sales)
        .route(&LIST_VIEWS, list_views)
        .route(&GET_CUSTOMER_FACTS, get_customer_facts)
        .route(&LIST_BALANCES, list_balances)
        .route(&LIST_PAYMENT_DIFFERENCES, list_payment_differences)
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
        assert_eq!(mounted, api::operation::analytics::ALL);
    }
}
