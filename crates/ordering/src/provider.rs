//! The payment provider as checkout sees it; `wit/payment.wit` is the contract behind it.

pub use web::provider::ProviderError;

use commerce::ids::OrderId;
use commerce::money::Money;
use futures_util::future::LocalBoxFuture;
use http::HeaderMap;

/// What checkout wants to be paid for. An order's id is its payment's number, so that there is one payment for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRequest {
    /// The payment's number.
    pub number: OrderId,
    /// What is to be paid.
    pub amount: Money,
    /// One line for the payer's statement.
    pub description: String,
    /// When the payment lapses, UTC epoch milliseconds.
    pub expires_ms: i64,
    /// The provider's own name for the payer, as their client told it.
    pub payer: Option<String>,
}

/// A payment that the payer can now make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepayment {
    /// What the provider needs to find the payment again.
    pub reference: String,
    /// What the payer's client needs to pay, a JSON object.
    pub client_action: String,
}

/// Where a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    /// Nobody knows yet.
    Pending,
    /// The money is the merchant's.
    Paid,
    /// The payer or their bank refused.
    Refused,
    /// No money can arrive any more.
    Closed,
}

/// What the provider knows of a payment. Amounts are as the provider said them: not yet compared with anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentReport {
    /// The payment's number.
    pub number: String,
    /// Where it is.
    pub state: PaymentState,
    /// What was paid, in minor units.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// The gateway's own number, for the accountants; may be empty.
    pub transaction: String,
}

impl PaymentReport {
    /// Whether it says that exactly `amount` was paid under `number`.
    #[must_use]
    pub fn pays(&self, number: OrderId, amount: Money) -> bool {
        self.state == PaymentState::Paid
            && self.number == number.to_string()
            && self.amount_minor == amount.amount_minor.get()
            && self.currency == amount.currency.as_str()
    }
}

/// Money to give back: all of what came for an order that had ended, or a part of what was paid for one that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// The payment's number.
    pub number: OrderId,
    /// The payment's reference.
    pub reference: String,
    /// The refund's number: the payment's own for all that came for an order that had ended.
    pub refund_number: String,
    /// What to give back.
    pub amount: Money,
    /// What was paid in all.
    pub paid: Money,
    /// One line for the payer.
    pub reason: &'static str,
}

/// Where a refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundState {
    /// Accepted; repeat the call to hear more.
    Pending,
    /// The money is on its way back.
    Done,
    /// A person has to look.
    Refused,
}

/// How goods came to the payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handover {
    /// By a rider, from the store.
    CityDelivery,
    /// Fetched, or had in the store.
    Pickup,
    /// There was nothing to carry.
    Immaterial,
}

/// A handover to tell the gateway of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The payment's number.
    pub number: OrderId,
    /// The payment's reference.
    pub reference: String,
    /// How.
    pub handover: Handover,
    /// When, UTC epoch milliseconds; the same in every repetition.
    pub at_ms: i64,
    /// What, one line of at most 120 characters.
    pub description: String,
}

/// What a gateway tells of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundNotice {
    /// The payment's number.
    pub number: String,
    /// The refund's number.
    pub refund_number: String,
    /// Where it is.
    pub state: RefundState,
}

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A payment; to be treated like an answer to [`PaymentProvider::query`].
    Payment(PaymentReport),
    /// A refund; to be treated like an answer to [`PaymentProvider::refund`].
    Refund(RefundNotice),
    /// Genuine, and nothing to act on.
    Other,
}

/// A notification whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// What it is about.
    pub event: Event,
    /// The media type of the acknowledgement.
    pub acknowledgement_type: String,
    /// By which the gateway knows that it was heard.
    pub acknowledgement: String,
}

/// The future of a provider's answer.
pub type Answer<'a, T> = LocalBoxFuture<'a, Result<T, ProviderError>>;

/// A payment provider. Every call may be repeated.
pub trait PaymentProvider {
    /// Opens a payment.
    fn prepay(&self, request: PaymentRequest) -> Answer<'_, Prepayment>;
    /// Says where a payment is.
    fn query<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport>;
    /// Closes a payment and says where it ended; what was paid stays paid.
    fn close<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport>;
    /// Gives the money back.
    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundState>;
    /// Tells the gateway that goods were handed over.
    fn report_delivery(&self, delivery: Delivery) -> Answer<'_, ()>;
    /// Verifies and reads a notification that arrived for the provider of this name.
    fn read_notification<'a>(
        &'a self,
        provider: &'a str,
        headers: &'a HeaderMap,
        body: &'a [u8],
    ) -> Answer<'a, Notification>;
}
