//! The component: the contract's types to ours and back, and what is below the protocol.

#![allow(
    unsafe_code,
    reason = "the generated exports read what the host passes; nothing else here is unsafe"
)]

mod link;

use crate::Failure;
use crate::mini_program::{MiniProgram, Variables};
use crate::provider::{NAME, WechatMiniProgram};
use link::SpinLink;

mod bindings {
    #![allow(missing_docs, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/identity.wit",
        world: "identity-provider",
    });
}

use bindings::exports::mendian::identity::provider::{Credential, Error, Guest, Identity, PhoneNumber};

struct Component;

bindings::export!(Component with_types_in bindings);

impl Guest for Component {
    fn name() -> String {
        NAME.to_owned()
    }

    async fn exchange_code(code: String) -> Result<Identity, Error> {
        let mini_program = mini_program().await?;
        let subject = provider(&mini_program).exchange_code(&code).await?;
        Ok(Identity { subject })
    }

    async fn exchange_phone_code(code: String, kept: Option<String>) -> Result<PhoneNumber, Error> {
        let mini_program = mini_program().await?;
        let number = provider(&mini_program)
            .phone_number(&code, kept.as_deref())
            .await?;
        Ok(PhoneNumber { number })
    }

    async fn renew_credential() -> Result<Credential, Error> {
        let mini_program = mini_program().await?;
        let credential = provider(&mini_program).renew_credential().await?;
        Ok(Credential {
            kept: credential.kept,
            renew_ms: credential.renew_ms,
        })
    }
}

fn provider(mini_program: &MiniProgram) -> WechatMiniProgram<'_> {
    WechatMiniProgram {
        mini_program,
        link: &SpinLink,
    }
}

async fn mini_program() -> Result<MiniProgram, Error> {
    let variables = Variables {
        appid: variable("wechat_mini_program_appid").await?,
        secret: variable("wechat_mini_program_secret").await?,
        platform: variable("wechat_mini_program_platform").await?,
    };
    MiniProgram::read(variables).map_err(|error| Error::Misconfigured(error.to_string()))
}

async fn variable(name: &str) -> Result<String, Error> {
    spin_sdk::variables::get(name)
        .await
        .map_err(|_| Error::Misconfigured(format!("the variable {name} is not set")))
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::CodeRefused => Self::CodeRefused,
            Failure::RateLimited => Self::RateLimited,
            Failure::Blocked => Self::Blocked,
            Failure::CredentialRefused => Self::CredentialRefused,
            Failure::Misconfigured(words) => Self::Misconfigured(words),
            Failure::Unavailable(words) => Self::Unavailable(words),
        }
    }
}
