use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// The store keeps the goods; the shopper has not paid.
    AwaitingPayment,
    /// Paid for; the goods are the shopper's.
    Paid,
    /// Called off before it was paid; goods and coupon were given back.
    Cancelled,
    /// Not paid in time; goods and coupon were given back.
    Expired,
}

/// What happens to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    /// The payment provider confirmed the whole amount.
    Pay,
    /// The shopper called it off.
    Cancel,
    /// Its deadline passed.
    Expire,
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

/// All that can happen to an order: in a state, on an event, to a state. What is not here is illegal.
pub(super) const TRANSITIONS: [(OrderState, OrderEvent, OrderState); 3] = [
    (OrderState::AwaitingPayment, OrderEvent::Pay, OrderState::Paid),
    (
        OrderState::AwaitingPayment,
        OrderEvent::Cancel,
        OrderState::Cancelled,
    ),
    (
        OrderState::AwaitingPayment,
        OrderEvent::Expire,
        OrderState::Expired,
    ),
];

/// The state after an event.
///
/// # Errors
/// [`IllegalTransition`] when the table has no such row.
pub fn transition(from: OrderState, event: OrderEvent) -> Result<OrderState, IllegalTransition> {
    let row = TRANSITIONS
        .into_iter()
        .find(|&(state, happens, _)| (state, happens) == (from, event));
    row.map(|(.., to)| to).ok_or(IllegalTransition { from, event })
}

impl OrderState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::AwaitingPayment, Self::Paid, Self::Cancelled, Self::Expired];

    /// The state of a new order.
    pub const FIRST: Self = Self::AwaitingPayment;

    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "awaiting_payment",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Whether nothing can happen any more.
    pub fn is_final(self) -> bool {
        TRANSITIONS.iter().all(|&(from, ..)| from != self)
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

impl OrderEvent {
    /// The name in messages and drawings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
        }
    }
}

impl fmt::Display for OrderEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_state_and_event_have_one_outcome() {
        let named: BTreeSet<_> = TRANSITIONS
            .iter()
            .map(|(from, event, _)| (from.as_str(), event.as_str()))
            .collect();
        assert_eq!(named.len(), TRANSITIONS.len());
    }

    #[test]
    fn every_state_is_reached_from_the_first() {
        let mut reached = vec![OrderState::FIRST];
        for _ in OrderState::ALL {
            let next = TRANSITIONS
                .iter()
                .filter(|(from, ..)| reached.contains(from))
                .map(|&(.., to)| to);
            reached.extend(next.collect::<Vec<_>>());
        }
        assert!(OrderState::ALL.iter().all(|state| reached.contains(state)));
    }

    #[test]
    fn nothing_happens_to_an_order_that_is_closed() {
        for from in [OrderState::Cancelled, OrderState::Expired] {
            assert!(from.is_final());
            for event in [OrderEvent::Pay, OrderEvent::Cancel, OrderEvent::Expire] {
                assert_eq!(transition(from, event), Err(IllegalTransition { from, event }));
            }
        }
    }

    #[test]
    fn name_of_a_state_is_the_same_everywhere() {
        for state in OrderState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{state}\""));
        }
        assert_eq!("AWAITING".parse::<OrderState>(), Err(UnknownOrderState));
    }
}
