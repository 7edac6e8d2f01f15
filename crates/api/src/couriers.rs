//! What fulfilment says to the function `couriers`, and hears from it: `wit/courier.wit` in JSON.
//!
//! Spoken inside the application only, as [`crate::provider`] says.

pub use crate::provider::Named;

use crate::money::MoneyView;
use serde::{Deserialize, Serialize};

/// The component that answers. It has no public route.
pub const COMPONENT: &str = "couriers";
/// Requests a delivery: [`Request`] to [`Accepted`].
pub const REQUEST: &str = "/request";
/// Says where a delivery is: [`Named`] to [`Delivery`].
pub const QUERY: &str = "/query";
/// Cancels a delivery: [`Named`] to [`Delivery`].
pub const CANCEL: &str = "/cancel";

/// A place, in WGS-84, in units of 10⁻⁷ degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Latitude.
    pub lat_e7: i32,
    /// Longitude.
    pub lng_e7: i32,
}

/// What is to be carried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The delivery's number.
    pub number: String,
    /// Where the goods wait.
    pub store: Place,
    /// What the store is called.
    pub store_name: String,
    /// Where they are brought to.
    pub destination: Place,
    /// By when they were promised, UTC epoch milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_ms: Option<i64>,
    /// What they are worth.
    pub value: MoneyView,
    /// How many pieces they are.
    pub units: u32,
}

/// A delivery that the courier has taken on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// What the courier needs to find the delivery again.
    pub reference: String,
    /// Where it is by now.
    pub delivery: Delivery,
}

/// What the courier knows of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The delivery's number.
    pub number: String,
    /// Where it is.
    pub state: DeliveryState,
    /// What the courier charges for it, as far as is known.
    pub fee: MoneyView,
}

/// Where a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Nobody is on the way yet.
    Requested,
    /// Somebody is on the way to the store.
    Assigned,
    /// The goods have left the store.
    PickedUp,
    /// They are where they were to be brought to.
    Delivered,
    /// They will not get there.
    Failed(FailureReason),
    /// Nobody will carry them.
    Cancelled,
}

/// Why a delivery failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureReason {
    /// Nobody took it.
    NoCourier,
    /// The store had not got the goods ready.
    NotHandedOver,
    /// Nobody took the goods in; they go back to the store.
    NotReceived,
    /// The goods are lost or spoilt.
    Lost,
    /// Something else.
    Other,
}

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A delivery.
    Delivery(Delivery),
    /// Nothing that fulfilment acts on.
    Other,
}
