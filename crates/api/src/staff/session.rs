//! Log-ins of staff.

use serde::{Deserialize, Serialize};

/// A log-in.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateStaffSession {
    /// The name that they log in with.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 60), example = "li.na"))]
    pub login: String,
    /// Their password.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1, max = 128), example = "correct horse battery staple")
    )]
    pub password: String,
    /// A one-time code, for who has set them up.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(min = 6, max = 6), example = &"123456"))]
    pub code: Option<String>,
}

/// Tokens of a session of staff.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "StaffTokens"))]
pub struct StaffTokensView {
    /// The session.
    pub session: String,
    /// Whose it is.
    pub staff: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// What to send as `Authorization: Bearer`.
    pub access_token: String,
    /// How long it is good, in seconds.
    pub expires_in: i64,
    /// What to send to `/v1/staff/sessions/refresh`, once. Kept by the client as a password is.
    pub refresh_token: String,
    /// When the session ends at the latest, UTC epoch milliseconds; one that is not used ends sooner.
    pub session_expires_ms: i64,
    /// Whether the brand wants one-time codes and these are not set up: until then the token does for nothing else.
    pub codes_required: bool,
}

/// Who somebody is.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "StaffMe"))]
pub struct StaffMeView {
    /// Their id.
    pub staff: String,
    /// The name that they log in with.
    pub login: String,
    /// Their role.
    pub role: String,
    /// What it lets them do.
    pub permissions: Vec<&'static str>,
    /// Their one store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Their region. Who has neither sees all stores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether one-time codes are asked for when they log in.
    pub codes: bool,
}

/// A new password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutPassword {
    /// The one that is good now.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1, max = 128), example = "correct horse battery staple")
    )]
    pub current: String,
    /// The next: any characters, none of them demanded.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 12, max = 128), example = "another pony, other crocodile")
    )]
    pub password: String,
}

/// A secret for one-time codes (RFC 6238), shown once.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "CodeSecret"))]
pub struct CodeSecretView {
    /// In base32, for typing.
    pub secret: String,
    /// The same for a QR code.
    pub uri: String,
}

/// A code of the new secret.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ConfirmCodeSecret {
    /// What the authenticator shows.
    #[cfg_attr(feature = "openapi", schemars(length(min = 6, max = 6), example = "123456"))]
    pub code: String,
}

/// The wish to be asked for no codes any more.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeleteCodeSecret {
    /// The caller's password.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1, max = 128), example = "correct horse battery staple")
    )]
    pub password: String,
}
