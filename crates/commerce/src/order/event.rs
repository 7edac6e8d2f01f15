use std::fmt;
use std::str::FromStr;

/// What happens to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    /// The payment provider confirmed the whole amount.
    Pay,
    /// The shopper called it off.
    Cancel,
    /// Its deadline passed.
    Expire,
    /// The store takes it on.
    Accept,
    /// The store cannot serve it after all.
    Reject,
    /// The store begins to make or pack it.
    Prepare,
    /// It is complete.
    MakeReady,
    /// The shopper proved to be its owner, and has it.
    HandOver,
    /// A courier has it.
    Dispatch,
    /// The courier gave it to the shopper.
    Deliver,
    /// The shopper did not come.
    Miss,
    /// Nobody said that it went wrong for long enough: see [`SILENCES`](super::SILENCES).
    Complete,
}

/// A text that names no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of an order's event")]
pub struct UnknownOrderEvent;

impl OrderEvent {
    /// Every event.
    pub const ALL: [Self; 12] = [
        Self::Pay,
        Self::Cancel,
        Self::Expire,
        Self::Accept,
        Self::Reject,
        Self::Prepare,
        Self::MakeReady,
        Self::HandOver,
        Self::Dispatch,
        Self::Deliver,
        Self::Miss,
        Self::Complete,
    ];

    /// What a store's staff may say of an order. That it was handed over, they prove with the shopper's code.
    pub const BY_STAFF: [Self; 7] = [
        Self::Accept,
        Self::Reject,
        Self::Prepare,
        Self::MakeReady,
        Self::Dispatch,
        Self::Deliver,
        Self::Miss,
    ];

    /// The name in JSON, SQL, messages and drawings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Prepare => "prepare",
            Self::MakeReady => "make_ready",
            Self::HandOver => "hand_over",
            Self::Dispatch => "dispatch",
            Self::Deliver => "deliver",
            Self::Miss => "miss",
            Self::Complete => "complete",
        }
    }
}

impl fmt::Display for OrderEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for OrderEvent {
    type Err = UnknownOrderEvent;

    fn from_str(text: &str) -> Result<Self, UnknownOrderEvent> {
        Self::ALL
            .into_iter()
            .find(|event| event.as_str() == text)
            .ok_or(UnknownOrderEvent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_known_by_its_name() {
        for event in OrderEvent::ALL {
            assert_eq!(event.as_str().parse(), Ok(event));
        }
        assert_eq!("Pay".parse::<OrderEvent>(), Err(UnknownOrderEvent));
    }
}
