//! Who serves what is booked, and when.

use crate::wish::Wish;
use api::problem::Problem;
use commerce::order::FulfilmentRefusal;
use commerce::store::{Appointment, BookingRefusal, Mode, Need, SlotRefusal, Store};
use storage::order::booking::taken;
use storage::order::terms::TermsBySku;
use web::Call;

/// Finds somebody who is free for the services of a wish; nobody where it names no time, and in other modes. Whether they still
/// are when the order is placed is compared there.
///
/// # Errors
/// A failure of storage.
pub async fn book(
    call: &Call,
    store: &Store,
    wish: &Wish,
    terms: &TermsBySku,
) -> Result<Result<Option<Appointment>, FulfilmentRefusal>, Problem> {
    if wish.fulfilment.mode != Mode::Booking {
        return Ok(Ok(None));
    }
    let lines = wish.cart.lines().iter();
    let services = lines.filter_map(|line| Some((terms.get(&line.sku)?.service.as_ref()?, line.quantity)));
    let need = match Need::of(services) {
        Ok(need) => need,
        Err(refusal) => return Ok(Err(refusal.into())),
    };
    // Without any service the lines say what is wrong.
    let Some(need) = need else {
        return Ok(Ok(None));
    };
    appoint(call, store, wish, &need).await
}

async fn appoint(
    call: &Call,
    store: &Store,
    wish: &Wish,
    need: &Need,
) -> Result<Result<Option<Appointment>, FulfilmentRefusal>, Problem> {
    let Some(rule) = store.bookings() else {
        return Ok(Err(SlotRefusal::NotOffered.into()));
    };
    let able = match rule.able(&need.kind, wish.resource.as_ref()) {
        Ok(able) => able,
        Err(refusal) => return Ok(Err(refusal.into())),
    };
    let Some(slot_ms) = wish.fulfilment.slot_ms else {
        return Ok(Ok(None));
    };
    let slot = match rule.slot(&store.service.timetable, need, slot_ms, call.now_ms) {
        Ok(slot) => slot,
        Err(refusal) => return Ok(Err(BookingRefusal::from(refusal).into())),
    };
    let taken = taken(call.sql(), &store.id, slot, None)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let free: Vec<_> = able
        .into_iter()
        .filter(|resource| slot.is_free(&resource.id, &taken))
        .collect();
    // Any of them: who come at once seldom want the same one.
    let [byte] = call.random();
    let chosen = usize::from(byte)
        .checked_rem(free.len())
        .and_then(|at| free.get(at));
    Ok(match chosen {
        Some(resource) => Ok(Some(rule.appoint(resource, slot))),
        None => Err(SlotRefusal::Full.into()),
    })
}
