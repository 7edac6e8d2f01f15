//! The courier as this function sees it; `wit/courier.wit` is the contract behind it.

use api::couriers::{Accepted, Delivery, Event, Named, Request};
use api::provider::{Notification, Outcome};
use futures_util::future::LocalBoxFuture;

/// The future of a provider's answer.
pub type Answer<'a, T> = LocalBoxFuture<'a, Outcome<T>>;

/// A courier. Every call may be repeated.
pub trait Provider {
    /// Under which its notifications arrive.
    fn name(&self) -> String;
    /// Requests a delivery.
    fn request(&self, request: Request) -> Answer<'_, Accepted>;
    /// Says where a delivery is.
    fn query(&self, delivery: Named) -> Answer<'_, Delivery>;
    /// Cancels a delivery and says where it ended.
    fn cancel(&self, delivery: Named) -> Answer<'_, Delivery>;
    /// Verifies and reads a notification.
    fn parse_notification(
        &self,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Answer<'_, Notification<Event>>;
}
