//! What accounts says to the function `identities`, and hears from it: `wit/identity.wit` in JSON.
//!
//! Spoken inside the application only, as [`crate::provider`] says. A refusal of the contract that the shopper has to hear of is an
//! answer here; what the operator has to mend is [`crate::provider::Outcome::Rejected`].

use serde::{Deserialize, Serialize};

/// The component that answers. It has no public route.
pub const COMPONENT: &str = "identities";
/// Exchanges the code of a log-in: [`Code`] to [`Answer`] of [`Identity`].
pub const EXCHANGE: &str = "/exchange";
/// Exchanges the code of a telephone number: [`PhoneCode`] to [`Answer`] of [`PhoneNumber`].
pub const PHONE: &str = "/phone";
/// Renews what is kept: [`Named`] to [`Answer`] of [`Credential`].
pub const RENEW: &str = "/renew";

/// Which provider is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its name.
    pub provider: String,
}

/// The code of a log-in. Not printable.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The provider's name.
    pub provider: String,
    /// The code.
    pub code: String,
}

/// The code of a telephone number. Not printable.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneCode {
    /// The provider's name.
    pub provider: String,
    /// The code.
    pub code: String,
    /// What is kept of the credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
}

/// A person, as the platform knows them. Not printable.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The subject.
    pub subject: String,
}

/// A verified telephone number. Not printable.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneNumber {
    /// As E.164 has it.
    pub number: String,
}

/// What opens the platform. Not printable.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// What is kept.
    pub kept: String,
    /// When it is to be renewed, UTC epoch milliseconds.
    pub renew_ms: i64,
}

/// What the provider says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// What was asked for.
    Found(T),
    /// Why not.
    Refused(Refusal),
}

/// Why the platform refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No provider of this name is here.
    Provider,
    /// The code is used, expired, or nobody's.
    Code,
    /// Fewer calls are wanted.
    RateLimited,
    /// The person is blocked.
    Blocked,
    /// The credential is not good, or there is none.
    Credential,
}

impl Refusal {
    /// As in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Code => "code",
            Self::RateLimited => "rate_limited",
            Self::Blocked => "blocked",
            Self::Credential => "credential",
        }
    }
}
