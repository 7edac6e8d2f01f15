//! What a payment gateway tells by itself.
//!
//! Whoever can reach the route can send anything: the provider's signature is the only authentication, and nothing in the
//! request counts before `payments` has verified it.

use crate::hear::{hear, hear_of_refund};
use crate::provider::{Event, PaymentProvider, ProviderError};
use api::problem::{Code, Problem};
use http::StatusCode;
use web::provider::acknowledgement_type;
use web::{Call, Reply};

/// Hears a gateway, and acknowledges once everything that follows is written down. Without the acknowledgement the gateway
/// tells it again.
pub async fn receive_notification(call: Call, provider: &dyn PaymentProvider) -> Result<Reply, Problem> {
    let name: String = call.param("provider")?;
    let read = provider.read_notification(&name, &call.headers, &call.body).await;
    let notification = read.map_err(|error| {
        call.platform.log(&format!("a notification: {error}"));
        match error {
            ProviderError::Rejected(_) => Problem::new(Code::NotificationRefused),
            ProviderError::Unavailable(_) => Problem::new(Code::PaymentUnavailable),
        }
    })?;
    match &notification.event {
        Event::Payment(report) => match report.number.parse() {
            Ok(number) => {
                hear(&call, provider, number, report).await?;
            }
            // The merchant may take money elsewhere too.
            Err(_) => call.platform.log("a payment that is none of ours"),
        },
        Event::Refund(notice) => {
            hear_of_refund(&call, provider, notice).await?;
        }
        Event::Other => {}
    }
    Ok(Reply::bytes(
        StatusCode::OK,
        acknowledgement_type(&notification.acknowledgement_type),
        notification.acknowledgement,
    ))
}
