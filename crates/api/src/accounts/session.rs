//! Log-ins.

use serde::{Deserialize, Serialize};

/// A log-in.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateSession {
    /// The shopper's platform, such as `wechat-mini-program`.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[a-z0-9-]{1,40}$", "examples" = ["sandbox-identity"]))
    )]
    pub provider: String,
    /// What the client got from the platform (`wx.login`); good once.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1, max = 512), example = "dev-alice")
    )]
    pub code: String,
    /// The store that brought the shopper. The first one that is named becomes their home store.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["sh-001"]))
    )]
    pub store: Option<String>,
}

/// A refresh.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RefreshSession {
    /// The refresh token that is good now.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 200)))]
    pub refresh_token: String,
}

/// Tokens of a session.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Tokens"))]
pub struct TokensView {
    /// The session.
    pub session: String,
    /// Whose it is.
    pub customer: String,
    /// Whether the account was made by this log-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_customer: Option<bool>,
    /// `Bearer`.
    pub token_type: &'static str,
    /// What to send as `Authorization: Bearer`.
    pub access_token: String,
    /// How long it is good, in seconds.
    pub expires_in: i64,
    /// What to send to `/v1/sessions/refresh`, once. Kept by the client as a password is.
    pub refresh_token: String,
    /// When the session ends at the latest, UTC epoch milliseconds; one that is not used ends sooner.
    pub session_expires_ms: i64,
}

/// A session of the caller's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Session"))]
pub struct SessionView {
    /// Its name.
    pub id: String,
    /// Since when, UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was last refreshed, UTC epoch milliseconds.
    pub refreshed_ms: i64,
    /// When it ends at the latest, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The caller's sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Sessions"))]
pub struct SessionsView {
    /// The newest first.
    pub items: Vec<SessionView>,
}

/// That sessions were ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Ended"))]
pub struct EndedView {
    /// How many; 0 when they had ended before.
    pub ended: u64,
}
