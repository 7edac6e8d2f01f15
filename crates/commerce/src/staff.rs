//! Who works for the brand: what they may do, where, and how they prove to be who they are.
//!
//! Roles are data: a name for a set of [`Permission`]s, which headquarters edits. Permissions are code: what an operation demands is
//! written down beside the operation.

pub mod attempts;
mod login;
mod password;
mod permission;

pub use login::{LOGIN_CHARS_MAX, LOGIN_CHARS_MIN, read_login};
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, check_password};
pub use permission::{Permission, Permissions, UnknownPermission};

/// Longest name of a role, a region or a key, in characters.
pub const NAME_CHARS_MAX: usize = 60;
/// Stores of a region at most: as many as a list of a request may have.
pub const REGION_STORES_MAX: usize = 1_000;
/// How long an invitation is good, in milliseconds: three days.
pub const INVITATION_MS: i64 = 3 * 24 * 60 * 60 * 1_000;
/// How long a key is good at most, in days.
pub const KEY_DAYS_MAX: i64 = 400;
/// How long the secret before is still good after a key was rotated, in milliseconds: a day, to bring the new one to where it is used.
pub const KEY_GRACE_MS: i64 = 24 * 60 * 60 * 1_000;
