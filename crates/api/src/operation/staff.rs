//! Operations of the function `staff`.

use super::Method::{Delete, Get, Post, Put};
use super::{Access, Operation, Rate, operations};
use commerce::staff::Permission;

/// Longest body, in bytes: an invitation and a password in the longest words.
pub const BODY_BYTES_MAX: usize = 16 * 1024;

const fn short(operation: Operation) -> Operation {
    Operation {
        body_bytes_max: BODY_BYTES_MAX,
        ..operation
    }
}

const fn secret(operation: Operation) -> Operation {
    Operation {
        has_secret_body: true,
        ..short(operation)
    }
}

operations! {
    /// Logs a member of staff in.
    CREATE_STAFF_SESSION = secret(Operation::new("create_staff_session", Post, "/v1/staff/sessions", Access::PUBLIC))
        .at(Rate::PASSWORD);
    /// Gives new tokens for a refresh token, which is its own authentication.
    REFRESH_STAFF_SESSION = secret(Operation::new(
        "refresh_staff_session", Post, "/v1/staff/sessions/refresh", Access::PUBLIC
    ))
        .at(Rate::ADDRESS);
    /// My log-ins.
    LIST_STAFF_SESSIONS = Operation::new("list_staff_sessions", Get, "/v1/staff/sessions", Access::STAFF);
    /// Logs out everywhere.
    END_STAFF_SESSIONS = short(Operation::new("end_staff_sessions", Post, "/v1/staff/sessions/end-all", Access::STAFF));
    /// Logs out here, or somewhere else.
    DELETE_STAFF_SESSION = short(Operation::new(
        "delete_staff_session", Delete, "/v1/staff/sessions/{session}", Access::STAFF
    ));
    /// Who I am, and what I may do.
    GET_STAFF_ME = Operation::new("get_staff_me", Get, "/v1/staff/me", Access::STAFF);
    /// Changes my password.
    PUT_PASSWORD = secret(Operation::new("put_password", Put, "/v1/staff/me/password", Access::STAFF))
        .at(Rate::PASSWORD);
    /// Gives me a secret for one-time codes.
    CREATE_CODE_SECRET = short(Operation::new("create_code_secret", Post, "/v1/staff/me/codes", Access::STAFF));
    /// Has codes asked for from now on.
    CONFIRM_CODE_SECRET = secret(Operation::new(
        "confirm_code_secret", Post, "/v1/staff/me/codes/confirm", Access::STAFF
    ));
    /// Has no codes asked for any more.
    DELETE_CODE_SECRET = secret(Operation::new("delete_code_secret", Delete, "/v1/staff/me/codes", Access::STAFF))
        .at(Rate::PASSWORD);
    /// Sets the password of somebody who was invited; the invitation is its own authentication.
    ACCEPT_INVITATION = secret(Operation::new(
        "accept_invitation", Post, "/v1/staff/invitations/accept", Access::PUBLIC
    ))
        .at(Rate::PASSWORD);
    /// The staff of one's own stores.
    LIST_STAFF = Operation::staff("list_staff", Get, "/v1/staff", Permission::ManageStaff);
    /// One of them.
    GET_STAFF = Operation::staff("get_staff", Get, "/v1/staff/{staff}", Permission::ManageStaff);
    /// Invites somebody.
    CREATE_STAFF = short(Operation::staff("create_staff", Post, "/v1/staff", Permission::ManageStaff));
    /// Changes what somebody may do, or where, or whether at all.
    PUT_STAFF = short(Operation::staff("put_staff", Put, "/v1/staff/{staff}", Permission::ManageStaff));
    /// Invites anew somebody who has lost their password or their codes.
    CREATE_INVITATION = short(Operation::staff(
        "create_invitation", Post, "/v1/staff/{staff}/invitation", Permission::ManageStaff
    ));
    /// Logs somebody out everywhere.
    END_SESSIONS_OF_STAFF = short(Operation::staff(
        "end_sessions_of_staff", Post, "/v1/staff/{staff}/end-sessions", Permission::ManageStaff
    ));
    /// The roles that there are.
    LIST_ROLES = Operation::staff("list_roles", Get, "/v1/roles", Permission::ManageStaff);
    /// Creates or replaces a role.
    PUT_ROLE = short(Operation::headquarters("put_role", Put, "/v1/roles/{role}", Permission::ManageRoles));
    /// The regions that there are.
    LIST_REGIONS = Operation::headquarters("list_regions", Get, "/v1/regions", Permission::ManageStaff);
    /// One region, with its stores.
    GET_REGION = Operation::headquarters("get_region", Get, "/v1/regions/{region}", Permission::ManageStaff);
    /// Creates or replaces a region.
    PUT_REGION = Operation::headquarters("put_region", Put, "/v1/regions/{region}", Permission::ManageRoles);
    /// The keys of one's own stores' machines.
    LIST_KEYS = Operation::staff("list_keys", Get, "/v1/access-keys", Permission::ManageKeys);
    /// Gives out a key.
    CREATE_KEY = short(Operation::staff("create_key", Post, "/v1/access-keys", Permission::ManageKeys));
    /// Gives a key its next secret.
    ROTATE_KEY = short(Operation::staff("rotate_key", Post, "/v1/access-keys/{key}/rotate", Permission::ManageKeys));
    /// Revokes a key.
    DELETE_KEY = short(Operation::staff("delete_key", Delete, "/v1/access-keys/{key}", Permission::ManageKeys));
    /// Gives an access token for a key, which is its own authentication.
    CREATE_KEY_TOKEN = secret(Operation::new("create_key_token", Post, "/v1/access-keys/token", Access::PUBLIC))
        .at(Rate::ADDRESS);
}
