//! Keys of devices, partners and jobs: `mdk_ID_SECRET`. A key is exchanged for an access token, so that functions need not ask about it.

use crate::grant::{self, Wanted};
use crate::secrets::{Secrets, random};
use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::{Code, Problem};
use api::staff::{CreateKey, CreateKeyToken, KeySecretView, KeyTokenView};
use commerce::account::session::ACCESS_SECONDS;
use commerce::field::{FieldError, Rule};
use commerce::ids::KeyId;
use commerce::staff::{KEY_DAYS_MAX, KEY_GRACE_MS, NAME_CHARS_MAX, Permission, Permissions};
use commerce::text;
use http::StatusCode;
use storage::access_key::{self, KEY, KeyKind, StoredKey};
use storage::scope::StoreScope;
use storage::sql::{Script, SqlError};
use web::{Call, Principal, Reply, Staff, StaffKind};

/// How a key begins, so that scanners for leaked secrets know it.
const PREFIX: &str = "mdk_";
/// Longest text that is looked at, in bytes; a key has 74.
const KEY_BYTES_MAX: usize = 200;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Lists the keys of the caller's stores, by when they were given out.
pub async fn list_keys(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let cursor: Option<KeyId> = query.optional("cursor", "the next_cursor of a list before")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    query.finish()?;
    let keys = access_key::list(call.sql(), call.store_scope()?, cursor, limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let keys = keys.iter().map(view::key).collect();
    Ok(Reply::ok(&Page::cut(keys, limit, |key| key.id.clone())))
}

/// Gives out a key, with a role that the caller has themselves, for stores of the caller's.
pub async fn create_key(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: CreateKey = call.json()?;
    let secrets = Secrets::of(&call).await?;
    let kind: KeyKind = request
        .kind
        .parse()
        .map_err(|_| FieldError::new("kind", Rule::unknown(&request.kind)))?;
    let name = text::line("name", &request.name, NAME_CHARS_MAX)?;
    if !(1..=KEY_DAYS_MAX).contains(&request.days) {
        let (min, max) = (1, KEY_DAYS_MAX);
        return Err(Problem::invalid("days", Rule::OutOfRange { min, max }));
    }
    let (role, permissions, scope) = match (kind, &request.role) {
        (KeyKind::Job, None) => (None, Permissions::NONE, job_scope(&call, &request)?),
        (KeyKind::Job, Some(_)) => return Err(Problem::invalid("role", Rule::Conflict { other: "kind" })),
        (KeyKind::Device | KeyKind::Partner, None) => return Err(Problem::invalid("role", Rule::Required)),
        (KeyKind::Device | KeyKind::Partner, Some(wanted)) => {
            let wanted = Wanted {
                role: wanted,
                store: request.store.as_deref(),
                region: request.region.as_deref(),
            };
            let (role, permissions) = grant::role(&call, wanted.role).await?;
            (Some(role), permissions, grant::scope(&call, &wanted).await?)
        }
    };
    let id = KeyId::new(call.now_ms, call.random());
    let secret = random(&call);
    let key = StoredKey {
        id,
        kind,
        name,
        role,
        permissions,
        scope,
        lookup: secrets.keys().of(&[&id.to_string(), secret.expose()]),
        previous_lookup: None,
        previous_until_ms: None,
        rotations: 0,
        expires_ms: call.now_ms.saturating_add(request.days.saturating_mul(DAY_MS)),
        revoked_ms: None,
        created_by: call.principal.name(),
        created_ms: call.now_ms,
    };
    let mut script = Script::new();
    access_key::put(&mut script, &key);
    let written = call.sql().write(script).await;
    written.map_err(|error| call.sql_problem(&error))?;
    let view = KeySecretView {
        id: id.to_string(),
        key: format!("{PREFIX}{id}_{}", secret.expose()),
        expires_ms: key.expires_ms,
        previous_until_ms: None,
    };
    Ok(Reply::json(StatusCode::CREATED, &view))
}

/// A job runs for all stores: who may run jobs by hand, for all stores, gives out a key for it.
fn job_scope(call: &Call, request: &CreateKey) -> Result<StoreScope, Problem> {
    if request.store.is_some() || request.region.is_some() {
        let field = if request.store.is_some() {
            "store"
        } else {
            "region"
        };
        return Err(Problem::invalid(field, Rule::Conflict { other: "kind" }));
    }
    let own = call.staff()?;
    match own.scope {
        StoreScope::All if own.permissions.hold(Permission::RunJobs) => Ok(StoreScope::All),
        _ => Err(Problem::new(Code::Forbidden)),
    }
}

/// Gives a key its next secret. It is good for as long as the first one was; the secret before, for a day, or for as long as it had left.
pub async fn rotate_key(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let secrets = Secrets::of(&call).await?;
    let before = managed(&call).await?;
    let secret = random(&call);
    let lookup = secrets.keys().of(&[&before.id.to_string(), secret.expose()]);
    let previous_until_ms = call.now_ms.saturating_add(KEY_GRACE_MS).min(before.expires_ms);
    let life_ms = before
        .expires_ms
        .saturating_sub(before.created_ms)
        .min(KEY_DAYS_MAX * DAY_MS);
    let expires_ms = call.now_ms.saturating_add(life_ms);
    let mut script = Script::new();
    access_key::rotate(&mut script, &before, &lookup, previous_until_ms, expires_ms);
    save(&call, script).await?;
    let view = KeySecretView {
        id: before.id.to_string(),
        key: format!("{PREFIX}{}_{}", before.id, secret.expose()),
        expires_ms,
        previous_until_ms: Some(previous_until_ms),
    };
    Ok(Reply::json(StatusCode::CREATED, &view))
}

/// Revokes a key: it gives no tokens any more, and those that it gave last for 15 minutes at most.
pub async fn delete_key(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let mut key = managed(&call).await?;
    let mut script = Script::new();
    access_key::revoke(&mut script, key.id, call.now_ms);
    save(&call, script).await?;
    key.revoked_ms = Some(call.now_ms);
    Ok(Reply::ok(&view::key(&key)))
}

/// Gives an access token for a key.
pub async fn create_key_token(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: CreateKeyToken = call.json()?;
    let secrets = Secrets::of(&call).await?;
    let (id, secret) = read_key(&request.key).ok_or_else(refused)?;
    let key = access_key::load(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(refused)?;
    let is = |lookup: &str| secrets.keys().matches(&[&id.to_string(), secret], lookup);
    let is_current = is(&key.lookup);
    let is_previous = key.previous_lookup.as_deref().is_some_and(is)
        && key
            .previous_until_ms
            .is_some_and(|until_ms| until_ms > call.now_ms);
    if !(is_current || is_previous) || key.revoked_ms.is_some() || key.expires_ms <= call.now_ms {
        return Err(refused());
    }
    let access_token = log_in::access_token(&call, &principal(&key), None).await?;
    Ok(Reply::ok(&KeyTokenView {
        token_type: "Bearer",
        access_token,
        expires_in: ACCESS_SECONDS,
    }))
}

fn principal(key: &StoredKey) -> Principal {
    let kind = match key.kind {
        KeyKind::Device => StaffKind::Device,
        KeyKind::Partner => StaffKind::Partner,
        KeyKind::Job => return Principal::Job,
    };
    Principal::Staff(Staff {
        kind,
        id: key.id.to_string(),
        scope: key.scope.clone(),
        permissions: key.permissions,
    })
}

fn read_key(text: &str) -> Option<(KeyId, &str)> {
    if text.len() > KEY_BYTES_MAX {
        return None;
    }
    let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
    Some((id.parse().ok()?, secret))
}

fn refused() -> Problem {
    Problem::new(Code::Unauthenticated)
}

/// The key that the path names, if it is for stores of the caller's and lets do nothing that the caller may not.
async fn managed(call: &Call) -> Result<StoredKey, Problem> {
    let id: KeyId = call.param("key")?;
    let found = access_key::load(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    if !grant::manages(call, &found.scope, Permissions::NONE).await? {
        return Err(Problem::new(Code::NotFound));
    }
    if grant::manages(call, &found.scope, found.permissions).await? {
        Ok(found)
    } else {
        Err(Problem::new(Code::Forbidden))
    }
}

async fn save(call: &Call, script: Script) -> Result<(), Problem> {
    match call.sql().write(script).await {
        Ok(_) => Ok(()),
        Err(SqlError::Refused { label: KEY, .. }) => Err(Problem::new(Code::VersionConflict)),
        Err(error) => Err(call.sql_problem(&error)),
    }
}
