//! What the contract says of the operations of `staff`.

use super::{
    AcceptInvitation, CodeSecretView, ConfirmCodeSecret, CreateKey, CreateKeyToken, CreateStaff,
    CreateStaffSession, DeleteCodeSecret, InvitationView, KeySecretView, KeyTokenView, KeyView, PutPassword,
    PutRegion, PutRole, PutStaff, RegionView, RegionsView, RoleView, RolesView, StaffMeView, StaffTokensView,
    StaffView,
};
use crate::accounts::{EndedView, RefreshSession, SessionsView};
use crate::openapi::{Describe, Description};
use crate::operation::staff::{
    ACCEPT_INVITATION, CONFIRM_CODE_SECRET, CREATE_CODE_SECRET, CREATE_INVITATION, CREATE_KEY,
    CREATE_KEY_TOKEN, CREATE_STAFF, CREATE_STAFF_SESSION, DELETE_CODE_SECRET, DELETE_KEY,
    DELETE_STAFF_SESSION, END_SESSIONS_OF_STAFF, END_STAFF_SESSIONS, GET_REGION, GET_STAFF, GET_STAFF_ME,
    LIST_KEYS, LIST_REGIONS, LIST_ROLES, LIST_STAFF, LIST_STAFF_SESSIONS, PUT_PASSWORD, PUT_REGION, PUT_ROLE,
    PUT_STAFF, REFRESH_STAFF_SESSION, ROTATE_KEY,
};
use crate::page::Page;
use crate::problem::Code;
use schemars::SchemaGenerator;

/// The function's part of the contract.
pub fn describe(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let mut all = sessions(schemas);
    all.extend(me(schemas));
    all.extend(people(schemas));
    all.extend(roles(schemas));
    all.extend(keys(schemas));
    all
}

fn sessions(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &CREATE_STAFF_SESSION,
            "Log in as staff",
            "By log-in name and password, and a one-time code where these are set up: `code_required` says that the password was \
             right. After five wrong tries in a row none counts for a minute, then two, up to an hour. What the role lets do \
             at the moment goes into the access token, which is good for 15 minutes. Where the brand wants one-time codes \
             (`codes_required`), the token does for nothing but setting them up.",
        )
        .body::<CreateStaffSession>()
        .problems(&[Code::Unauthenticated, Code::CodeRequired, Code::TooManyTries])
        .answers::<StaffTokensView>(201),
        Describe::new(
            schemas,
            &REFRESH_STAFF_SESSION,
            "Get new tokens as staff",
            "A refresh token is good once: it gives a successor, and for ten seconds the same again. After that, sending it \
             again ends the session, since it was copied. The new access token says what the role lets do now.",
        )
        .body::<RefreshSession>()
        .problems(&[Code::Unauthenticated])
        .answers::<StaffTokensView>(200),
        Describe::new(schemas, &LIST_STAFF_SESSIONS, "My log-ins as staff", "The newest first.")
            .problems(&[Code::NotFound])
            .answers::<SessionsView>(200),
        Describe::new(
            schemas,
            &END_STAFF_SESSIONS,
            "Log out everywhere as staff",
            "Ends all sessions of the caller. Access tokens that are out are taken for the minutes that they are still good.",
        )
        .problems(&[Code::NotFound])
        .answers::<EndedView>(200),
        Describe::new(
            schemas,
            &DELETE_STAFF_SESSION,
            "Log out as staff",
            "Ends one session of the caller, the own one or another.",
        )
        .answers::<EndedView>(200),
    ]
}

fn me(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &GET_STAFF_ME,
            "Who I am as staff",
            "Role, permissions and stores as they are now; the token may be a few minutes older.",
        )
        .problems(&[Code::NotFound])
        .answers::<StaffMeView>(200),
        Describe::new(
            schemas,
            &PUT_PASSWORD,
            "Change my password",
            "For who knows the one before. Ends all log-ins, the one that asks as well. Twelve characters at least, of any kind; \
             common ones, and such with the log-in name in them, are refused.",
        )
        .body::<PutPassword>()
        .problems(&[Code::NotFound, Code::VersionConflict])
        .answers::<EndedView>(200),
        Describe::new(
            schemas,
            &CREATE_CODE_SECRET,
            "Set up one-time codes",
            "Gives a secret for an authenticator (RFC 6238: SHA-1, six digits, 30 seconds), shown once. Codes are asked for once \
             one was confirmed. `version_conflict`: they are asked for already.",
        )
        .problems(&[Code::NotFound, Code::VersionConflict])
        .answers::<CodeSecretView>(201),
        Describe::new(
            schemas,
            &CONFIRM_CODE_SECRET,
            "Confirm one-time codes",
            "Has codes asked for from the next log-in on, for who shows one of the secret that was given last.",
        )
        .body::<ConfirmCodeSecret>()
        .problems(&[Code::NotFound, Code::VersionConflict])
        .answers::<StaffMeView>(200),
        Describe::new(
            schemas,
            &DELETE_CODE_SECRET,
            "Give one-time codes up",
            "Has no codes asked for any more, for who knows the password.",
        )
        .body::<DeleteCodeSecret>()
        .problems(&[Code::NotFound, Code::VersionConflict])
        .answers::<StaffMeView>(200),
        Describe::new(
            schemas,
            &ACCEPT_INVITATION,
            "Accept an invitation",
            "Sets the password of the person whom the invitation is for. It is good once, for three days. `code_refused`: it was \
             used, is too old, or was withdrawn.",
        )
        .body::<AcceptInvitation>()
        .problems(&[Code::CodeRefused])
        .answers::<StaffView>(200),
    ]
}

