//! When services can begin, and with whom.

use crate::day;
use crate::list_slots::not_offered;
use api::fulfilment::{OpenSlotView, SlotsView};
use api::problem::{Code, Fault, FieldProblem, Problem};
use commerce::cart::Cart;
use commerce::hours::Day;
use commerce::ids::SkuId;
use commerce::product::BookableService;
use commerce::store::{Need, Slot, Store};
use ordering::refusal::fulfilment_problem;
use storage::order::booking::{services, taken};
use web::Call;

/// The times of a day at which the services of a cart can begin, one after the other.
///
/// # Errors
/// A line that is no service, services that cannot be booked together or here; a failure of storage.
pub async fn slots(call: &Call, store: &Store, cart: &Cart, day: Option<Day>) -> Result<SlotsView, Problem> {
    let rule = store.bookings().ok_or_else(not_offered)?;
    let need = need(call, cart).await?;
    let able = rule
        .able(&need.kind, None)
        .map_err(|refusal| fulfilment_problem(refusal.into()))?;
    let timetable = &store.service.timetable;
    let day = day::of_store(call, store, day);
    let slots = rule.slots_on(timetable, &need, day, call.now_ms);
    let span = Slot {
        start_ms: slots.first().map_or(0, |first| first.start_ms),
        end_ms: slots.last().map_or(0, |last| last.end_ms),
    };
    let taken = taken(call.sql(), &store.id, span, None)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = slots.iter().map(|slot| {
        let free = able.iter().filter(|resource| slot.is_free(&resource.id, &taken));
        let resources: Vec<String> = free.map(|resource| resource.id.to_string()).collect();
        OpenSlotView {
            start_ms: slot.start_ms,
            end_ms: slot.end_ms,
            left: i64::try_from(resources.len()).unwrap_or(i64::MAX),
            resources,
        }
    });
    Ok(SlotsView {
        day: day::text(day)?,
        last_day: day::text(rule.window.last_day(timetable, call.now_ms))?,
        slots: views.collect(),
    })
}

async fn need(call: &Call, cart: &Cart) -> Result<Need, Problem> {
    let skus: Vec<SkuId> = cart.lines().iter().map(|line| line.sku.clone()).collect();
    let services = services(call.sql(), &skus)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let service = |sku: &SkuId| -> Option<&BookableService> {
        let found = services.iter().find(|(known, _)| known == sku);
        found.map(|(_, service)| service)
    };
    let others = cart.lines().iter().enumerate();
    let others: Vec<FieldProblem> = others
        .filter(|(_, line)| service(&line.sku).is_none())
        .map(|(index, _)| FieldProblem {
            field: format!("sku[{index}]"),
            fault: Fault::Reason("not_booked"),
        })
        .collect();
    if !others.is_empty() {
        return Err(Problem {
            fields: others,
            ..Problem::new(Code::NotSellable)
        });
    }
    let lines = cart.lines().iter();
    let needed = lines.filter_map(|line| Some((service(&line.sku)?, line.quantity)));
    let need = Need::of(needed).map_err(|refusal| fulfilment_problem(refusal.into()))?;
    // A cart has at least one line.
    need.ok_or_else(|| Problem::new(Code::Internal))
}
