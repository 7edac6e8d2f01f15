//! Handing over, once, at the order's store, by who saw the preview.

use crate::code::{Codes, Desk};
use crate::create_order_event::{Extra, save};
use crate::detail::load;
use api::fulfilment::{CODE_CHARS_MAX, CreateHandover};
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::order::OrderEvent;
use storage::handover::{self, Outcome};
use web::replay::replay_or;
use web::{Call, Reply};

/// Hands over the order of a confirmation.
pub async fn create_handover(call: Call) -> Result<Reply, Problem> {
    let store = call.staff_store()?;
    let key = call.idempotency()?;
    let CreateHandover { confirmation } = call.json()?;
    if confirmation.len() > CODE_CHARS_MAX {
        let max = CODE_CHARS_MAX;
        return Err(Problem::invalid("confirmation", Rule::TooLong { max }));
    }
    let actor = call.principal.name();
    let desk = Desk {
        store: &store,
        actor: &actor,
    };
    let codes = Codes::of(&call)
        .await
        .ok_or_else(|| Problem::new(Code::Internal))?;
    let Some(id) = codes.read_confirmation(&confirmation, desk, call.now_ms) else {
        return replay_or(&call, &key, Problem::new(Code::HandoverRefused)).await;
    };
    let stored = load(&call, &store, id).await?;
    let mut extra = Extra::default();
    let outcome = Outcome::HandedOver;
    handover::note_check(&mut extra.steps, &store, Some(id), &actor, outcome, call.now_ms);
    save(&call, &key, &stored, OrderEvent::HandOver, "", extra).await
}
