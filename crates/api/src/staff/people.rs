//! Who works for the brand.

use serde::{Deserialize, Serialize};

/// An invitation to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateStaff {
    /// The name that they will log in with; one person's, for ever.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[a-z0-9._@-]{3,60}$", "examples" = ["li.na"]))
    )]
    pub login: String,
    /// Their role.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["clerk"]))
    )]
    pub role: String,
    /// Their one store. Who invites from a store invites for that store.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["sh-001"]))
    )]
    pub store: Option<String>,
    /// Their region, instead of a store. Without either they see all stores.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$"))
    )]
    pub region: Option<String>,
}

/// What somebody may do from now on, and where. Ends all their log-ins.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutStaff {
    /// Their role.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["clerk"]))
    )]
    pub role: String,
    /// Their one store.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["sh-001"]))
    )]
    pub store: Option<String>,
    /// Their region, instead of a store.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$"))
    )]
    pub region: Option<String>,
    /// Whether they may log in.
    pub enabled: bool,
    /// The version that is replaced.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1)))]
    pub version: i64,
}

/// A password for an invitation.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AcceptInvitation {
    /// What the invited person was sent; good once.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 200)))]
    pub invitation: String,
    /// The password that they want: any characters, none of them demanded.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 12, max = 128), example = "correct horse battery staple")
    )]
    pub password: String,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Staff"))]
pub struct StaffView {
    /// Their id.
    pub id: String,
    /// Counts the edits, from 1.
    pub version: i64,
    /// The name that they log in with.
    pub login: String,
    /// Their role.
    pub role: String,
    /// Their one store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Their region. Who has neither sees all stores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// `invited`, `active` or `disabled`.
    pub state: &'static str,
    /// Whether one-time codes are asked for.
    pub codes: bool,
    /// Until when no try of theirs to log in counts, after too many wrong ones; UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_until_ms: Option<i64>,
    /// Until when their invitation is good, UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_expires_ms: Option<i64>,
    /// Who invited them.
    pub invited_by: String,
    /// Since when, UTC epoch milliseconds.
    pub created_ms: i64,
}

/// An invitation, shown once.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Invitation"))]
pub struct InvitationView {
    /// Whom it is for.
    pub staff: String,
    /// What they send to `/v1/staff/invitations/accept`.
    pub invitation: String,
    /// Until when it is good, UTC epoch milliseconds.
    pub expires_ms: i64,
}