fn people(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &LIST_STAFF,
            "Staff",
            "Those of the caller's stores, by when they were invited; for headquarters, all.",
        )
        .paged()
        .answers::<Page<StaffView>>(200),
        Describe::new(schemas, &GET_STAFF, "One member of staff", "Of the caller's stores.").answers::<StaffView>(200),
        Describe::new(
            schemas,
            &CREATE_STAFF,
            "Invite somebody",
            "To a role that lets do nothing that the caller may not, at stores of the caller's. The invitation is shown once; bring \
             it to the person by a way that you trust. `login_taken` after an answer that was lost: invite them anew.",
        )
        .body::<CreateStaff>()
        .problems(&[Code::Forbidden, Code::LoginTaken])
        .answers::<InvitationView>(201),
        Describe::new(
            schemas,
            &PUT_STAFF,
            "Change a member of staff",
            "What they may do, where, and whether at all. Ends all their log-ins; access tokens that are out last for 15 minutes at \
             most. Nobody changes themselves, or somebody who may do what they may not.",
        )
        .body::<PutStaff>()
        .problems(&[Code::VersionConflict])
        .answers::<StaffView>(200),
        Describe::new(
            schemas,
            &CREATE_INVITATION,
            "Invite somebody anew",
            "Who has lost their password or their codes: both are gone, and all log-ins end.",
        )
        .problems(&[Code::VersionConflict])
        .answers::<InvitationView>(201),
        Describe::new(
            schemas,
            &END_SESSIONS_OF_STAFF,
            "Log somebody out",
            "Ends all log-ins of a member of staff.",
        )
        .answers::<EndedView>(200),
    ]
}

fn roles(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(schemas, &LIST_ROLES, "Roles", "By code, with every permission that there is.")
            .answers::<RolesView>(200),
        Describe::new(
            schemas,
            &PUT_ROLE,
            "Write a role",
            "Creates or replaces it; for whom has it, that counts from the next refresh on. Nobody gives or takes a permission that \
             they do not have.",
        )
        .body::<PutRole>()
        .problems(&[Code::VersionConflict])
        .answers::<RoleView>(200),
        Describe::new(schemas, &LIST_REGIONS, "Regions", "By code, without their stores.").answers::<RegionsView>(200),
        Describe::new(schemas, &GET_REGION, "One region", "With its stores.").answers::<RegionView>(200),
        Describe::new(
            schemas,
            &PUT_REGION,
            "Write a region",
            "Creates or replaces it with all its stores, 1,000 at most. A store may be in several. It counts at once.",
        )
        .body::<PutRegion>()
        .problems(&[Code::VersionConflict])
        .answers::<RegionView>(200),
    ]
}

fn keys(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &LIST_KEYS,
            "Keys of machines",
            "Those for the caller's stores, by when they were given out; for headquarters, all.",
        )
        .paged()
        .answers::<Page<KeyView>>(200),
        Describe::new(
            schemas,
            &CREATE_KEY,
            "Give out a key",
            "For a device or a partner with a role that lets do nothing that the caller may not, at stores of the caller's; or for a \
             scheduler, by who may run jobs. The key is shown once. One whose answer was lost is revoked, and another given out.",
        )
        .body::<CreateKey>()
        .problems(&[Code::Forbidden])
        .answers::<KeySecretView>(201),
        Describe::new(
            schemas,
            &ROTATE_KEY,
            "Rotate a key",
            "Gives its next secret, shown once; the one before is good for a day more.",
        )
        .problems(&[Code::VersionConflict])
        .answers::<KeySecretView>(201),
        Describe::new(
            schemas,
            &DELETE_KEY,
            "Revoke a key",
            "It gives no tokens any more; those that it gave last for 15 minutes at most.",
        )
        .problems(&[Code::VersionConflict])
        .answers::<KeyView>(200),
        Describe::new(
            schemas,
            &CREATE_KEY_TOKEN,
            "Get a token for a key",
            "An access token for 15 minutes. Whoever has it is the device, the partner or the scheduler.",
        )
        .body::<CreateKeyToken>()
        .problems(&[Code::Unauthenticated])
        .answers::<KeyTokenView>(200),
    ]
}
