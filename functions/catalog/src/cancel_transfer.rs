//! Cancels a transfer: the goods go back to the sender.

use crate::get_transfer::load;
use crate::memory::Memory;
use crate::put_assortment::selling_store;
use crate::receive_transfer::{ended, save};
use crate::view;
use api::problem::{Code, Problem};
use http::StatusCode;
use serde::Deserialize;
use std::rc::Rc;
use storage::sql::Script;
use storage::transfer;
use web::replay::{Prepared, replay_or};
use web::{Call, Reply};

/// What may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoFields {}

/// Cancels the transfer that the path names, sent by the store that it names, once.
pub async fn cancel_transfer(mut call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let store = selling_store(&call).await?;
    let key = call.idempotency()?;
    if !call.body.is_empty() {
        let NoFields {} = call.json()?;
    }
    let mut cancelled = load(&call, &store).await?;
    if cancelled.from != *store.id() {
        return Err(Problem::new(Code::Forbidden));
    }
    if cancelled.cancel(&call.principal.name(), call.now_ms).is_err() {
        return replay_or(&call, &key, ended()).await;
    }
    let answer = Prepared::new(&key, StatusCode::OK, &view::transfer(&cancelled))?;
    let mut script = Script::new();
    answer.keep(&mut script, &key, call.now_ms);
    let steps = transfer::cancel(&mut script, &cancelled);
    // Its body is empty, so what does not fit in is named as the view names it.
    let field = |line: usize| format!("lines[{line}].sent");
    save(&call, &memory, &key, answer, script, &steps, field).await
}
