use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::OrderEvent;
use super::transitions::TRANSITIONS;

/// How far an order has come. An order is in each state at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// The store keeps the goods; the shopper has not paid.
    AwaitingPayment,
    /// Paid for; the goods are the shopper's, and the store has not looked at it yet.
    Paid,
    /// The store will serve it: from here on the shopper cannot call it off alone, unless it is a booking.
    Accepted,
    /// The store is making or packing it.
    Preparing,
    /// It waits to be fetched, by the shopper or by a courier.
    Ready,
    /// It is on its way to the shopper.
    Dispatched,
    /// The shopper has it.
    Completed,
    /// The shopper did not come to what they had booked.
    NoShow,
    /// Called off; what it held or took was given back.
    Cancelled,
    /// Not paid in time; what it held was given back.
    Expired,
}

/// An event that cannot happen in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event} is not possible when the order is {from}")]
pub struct IllegalTransition {
    /// The state.
    pub from: OrderState,
    /// The event.
    pub event: OrderEvent,
}

/// A text that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of an order's state")]
pub struct UnknownOrderState;

impl OrderState {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::AwaitingPayment,
        Self::Paid,
        Self::Accepted,
        Self::Preparing,
        Self::Ready,
        Self::Dispatched,
        Self::Completed,
        Self::NoShow,
        Self::Cancelled,
        Self::Expired,
    ];

    /// The state of a new order.
    pub const FIRST: Self = Self::AwaitingPayment;

    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "awaiting_payment",
            Self::Paid => "paid",
            Self::Accepted => "accepted",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Dispatched => "dispatched",
            Self::Completed => "completed",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Whether nothing can happen any more, however the order is served.
    pub fn is_final(self) -> bool {
        TRANSITIONS.iter().all(|row| row.from != self)
    }

    /// Whether an order in this state was paid and still stands.
    pub const fn is_paid(self) -> bool {
        match self {
            Self::Paid
            | Self::Accepted
            | Self::Preparing
            | Self::Ready
            | Self::Dispatched
            | Self::Completed
            | Self::NoShow => true,
            Self::AwaitingPayment | Self::Cancelled | Self::Expired => false,
        }
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for OrderState {
    type Err = UnknownOrderState;

    fn from_str(text: &str) -> Result<Self, UnknownOrderState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(UnknownOrderState)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_a_state_is_the_same_everywhere() {
        for state in OrderState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{state}\""));
        }
        assert_eq!("AWAITING".parse::<OrderState>(), Err(UnknownOrderState));
    }

    #[test]
    fn an_order_that_ended_well_or_not_has_no_way_on() {
        let last = OrderState::ALL.into_iter().filter(|state| state.is_final());
        let names: Vec<&str> = last.map(OrderState::as_str).collect();
        assert_eq!(names, ["completed", "no_show", "cancelled", "expired"]);
    }
}
