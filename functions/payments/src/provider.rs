//! The provider as this function sees it; `wit/payment.wit` is the contract behind it.

use api::payments::{Delivery, Event, Named, Payment, Prepay, Prepayment, Refund, RefundState};
use api::provider::{Notification, Outcome};
use futures_util::future::LocalBoxFuture;

/// The future of a provider's answer.
pub type Answer<'a, T> = LocalBoxFuture<'a, Outcome<T>>;

/// A payment provider. Every call may be repeated.
pub trait Provider {
    /// Under which its notifications arrive.
    fn name(&self) -> String;
    /// Opens a payment.
    fn prepay(&self, request: Prepay) -> Answer<'_, Prepayment>;
    /// Says where a payment is.
    fn query(&self, payment: Named) -> Answer<'_, Payment>;
    /// Closes a payment and says where it ended.
    fn close(&self, payment: Named) -> Answer<'_, Payment>;
    /// Gives money back.
    fn refund(&self, request: Refund) -> Answer<'_, RefundState>;
    /// Verifies and reads a notification.
    fn parse_notification(
        &self,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Answer<'_, Notification<Event>>;
    /// Tells the gateway of a handover.
    fn report_delivery(&self, delivery: Delivery) -> Answer<'_, ()>;
}
