//! A call that came to nothing; see the contract.

/// Why. The words are for the operator's log: they hold no key and nothing private.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The gateway, or this provider, says no; repeating changes nothing.
    #[error("rejected: {0}")]
    Rejected(String),
    /// Whether there was an effect is not known; to be repeated.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl Failure {
    /// A refusal in these words.
    pub(crate) fn rejected(words: impl Into<String>) -> Self {
        Self::Rejected(words.into())
    }

    /// An answer that nobody can rely on, in these words.
    pub(crate) fn unavailable(words: impl Into<String>) -> Self {
        Self::Unavailable(words.into())
    }
}
