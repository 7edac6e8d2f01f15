//! Which path is which call of the provider.

use crate::provider::Provider;
use api::couriers::{CANCEL, QUERY, REQUEST};
use api::provider::{NOTIFICATION, Received};
use http::{Method, StatusCode};
use provider_door::{ask, notification};

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
        REQUEST => ask(body, async |request| provider.request(request).await).await,
        QUERY => ask(body, async |delivery| provider.query(delivery).await).await,
        CANCEL => ask(body, async |delivery| provider.cancel(delivery).await).await,
        NOTIFICATION => {
            ask(body, async |received: Received| {
                notification(&provider.name(), received, async |headers, body| {
                    provider.parse_notification(headers, body).await
                })
                .await
            })
            .await
        }
        _ => (StatusCode::NOT_FOUND, Vec::new()),
    }
}

#[cfg(test)]
mod tests;
