//! The function's part of the contract.

use super::{
    AgendaView, CompleteReport, CourierView, CreateHandover, CreateOrderEvent, CreateReturn, DeliveryView,
    DispatchReport, HandoverCheckView, HandoverCodeView, HandoverPreviewView, OrderEventsView,
    PreviewHandover, RescheduleOrder, ReturnCodeView, SlotsView, StoreOrderDetailView,
};
use crate::checkout::{CreateRefund, OrderView, RefundView, RefundsView};
use crate::openapi::{Describe, Description};
use crate::operation::fulfilment as operation;
use crate::page::Page;
use crate::problem::Code;
use schemars::SchemaGenerator;
use serde_json::json;

/// The function's part of the contract.
pub fn describe(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &operation::LIST_ORDER_EVENTS,
            "What happened to an order of mine",
            "A row for each state that it came into. Somebody else's order does not exist for the caller.",
        )
        .answers::<OrderEventsView>(200),
        Describe::new(
            schemas,
            &operation::GET_HANDOVER_CODE,
            "The code by which an order of mine is handed over",
            "For a pickup that is ready, a booking that is accepted, and goods that were scanned and paid (the exit code). \
             Show `payload` as a QR code and ask again at `renew_ms`; `code` is for reading out.",
        )
        .problems(&[Code::OrderState])
        .answers::<HandoverCodeView>(200),
        Describe::new(
            schemas,
            &operation::GET_STORE_ORDER,
            "One order of a store",
            "With who did what to it, and when. For a clerk only the own store's orders exist.",
        )
        .answers::<StoreOrderDetailView>(200),
        Describe::new(
            schemas,
            &operation::CREATE_ORDER_EVENT,
            "Accept, prepare, reject … an order",
            "What may follow what depends on the mode. Of two who do the same at the same time one is told that the order is \
             past this step. `reject` gives everything back and refunds what was paid.",
        )
        .body::<CreateOrderEvent>()
        .idempotent()
        .problems(&[Code::OrderState])
        .answers::<StoreOrderDetailView>(200),
        Describe::new(
            schemas,
            &operation::PREVIEW_HANDOVER,
            "What a code is for",
            "Shows the order that waits to be handed over at this store, and hands nothing over. Every try is kept, and after \
             20 refused ones in ten minutes there is a pause.",
        )
        .body::<PreviewHandover>()
        .problems(&[Code::HandoverRefused, Code::TooManyTries])
        .answers::<HandoverPreviewView>(200),
        Describe::new(
            schemas,
            &operation::CREATE_HANDOVER,
            "Hand over what was previewed",
            "Once. The confirmation is good for two minutes, for the caller of the preview, at this store.",
        )
        .body::<CreateHandover>()
        .idempotent()
        .problems(&[Code::HandoverRefused, Code::OrderState])
        .answers::<StoreOrderDetailView>(200),
        Describe::new(
            schemas,
            &operation::LIST_HANDOVER_CHECKS,
            "Who tried codes at a store",
            "Newest first.",
        )
        .paged()
        .answers::<Page<HandoverCheckView>>(200),
        Describe::new(
            schemas,
            &operation::GET_RETURN_CODE,
            "The code by which goods of an order of mine are given back",
            "At any store of the brand. Show `payload` as a QR code and ask again at `renew_ms`.",
        )
        .problems(&[Code::OrderState])
        .answers::<ReturnCodeView>(200),
        Describe::new(
            schemas,
            &operation::CREATE_REFUND,
            "Give back money for an order",
            "By line or for all that is left; every unit's share is exact, and all refunds of an order sum to what was paid. \
             Points that were redeemed for the goods come back, points that were earned with them are taken back. The money \
             is `due` until the payment gateway has made the refund.",
        )
        .body::<CreateRefund>()
        .idempotent()
        .problems(&[Code::OrderState, Code::RefundRefused])
        .answers::<RefundView>(201),
        Describe::new(
            schemas,
            &operation::LIST_STORE_REFUNDS,
            "What went back of an order",
            "For a clerk only the own store's orders exist.",
        )
        .answers::<RefundsView>(200),
        Describe::new(
            schemas,
            &operation::CREATE_RETURN,
            "Take back goods of any store's order",
            "Whose shopper shows the payload of `get_return_code`. Otherwise like `create_refund`; the goods go back on this \
             store's shelf if `restock` says so.",
        )
        .body::<CreateReturn>()
        .idempotent()
        .problems(&[Code::HandoverRefused, Code::OrderState, Code::RefundRefused])
        .answers::<RefundView>(201),
        Describe::new(
            schemas,
            &operation::RESCHEDULE_ORDER,
            "Move a booking of mine",
            "To another time, or to somebody else, until its `change_by_ms`; as often as there is time free. The old time is given \
             back in the same write that takes the new one.",
        )
        .body::<RescheduleOrder>()
        .idempotent()
        .problems(&[Code::OrderState, Code::StoreUnavailable])
        .answers::<OrderView>(200),
        Describe::new(
            schemas,
            &operation::GET_AGENDA,
            "What is booked at a store on a day",
            "By its beginning; without what was called off. For a clerk only the own store exists.",
        )
        .query(
            "day",
            false,
            json!({"type": "string", "format": "date"}),
            "A day of the store's calendar, such as `2026-01-31`; today when absent.",
        )
        .answers::<AgendaView>(200),
        Describe::new(
            schemas,
            &operation::LIST_SLOTS,
            "When a store takes orders",
            "The slots of one day in which an order is fetched or delivered, as full as they are at this moment. An order counts \
             against the slot that it names until it is called off. For services: the times at which all of them can begin, one \
             after the other, with who is free all the while.",
        )
        .query(
            "mode",
            true,
            json!({"type": "string", "enum": ["pickup", "delivery", "in_store", "booking"]}),
            "Slots are there for `pickup` and `delivery`, where the store has them, and for `booking`.",
        )
        .query(
            "sku",
            false,
            json!({"type": "array", "items": {"type": "string"}, "maxItems": 100}),
            "With `booking`, and only with it: the services that are wanted, each as `ID:QUANTITY`.",
        )
        .query(
            "day",
            false,
            json!({"type": "string", "format": "date"}),
            "A day of the store's calendar, such as `2026-01-31`; today when absent.",
        )
        .problems(&[Code::StoreUnavailable])
        .answers::<SlotsView>(200),
        Describe::new(
            schemas,
            &operation::GET_DELIVERY,
            "How far the courier has come with an order of mine",
            "Of an order that no courier was asked to carry, there is none.",
        )
        .answers::<DeliveryView>(200),
        Describe::new(
            schemas,
            &operation::REQUEST_DELIVERY,
            "Ask a courier again",
            "For an order that is ready, or on its way, whose last delivery failed or was cancelled; at a store whose `promises` \
             name a courier. Takes no body. The courier is asked by the next run of the job.",
        )
        .idempotent()
        .problems(&[Code::OrderState, Code::StoreUnavailable])
        .answers::<CourierView>(201),
        Describe::new(
            schemas,
            &operation::RECEIVE_NOTIFICATION,
            "A courier's notification",
            "For the courier alone, whose signature is verified over the raw body. Answers as the courier expects once everything \
             that follows is written down, however often, late and out of order notifications come. Another courier than the \
             one that is plugged in is refused like a forgery.",
        )
        .problems(&[Code::NotificationRefused, Code::CourierUnavailable])
        .answers_any(),
        Describe::new(
            schemas,
            &operation::DISPATCH_DELIVERIES,
            "Ask the courier for deliveries",
            "For those that are due, about those that no notification came of, and to cancel those that were called off. What \
             brings nothing new waits longer each time. Scheduled; harmless to repeat. Takes no body.",
        )
        .answers::<DispatchReport>(200),
        Describe::new(
            schemas,
            &operation::COMPLETE_ORDERS,
            "Complete orders that nobody complained about",
            "Goods that were scanned and paid 12 hours ago, deliveries that left 24 hours ago, pickups that were ready 7 days \
             ago. Scheduled; harmless to repeat. Takes no body.",
        )
        .answers::<CompleteReport>(200),
    ]
}
