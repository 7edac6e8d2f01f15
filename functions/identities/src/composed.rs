//! The provider that is composed into this component: the contract's types to JSON's and back.

use crate::provider::{Answer, Failure, Provider};
use api::identities::{Credential, Identity, PhoneNumber, Refusal};

mod bindings {
    #![allow(missing_docs, unsafe_code, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/identity.wit",
        world: "identity-client",
    });
}

use bindings::mendian::identity::provider as wit;

/// Whichever component spin.toml names.
pub struct Composed;

impl Provider for Composed {
    fn name(&self) -> String {
        wit::name()
    }

    fn exchange_code(&self, code: String) -> Answer<'_, Identity> {
        Box::pin(async move {
            let identity = wit::exchange_code(code).await.map_err(failure)?;
            Ok(Identity {
                subject: identity.subject,
            })
        })
    }

    fn phone_number(&self, code: String, kept: Option<String>) -> Answer<'_, PhoneNumber> {
        Box::pin(async move {
            let phone = wit::exchange_phone_code(code, kept).await.map_err(failure)?;
            Ok(PhoneNumber { number: phone.number })
        })
    }

    fn renew_credential(&self) -> Answer<'_, Credential> {
        Box::pin(async move {
            let credential = wit::renew_credential().await.map_err(failure)?;
            Ok(Credential {
                kept: credential.kept,
                renew_ms: credential.renew_ms,
            })
        })
    }
}

fn failure(error: wit::Error) -> Failure {
    match error {
        wit::Error::CodeRefused => Failure::Refused(Refusal::Code),
        wit::Error::RateLimited => Failure::Refused(Refusal::RateLimited),
        wit::Error::Blocked => Failure::Refused(Refusal::Blocked),
        wit::Error::CredentialRefused => Failure::Refused(Refusal::Credential),
        wit::Error::Misconfigured(words) => Failure::Misconfigured(words),
        wit::Error::Unavailable(words) => Failure::Unavailable(words),
    }
}
