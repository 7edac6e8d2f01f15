//! Moving what is booked: load, let the core decide, save by compare-and-set.

use crate::day;
use api::fulfilment::RescheduleOrder;
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::ids::ResourceId;
use commerce::order::{FulfilmentRefusal, Order};
use commerce::store::{Appointment, BookingRefusal, Need, Resource, SlotRefusal, Store};
use http::StatusCode;
use ordering::get_order::load_own;
use ordering::refusal::fulfilment_problem;
use ordering::view;
use storage::idempotency::KEY_USED;
use storage::order::STATE;
use storage::order::booking::{BOOKING, shift, taken};
use storage::sql::{Script, SqlError};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Idempotency, Reply};

/// Tries of the write, each after another look.
const TRIES_MAX: u32 = 4;
const MINUTE_MS: i64 = 60_000;

/// Moves the booking of an order of the caller's own, once per key.
pub async fn reschedule_order(call: Call) -> Result<Reply, Problem> {
    call.shopper()?;
    let key = call.idempotency()?;
    let request: RescheduleOrder = call.json()?;
    let resource = request.resource.as_deref().map(str::parse).transpose();
    let resource = resource.map_err(|_| Problem::invalid("resource", Rule::CODE))?;
    match try_reschedule(&call, &key, request.slot_ms, resource.as_ref()).await {
        Ok(reply) => Ok(reply),
        // What is refused now may be the effect of the first try.
        Err(problem) => replay_or(&call, &key, problem).await,
    }
}

async fn try_reschedule(
    call: &Call,
    key: &Idempotency,
    slot_ms: i64,
    resource: Option<&ResourceId>,
) -> Result<Reply, Problem> {
    for _ in 0..TRIES_MAX {
        let mut order = load_own(call).await?.order;
        let Some(before) = order.fulfilment.booking.clone() else {
            return Err(Problem::new(Code::OrderState));
        };
        // Before anything is looked for: what is past its time stays.
        order
            .move_booking(before.clone(), call.now_ms)
            .map_err(|_| Problem::new(Code::OrderState))?;
        let store = day::load_store(call, &order.store).await?;
        let after = find(call, &store, &order, &before, (slot_ms, resource)).await?;
        order
            .move_booking(after, call.now_ms)
            .map_err(|_| Problem::new(Code::OrderState))?;
        let answer = Prepared::new(key, StatusCode::OK, &view::order(&order, call.locale))?;
        let mut script = Script::new();
        answer.keep(&mut script, key, call.now_ms);
        shift(&mut script, &order, &before, &call.principal.name(), call.now_ms);
        match call.sql().write(script).await {
            Ok(_) => return Ok(answer.reply()),
            Err(SqlError::Refused { label: KEY_USED, .. }) => return replay_used(call, key).await,
            // Somebody was faster, or the order moved on.
            Err(SqlError::Refused {
                label: STATE | BOOKING,
                ..
            }) => {}
            Err(error) => return Err(call.sql_problem(&error)),
        }
    }
    Err(Problem::new(Code::Busy))
}

/// Somebody who is free at the new time for as long as it takes: who is wanted; else who it was, if they are, else anybody.
async fn find(
    call: &Call,
    store: &Store,
    order: &Order,
    before: &Appointment,
    (slot_ms, wanted): (i64, Option<&ResourceId>),
) -> Result<Appointment, Problem> {
    let rule = store
        .bookings()
        .ok_or_else(|| fulfilment_problem(FulfilmentRefusal::Slot(SlotRefusal::NotOffered)))?;
    let need = Need {
        kind: before.kind.clone(),
        // It was made of whole minutes.
        minutes: u32::try_from((before.end_ms - before.start_ms) / MINUTE_MS).unwrap_or(u32::MAX),
    };
    let refuse = |refusal: BookingRefusal| fulfilment_problem(refusal.into());
    let able = rule.able(&need.kind, wanted).map_err(refuse)?;
    let slot = rule
        .slot(&store.service.timetable, &need, slot_ms, call.now_ms)
        .map_err(|refusal| refuse(refusal.into()))?;
    let taken = taken(call.sql(), &store.id, slot, Some(order.id))
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let free: Vec<&Resource> = able
        .into_iter()
        .filter(|resource| slot.is_free(&resource.id, &taken))
        .collect();
    let same = free.iter().find(|resource| resource.id == before.resource);
    let chosen = same.or_else(|| free.first());
    let chosen = chosen.ok_or_else(|| fulfilment_problem(FulfilmentRefusal::Slot(SlotRefusal::Full)))?;
    Ok(rule.appoint(chosen, slot))
}
