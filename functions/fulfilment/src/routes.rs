//! The URL table of the function `fulfilment`.

use crate::complete_orders::complete_orders;
use crate::create_handover::create_handover;
use crate::create_order_event::create_order_event;
use crate::create_refund::create_refund;
use crate::create_return::create_return;
use crate::dispatch_deliveries::dispatch_deliveries;
use crate::get_agenda::get_agenda;
use crate::get_delivery::get_delivery;
use crate::get_handover_code::get_handover_code;
use crate::get_return_code::get_return_code;
use crate::get_store_order::get_store_order;
use crate::list_handover_checks::list_handover_checks;
use crate::list_order_events::list_order_events;
use crate::list_slots::list_slots;
use crate::list_store_refunds::list_store_refunds;
use crate::preview_handover::preview_handover;
use crate::receive_courier_notification::receive_courier_notification;
use crate::request_delivery::request_delivery;
use crate::reschedule_order::reschedule_order;
use api::operation::fulfilment::{
    COMPLETE_ORDERS, CREATE_HANDOVER, CREATE_ORDER_EVENT, CREATE_REFUND, CREATE_RETURN, DISPATCH_DELIVERIES,
    GET_AGENDA, GET_DELIVERY, GET_HANDOVER_CODE, GET_RETURN_CODE, GET_STORE_ORDER, LIST_HANDOVER_CHECKS,
    LIST_ORDER_EVENTS, LIST_SLOTS, LIST_STORE_REFUNDS, PREVIEW_HANDOVER, RECEIVE_NOTIFICATION,
    REQUEST_DELIVERY, RESCHEDULE_ORDER,
};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new()
        .route(&LIST_ORDER_EVENTS, list_order_events)
        .route(&GET_HANDOVER_CODE, get_handover_code)
        .route(&GET_STORE_ORDER, get_store_order)
        .route(&CREATE_ORDER_EVENT, create_order_event)
        .route(&PREVIEW_HANDOVER, preview_handover)
        .route(&CREATE_HANDOVER, create_handover)
        .route(&LIST_HANDOVER_CHECKS, list_handover_checks)
        .route(&GET_RETURN_CODE, get_return_code)
        .route(&CREATE_REFUND, create_refund)
        .route(&LIST_STORE_REFUNDS, list_store_refunds)
        .route(&CREATE_RETURN, create_return)
        .route(&RESCHEDULE_ORDER, reschedule_order)
        .route(&GET_AGENDA, get_agenda)
        .route(&LIST_SLOTS, list_slots)
        .route(&GET_DELIVERY, get_delivery)
        .route(&REQUEST_DELIVERY, request_delivery)
        .route(&RECEIVE_NOTIFICATION, receive_courier_notification)
        .route(&DISPATCH_DELIVERIES, dispatch_deliveries)
        .route(&COMPLETE_ORDERS, complete_orders)
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
        assert_eq!(mounted, api::operation::fulfilment::ALL);
    }
}
