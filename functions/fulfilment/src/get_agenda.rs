//! What is booked at a store on a day, for its staff.

use crate::day;
use api::fulfilment::{AgendaItemView, AgendaView};
use api::problem::Problem;
use commerce::hours::Day;
use storage::order::booking::{Booked, agenda};
use web::{Call, Reply};

/// No day of a clock that changes is longer, or as far from its day in UTC, in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

/// Shows the bookings of one day; today's when the caller does not say.
pub async fn get_agenda(mut call: Call) -> Result<Reply, Problem> {
    let id = call.staff_store()?;
    let mut query = std::mem::take(&mut call.query);
    let day: Option<Day> = query.optional("day", "a day such as 2026-01-31")?;
    query.finish()?;
    let scope = call.store_scope()?;
    let store = day::load_store(&call, &id).await?;
    let day = day::of_store(&call, &store, day);
    let span = ((day - 1) * DAY_MS, (day + 2) * DAY_MS);
    let booked = agenda(call.sql(), scope, &id, span)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let zone = &store.service.timetable.zone;
    let today = booked
        .iter()
        .filter(|booked| zone.epoch_day(booked.appointment.start_ms) == day);
    Ok(Reply::ok(&AgendaView {
        day: day::text(day)?,
        items: today.map(item).collect(),
    }))
}

fn item(booked: &Booked) -> AgendaItemView {
    AgendaItemView {
        order: booked.order.to_string(),
        customer: booked.customer.to_string(),
        state: booked.state.as_str().to_owned(),
        resource: booked.appointment.resource.to_string(),
        start_ms: booked.appointment.start_ms,
        end_ms: booked.appointment.end_ms,
    }
}
