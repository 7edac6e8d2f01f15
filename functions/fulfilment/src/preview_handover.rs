//! What a code is for. Nothing is handed over yet, and every try is kept.

use crate::code::{CONFIRM_MS, Codes, Desk, Payload, spoken};
use crate::detail::{desk_store, load, store_order};
use api::fulfilment::{CODE_CHARS_MAX, HandoverPreviewView, PreviewHandover};
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::ids::{OrderId, StoreId};
use commerce::order::{OrderEvent, transition};
use storage::handover::{self, Outcome};
use storage::order::StoredOrder;
use storage::sql::Script;
use web::{Call, Reply};

/// Refused tries of one person at one store, within [`REFUSALS_MS`], after which there is a pause.
const REFUSALS_MAX: i64 = 20;
/// See [`REFUSALS_MAX`]; in milliseconds.
const REFUSALS_MS: i64 = 10 * 60 * 1_000;

/// Shows the order of a code that waits at the store.
pub async fn preview_handover(call: Call) -> Result<Reply, Problem> {
    let store = desk_store(&call).await?;
    let PreviewHandover { code } = call.json()?;
    if code.len() > CODE_CHARS_MAX {
        let max = CODE_CHARS_MAX;
        return Err(Problem::invalid("code", Rule::TooLong { max }));
    }
    let actor = call.principal.name();
    let since_ms = call.now_ms.saturating_sub(REFUSALS_MS);
    let refusals = handover::refusals(call.sql(), &store, &actor, since_ms).await;
    if refusals.map_err(|error| call.sql_problem(&error))? >= REFUSALS_MAX {
        return Err(Problem::new(Code::TooManyTries));
    }
    let codes = Codes::of(&call)
        .await
        .ok_or_else(|| Problem::new(Code::Internal))?;
    let found = find(&call, &codes, &store, &code).await?;
    let (order, outcome) = match &found {
        Some(stored) => (Some(stored.order.id), Outcome::Shown),
        None => (None, Outcome::Refused),
    };
    let mut script = Script::new();
    handover::note_check(&mut script, &store, order, &actor, outcome, call.now_ms);
    let kept = call.sql().write(script).await;
    kept.map_err(|error| call.sql_problem(&error))?;
    let order = found.ok_or_else(|| Problem::new(Code::HandoverRefused))?.order;
    let confirm_by_ms = call.now_ms.saturating_add(CONFIRM_MS);
    let desk = Desk {
        store: &store,
        actor: &actor,
    };
    Ok(Reply::ok(&HandoverPreviewView {
        confirmation: codes.confirmation(order.id, desk, confirm_by_ms),
        confirm_by_ms,
        order: store_order(&call, &order),
    }))
}

/// The order of a code, if it waits at the store.
async fn find(
    call: &Call,
    codes: &Codes,
    store: &StoreId,
    code: &str,
) -> Result<Option<StoredOrder>, Problem> {
    let id = match codes.read_payload(Payload::Handover, code, call.now_ms) {
        Some(id) => Some(id),
        None => look_up(call, codes, store, code).await?,
    };
    let Some(id) = id else {
        return Ok(None);
    };
    let stored = match load(call, store, id).await {
        Ok(stored) => stored,
        // Another store's order: its code is none here.
        Err(problem) if problem.code == Code::NotFound => return Ok(None),
        Err(problem) => return Err(problem),
    };
    let waits = transition(stored.order.quote.mode, stored.order.state, OrderEvent::HandOver).is_ok();
    Ok(waits.then_some(stored))
}

/// Codes are not stored, so those of the orders that wait here are made and compared.
async fn look_up(
    call: &Call,
    codes: &Codes,
    store: &StoreId,
    code: &str,
) -> Result<Option<OrderId>, Problem> {
    let Some(code) = spoken(code) else {
        return Ok(None);
    };
    let waiting = handover::waiting(call.sql(), call.store_scope()?, store)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(waiting.into_iter().find(|id| codes.code(*id) == code))
}
