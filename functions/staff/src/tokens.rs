//! The tokens of a person's session: what their role lets them do at this moment goes into them.

use api::problem::{Code, Problem};
use api::staff::StaffTokensView;
use commerce::account::session::ACCESS_SECONDS;
use commerce::ids::StaffId;
use commerce::staff::Permissions;
use storage::session::StoredSession;
use storage::staff::{self, StaffState, StoredStaff};
use web::{Call, Principal, Staff, StaffKind};

/// The tokens of a session whose holder is looked up again, for a refresh: who may not log in any more gets none.
///
/// # Errors
/// [`Code::Unauthenticated`]; a failure of storage.
pub async fn again(
    call: &Call,
    of: &StoredSession<StaffId>,
    refresh_token: String,
) -> Result<StaffTokensView, Problem> {
    let stored = staff::load(call.sql(), of.holder)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .filter(|stored| stored.state == StaffState::Active)
        .ok_or_else(|| Problem::new(Code::Unauthenticated))?;
    of_session(call, &stored, of, refresh_token).await
}

/// The tokens of a session of `stored`.
///
/// # Errors
/// [`Code::Internal`] without a token secret.
pub async fn of_session(
    call: &Call,
    stored: &StoredStaff,
    of: &StoredSession<StaffId>,
    refresh_token: String,
) -> Result<StaffTokensView, Problem> {
    let codes_required = !stored.code_confirmed && are_codes_required(call).await;
    let principal = Principal::Staff(Staff {
        kind: StaffKind::Person,
        id: stored.id.to_string(),
        scope: stored.scope.clone(),
        // What needs no permission is enough to set the codes up.
        permissions: if codes_required {
            Permissions::NONE
        } else {
            stored.permissions
        },
    });
    let access_token = log_in::access_token(call, &principal, Some(of.id)).await?;
    Ok(StaffTokensView {
        session: of.id.to_string(),
        staff: stored.id.to_string(),
        token_type: "Bearer",
        access_token,
        expires_in: ACCESS_SECONDS,
        refresh_token,
        session_expires_ms: of.expires_ms,
        codes_required,
    })
}

/// Whether the brand wants one-time codes of everybody.
pub async fn are_codes_required(call: &Call) -> bool {
    call.platform.variable("staff_codes").await.as_deref() == Some("required")
}
