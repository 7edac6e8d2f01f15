//! What somebody who manages staff or keys may give: never more than they have, and only where they are.

use api::problem::{Code, Fault, Problem};
use commerce::field::{FieldError, Rule};
use commerce::ids::{RegionId, RoleId, StoreId};
use commerce::staff::Permissions;
use storage::scope::StoreScope;
use storage::{region, role, store};
use web::Call;

/// What is asked for, as it was sent.
pub struct Wanted<'a> {
    /// A role.
    pub role: &'a str,
    /// A store.
    pub store: Option<&'a str>,
    /// A region.
    pub region: Option<&'a str>,
}

/// A role that exists and whose permissions the caller has all.
///
/// # Errors
/// Names the field and the rule; a failure of storage.
pub async fn role(call: &Call, wanted: &str) -> Result<(RoleId, Permissions), Problem> {
    let id: RoleId = wanted.parse().map_err(|_| FieldError::new("role", Rule::CODE))?;
    let found = role::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::invalid("role", Rule::unknown(wanted)))?;
    if call.staff()?.permissions.cover(found.permissions) {
        Ok((id, found.permissions))
    } else {
        Err(Problem::field(
            Code::Forbidden,
            "role",
            Fault::Reason("more_than_own"),
        ))
    }
}

/// Stores that exist and are all the caller's. Who has one store gives that one where none is named.
///
/// # Errors
/// Names the field and the rule; a failure of storage.
pub async fn scope(call: &Call, wanted: &Wanted<'_>) -> Result<StoreScope, Problem> {
    let own = call.store_scope()?;
    match (wanted.store, wanted.region, own) {
        (Some(_), Some(_), _) => Err(Problem::invalid("region", Rule::Conflict { other: "store" })),
        (None, None, StoreScope::All | StoreScope::One(_)) => Ok(own.clone()),
        (None, None, StoreScope::Region(_)) => Err(Problem::invalid("store", Rule::Required)),
        (Some(text), None, _) => {
            let id: StoreId = text.parse().map_err(|_| FieldError::new("store", Rule::CODE))?;
            let is_own = call.scope_of(&id).await?.holds(&id);
            let found = store::load(call.sql(), &id)
                .await
                .map_err(|error| call.sql_problem(&error))?;
            // Another's is none.
            match found.filter(|_| is_own) {
                Some(_) => Ok(StoreScope::One(id)),
                None => Err(Problem::invalid("store", Rule::unknown(text))),
            }
        }
        (None, Some(text), StoreScope::All) => {
            let id: RegionId = text.parse().map_err(|_| FieldError::new("region", Rule::CODE))?;
            let found = region::load(call.sql(), &id)
                .await
                .map_err(|error| call.sql_problem(&error))?;
            match found {
                Some(_) => Ok(StoreScope::Region(id)),
                None => Err(Problem::invalid("region", Rule::unknown(text))),
            }
        }
        (None, Some(text), _) => Err(Problem::invalid("region", Rule::unknown(text))),
    }
}

/// Whether what is bound to `theirs` is the caller's to manage: within their stores, with no permission that the caller lacks.
///
/// # Errors
/// [`Code::Forbidden`] when the caller is no staff; a failure of storage.
pub async fn manages(call: &Call, theirs: &StoreScope, permissions: Permissions) -> Result<bool, Problem> {
    let own = call.staff()?;
    let within = match (&own.scope, theirs) {
        (StoreScope::All, _) => true,
        (_, StoreScope::One(store)) => call.scope_of(store).await?.holds(store),
        (_, StoreScope::All | StoreScope::Region(_)) => false,
    };
    Ok(within && own.permissions.cover(permissions))
}
