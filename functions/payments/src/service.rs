//! Which path is which call of the provider.

use crate::provider::Provider;
use api::payments::{CLOSE, DELIVERY, PREPAY, QUERY, REFUND};
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
        PREPAY => ask(body, async |request| provider.prepay(request).await).await,
        QUERY => ask(body, async |payment| provider.query(payment).await).await,
        CLOSE => ask(body, async |payment| provider.close(payment).await).await,
        REFUND => ask(body, async |request| provider.refund(request).await).await,
        NOTIFICATION => {
            ask(body, async |received: Received| {
                notification(&provider.name(), received, async |headers, body| {
                    provider.parse_notification(headers, body).await
                })
                .await
            })
            .await
        }
        DELIVERY => ask(body, async |delivery| provider.report_delivery(delivery).await).await,
        _ => (StatusCode::NOT_FOUND, Vec::new()),
    }
}

#[cfg(test)]
mod tests;
