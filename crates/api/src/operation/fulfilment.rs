//! Operations of the function `fulfilment`.

use super::Method::{Get, Post};
use super::{Access, Operation, operations};
use commerce::staff::Permission;

/// Longest notification of a courier, in bytes. A real one is about 2 KiB.
pub const NOTIFICATION_BYTES_MAX: usize = 64 * 1024;

operations! {
    /// What happened to an order of mine.
    LIST_ORDER_EVENTS = Operation::new("list_order_events", Get, "/v1/orders/{order}/events", Access::SHOPPER);
    /// The code by which an order of mine is handed over.
    GET_HANDOVER_CODE = Operation::new("get_handover_code", Get, "/v1/orders/{order}/handover-code", Access::SHOPPER);
    /// One order of a store, with what happened to it.
    GET_STORE_ORDER = Operation::staff(
        "get_store_order", Get, "/v1/stores/{store}/orders/{order}", Permission::ReadOrders
    );
    /// What a store does for an order: accept, prepare, …, or reject it.
    CREATE_ORDER_EVENT = Operation::staff(
        "create_order_event", Post, "/v1/stores/{store}/orders/{order}/events", Permission::FulfilOrders
    );
    /// What a code is for, before anything is handed over.
    PREVIEW_HANDOVER = Operation::staff(
        "preview_handover", Post, "/v1/stores/{store}/handovers/preview", Permission::HandOver
    );
    /// Hands over what was previewed, once.
    CREATE_HANDOVER = Operation::staff("create_handover", Post, "/v1/stores/{store}/handovers", Permission::HandOver);
    /// Who tried codes at a store.
    LIST_HANDOVER_CHECKS = Operation::staff(
        "list_handover_checks", Get, "/v1/stores/{store}/handovers", Permission::HandOver
    );
    /// The code by which goods of an order of mine are given back, at any store.
    GET_RETURN_CODE = Operation::new("get_return_code", Get, "/v1/orders/{order}/return-code", Access::SHOPPER);
    /// Gives back money for an order of the store.
    CREATE_REFUND = Operation::staff(
        "create_refund", Post, "/v1/stores/{store}/orders/{order}/refunds", Permission::RefundOrders
    );
    /// What went back of an order of the store.
    LIST_STORE_REFUNDS = Operation::staff(
        "list_store_refunds", Get, "/v1/stores/{store}/orders/{order}/refunds", Permission::ReadOrders
    );
    /// Takes back goods of any store's order, whose shopper shows its code.
    CREATE_RETURN = Operation::staff("create_return", Post, "/v1/stores/{store}/returns", Permission::RefundOrders);
    /// Moves what is booked to another time, or to somebody else.
    RESCHEDULE_ORDER = Operation::new("reschedule_order", Post, "/v1/orders/{order}/reschedule", Access::SHOPPER);
    /// What is booked at a store on a day.
    GET_AGENDA = Operation::staff("get_agenda", Get, "/v1/stores/{store}/agenda", Permission::ReadOrders);
    /// When a store takes orders that are fetched, delivered or booked.
    LIST_SLOTS = Operation::new("list_slots", Get, "/v1/stores/{store}/slots", Access::PUBLIC);
    /// How far the courier has come with an order of mine.
    GET_DELIVERY = Operation::new("get_delivery", Get, "/v1/orders/{order}/delivery", Access::SHOPPER);
    /// Has a courier asked again, after the last delivery of an order came to nothing.
    REQUEST_DELIVERY = Operation::staff(
        "request_delivery", Post, "/v1/stores/{store}/orders/{order}/deliveries", Permission::FulfilOrders
    );
    /// What a courier tells by itself; its signature is its authentication.
    RECEIVE_NOTIFICATION = Operation {
        body_bytes_max: NOTIFICATION_BYTES_MAX,
        ..Operation::new(
            "receive_courier_notification", Post, "/v1/couriers/notifications/{provider}", Access::PUBLIC
        )
    };
    /// Asks the courier for the deliveries that are due, and about those that nobody told of.
    DISPATCH_DELIVERIES = Operation::job("dispatch_deliveries", "/jobs/dispatch-deliveries");
    /// Completes orders that nobody complained about for long enough.
    COMPLETE_ORDERS = Operation::job("complete_orders", "/jobs/complete-orders");
}
