//! The function `identities`, in the JSON of [`api::identities`].

use api::identities::{self, COMPONENT, EXCHANGE, Named, PHONE, PhoneCode, RENEW, Refusal};
use api::problem::{Code, Fault, Problem};
use commerce::field::Rule;
use serde_json::Value;
use storage::credential::StoredCredential;
use vault::Opened;
use web::Call;
use web::provider::{ProviderError, outcome, text};

/// How long an answer is waited for, in milliseconds. A provider asks its platform once, for four seconds at most.
const ANSWER_MS_MAX: u64 = 6_000;
/// Longest subject, and longest credential, in characters; the contract's limits.
const SUBJECT_CHARS_MAX: usize = 128;
const KEPT_CHARS_MAX: usize = 2_048;

/// Why nothing came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nothing {
    /// The platform says no.
    Refused(Refusal),
    /// Nobody answers, or the operator has to mend something.
    Failed(ProviderError),
}

/// The platform's name for the person whose client got a code.
///
/// # Errors
/// See [`Nothing`].
pub async fn exchange(call: &Call, provider: &str, code: &str) -> Result<Opened, Nothing> {
    let request = identities::Code {
        provider: provider.to_owned(),
        code: code.to_owned(),
    };
    let found = post(call, EXCHANGE, serde_json::to_vec(&request).ok()).await?;
    let subject = text(&found, "subject").filter(|subject| {
        (1..=SUBJECT_CHARS_MAX).contains(&subject.len())
            && subject.bytes().all(|byte| byte.is_ascii_graphic())
    });
    subject.map(Opened::new).ok_or_else(senseless)
}

/// The telephone number that the platform has verified.
///
/// # Errors
/// See [`Nothing`].
pub async fn phone(call: &Call, provider: &str, code: &str, kept: Option<&str>) -> Result<Opened, Nothing> {
    let request = PhoneCode {
        provider: provider.to_owned(),
        code: code.to_owned(),
        kept: kept.map(str::to_owned),
    };
    let found = post(call, PHONE, serde_json::to_vec(&request).ok()).await?;
    let number = text(&found, "number").filter(|number| {
        let digits = number.strip_prefix('+').unwrap_or("");
        (5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    number.map(Opened::new).ok_or_else(senseless)
}

/// A credential that is good now.
///
/// # Errors
/// See [`Nothing`].
pub async fn renew(call: &Call, provider: &str) -> Result<StoredCredential, Nothing> {
    let request = Named {
        provider: provider.to_owned(),
    };
    let found = post(call, RENEW, serde_json::to_vec(&request).ok()).await?;
    let kept = text(&found, "kept")
        .filter(|kept| kept.len() <= KEPT_CHARS_MAX && kept.bytes().all(|byte| byte.is_ascii_graphic()));
    let renew_ms = found.get("renew_ms").and_then(Value::as_i64);
    let credential = kept
        .zip(renew_ms)
        .map(|(kept, renew_ms)| StoredCredential { kept, renew_ms });
    credential.ok_or_else(senseless)
}

async fn post(call: &Call, path: &'static str, json: Option<Vec<u8>>) -> Result<Value, Nothing> {
    let json = json.ok_or_else(senseless)?;
    let answer = call
        .platform
        .call_component(COMPONENT, path, json, ANSWER_MS_MAX)
        .await;
    let answer = answer.map_err(|words| Nothing::Failed(ProviderError::Unavailable(words)))?;
    let mut answer = outcome(&answer).map_err(Nothing::Failed)?;
    if let Some(found) = answer.get_mut("found") {
        return Ok(found.take());
    }
    let refused = answer.get("refused").and_then(Value::as_str);
    let refusal = [
        Refusal::Provider,
        Refusal::Code,
        Refusal::RateLimited,
        Refusal::Blocked,
        Refusal::Credential,
    ]
    .into_iter()
    .find(|refusal| Some(refusal.as_str()) == refused);
    Err(refusal.map_or_else(senseless, Nothing::Refused))
}

fn senseless() -> Nothing {
    Nothing::Failed(ProviderError::senseless())
}

/// What the shopper hears; the operator's words go to the log, which never holds a code or a name.
pub fn problem(call: &Call, nothing: &Nothing) -> Problem {
    match nothing {
        Nothing::Refused(Refusal::Provider) => Problem::invalid(
            "provider",
            Rule::Format {
                expected: "the platform of this mini-program",
            },
        ),
        Nothing::Refused(Refusal::Code) => {
            Problem::field(Code::CodeRefused, "code", Fault::Reason("used_or_unknown"))
        }
        Nothing::Refused(Refusal::RateLimited) => Problem::new(Code::RateLimited),
        Nothing::Refused(Refusal::Blocked) => Problem::new(Code::Blocked),
        Nothing::Refused(Refusal::Credential) => {
            call.platform
                .log("identities: the credential is refused, though it was renewed");
            Problem::new(Code::IdentityUnavailable)
        }
        Nothing::Failed(error) => {
            call.platform.log(&format!("identities: {error}"));
            Problem::new(Code::IdentityUnavailable)
        }
    }
}
