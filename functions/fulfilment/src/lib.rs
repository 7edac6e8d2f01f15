//! Mendian function: what a store does for a paid order, and handing it over to whoever has its code.
//!
//! What may follow what is the core's table, `commerce::order`. Couriers are asked by the function `couriers`, which alone has
//! their keys. Absent from here: any word with the payment provider. What is to be refunded is written down with the order's
//! change, and the function `orders` sees to it.

mod bookable;
mod code;
mod complete_orders;
mod courier;
mod couriers;
mod create_handover;
mod create_order_event;
mod create_refund;
mod create_return;
mod day;
mod detail;
mod dispatch_deliveries;
mod get_agenda;
mod get_delivery;
mod get_handover_code;
mod get_return_code;
mod get_store_order;
mod hear_courier;
mod list_handover_checks;
mod list_order_events;
mod list_slots;
mod list_store_refunds;
mod preview_handover;
mod receive_courier_notification;
mod reject;
mod request_delivery;
mod reschedule_order;
pub mod routes;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
