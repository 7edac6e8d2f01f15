//! The slots of a store, as full as they are at this moment.

use crate::bookable;
use crate::day;
use api::fulfilment::{OpenSlotView, SlotsView};
use api::problem::{Code, Fault, Problem};
use commerce::field::Rule;
use commerce::hours::Day;
use commerce::ids::StoreId;
use commerce::store::{Mode, SlotRule, Store};
use storage::order::slot;
use web::{Call, Reply};

/// Lists the slots of one day; today's when the caller does not say.
pub async fn list_slots(mut call: Call) -> Result<Reply, Problem> {
    let id: StoreId = call.param("store")?;
    let mut query = std::mem::take(&mut call.query);
    let mode = query.required("mode", "one of pickup, delivery, in_store, booking")?;
    let day = query.optional("day", "a day such as 2026-01-31")?;
    let cart = query.cart()?;
    query.finish()?;
    let store = day::load_store(&call, &id).await?;
    let view = match (mode, cart) {
        (Mode::Booking, Some(cart)) => bookable::slots(&call, &store, &cart, day).await?,
        (Mode::Booking, None) => return Err(Problem::invalid("sku", Rule::Required)),
        (_, Some(_)) => return Err(Problem::invalid("sku", Rule::Conflict { other: "mode" })),
        (_, None) => slots(&call, &store, mode, day).await?,
    };
    Ok(Reply::ok(&view))
}

async fn slots(call: &Call, store: &Store, mode: Mode, day: Option<Day>) -> Result<SlotsView, Problem> {
    let timetable = &store.service.timetable;
    let day = day::of_store(call, store, day);
    let promises = store.promises.as_ref();
    let rule: &SlotRule = promises
        .and_then(|promises| promises.slots_of(mode))
        .ok_or_else(not_offered)?;
    let slots = rule.slots_on(timetable, day, call.now_ms);
    let span = slots.first().zip(slots.last());
    let span = span.map_or((0, -1), |(first, last)| (first.start_ms, last.start_ms));
    let loads = slot::loads(call.sql(), &store.id, mode, span)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = slots.iter().map(|slot| {
        let taken = loads.get(&slot.start_ms).copied().unwrap_or(0);
        OpenSlotView {
            start_ms: slot.start_ms,
            end_ms: slot.end_ms,
            left: (i64::from(rule.orders) - taken).max(0),
            resources: Vec::new(),
        }
    });
    Ok(SlotsView {
        day: day::text(day)?,
        last_day: day::text(rule.window.last_day(timetable, call.now_ms))?,
        slots: views.collect(),
    })
}

/// There are no slots in this mode.
pub fn not_offered() -> Problem {
    Problem::field(Code::StoreUnavailable, "mode", Fault::Reason("slots_not_offered"))
}
