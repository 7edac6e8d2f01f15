//! Invites somebody, for the first time or anew.

use crate::grant::{self, Wanted};
use crate::list_staff::managed;
use crate::secrets::{Secrets, random};
use api::problem::{Code, Problem};
use api::staff::{CreateStaff, InvitationView};
use commerce::ids::StaffId;
use commerce::staff::{INVITATION_MS, read_login};
use http::StatusCode;
use storage::sql::{Script, SqlError};
use storage::staff::{self, Invited, LOGIN, STAFF};
use web::{Call, Reply};

/// Invites somebody to a role that the caller has themselves, at stores of the caller's.
pub async fn create_staff(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: CreateStaff = call.json()?;
    let secrets = Secrets::of(&call).await?;
    let login = read_login(&request.login)?;
    let wanted = Wanted {
        role: &request.role,
        store: request.store.as_deref(),
        region: request.region.as_deref(),
    };
    let (role, _) = grant::role(&call, wanted.role).await?;
    let scope = grant::scope(&call, &wanted).await?;
    let invitation = random(&call);
    let invited = Invited {
        id: StaffId::new(call.now_ms, call.random()),
        login: &login,
        role: &role,
        scope: &scope,
        lookup: &secrets.invitations().of(&[invitation.expose()]),
        expires_ms: call.now_ms.saturating_add(INVITATION_MS),
        by: &call.principal.name(),
    };
    let mut script = Script::new();
    staff::invite(&mut script, &invited, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: LOGIN, .. }) => return Err(Problem::new(Code::LoginTaken)),
        Err(error) => return Err(call.sql_problem(&error)),
    }
    let view = InvitationView {
        staff: invited.id.to_string(),
        invitation: invitation.expose().to_owned(),
        expires_ms: invited.expires_ms,
    };
    Ok(Reply::json(StatusCode::CREATED, &view))
}

/// Invites anew somebody who has lost their password or their codes: both are gone, and all their log-ins end.
pub async fn create_invitation(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let secrets = Secrets::of(&call).await?;
    let before = managed(&call).await?;
    let invitation = random(&call);
    let lookup = secrets.invitations().of(&[invitation.expose()]);
    let expires_ms = call.now_ms.saturating_add(INVITATION_MS);
    let mut script = Script::new();
    staff::invite_again(&mut script, &before, &lookup, expires_ms, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: STAFF, .. }) => return Err(Problem::new(Code::VersionConflict)),
        Err(error) => return Err(call.sql_problem(&error)),
    }
    let view = InvitationView {
        staff: before.id.to_string(),
        invitation: invitation.expose().to_owned(),
        expires_ms,
    };
    Ok(Reply::json(StatusCode::CREATED, &view))
}
