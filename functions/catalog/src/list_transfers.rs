//! What a store sends and receives.

use crate::put_assortment::selling_store;
use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::ids::TransferId;
use commerce::transfer::TransferState;
use storage::transfer;
use web::{Call, Reply};

/// Lists the transfers of the store that the path names, newest first.
pub async fn list_transfers(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let state: Option<TransferState> = query.optional("state", "in_transit, received or cancelled")?;
    let cursor: Option<TransferId> = query.optional("cursor", "the next_cursor of a list before")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    query.finish()?;
    let store = selling_store(&call).await?;
    let transfers = transfer::list(call.sql(), &store, state, cursor, limit + 1).await;
    let transfers = transfers.map_err(|error| call.sql_problem(&error))?;
    let transfers = transfers.iter().map(view::transfer).collect();
    Ok(Reply::ok(&Page::cut(transfers, limit, |transfer| {
        transfer.id.clone()
    })))
}
