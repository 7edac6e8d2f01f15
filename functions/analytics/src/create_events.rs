//! Records what a shopper looked at.

use crate::read_events::{SoundEvent, read_events};
use api::analytics::{CreateEvents, EventReport};
use api::problem::Problem;
use commerce::field::{FieldError, Findings, Rule};
use commerce::hours::{Day, Zone};
use commerce::ids::{ProductId, StoreId};
use std::collections::{BTreeMap, BTreeSet};
use storage::event::{self, Event};
use storage::store;
use web::{Call, Reply};

/// Records the caller's own events: those that are new are counted, each once.
pub async fn create_events(call: Call) -> Result<Reply, Problem> {
    let request: CreateEvents = call.json()?;
    let sound = read_events(&request, call.now_ms)?;
    let zones = zones(&call, &sound).await?;
    let products = products(&call, &sound).await?;
    let events = place(sound, &zones, &products)?;
    let sent = events.len() as u64;
    let recorded = event::record(call.sql(), call.shopper()?, &call.random_name(), events)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Reply::ok(&EventReport {
        recorded,
        repeated: sent.saturating_sub(recorded),
    }))
}

async fn zones(call: &Call, events: &[SoundEvent]) -> Result<BTreeMap<StoreId, Zone>, Problem> {
    let ids: BTreeSet<StoreId> = events.iter().map(|event| event.store.clone()).collect();
    let ids: Vec<StoreId> = ids.into_iter().collect();
    let found = store::load_many(call.sql(), &ids)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(found
        .into_iter()
        .map(|found| (found.store.id, found.store.service.timetable.zone))
        .collect())
}

async fn products(call: &Call, events: &[SoundEvent]) -> Result<BTreeSet<ProductId>, Problem> {
    let ids = events.iter().filter_map(|event| event.product.clone()).collect();
    event::known_products(call.sql(), &ids)
        .await
        .map_err(|error| call.sql_problem(&error))
}

/// Puts each event on the day of its store's own calendar.
fn place(
    events: Vec<SoundEvent>,
    zones: &BTreeMap<StoreId, Zone>,
    products: &BTreeSet<ProductId>,
) -> Result<Vec<Event>, Vec<FieldError>> {
    let mut findings = Findings::default();
    let mut placed = Vec::with_capacity(events.len());
    for (index, event) in events.into_iter().enumerate() {
        let unknown = |name: &str, value: &str| {
            FieldError::new(format!("events[{index}].{name}"), Rule::unknown(value))
        };
        let day = zones
            .get(&event.store)
            .and_then(|zone| Day::of(zone, event.at_ms));
        let day = findings.keep(day.ok_or_else(|| unknown("store", event.store.as_str())));
        if let Some(product) = event.product.as_ref().filter(|id| !products.contains(id)) {
            findings.keep(Err::<(), _>(unknown("product", product.as_str())));
        }
        placed.extend(day.map(|day| Event {
            id: event.id,
            kind: event.kind,
            store: event.store,
            product: event.product,
            day,
            at_ms: event.at_ms,
        }));
    }
    findings.finish(Some(placed))
}
