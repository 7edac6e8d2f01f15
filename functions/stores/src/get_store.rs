//! One store, as stored in key-value.

use api::problem::{Code, Problem};
use commerce::ids::StoreId;
use storage::projection::keys;
use web::{Call, Reply};

/// The store's page.
pub async fn get_store(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id: StoreId = call.param("store")?;
    let stored = call.key_value().get(&keys::store(&id)).await;
    let page = stored
        .map_err(|error| call.key_value_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Reply::stored_json(page).public(call.if_none_match(), "public, max-age=2"))
}
