use super::{LOGIN, STAFF, StaffState, StoredStaff};
use crate::scope::StoreScope;
use crate::session;
use crate::sql::Script;
use commerce::ids::{RoleId, StaffId};

/// Who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited<'a> {
    /// Who they will be.
    pub id: StaffId,
    /// The name that they will log in with.
    pub login: &'a str,
    /// Their role.
    pub role: &'a RoleId,
    /// The stores that will be theirs.
    pub scope: &'a StoreScope,
    /// The keyed hash of the invitation.
    pub lookup: &'a str,
    /// Until when the invitation is good, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// Who invites them.
    pub by: &'a str,
}

/// Where somebody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// Their role.
    pub role: &'a RoleId,
    /// The stores that are theirs.
    pub scope: &'a StoreScope,
    /// Whether they may log in.
    pub state: StaffState,
}

/// Adds the step that invites somebody, whose role and store or region exist. Refused under [`LOGIN`] when the name is taken.
pub fn invite(script: &mut Script, invited: &Invited<'_>, now_ms: i64) {
    let [region, store] = invited.scope.columns();
    script.expect(
        LOGIN,
        "INSERT INTO staff (id, version, login, role_id, region_id, store_id, state, invitation_lookup, \
         invitation_expires_ms, code_generation, code_confirmed, code_step, failures, paused_until_ms, invited_by, \
         created_ms, updated_ms) VALUES (?1, 1, ?2, ?3, ?4, ?5, 'invited', ?6, ?7, 0, 0, 0, 0, 0, ?8, ?9, ?9) \
         ON CONFLICT (login) DO NOTHING",
        vec![
            invited.id.to_string().into(),
            invited.login.to_owned().into(),
            invited.role.to_string().into(),
            region,
            store,
            invited.lookup.to_owned().into(),
            invited.expires_ms.into(),
            invited.by.to_owned().into(),
            now_ms.into(),
        ],
    );
}

/// Adds the steps that write role, stores and state over the version that was read, and end all log-ins. Refused under [`STAFF`].
pub fn edit(script: &mut Script, before: &StoredStaff, after: &Place<'_>, now_ms: i64) {
    let [region, store] = after.scope.columns();
    script.expect(
        STAFF,
        "UPDATE staff SET version = version + 1, role_id = ?3, region_id = ?4, store_id = ?5, state = ?6, updated_ms = ?7 \
         WHERE id = ?1 AND version = ?2 AND (?6 <> 'active' OR password IS NOT NULL)",
        vec![
            before.id.to_string().into(),
            before.version.into(),
            after.role.to_string().into(),
            region,
            store,
            after.state.as_str().to_owned().into(),
            now_ms.into(),
        ],
    );
    session::end_all_in(script, &before.id);
}

/// Adds the steps that invite somebody anew, who has lost their password or their codes: the old ones are gone, and all log-ins end.
/// Refused under [`STAFF`] when they were edited meanwhile.
pub fn invite_again(script: &mut Script, before: &StoredStaff, lookup: &str, expires_ms: i64, now_ms: i64) {
    script.expect(
        STAFF,
        "UPDATE staff SET version = version + 1, state = 'invited', password = NULL, code_confirmed = 0, failures = 0, \
         paused_until_ms = 0, invitation_lookup = ?3, invitation_expires_ms = ?4, updated_ms = ?5 \
         WHERE id = ?1 AND version = ?2",
        vec![
            before.id.to_string().into(),
            before.version.into(),
            lookup.to_owned().into(),
            expires_ms.into(),
            now_ms.into(),
        ],
    );
    session::end_all_in(script, &before.id);
}

/// Adds the step by which an invitation becomes a password. Refused under [`STAFF`] when it was used or withdrawn meanwhile.
pub fn accept(script: &mut Script, before: &StoredStaff, lookup: &str, password: &str, now_ms: i64) {
    script.expect(
        STAFF,
        "UPDATE staff SET state = 'active', password = ?3, invitation_lookup = NULL, invitation_expires_ms = NULL, \
         updated_ms = ?4 WHERE id = ?1 AND invitation_lookup = ?2 AND state = 'invited'",
        vec![
            before.id.to_string().into(),
            lookup.to_owned().into(),
            password.to_owned().into(),
            now_ms.into(),
        ],
    );
}

/// Adds the step that counts a try as a wrong one, before it is looked at: so no more are looked at than may be, however many come at
/// once. Refused under [`STAFF`] when another was counted meanwhile.
pub fn begin_try(script: &mut Script, before: &StoredStaff, paused_until_ms: i64) {
    script.expect(
        STAFF,
        "UPDATE staff SET failures = failures + 1, paused_until_ms = ?3 WHERE id = ?1 AND failures = ?2",
        vec![
            before.id.to_string().into(),
            before.failures.into(),
            paused_until_ms.into(),
        ],
    );
}

/// Adds the step that forgets wrong tries, and that the code of a time step was taken. Refused under [`STAFF`] when the password was
/// changed meanwhile, when the person may no longer log in, or when another try with a code was faster.
pub fn pass(script: &mut Script, before: &StoredStaff, code_step: i64) {
    script.expect(
        STAFF,
        "UPDATE staff SET failures = 0, paused_until_ms = 0, code_step = ?3 \
         WHERE id = ?1 AND state = 'active' AND password = ?2 AND code_step = ?4",
        vec![
            before.id.to_string().into(),
            before.password.clone().into(),
            code_step.into(),
            before.code_step.into(),
        ],
    );
}

/// Adds the steps that change a password: all log-ins end. Refused under [`STAFF`] when it was changed meanwhile.
pub fn change_password(script: &mut Script, before: &StoredStaff, password: &str, now_ms: i64) {
    script.expect(
        STAFF,
        "UPDATE staff SET password = ?3, updated_ms = ?4 WHERE id = ?1 AND password = ?2 AND state = 'active'",
        vec![
            before.id.to_string().into(),
            before.password.clone().into(),
            password.to_owned().into(),
            now_ms.into(),
        ],
    );
    session::end_all_in(script, &before.id);
}

/// Adds the step that gives out the next secret of one-time codes. Refused under [`STAFF`] when codes are asked for already.
pub fn begin_codes(script: &mut Script, before: &StoredStaff) {
    script.expect(
        STAFF,
        "UPDATE staff SET code_generation = code_generation + 1 \
         WHERE id = ?1 AND code_generation = ?2 AND code_confirmed = 0",
        vec![before.id.to_string().into(), before.code_generation.into()],
    );
}

/// Adds the step from which on codes are asked for. Refused under [`STAFF`] when another secret was given out meanwhile.
pub fn confirm_codes(script: &mut Script, before: &StoredStaff, code_step: i64) {
    script.expect(
        STAFF,
        "UPDATE staff SET code_confirmed = 1, code_step = ?3 \
         WHERE id = ?1 AND code_generation = ?2 AND code_confirmed = 0",
        vec![
            before.id.to_string().into(),
            before.code_generation.into(),
            code_step.into(),
        ],
    );
}

/// Adds the step from which on no codes are asked for.
pub fn drop_codes(script: &mut Script, before: &StoredStaff) {
    script.expect(
        STAFF,
        "UPDATE staff SET code_confirmed = 0 WHERE id = ?1 AND code_generation = ?2",
        vec![before.id.to_string().into(), before.code_generation.into()],
    );
}
