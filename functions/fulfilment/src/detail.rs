//! An order with its history, as staff see it.

use crate::courier;
use api::checkout::StoreOrderView;
use api::fulfilment::{OrderEventView, StoreOrderDetailView};
use api::problem::{Code, Problem};
use commerce::ids::{OrderId, StoreId};
use commerce::order::{CourierDelivery, Order, OrderEvent};
use ordering::view;
use storage::assortment::SellingStore;
use storage::order::history::{By, Happened};
use storage::order::{StoredOrder, history, load_of_store};
use web::Call;

/// An order of the store in the path, which staff may see.
///
/// # Errors
/// [`Code::NotFound`] for every other; a failure of storage.
pub async fn load(call: &Call, store: &StoreId, id: OrderId) -> Result<StoredOrder, Problem> {
    load_of_store(call.sql(), &call.store_scope()?, store, id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))
}

/// The store in the path, which staff may see, and which there is: headquarters may name any.
///
/// # Errors
/// [`Code::NotFound`]; a failure of storage.
pub async fn desk_store(call: &Call) -> Result<StoreId, Problem> {
    let store = call.staff_store()?;
    SellingStore::find(call.sql(), &call.store_scope()?, &store)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(store)
}

/// What happened to an order.
///
/// # Errors
/// A failure of storage.
pub async fn load_history(call: &Call, id: OrderId) -> Result<Vec<Happened>, Problem> {
    history::of_order(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))
}

/// What will have happened once `order`, which `event` brought into its state, is written.
pub fn then(mut before: Vec<Happened>, order: &Order, event: OrderEvent, by: By<'_>) -> Vec<Happened> {
    before.push(Happened {
        event,
        to: order.state,
        actor: by.actor.to_owned(),
        reason: by.reason.to_owned(),
        at_ms: order.moved_ms,
    });
    before
}

/// An order as the store's staff see it.
pub fn store_order(call: &Call, order: &Order) -> StoreOrderView {
    StoreOrderView {
        customer: order.customer.to_string(),
        order: view::order(order, call.locale),
    }
}

/// An order with its history, and its courier's last delivery.
pub fn detail(
    call: &Call,
    order: &Order,
    history: &[Happened],
    courier: Option<&CourierDelivery>,
) -> StoreOrderDetailView {
    StoreOrderDetailView {
        order: store_order(call, order),
        events: history.iter().map(|happened| event(happened, true)).collect(),
        courier: courier.map(courier::view),
    }
}

/// Something that happened, with who did it or without.
pub fn event(happened: &Happened, with_actor: bool) -> OrderEventView {
    OrderEventView {
        event: happened.event.as_str(),
        state: happened.to.as_str(),
        actor: with_actor.then(|| happened.actor.clone()),
        reason: happened.reason.clone(),
        at_ms: happened.at_ms,
    }
}
