//! Roles: names for what one may do.

use crate::view;
use api::problem::{Code, Problem};
use api::staff::{PutRole, RolesView};
use commerce::field::{FieldError, Rule};
use commerce::ids::RoleId;
use commerce::staff::{NAME_CHARS_MAX, Permission, Permissions};
use commerce::text;
use storage::role::{self, ROLE, StoredRole};
use storage::sql::{Script, SqlError};
use web::{Call, Reply};

/// All roles, and all permissions that there are.
pub async fn list_roles(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let roles = role::load_all(call.sql())
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Reply::ok(&RolesView {
        items: roles.iter().map(view::role).collect(),
        permissions: view::permissions(Permissions::ALL),
    }))
}

/// Creates or replaces a role: with permissions that the caller has, in place of such.
pub async fn put_role(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id: RoleId = call.new_param("role", "1 to 40 letters, digits, - or _")?;
    let request: PutRole = call.json()?;
    let name = text::line("name", &request.name, NAME_CHARS_MAX)?;
    let permissions = read_permissions(&request.permissions)?;
    let own = call.staff()?.permissions;
    let before = role::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let replaced = before
        .as_ref()
        .map_or(Permissions::NONE, |before| before.permissions);
    if !own.cover(permissions) || !own.cover(replaced) {
        return Err(Problem::new(Code::Forbidden));
    }
    let version = before.map(|before| before.version);
    if request.version != version {
        return Err(Problem::new(Code::VersionConflict));
    }
    let mut script = Script::new();
    role::put(&mut script, &id, &name, permissions, version, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: ROLE, .. }) => return Err(Problem::new(Code::VersionConflict)),
        Err(error) => return Err(call.sql_problem(&error)),
    }
    Ok(Reply::ok(&view::role(&StoredRole {
        id,
        version: version.unwrap_or(0) + 1,
        name,
        permissions,
    })))
}

fn read_permissions(names: &[String]) -> Result<Permissions, FieldError> {
    if names.len() > Permission::ALL.len() {
        let max = Permission::ALL.len();
        return Err(FieldError::new("permissions", Rule::TooMany { max }));
    }
    let read = names.iter().enumerate().map(|(at, name)| {
        name.parse::<Permission>()
            .map_err(|_| FieldError::new(format!("permissions[{at}]"), Rule::unknown(name)))
    });
    read.collect()
}
