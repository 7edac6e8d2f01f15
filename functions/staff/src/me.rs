//! What a person does with their own log-in.

use crate::secrets::Secrets;
use crate::sessions::person;
use crate::{one_time_code, password, view};
use api::accounts::EndedView;
use api::problem::{Code, Problem};
use api::staff::{CodeSecretView, ConfirmCodeSecret, DeleteCodeSecret, PutPassword, StaffMeView};
use commerce::field::{FieldError, Rule};
use commerce::staff::check_password;
use http::StatusCode;
use storage::sql::{Script, SqlError};
use storage::staff::{self, STAFF, StaffState, StoredStaff};
use web::{Call, Reply};

/// Who the caller is, and what they may do.
pub async fn get_me(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let me = me(&call).await?;
    let (store, region) = view::place(&me.scope);
    Ok(Reply::ok(&StaffMeView {
        staff: me.id.to_string(),
        login: me.login,
        role: me.role.to_string(),
        permissions: view::permissions(me.permissions),
        store,
        region,
        codes: me.code_confirmed,
    }))
}

/// Changes the caller's password, for who knows the one before; ends all their log-ins.
pub async fn put_password(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: PutPassword = call.json()?;
    let me = me(&call).await?;
    check_password("password", &request.password, &me.login)?;
    require_password(&me, "current", &request.current)?;
    let hash = password::hash(&call, &request.password)?;
    let mut script = Script::new();
    staff::change_password(&mut script, &me, &hash, call.now_ms);
    let counts = save(&call, script).await?;
    Ok(Reply::ok(&EndedView {
        ended: counts.last().copied().unwrap_or(0),
    }))
}

/// Gives the caller a secret for one-time codes. Codes are asked for once one was shown.
pub async fn create_code_secret(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let secrets = Secrets::of(&call).await?;
    let me = me(&call).await?;
    let mut script = Script::new();
    staff::begin_codes(&mut script, &me);
    save(&call, script).await?;
    let given = secrets.code_secret(me.id, me.code_generation.saturating_add(1));
    let (secret, uri) = one_time_code::enrolment(&given, &me.login);
    Ok(Reply::json(StatusCode::CREATED, &CodeSecretView { secret, uri }))
}

/// Has codes asked for from now on, for who shows one of the secret that was given last.
pub async fn confirm_code_secret(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: ConfirmCodeSecret = call.json()?;
    let secrets = Secrets::of(&call).await?;
    let me = me(&call).await?;
    if me.code_generation == 0 || me.code_confirmed {
        return Err(Problem::new(Code::VersionConflict));
    }
    let secret = secrets.code_secret(me.id, me.code_generation);
    let step = one_time_code::step_of(&secret, &request.code, me.code_step, call.now_ms);
    let step = step.ok_or_else(|| wrong("code", "the code that the authenticator shows now"))?;
    let mut script = Script::new();
    staff::confirm_codes(&mut script, &me, step);
    save(&call, script).await?;
    get_me(call).await
}

/// Has no codes asked for any more, for who knows the password.
pub async fn delete_code_secret(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: DeleteCodeSecret = call.json()?;
    let me = me(&call).await?;
    require_password(&me, "password", &request.password)?;
    let mut script = Script::new();
    staff::drop_codes(&mut script, &me);
    save(&call, script).await?;
    get_me(call).await
}

async fn me(call: &Call) -> Result<StoredStaff, Problem> {
    let id = person(call).await?;
    staff::load(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .filter(|me| me.state == StaffState::Active)
        .ok_or_else(|| Problem::new(Code::Unauthenticated))
}

fn require_password(me: &StoredStaff, field: &str, password: &str) -> Result<(), Problem> {
    if password::is(password, me.password.as_deref())? {
        Ok(())
    } else {
        Err(wrong(field, "the password that is good now").into())
    }
}

fn wrong(field: &str, expected: &'static str) -> FieldError {
    FieldError::new(field, Rule::Format { expected })
}

async fn save(call: &Call, script: Script) -> Result<Vec<u64>, Problem> {
    call.sql().write(script).await.map_err(|error| match error {
        SqlError::Refused { label: STAFF, .. } => Problem::new(Code::VersionConflict),
        error => call.sql_problem(&error),
    })
}
