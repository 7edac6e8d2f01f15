//! The slots of a store, as full as they are at this moment.

use api::fulfilment::{OpenSlotView, SlotsView};
use api::problem::{Code, Fault, Problem};
use commerce::hours::Day;
use commerce::ids::StoreId;
use commerce::store::{Mode, Store};
use storage::order::slot;
use web::{Call, Reply};

/// Lists the slots of one day; today's when the caller does not say.
pub async fn list_slots(mut call: Call) -> Result<Reply, Problem> {
    let id: StoreId = call.param("store")?;
    let mut query = std::mem::take(&mut call.query);
    let mode = query.required("mode", "one of pickup, delivery, in_store, booking")?;
    let day = query.optional("day", "a day such as 2026-01-31")?;
    query.finish()?;
    let stored = storage::store::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let store = stored.ok_or_else(|| Problem::new(Code::NotFound))?.store;
    Ok(Reply::ok(&slots(&call, &store, mode, day).await?))
}

async fn slots(call: &Call, store: &Store, mode: Mode, day: Option<Day>) -> Result<SlotsView, Problem> {
    let timetable = &store.service.timetable;
    let today = timetable.zone.epoch_day(call.now_ms);
    let day = day.map_or(today, Day::epoch_day);
    let promises = store.promises.as_ref();
    let Some(rule) = promises.and_then(|promises| promises.slots_of(mode)) else {
        return Err(Problem::field(
            Code::StoreUnavailable,
            "mode",
            Fault::Reason("slots_not_offered"),
        ));
    };
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
        }
    });
    Ok(SlotsView {
        day: text(day)?,
        last_day: text(rule.last_day(timetable, call.now_ms))?,
        slots: views.collect(),
    })
}

fn text(day: i64) -> Result<String, Problem> {
    // A clock beyond the calendar.
    let day = Day::of_epoch_day(day).ok_or_else(|| Problem::new(Code::Internal))?;
    Ok(day.to_string())
}
