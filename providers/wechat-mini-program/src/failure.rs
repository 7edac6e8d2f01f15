//! A call that came to nothing; see the contract.

/// Why. The words are for the operator's log: they hold no secret, no code and nothing of a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The code is used, expired, or nobody's.
    #[error("the code is refused")]
    CodeRefused,
    /// The platform wants fewer calls.
    #[error("too many calls")]
    RateLimited,
    /// The platform has blocked the person.
    #[error("the person is blocked")]
    Blocked,
    /// The access token is not good.
    #[error("the credential is refused")]
    CredentialRefused,
    /// The operator has to mend the set-up.
    #[error("misconfigured: {0}")]
    Misconfigured(String),
    /// Nobody knows.
    #[error("unavailable: {0}")]
    Unavailable(String),
}
