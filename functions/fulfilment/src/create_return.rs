//! Taking back goods of any store's order: who shows the order's code lets these staff see it, for this once.

use crate::code::{Codes, Payload};
use crate::create_refund::{read_reason, read_wish, save};
use crate::detail::desk_store;
use api::fulfilment::{CODE_CHARS_MAX, CreateReturn};
use api::problem::{Code, Problem};
use commerce::field::Rule;
use storage::order;
use web::replay::replay_or;
use web::{Call, Reply};

/// Refunds an order whose shopper shows its return code.
pub async fn create_return(call: Call) -> Result<Reply, Problem> {
    let store = desk_store(&call).await?;
    let key = call.idempotency()?;
    let request: CreateReturn = call.json()?;
    if request.code.len() > CODE_CHARS_MAX {
        let max = CODE_CHARS_MAX;
        return Err(Problem::invalid("code", Rule::TooLong { max }));
    }
    let reason = read_reason(&request.reason)?;
    let wish = read_wish(request.lines.as_deref(), false)?;
    let codes = Codes::of(&call)
        .await
        .ok_or_else(|| Problem::new(Code::Internal))?;
    let shown = codes.read_payload(Payload::Return, &request.code, call.now_ms);
    let Some(id) = shown else {
        return replay_or(&call, &key, Problem::new(Code::HandoverRefused)).await;
    };
    // The code is signed, and says which order these staff may see.
    let stored = order::load(call.sql_across_stores(), id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::HandoverRefused))?;
    // Money and books are those of the order's store.
    let call = call.reaching(&stored.order.store);
    save(&call, &key, &stored, &store, &wish, request.restock, &reason).await
}
