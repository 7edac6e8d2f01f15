//! An order with its history, as staff see it.

use crate::courier;
use api::checkout::StoreOrderView;
use api::fulfilment::{BookingMoveView, OrderEventView, OrderEventsView, StoreOrderDetailView};
use api::problem::{Code, Problem};
use commerce::ids::{OrderId, StoreId};
use commerce::order::{CourierDelivery, Order, OrderEvent};
use ordering::view;
use storage::assortment::SellingStore;
use storage::order::booking::{self, Moved};
use storage::order::history::{By, Happened};
use storage::order::{StoredOrder, history, load_of_store};
use web::Call;

/// An order of the store in the path, which staff may see.
///
/// # Errors
/// [`Code::NotFound`] for every other; a failure of storage.
pub async fn load(call: &Call, store: &StoreId, id: OrderId) -> Result<StoredOrder, Problem> {
    load_of_store(call.sql(), call.store_scope()?, store, id)
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
    SellingStore::find(call.sql(), call.store_scope()?, &store)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(store)
}

/// What happened to an order.
#[derive(Default)]
pub struct History {
    /// The states that it came into.
    pub happened: Vec<Happened>,
    /// How its booking was moved.
    pub moves: Vec<Moved>,
}

/// What happened to an order.
///
/// # Errors
/// A failure of storage.
pub async fn load_history(call: &Call, order: &Order) -> Result<History, Problem> {
    let happened = history::of_order(call.sql(), order.id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let mut moves = Vec::new();
    if order.fulfilment.booking.is_some() {
        moves = booking::moves(call.sql(), order.id)
            .await
            .map_err(|error| call.sql_problem(&error))?;
    }
    Ok(History { happened, moves })
}

/// What will have happened once `order`, which `event` brought into its state, is written.
pub fn then(mut before: History, order: &Order, event: OrderEvent, by: By<'_>) -> History {
    before.happened.push(Happened {
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
    history: &History,
    courier: Option<&CourierDelivery>,
) -> StoreOrderDetailView {
    let OrderEventsView { items, moves } = events(history, true);
    StoreOrderDetailView {
        order: store_order(call, order),
        events: items,
        moves,
        courier: courier.map(courier::view),
    }
}

/// What happened, with who did it or without.
pub fn events(history: &History, with_actor: bool) -> OrderEventsView {
    let actor = |actor: &str| with_actor.then(|| actor.to_owned());
    let items = history.happened.iter().map(|happened| OrderEventView {
        event: happened.event.as_str(),
        state: happened.to.as_str(),
        actor: actor(&happened.actor),
        reason: happened.reason.clone(),
        at_ms: happened.at_ms,
    });
    let moves = history.moves.iter().map(|moved| BookingMoveView {
        at_ms: moved.at_ms,
        resource: moved.resource.clone(),
        start_ms: moved.start_ms,
        to_resource: moved.to_resource.clone(),
        to_start_ms: moved.to_start_ms,
        actor: actor(&moved.actor),
    });
    OrderEventsView {
        items: items.collect(),
        moves: moves.collect(),
    }
}
