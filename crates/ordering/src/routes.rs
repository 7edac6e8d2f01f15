//! The URL table of the functions `checkout` and `orders`.

use crate::cancel_order::cancel_order;
use crate::create_order::create_order;
use crate::create_quote::create_quote;
use crate::expire_orders::expire_orders;
use crate::get_order::get_order;
use crate::list_orders::list_orders;
use crate::list_refunds::list_refunds;
use crate::list_store_orders::list_store_orders;
use crate::pay_order::pay_order;
use crate::provider::PaymentProvider;
use crate::receive_notification::receive_notification;
use crate::reconcile_payments::reconcile_payments;
use crate::refund_payments::refund_payments;
use crate::report_deliveries::report_deliveries;
use crate::switch_store::switch_store;
use api::operation::Operation;
use api::operation::checkout::{
    CANCEL_ORDER, CREATE_ORDER, CREATE_QUOTE, EXPIRE_ORDERS, GET_ORDER, LIST_ORDERS, LIST_REFUNDS,
    LIST_STORE_ORDERS, PAY_ORDER, RECEIVE_NOTIFICATION, RECONCILE_PAYMENTS, REFUND_PAYMENTS,
    REPORT_DELIVERIES, SWITCH_STORE,
};
use api::problem::Problem;
use std::rc::Rc;
use web::{App, Call, Reply};

/// All routes, with who takes the money.
#[must_use]
pub fn app(provider: Rc<dyn PaymentProvider>) -> App {
    mount_following(placing(), &provider)
}

/// The routes of the function `checkout`: up to the order. Listing them shares its path with placing one.
#[must_use]
pub fn placing() -> App {
    App::new()
        .paced()
        .route(&CREATE_QUOTE, create_quote)
        .route(&SWITCH_STORE, switch_store)
        .route(&CREATE_ORDER, create_order)
        .route(&LIST_ORDERS, list_orders)
}

/// The routes of the function `orders`: from the order on.
#[must_use]
pub fn following(provider: Rc<dyn PaymentProvider>) -> App {
    mount_following(App::new().paced(), &provider)
}

fn mount_following(app: App, provider: &Rc<dyn PaymentProvider>) -> App {
    let app = app.route(&GET_ORDER, get_order);
    let app = paid(app, &PAY_ORDER, provider, async |call, provider| {
        pay_order(call, provider).await
    });
    let app = paid(app, &CANCEL_ORDER, provider, async |call, provider| {
        cancel_order(call, provider).await
    });
    let app = app
        .route(&LIST_REFUNDS, list_refunds)
        .route(&LIST_STORE_ORDERS, list_store_orders);
    let app = paid(app, &EXPIRE_ORDERS, provider, async |call, provider| {
        expire_orders(call, provider).await
    });
    let app = paid(app, &RECEIVE_NOTIFICATION, provider, async |call, provider| {
        receive_notification(call, provider).await
    });
    let app = paid(app, &REFUND_PAYMENTS, provider, async |call, provider| {
        refund_payments(call, provider).await
    });
    let app = paid(app, &REPORT_DELIVERIES, provider, async |call, provider| {
        report_deliveries(call, provider).await
    });
    paid(app, &RECONCILE_PAYMENTS, provider, async |call, provider| {
        reconcile_payments(call, provider).await
    })
}

/// Mounts an operation whose handler talks to the provider.
fn paid<F>(app: App, operation: &'static Operation, provider: &Rc<dyn PaymentProvider>, handler: F) -> App
where
    F: AsyncFn(Call, &dyn PaymentProvider) -> Result<Reply, Problem> + Copy + 'static,
{
    let provider = provider.clone();
    app.route(operation, move |call| {
        let provider = provider.clone();
        async move { handler(call, &*provider).await }
    })
}
