//! The function's part of the contract.

use super::{
    CreateOrder, CreateQuote, DeliveryReport, ExpireReport, OrderView, PayOrder, PaymentView, QuoteView,
    ReconcileReport, RefundReport, RefundsView, StoreOrderView, SwitchStore, SwitchView,
};
use crate::openapi::{Describe, Description};
use crate::operation::checkout as operation;
use crate::page::Page;
use crate::problem::Code;
use schemars::SchemaGenerator;
use serde_json::json;

/// The function's part of the contract.
pub fn describe(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &operation::CREATE_QUOTE,
            "Price a cart",
            "What a cart costs at a store for a mode, every amount explained. Writes nothing and reserves nothing. \
             Lines that the store does not sell, or not so many of, are all named. Where the rules of promotions cannot be \
             asked, the price is made without them, and `promotions_left_out` says so.",
        )
        .body::<CreateQuote>()
        .problems(CART_PROBLEMS)
        .answers::<QuoteView>(200),
        Describe::new(
            schemas,
            &operation::SWITCH_STORE,
            "What another store makes of a cart",
            "Line by line what changes when the shopper goes to another store: another price, too few, not sold there, or sold there \
             alone; and whether it can serve the cart this way, there and then. Writes nothing and reserves nothing.",
        )
        .body::<SwitchStore>()
        .answers::<SwitchView>(200),
        Describe::new(
            schemas,
            &operation::CREATE_ORDER,
            "Place an order",
            "Reserves all lines, uses the coupon and redeems the points, or does nothing. The price is computed anew; when it is another \
             than `seen_payable_minor`, the answer is `price_changed` with the new `quote`. The order waits for its \
             payment until `expires_ms`, then gives everything back.",
        )
        .body::<CreateOrder>()
        .idempotent()
        .problems(ORDER_PROBLEMS)
        .answers::<OrderView>(201),
        Describe::new(
            schemas,
            &operation::LIST_ORDERS,
            "My orders",
            "The caller's orders, newest first.",
        )
        .paged()
        .answers::<Page<OrderView>>(200),
        Describe::new(
            schemas,
            &operation::GET_ORDER,
            "One order of mine",
            "Somebody else's order does not exist for the caller.",
        )
        .answers::<OrderView>(200),
        Describe::new(
            schemas,
            &operation::PAY_ORDER,
            "Pay an order",
            "Opens the order's one payment, or asks where it is, and settles the order once the money has arrived. \
             While it is `pending`, let the shopper pay with `client_action`, then repeat the request; only an answer \
             that is `paid` is kept under the key. The body may be left out where the provider asks for no payer.",
        )
        .optional_body::<PayOrder>()
        .idempotent()
        .problems(&[Code::OrderState, Code::PaymentRefused, Code::PaymentUnavailable])
        .answers::<PaymentView>(200),
        Describe::new(
            schemas,
            &operation::CANCEL_ORDER,
            "Cancel an order",
            "Until the store accepts it; a paid booking until its `change_by_ms`, accepted or not; goods that were scanned and paid are \
             not called off. Gives back goods, coupon and \
             points, closes a payment that was opened, and refunds all that was paid. Takes no body.",
        )
        .idempotent()
        .problems(&[Code::OrderState])
        .answers::<OrderView>(200),
        Describe::new(
            schemas,
            &operation::LIST_REFUNDS,
            "What went back of an order of mine",
            "Somebody else's order does not exist for the caller.",
        )
        .answers::<RefundsView>(200),
        Describe::new(
            schemas,
            &operation::LIST_STORE_ORDERS,
            "Orders of a store",
            "Newest first. For a clerk only the own store exists.",
        )
        .query(
            "state",
            false,
            json!({"type": "string", "enum": ORDER_STATES}),
            "Only orders in this state.",
        )
        .paged()
        .answers::<Page<StoreOrderView>>(200),
        Describe::new(
            schemas,
            &operation::EXPIRE_ORDERS,
            "Expire unpaid orders",
            "Ends orders that were not paid in time and gives back what they held, once, however often and however many \
             at a time this runs; closes or refunds the payments of ended orders; forgets old idempotency keys. \
             Takes no body.",
        )
        .answers::<ExpireReport>(200),
        Describe::new(
            schemas,
            &operation::RECEIVE_NOTIFICATION,
            "A payment gateway's notification",
            "For the gateway alone, whose signature is verified over the raw body. Answers as the gateway expects once \
             everything that follows is written down, however often, late and out of order notifications come. \
             Another provider than the one that is plugged in is refused like a forgery.",
        )
        .problems(&[Code::NotificationRefused, Code::PaymentUnavailable])
        .answers_any(),
        Describe::new(
            schemas,
            &operation::REFUND_PAYMENTS,
            "Make the refunds that are due",
            "Asks the gateway under each refund's own number until it is done, or disputed when the gateway refuses. Scheduled; \
             harmless to repeat. Takes no body.",
        )
        .answers::<RefundReport>(200),
        Describe::new(
            schemas,
            &operation::REPORT_DELIVERIES,
            "Tell the gateway of handovers",
            "Tells the gateway of each paid order that was handed over, or given to a courier, until it has taken it: some keep \
             the money back until then. An order of which all went back is left out. Scheduled; harmless to repeat. Takes no \
             body.",
        )
        .answers::<DeliveryReport>(200),
        Describe::new(
            schemas,
            &operation::RECONCILE_PAYMENTS,
            "Ask the gateway about payments",
            "Asks about payments whose notification was lost and settles or refunds them; asks once about each payment that \
             ended, for the report `list_payment_differences`. Scheduled; harmless to repeat. Takes no body.",
        )
        .answers::<ReconcileReport>(200),
    ]
}

/// The names of an order's states.
pub(crate) const ORDER_STATES: [&str; 10] = [
    "awaiting_payment",
    "paid",
    "accepted",
    "preparing",
    "ready",
    "dispatched",
    "completed",
    "no_show",
    "cancelled",
    "expired",
];

const CART_PROBLEMS: &[Code] = &[
    Code::OutOfStock,
    Code::NotSellable,
    Code::StoreUnavailable,
    Code::CouponRefused,
    Code::PointsRefused,
    Code::PurchaseLimit,
    Code::TooManyUnpaidOrders,
];

const ORDER_PROBLEMS: &[Code] = &[
    Code::OutOfStock,
    Code::NotSellable,
    Code::StoreUnavailable,
    Code::CouponRefused,
    Code::PointsRefused,
    Code::PriceChanged,
    Code::PurchaseLimit,
];
