//! Creates or replaces a category.

use crate::draft;
use crate::memory::Memory;
use api::catalog::{PutCategory, Saved};
use api::problem::{Fault, Problem};
use commerce::field::Rule;
use commerce::ids::CategoryId;
use commerce::product::{Category, is_tree_path};
use std::collections::BTreeMap;
use std::rc::Rc;
use storage::category::{self, StoredCategory};
use storage::shelf::ALL;
use storage::sql::Script;
use web::{Call, Reply};

/// Creates or replaces the category that the path names.
pub async fn put_category(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let id = draft::category_param(&call)?;
    if id.as_str() == ALL {
        let code = api::problem::Code::InvalidRequest;
        return Err(Problem::field(code, "category", Fault::Reason("reserved")));
    }
    let request: PutCategory = call.json()?;
    let wanted_version = request.version;
    let after = draft::category(&id, request).validate()?;
    let known = category::load_all(call.sql())
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let before = known.get(&id);
    let version = before.map(|before| before.version);
    draft::require_version(wanted_version, version)?;
    check_tree(&known, &after)?;
    if before.is_some_and(|before| before.category == after) {
        return Ok(saved(&id, version.unwrap_or(0)));
    }
    let mut script = Script::new();
    let put = category::put(&mut script, &after, version, call.now_ms);
    put.map_err(|error| call.sql_problem(&error))?;
    let written = call.sql().write(script).await;
    written.map_err(|error| call.sql_problem(&error))?;
    memory.renew(&call).await;
    Ok(saved(&id, version.unwrap_or(0) + 1))
}

/// The parent exists, and no category goes round in a circle or becomes too deep.
fn check_tree(known: &BTreeMap<CategoryId, StoredCategory>, after: &Category) -> Result<(), Problem> {
    if let Some(parent) = &after.parent
        && !known.contains_key(parent)
    {
        return Err(Problem::invalid("parent", Rule::unknown(parent.as_str())));
    }
    let parent_of = |id: &CategoryId| match known.get(id) {
        _ if *id == after.id => after.parent.as_ref(),
        Some(stored) => stored.category.parent.as_ref(),
        None => None,
    };
    let ids = known.keys().chain(std::iter::once(&after.id));
    if ids.into_iter().all(|id| is_tree_path(id, parent_of)) {
        Ok(())
    } else {
        Err(Problem::invalid("parent", Rule::Conflict { other: "category" }))
    }
}

fn saved(id: &CategoryId, version: i64) -> Reply {
    Reply::ok(&Saved {
        id: id.to_string(),
        version,
    })
}
