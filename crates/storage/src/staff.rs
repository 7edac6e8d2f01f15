//! People who work for the brand.
//!
//! A write that touches anything of a person updates their row first, so that two that touch one person wait for each other.

mod read;
mod write;

pub use read::{by_invitation, by_login, list, load};
pub use write::{
    Invited, Place, accept, begin_codes, begin_try, change_password, confirm_codes, drop_codes, edit, invite,
    invite_again, pass,
};

use crate::scope::StoreScope;
use crate::sql::{Row, SqlError};
use commerce::ids::{RoleId, StaffId};
use commerce::staff::Permissions;
use std::fmt;
use std::str::FromStr;

/// The guard that a person is as they were read.
pub const STAFF: &str = "staff";
/// The guard that a log-in name is free.
pub const LOGIN: &str = "staff_login";

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffState {
    /// They have not set a password yet.
    Invited,
    /// They may log in.
    Active,
    /// They may not.
    Disabled,
}

/// A text that names no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a state")]
pub struct UnknownState;

impl StaffState {
    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

impl FromStr for StaffState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        let mut all = [Self::Invited, Self::Active, Self::Disabled].into_iter();
        all.find(|state| state.as_str() == text).ok_or(UnknownState)
    }
}

/// A person as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredStaff {
    /// Who they are.
    pub id: StaffId,
    /// Counts the edits of role, stores and state, from 1.
    pub version: i64,
    /// The name that they log in with.
    pub login: String,
    /// Their role.
    pub role: RoleId,
    /// What the role lets them do at the moment.
    pub permissions: Permissions,
    /// The stores that are theirs.
    pub scope: StoreScope,
    /// Where they stand.
    pub state: StaffState,
    /// The hash of their password, a PHC string.
    pub password: Option<String>,
    /// Until when their invitation is good, UTC epoch milliseconds.
    pub invitation_expires_ms: Option<i64>,
    /// Which secret of one-time codes they were given last; 0 is none.
    pub code_generation: i64,
    /// Whether they have shown a code of it, so that codes are asked for.
    pub code_confirmed: bool,
    /// The time step of the last code that was taken.
    pub code_step: i64,
    /// Wrong tries in a row.
    pub failures: i64,
    /// Until when no try counts, UTC epoch milliseconds.
    pub paused_until_ms: i64,
    /// Who invited them.
    pub invited_by: String,
    /// Since when, UTC epoch milliseconds.
    pub created_ms: i64,
}

impl fmt::Debug for StoredStaff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredStaff({} {})", self.id, self.login)
    }
}

/// A scope of the columns `region_id`, at `column`, and `store_id`, after it.
pub(crate) fn read_place(row: &Row, column: usize) -> Result<StoreScope, SqlError> {
    Ok(if row.opt_text(column)?.is_some() {
        StoreScope::Region(row.parse(column)?)
    } else if row.opt_text(column + 1)?.is_some() {
        StoreScope::One(row.parse(column + 1)?)
    } else {
        StoreScope::All
    })
}
