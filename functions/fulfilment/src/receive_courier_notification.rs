//! What a courier tells by itself.
//!
//! Whoever can reach the route can send anything: the provider's signature is the only authentication, and nothing in the
//! request counts before `couriers` has verified it.

use crate::couriers::read_notification;
use crate::hear_courier::hear;
use api::problem::{Code, Problem};
use http::StatusCode;
use web::provider::{ProviderError, acknowledgement_type};
use web::{Call, Reply};

/// Hears a courier, and acknowledges once everything that follows is written down. Without the acknowledgement the courier tells
/// it again.
pub async fn receive_courier_notification(call: Call) -> Result<Reply, Problem> {
    let name: String = call.param("provider")?;
    let notification = read_notification(&call, &name).await.map_err(|error| {
        call.platform.log(&format!("a courier's notification: {error}"));
        match error {
            ProviderError::Rejected(_) => Problem::new(Code::NotificationRefused),
            ProviderError::Unavailable(_) => Problem::new(Code::CourierUnavailable),
        }
    })?;
    if let Some(report) = &notification.report {
        hear(&call, report).await?;
    }
    Ok(Reply::bytes(
        StatusCode::OK,
        acknowledgement_type(&notification.acknowledgement_type),
        notification.acknowledgement,
    ))
}
