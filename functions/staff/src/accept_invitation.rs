//! Turns an invitation into a password.

use crate::password;
use crate::secrets::Secrets;
use crate::view;
use api::problem::{Code, Problem};
use api::staff::AcceptInvitation;
use commerce::staff::check_password;
use storage::sql::{Script, SqlError};
use storage::staff::{self, STAFF, StaffState};
use web::{Call, Reply};

/// Longest text that is looked at, in bytes.
const INVITATION_BYTES_MAX: usize = 200;

/// Sets the password of the person whom the invitation is for. It is good once.
pub async fn accept_invitation(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: AcceptInvitation = call.json()?;
    let secrets = Secrets::of(&call).await?;
    if request.invitation.len() > INVITATION_BYTES_MAX {
        return Err(refused());
    }
    let lookup = secrets.invitations().of(&[&request.invitation]);
    let invited = staff::by_invitation(call.sql(), &lookup)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .filter(|invited| invited.state == StaffState::Invited)
        .filter(|invited| {
            invited
                .invitation_expires_ms
                .is_some_and(|until_ms| until_ms > call.now_ms)
        })
        .ok_or_else(refused)?;
    check_password("password", &request.password, &invited.login)?;
    let hash = password::hash(&call, &request.password)?;
    let mut script = Script::new();
    staff::accept(&mut script, &invited, &lookup, &hash, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: STAFF, .. }) => return Err(refused()),
        Err(error) => return Err(call.sql_problem(&error)),
    }
    let mut accepted = invited;
    accepted.state = StaffState::Active;
    accepted.invitation_expires_ms = None;
    Ok(Reply::ok(&view::staff(&accepted, call.now_ms)))
}

fn refused() -> Problem {
    Problem::new(Code::CodeRefused)
}
