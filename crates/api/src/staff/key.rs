//! Keys of devices, partners and jobs.

use serde::{Deserialize, Serialize};

/// A key to be given out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateKey {
    /// `device`, `partner` or `job`.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("enum" = ["device", "partner", "job"], "examples" = ["device"]))
    )]
    pub kind: String,
    /// What it is called.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 60), example = "Gate 2"))]
    pub name: String,
    /// Its role; a job has none.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["device"]))
    )]
    pub role: Option<String>,
    /// The one store that it is for. Who gives it out from a store gives it out for that store.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["sh-001"]))
    )]
    pub store: Option<String>,
    /// The region that it is for, instead of a store.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$"))
    )]
    pub region: Option<String>,
    /// How many days it is good.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 400), example = 90))]
    pub days: i64,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Key"))]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// `device`, `partner` or `job`.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// Its role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The one store that it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// The region that it is for. One that has neither is for all stores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// How often it was rotated.
    pub rotations: i64,
    /// Until when the secret before is good, UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_until_ms: Option<i64>,
    /// Until when it is good, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// Since when it is good no more, UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_ms: Option<i64>,
    /// Who gave it out.
    pub created_by: String,
    /// When, UTC epoch milliseconds.
    pub created_ms: i64,
}

/// A key's secret, shown once.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "KeySecret"))]
pub struct KeySecretView {
    /// The key.
    pub id: String,
    /// What to send to `/v1/access-keys/token`.
    pub key: String,
    /// Until when it is good, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// Until when the secret before is good, UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_until_ms: Option<i64>,
}

/// A key that wants a token.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateKeyToken {
    /// The key.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 200)))]
    pub key: String,
}

/// An access token for a key.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "KeyToken"))]
pub struct KeyTokenView {
    /// `Bearer`.
    pub token_type: &'static str,
    /// What to send as `Authorization: Bearer`.
    pub access_token: String,
    /// How long it is good, in seconds.
    pub expires_in: i64,
}
