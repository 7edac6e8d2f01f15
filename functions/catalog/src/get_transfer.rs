//! One transfer that a store sends or receives.

use crate::put_assortment::selling_store;
use crate::view;
use api::problem::{Code, Problem};
use commerce::ids::TransferId;
use commerce::transfer::Transfer;
use storage::assortment::SellingStore;
use storage::transfer;
use web::{Call, Reply};

/// Reads the transfer that the path names.
pub async fn get_transfer(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let store = selling_store(&call).await?;
    Ok(Reply::ok(&view::transfer(&load(&call, &store).await?)))
}

/// The transfer in the path, if the store sends or receives it; 404 otherwise.
pub async fn load(call: &Call, store: &SellingStore) -> Result<Transfer, Problem> {
    let id: TransferId = call.param("transfer")?;
    let found = transfer::find(call.sql(), store, id).await;
    found
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))
}
