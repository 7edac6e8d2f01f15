//! The component: the contract's types to ours and back.

#![allow(
    unsafe_code,
    reason = "the generated exports read what the host passes; nothing else here is unsafe"
)]

use crate::answer::{CREDENTIAL, Failure, Used, check, number, subject};
use std::cell::RefCell;

mod bindings {
    #![allow(missing_docs, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/identity.wit",
        world: "identity-provider",
    });
}

use bindings::exports::mendian::identity::provider::{Credential, Error, Guest, Identity, PhoneNumber};

/// When the credential is to be renewed: in the year 2100, UTC epoch milliseconds.
const RENEW_MS: i64 = 4_102_444_800_000;

struct Component;

bindings::export!(Component with_types_in bindings);

thread_local! {
    static USED: RefCell<Used> = RefCell::default();
}

impl Guest for Component {
    fn name() -> String {
        "sandbox-identity".to_owned()
    }

    async fn exchange_code(code: String) -> Result<Identity, Error> {
        is_on().await?;
        let subject = USED.with_borrow_mut(|used| subject(used, &code))?;
        Ok(Identity { subject })
    }

    async fn exchange_phone_code(code: String, kept: Option<String>) -> Result<PhoneNumber, Error> {
        is_on().await?;
        let number = USED.with_borrow_mut(|used| number(used, &code, kept.as_deref()))?;
        Ok(PhoneNumber { number })
    }

    async fn renew_credential() -> Result<Credential, Error> {
        is_on().await?;
        Ok(Credential {
            kept: CREDENTIAL.to_owned(),
            renew_ms: RENEW_MS,
        })
    }
}

async fn is_on() -> Result<(), Error> {
    let variable = spin_sdk::variables::get("sandbox_identity").await.ok();
    Ok(check(variable.as_deref())?)
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::CodeRefused => Self::CodeRefused,
            Failure::RateLimited => Self::RateLimited,
            Failure::Blocked => Self::Blocked,
            Failure::CredentialRefused => Self::CredentialRefused,
            Failure::Misconfigured(words) => Self::Misconfigured(words.to_owned()),
            Failure::Unavailable(words) => Self::Unavailable(words.to_owned()),
        }
    }
}
