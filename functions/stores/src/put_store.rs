//! Creates or replaces a store.

use crate::save::save;
use crate::view;
use api::problem::Problem;
use api::stores::PutStore;
use commerce::ids::StoreId;
use storage::store;
use web::{Call, Reply};

/// Creates or replaces the store that the path names.
pub async fn put_store(call: Call) -> Result<Reply, Problem> {
    let id: StoreId = call.new_param("store", "1 to 40 letters, digits, - or _")?;
    let request: PutStore = call.json()?;
    let after = view::draft(&id, request).validate()?;
    let before = store::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    save(&call, before, after).await
}
