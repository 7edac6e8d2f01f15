//! What a shopper says of themselves.

use serde::{Deserialize, Serialize};

/// A birthday, with its year or without.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Birthday"))]
pub struct BirthdayView {
    /// The year, for who tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(range(min = 1900), example = 1990))]
    pub year: Option<i64>,
    /// 1 to 12.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 12), example = 5))]
    pub month: i64,
    /// Of the month; the 29th of February is one.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 31), example = 1))]
    pub day: i64,
}

/// All that a shopper says of themselves: what is left out is taken back.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutMe {
    /// How they want to be called.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 60), example = &"晓梅"))]
    pub name: Option<String>,
    /// The language that they read: a tag such as `zh-CN`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(min = 2, max = 35), example = "zh-CN"))]
    pub language: Option<String>,
    /// Their birthday.
    #[serde(default)]
    pub birthday: Option<BirthdayView>,
    /// What they agree to: `marketing`, `personalisation`, `location`. What is not named is not, or no longer, agreed to.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(max = 3), extend("examples" = [["marketing"]])))]
    pub consents: Vec<String>,
    /// The version that is replaced; without it, whichever stands.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 1)))]
    pub version: Option<i64>,
}

/// A shopper's account.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Me"))]
pub struct MeView {
    /// The customer's id.
    pub customer: String,
    /// Counts the edits, from 1.
    pub version: i64,
    /// How they want to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language that they read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Their birthday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthday: Option<BirthdayView>,
    /// Their verified telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The store that brought them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_store: Option<String>,
    /// Since when they are a member, UTC epoch milliseconds.
    pub member_since_ms: i64,
    /// What they ever agreed to.
    pub consents: Vec<ConsentView>,
}

/// A consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Consent"))]
pub struct ConsentView {
    /// To what.
    pub purpose: &'static str,
    /// Whether it stands.
    pub given: bool,
    /// When it was last given, UTC epoch milliseconds.
    pub given_ms: i64,
    /// When it was last taken back, UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_ms: Option<i64>,
}

/// The code of a telephone number.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerifyPhone {
    /// What the client got from the platform (`getPhoneNumber`); good once.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1, max = 512), example = "dev-8613800138000")
    )]
    pub code: String,
}

/// That an account has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "DeletedAccount"))]
pub struct DeletedAccountView {
    /// The customer's id. Orders and books keep it; it names nobody any more.
    pub customer: String,
    /// When, UTC epoch milliseconds.
    pub deleted_ms: i64,
}

/// What a run of the job did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RotationReport {
    /// Customers whose key is wrapped by the newest root key now, and was not.
    pub rotated: u64,
    /// Customers whose root key is not among those that are set: nothing of theirs can be read.
    pub unreadable: u64,
    /// Whether there is more to do.
    pub more: bool,
}
