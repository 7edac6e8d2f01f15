//! Operations of the function `fulfilment`.

use super::Method::{Get, Post};
use super::{Access, Operation, operations};

/// Longest notification of a courier, in bytes. A real one is about 2 KiB.
pub const NOTIFICATION_BYTES_MAX: usize = 64 * 1024;

operations! {
    /// What happened to an order of mine.
    LIST_ORDER_EVENTS = Operation::new("list_order_events", Get, "/v1/orders/{order}/events", Access::SHOPPER);
    /// The code by which an order of mine is handed over.
    GET_HANDOVER_CODE = Operation::new(
        "get_handover_code", Get, "/v1/orders/{order}/handover-code", Access::SHOPPER
    );
    /// One order of a store, with what happened to it.
    GET_STORE_ORDER = Operation::new("get_store_order", Get, "/v1/stores/{store}/orders/{order}", Access::STAFF);
    /// What a store does for an order: accept, prepare, …, or reject it.
    CREATE_ORDER_EVENT = Operation::new(
        "create_order_event", Post, "/v1/stores/{store}/orders/{order}/events", Access::STAFF
    );
    /// What a code is for, before anything is handed over.
    PREVIEW_HANDOVER = Operation::new(
        "preview_handover", Post, "/v1/stores/{store}/handovers/preview", Access::STAFF
    );
    /// Hands over what was previewed, once.
    CREATE_HANDOVER = Operation::new("create_handover", Post, "/v1/stores/{store}/handovers", Access::STAFF);
    /// Who tried codes at a store.
    LIST_HANDOVER_CHECKS = Operation::new(
        "list_handover_checks", Get, "/v1/stores/{store}/handovers", Access::STAFF
    );
    /// The code by which goods of an order of mine are given back, at any store.
    GET_RETURN_CODE = Operation::new("get_return_code", Get, "/v1/orders/{order}/return-code", Access::SHOPPER);
    /// Gives back money for an order of the store.
    CREATE_REFUND = Operation::new(
        "create_refund", Post, "/v1/stores/{store}/orders/{order}/refunds", Access::STAFF
    );
    /// What went back of an order of the store.
    LIST_STORE_REFUNDS = Operation::new(
        "list_store_refunds", Get, "/v1/stores/{store}/orders/{order}/refunds", Access::STAFF
    );
    /// Takes back goods of any store's order, whose shopper shows its code.
    CREATE_RETURN = Operation::new("create_return", Post, "/v1/stores/{store}/returns", Access::STAFF);
    /// Moves what is booked to another time, or to somebody else.
    RESCHEDULE_ORDER = Operation::new(
        "reschedule_order", Post, "/v1/orders/{order}/reschedule", Access::SHOPPER
    );
    /// What is booked at a store on a day.
    GET_AGENDA = Operation::new("get_agenda", Get, "/v1/stores/{store}/agenda", Access::STAFF);
    /// When a store takes orders that are fetched, delivered or booked.
    LIST_SLOTS = Operation::new("list_slots", Get, "/v1/stores/{store}/slots", Access::PUBLIC);
    /// How far the courier has come with an order of mine.
    GET_DELIVERY = Operation::new("get_delivery", Get, "/v1/orders/{order}/delivery", Access::SHOPPER);
    /// Has a courier asked again, after the last delivery of an order came to nothing.
    REQUEST_DELIVERY = Operation::new(
        "request_delivery", Post, "/v1/stores/{store}/orders/{order}/deliveries", Access::STAFF
    );
    /// What a courier tells by itself; its signature is its authentication.
    RECEIVE_NOTIFICATION = Operation {
        body_bytes_max: NOTIFICATION_BYTES_MAX,
        ..Operation::new(
            "receive_courier_notification", Post, "/v1/couriers/notifications/{provider}", Access::PUBLIC
        )
    };
    /// Asks the courier for the deliveries that are due, and about those that nobody told of.
    DISPATCH_DELIVERIES = Operation::new(
        "dispatch_deliveries", Post, "/jobs/dispatch-deliveries", Access::OPERATOR
    );
    /// Completes orders that nobody complained about for long enough.
    COMPLETE_ORDERS = Operation::new("complete_orders", Post, "/jobs/complete-orders", Access::OPERATOR);
}
