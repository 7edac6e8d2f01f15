//! Regions: stores that one member of staff sees to together.

use crate::view;
use api::problem::{Code, Problem};
use api::staff::{PutRegion, RegionsView};
use commerce::field::{FieldError, Rule};
use commerce::ids::{RegionId, StoreId};
use commerce::staff::{NAME_CHARS_MAX, REGION_STORES_MAX};
use commerce::text;
use std::collections::BTreeSet;
use storage::region::{self, REGION, REGION_STORE, StoredRegion};
use storage::sql::{Script, SqlError};
use web::{Call, Reply};

/// All regions, without their stores.
pub async fn list_regions(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let regions = region::load_all(call.sql())
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let items = regions.iter().map(|region| view::region(region, None)).collect();
    Ok(Reply::ok(&RegionsView { items }))
}

/// One region, with its stores.
pub async fn get_region(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id: RegionId = call.param("region")?;
    let found = region::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let stores = region::stores(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Reply::ok(&view::region(&found, Some(&stores))))
}

/// Creates or replaces a region with all its stores.
pub async fn put_region(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id: RegionId = call.new_param("region", "1 to 40 letters, digits, - or _")?;
    let request: PutRegion = call.json()?;
    let name = text::line("name", &request.name, NAME_CHARS_MAX)?;
    let stores = read_stores(&request.stores)?;
    let before = region::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let version = before.map(|before| before.version);
    if request.version != version {
        return Err(Problem::new(Code::VersionConflict));
    }
    let mut script = Script::new();
    let first = region::put(&mut script, &id, &name, &stores, version, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: REGION, .. }) => return Err(Problem::new(Code::VersionConflict)),
        Err(SqlError::Refused {
            label: REGION_STORE,
            step,
            ..
        }) => {
            let at = step.saturating_sub(first);
            let named = request.stores.get(at).map_or("", String::as_str);
            return Err(Problem::invalid(format!("stores[{at}]"), Rule::unknown(named)));
        }
        Err(error) => return Err(call.sql_problem(&error)),
    }
    let after = StoredRegion {
        id,
        version: version.unwrap_or(0) + 1,
        name,
        stores: i64::try_from(stores.len()).unwrap_or(i64::MAX),
    };
    Ok(Reply::ok(&view::region(&after, Some(&stores))))
}

/// In the order that they were sent in.
fn read_stores(codes: &[String]) -> Result<Vec<StoreId>, Vec<FieldError>> {
    if codes.len() > REGION_STORES_MAX {
        let max = REGION_STORES_MAX;
        return Err(vec![FieldError::new("stores", Rule::TooMany { max })]);
    }
    let (mut stores, mut seen, mut errors) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (at, code) in codes.iter().enumerate() {
        let field = format!("stores[{at}]");
        match code.parse::<StoreId>() {
            Err(_) => errors.push(FieldError::new(field, Rule::CODE)),
            Ok(id) if !seen.insert(id.clone()) => errors.push(FieldError::new(field, Rule::Duplicate)),
            Ok(id) => stores.push(id),
        }
    }
    if errors.is_empty() {
        Ok(stores)
    } else {
        Err(errors)
    }
}
