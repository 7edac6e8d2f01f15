//! The provider as this function sees it; `wit/identity.wit` is the contract behind it.

use api::identities::{Credential, Identity, PhoneNumber, Refusal};
use futures_util::future::LocalBoxFuture;

/// A call that came to nothing; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// What the shopper has to hear of.
    Refused(Refusal),
    /// What the operator has to mend.
    Misconfigured(String),
    /// Nobody knows.
    Unavailable(String),
}

/// The future of a provider's answer.
pub type Answer<'a, T> = LocalBoxFuture<'a, Result<T, Failure>>;

/// A platform of mini-programs.
pub trait Provider {
    /// Under which its subjects are kept.
    fn name(&self) -> String;
    /// Exchanges the code of a log-in.
    fn exchange_code(&self, code: String) -> Answer<'_, Identity>;
    /// Exchanges the code of a telephone number.
    fn phone_number(&self, code: String, kept: Option<String>) -> Answer<'_, PhoneNumber>;
    /// A credential that is good now.
    fn renew_credential(&self) -> Answer<'_, Credential>;
}
