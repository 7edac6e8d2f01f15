//! Sends goods to another store.

use crate::memory::Memory;
use crate::put_assortment::selling_store;
use crate::view;
use api::catalog::CreateTransfer;
use api::problem::{Code, Fault, Problem};
use commerce::field::{Findings, Rule};
use commerce::ids::{SkuId, TransferId};
use commerce::transfer::{Transfer, TransferDraft, TransferLineDraft};
use http::StatusCode;
use std::collections::BTreeSet;
use std::rc::Rc;
use storage::assortment::SellingStore;
use storage::idempotency::KEY_USED;
use storage::product::known_skus;
use storage::scope::StoreScope;
use storage::sql::{Script, SqlError};
use storage::transfer::{self, STOCK};
use storage::{assortment, stock};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Reply};

/// Sends what the caller names from the store that the path names, once per key.
pub async fn create_transfer(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let store = selling_store(&call).await?;
    let key = call.idempotency()?;
    let request: CreateTransfer = call.json()?;
    let by = call.principal.name();
    let id = TransferId::new(call.now_ms, call.random());
    let sent = draft(&request).validate(id, store.id(), &by, call.now_ms)?;
    check_known(&call, &request, &sent).await?;
    let answer = Prepared::new(&key, StatusCode::CREATED, &view::transfer(&sent))?;
    let mut script = Script::new();
    answer.keep(&mut script, &key, call.now_ms);
    let first = transfer::send(&mut script, &sent);
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: KEY_USED, .. }) => return replay_used(&call, &key).await,
        Err(SqlError::Refused {
            label: STOCK, step, ..
        }) => {
            let problem = short(&call, &store, &request, &sent, step - first).await?;
            // Whoever repeats a request may meet its first effect.
            return replay_or(&call, &key, problem).await;
        }
        Err(error) => return Err(call.sql_problem(&error)),
    }
    memory.renew(&call).await;
    Ok(answer.reply())
}

fn draft(request: &CreateTransfer) -> TransferDraft {
    let lines = request.lines.iter().map(|line| TransferLineDraft {
        sku: line.sku.clone(),
        units: line.units,
    });
    TransferDraft {
        to: request.to.clone(),
        reason: request.reason.clone(),
        lines: lines.collect(),
    }
}

async fn check_known(call: &Call, request: &CreateTransfer, sent: &Transfer) -> Result<(), Problem> {
    // Which stores there are is public; the wall stands around what they have.
    let stores = BTreeSet::from([sent.to.clone()]);
    let stores = assortment::currencies(call.sql_across_stores(), &StoreScope::All, &stores).await;
    let stores = stores.map_err(|error| call.sql_problem(&error))?;
    let skus: BTreeSet<SkuId> = sent.lines.iter().map(|line| line.sku.clone()).collect();
    let known = known_skus(call.sql(), &skus).await;
    let known = known.map_err(|error| call.sql_problem(&error))?;
    let mut findings = Findings::default();
    if !stores.contains_key(&sent.to) {
        findings.report("to", Rule::unknown(sent.to.as_str()));
    }
    for sku in skus.difference(&known) {
        let index = index_of(request, sku);
        findings.report(format!("lines[{index}].sku"), Rule::unknown(sku.as_str()));
    }
    Ok(findings.finish(Some(()))?)
}

/// The place of a SKU in what the caller sent.
fn index_of(request: &CreateTransfer, sku: &SkuId) -> usize {
    let index = request.lines.iter().position(|line| line.sku == sku.as_str());
    index.unwrap_or_default()
}

/// Of which line fewer units are available than are to be sent.
async fn short(
    call: &Call,
    store: &SellingStore,
    request: &CreateTransfer,
    sent: &Transfer,
    line: usize,
) -> Result<Problem, Problem> {
    let Some(line) = sent.lines.get(line) else {
        return Err(Problem::new(Code::Internal));
    };
    let levels = stock::find(call.sql(), store, &BTreeSet::from([line.sku.clone()])).await;
    let levels = levels.map_err(|error| call.sql_problem(&error))?;
    let available = levels.get(&line.sku).map_or(0, stock::StockLevel::available);
    let index = index_of(request, &line.sku);
    let fault = Fault::Available(available);
    Ok(Problem::field(
        Code::OutOfStock,
        format!("lines[{index}].units"),
        fault,
    ))
}
