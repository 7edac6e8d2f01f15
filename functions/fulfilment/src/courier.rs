//! What an order's courier has to do with what the store does for it.

use crate::create_order_event::Extra;
use api::fulfilment::{CourierView, DeliveryView};
use api::problem::{Code, Problem};
use commerce::ids::{DeliveryId, OrderId};
use commerce::order::{CourierDelivery, Order, OrderEvent};
use commerce::store::Mode;
use storage::order::StoredOrder;
use storage::{courier, store};
use web::Call;

/// The last delivery of an order, if a courier was ever to carry it.
///
/// # Errors
/// A failure of storage.
pub async fn last(call: &Call, order: &Order) -> Result<Option<CourierDelivery>, Problem> {
    if order.quote.mode != Mode::Delivery {
        return Ok(None);
    }
    let last = courier::last(call.sql(), order.id).await;
    last.map_err(|error| call.sql_problem(&error))
}

/// Whether the order's store has a courier bring what it delivers.
///
/// # Errors
/// A failure of storage.
pub async fn is_offered(call: &Call, order: &Order) -> Result<bool, Problem> {
    let store = store::load(call.sql(), &order.store).await;
    let promises = store.map_err(|error| call.sql_problem(&error))?;
    let promises = promises.and_then(|stored| stored.store.promises);
    Ok(promises.is_some_and(|promises| promises.courier))
}

/// A new delivery of an order.
pub fn new(call: &Call, order: OrderId) -> CourierDelivery {
    CourierDelivery::new(DeliveryId::new(call.now_ms, call.random()), order, call.now_ms)
}

/// Adds to an event of the store's what it does to the courier's delivery: the write by which an order is made ready has a courier
/// asked, and the one by which the store carries it itself, or calls it off, has the courier's delivery called off.
///
/// # Errors
/// A failure of storage.
pub async fn follow(
    call: &Call,
    stored: &StoredOrder,
    event: OrderEvent,
    extra: &mut Extra,
) -> Result<(), Problem> {
    let order = &stored.order;
    let last = last(call, order).await?;
    let is_due = event == OrderEvent::MakeReady
        && order.fulfilment.destination.is_some()
        && is_offered(call, order).await?;
    extra.courier = match event {
        OrderEvent::MakeReady if is_due => {
            let delivery = new(call, order.id);
            courier::open(&mut extra.steps, &delivery);
            Some(delivery)
        }
        event if is_called_off(event, last.as_ref()) => {
            courier::call_off(&mut extra.steps, order.id, call.now_ms);
            last.map(|delivery| delivery.called_off(call.now_ms))
        }
        _ => last,
    };
    Ok(())
}

/// Whether an event of the store's calls the courier off, whatever has become of the delivery since it was read.
fn is_called_off(event: OrderEvent, last: Option<&CourierDelivery>) -> bool {
    match event {
        OrderEvent::Dispatch | OrderEvent::Reject => true,
        // Who has the goods is left to bring them.
        OrderEvent::Deliver => last.is_some_and(|delivery| delivery.is_awaited()),
        _ => false,
    }
}

/// As staff see it.
pub fn view(delivery: &CourierDelivery) -> CourierView {
    CourierView {
        number: delivery.id.to_string(),
        state: delivery.state.as_str(),
        reason: delivery.failure.map(|failure| failure.as_str()),
        fee: delivery.fee.map(Into::into),
        created_ms: delivery.created_ms,
        assigned_ms: delivery.assigned_ms,
        picked_up_ms: delivery.picked_up_ms,
        ended_ms: delivery.ended_ms,
    }
}

/// As the order's shopper sees it.
///
/// # Errors
/// [`Code::NotFound`] when no courier was ever to carry the order.
pub fn shopper_view(order: &Order, last: Option<CourierDelivery>) -> Result<DeliveryView, Problem> {
    let delivery = last.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(DeliveryView {
        order: order.id.to_string(),
        state: delivery.state.as_str(),
        promised_ms: order.fulfilment.promised_ms,
        assigned_ms: delivery.assigned_ms,
        picked_up_ms: delivery.picked_up_ms,
        ended_ms: delivery.ended_ms,
    })
}
