//! Receives a transfer, as counted.

use crate::get_transfer::load;
use crate::memory::Memory;
use crate::put_assortment::selling_store;
use crate::view;
use api::catalog::ReceiveTransfer;
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::transfer::{CountDraft, ReceiveError};
use http::StatusCode;
use std::rc::Rc;
use storage::idempotency::KEY_USED;
use storage::sql::{Script, SqlError};
use storage::stock::ON_HAND_MAX;
use storage::transfer::{self, STATE, STOCK};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Idempotency, Reply};

/// Receives the transfer that the path names at the store that it names, once.
pub async fn receive_transfer(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let store = selling_store(&call).await?;
    let key = call.idempotency()?;
    let request: ReceiveTransfer = call.json()?;
    let mut received = load(&call, &store).await?;
    if received.to != *store.id() {
        return Err(Problem::new(Code::Forbidden));
    }
    let counts: Vec<CountDraft> = request
        .lines
        .iter()
        .map(|line| CountDraft {
            sku: line.sku.clone(),
            received: line.received,
        })
        .collect();
    match received.receive(&counts, &call.principal.name(), call.now_ms) {
        Ok(()) => {}
        Err(ReceiveError::NotInTransit(_)) => return replay_or(&call, &key, ended()).await,
        Err(ReceiveError::Fields(errors)) => return Err(errors.into()),
    }
    let mut script = Script::new();
    let answer = Prepared::new(&key, StatusCode::OK, &view::transfer(&received))?;
    answer.keep(&mut script, &key, call.now_ms);
    let steps = transfer::receive(&mut script, &received);
    let too_many = |line: usize| {
        let sku = received.lines.get(line).map_or("", |line| line.sku.as_str());
        let index = request.lines.iter().position(|line| line.sku == sku);
        format!("lines[{}].received", index.unwrap_or_default())
    };
    save(&call, &memory, &key, answer, script, &steps, too_many).await
}

/// Writes the end of a transfer and answers with it. `field` names the line that does not fit into the stock.
pub async fn save(
    call: &Call,
    memory: &Memory,
    key: &Idempotency,
    answer: Prepared,
    script: Script,
    steps: &[(usize, usize)],
    field: impl Fn(usize) -> String,
) -> Result<Reply, Problem> {
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: KEY_USED, .. }) => return replay_used(call, key).await,
        Err(SqlError::Refused { label: STATE, .. }) => return replay_or(call, key, ended()).await,
        Err(SqlError::Refused {
            label: STOCK, step, ..
        }) => {
            let line = steps
                .iter()
                .find(|(at, _)| *at == step)
                .map_or(0, |(_, line)| *line);
            // So many are on hand already that these do not fit in.
            let (min, max) = (0, ON_HAND_MAX);
            return Err(Problem::invalid(field(line), Rule::OutOfRange { min, max }));
        }
        Err(error) => return Err(call.sql_problem(&error)),
    }
    memory.renew(call).await;
    Ok(answer.reply())
}

/// The problem of a transfer that is no longer in transit.
pub fn ended() -> Problem {
    Problem::new(Code::TransferState)
}
