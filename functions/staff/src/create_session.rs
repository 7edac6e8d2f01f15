//! Logs a member of staff in.

use crate::secrets::Secrets;
use crate::{one_time_code, password, tokens};
use api::problem::{Code, Problem};
use api::staff::CreateStaffSession;
use commerce::staff::attempts::paused_until;
use commerce::staff::read_login;
use http::StatusCode;
use storage::sql::{Script, SqlError};
use storage::staff::{self, STAFF, StaffState, StoredStaff};
use web::{Call, Reply};

/// Tries of a write that meets other log-ins of the same person.
const TRIES_MAX: u32 = 5;

/// Checks the password, and a one-time code where these are set up, and begins a session. A name that is nobody's, a wrong password and
/// a wrong code are answered alike.
pub async fn create_session(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: CreateStaffSession = call.json()?;
    let secrets = Secrets::of(&call).await?;
    // What is no name is nobody's.
    let person = match read_login(&request.login) {
        Ok(login) => begin_try(&call, &login).await?,
        Err(_) => None,
    };
    let Some(person) = person else {
        password::is(&request.password, None)?;
        // What was typed as a name may be a password.
        call.platform
            .log("a log-in of staff was refused: nobody has the name");
        return Err(refused());
    };
    let step = check(&call, &secrets, &person, &request).inspect_err(|problem| {
        let line = format!(
            "a log-in of staff {} was refused: {}",
            person.id,
            problem.code.as_str()
        );
        call.platform.log(&line);
    })?;
    let mut script = Script::new();
    staff::pass(&mut script, &person, step);
    let (begun, refresh_token) = log_in::begin(&call, &secrets.tokens(), person.id, &mut script);
    let view = tokens::of_session(&call, &person, &begun, refresh_token).await?;
    match call.sql().write(script).await {
        Ok(_) => {
            call.platform
                .log(&format!("staff {} logged in: session {}", person.id, begun.id));
            Ok(Reply::json(StatusCode::CREATED, &view))
        }
        // Another one took the same code, or whoever it is may not log in any more.
        Err(SqlError::Refused { label: STAFF, .. }) => Err(refused()),
        Err(error) => Err(call.sql_problem(&error)),
    }
}

/// The person of that name, after one try was counted; `None` when nobody can log in by it.
///
/// # Errors
/// [`Code::TooManyTries`] in a pause; a failure of storage.
async fn begin_try(call: &Call, login: &str) -> Result<Option<StoredStaff>, Problem> {
    for _ in 0..TRIES_MAX {
        let found = staff::by_login(call.sql(), login)
            .await
            .map_err(|error| call.sql_problem(&error))?
            .filter(|found| found.state == StaffState::Active);
        let Some(found) = found else {
            return Ok(None);
        };
        if found.paused_until_ms > call.now_ms {
            call.platform
                .log(&format!("a log-in of staff {} was refused: a pause", found.id));
            return Err(Problem::new(Code::TooManyTries));
        }
        let mut script = Script::new();
        let until_ms = paused_until(found.failures.saturating_add(1), call.now_ms);
        staff::begin_try(&mut script, &found, until_ms);
        match call.sql().write(script).await {
            Ok(_) => return Ok(Some(found)),
            Err(SqlError::Refused { label: STAFF, .. }) => {}
            Err(error) => return Err(call.sql_problem(&error)),
        }
    }
    Err(Problem::new(Code::Busy))
}

/// The time step of the code that was taken; the last one where none is asked for.
fn check(
    call: &Call,
    secrets: &Secrets,
    person: &StoredStaff,
    request: &CreateStaffSession,
) -> Result<i64, Problem> {
    if !password::is(&request.password, person.password.as_deref())? {
        return Err(refused());
    }
    if !person.code_confirmed {
        return Ok(person.code_step);
    }
    let code = request
        .code
        .as_deref()
        .ok_or_else(|| Problem::new(Code::CodeRequired))?;
    let secret = secrets.code_secret(person.id, person.code_generation);
    one_time_code::step_of(&secret, code, person.code_step, call.now_ms).ok_or_else(refused)
}

fn refused() -> Problem {
    Problem::new(Code::Unauthenticated)
}
