//! Which path is which call of the provider.

use crate::provider::{Failure, Provider};
use api::identities::{self, Answer, EXCHANGE, Named, PHONE, PhoneCode, RENEW, Refusal};
use api::provider::Outcome;
use http::{Method, StatusCode};
use provider_door::ask;

/// Answers one request: its status and its JSON.
pub async fn answer(
    provider: &dyn Provider,
    method: &Method,
    path: &str,
    body: &[u8],
) -> (StatusCode, Vec<u8>) {
    if *method != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, Vec::new());
    }
    match path {
        EXCHANGE => {
            ask(body, async |request: identities::Code| {
                if request.provider != provider.name() {
                    return unknown();
                }
                said(provider.exchange_code(request.code).await)
            })
            .await
        }
        PHONE => {
            ask(body, async |request: PhoneCode| {
                if request.provider != provider.name() {
                    return unknown();
                }
                said(provider.phone_number(request.code, request.kept).await)
            })
            .await
        }
        RENEW => {
            ask(body, async |request: Named| {
                if request.provider != provider.name() {
                    return unknown();
                }
                said(provider.renew_credential().await)
            })
            .await
        }
        _ => (StatusCode::NOT_FOUND, Vec::new()),
    }
}

/// Another provider's shoppers do not exist here.
fn unknown<T>() -> Outcome<Answer<T>> {
    Outcome::Done(Answer::Refused(Refusal::Provider))
}

fn said<T>(answer: Result<T, Failure>) -> Outcome<Answer<T>> {
    match answer {
        Ok(found) => Outcome::Done(Answer::Found(found)),
        Err(Failure::Refused(refusal)) => Outcome::Done(Answer::Refused(refusal)),
        Err(Failure::Misconfigured(words)) => Outcome::Rejected(words),
        Err(Failure::Unavailable(words)) => Outcome::Unavailable(words),
    }
}

#[cfg(test)]
mod tests;
