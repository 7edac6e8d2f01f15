//! Closes a store for a while, or opens it again.

use crate::save::save;
use crate::view;
use api::problem::{Code, Problem};
use api::stores::PutClosure;
use commerce::field::FieldError;
use storage::store;
use web::{Call, Reply};

/// Sets or removes the closure of a store that the caller may see.
pub async fn put_store_closure(call: Call) -> Result<Reply, Problem> {
    let id = call.staff_store()?;
    let request: PutClosure = call.json()?;
    let closure = request
        .closure
        .map(|closure| view::closure_draft(closure).validate())
        .transpose();
    let closure = closure.map_err(within_closure)?;
    let loaded = store::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let before = loaded.ok_or_else(|| Problem::new(Code::NotFound))?;
    let mut after = before.store.clone();
    after.service.timetable.closure = closure;
    save(&call, Some(before), after).await
}

fn within_closure(errors: Vec<FieldError>) -> Problem {
    errors
        .into_iter()
        .map(|error| error.at("closure"))
        .collect::<Vec<_>>()
        .into()
}
