use std::fmt;
use std::str::FromStr;

/// Why money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefundCause {
    /// The shopper called the order off.
    Cancel,
    /// The store cannot serve it after all.
    Reject,
    /// Goods were given back, or were wrong, missing or bad.
    Return,
}

/// How far a refund has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// Owed; the payment provider is asked until it is done.
    Due,
    /// The money is on its way back.
    Done,
    /// The payment provider will not do it: a person has to look.
    Disputed,
}

/// A text that names no cause or state of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a refund's cause or state")]
pub struct UnknownRefund;

impl RefundCause {
    /// Every cause.
    pub const ALL: [Self; 3] = [Self::Cancel, Self::Reject, Self::Return];

    /// Whether the whole order is called off: then its fees go back too, its goods never left the store, and its coupon may be
    /// used again.
    pub const fn calls_off(self) -> bool {
        match self {
            Self::Cancel | Self::Reject => true,
            Self::Return => false,
        }
    }

    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Reject => "reject",
            Self::Return => "return",
        }
    }
}

impl RefundState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Due, Self::Done, Self::Disputed];

    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Done => "done",
            Self::Disputed => "disputed",
        }
    }
}

impl fmt::Display for RefundCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for RefundState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RefundCause {
    type Err = UnknownRefund;

    fn from_str(text: &str) -> Result<Self, UnknownRefund> {
        let found = Self::ALL.into_iter().find(|cause| cause.as_str() == text);
        found.ok_or(UnknownRefund)
    }
}

impl FromStr for RefundState {
    type Err = UnknownRefund;

    fn from_str(text: &str) -> Result<Self, UnknownRefund> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or(UnknownRefund)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cause_and_state_are_known_by_their_names() {
        for cause in RefundCause::ALL {
            assert_eq!(cause.to_string().parse(), Ok(cause));
        }
        for state in RefundState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        assert_eq!("".parse::<RefundCause>(), Err(UnknownRefund));
        assert_eq!("paid".parse::<RefundState>(), Err(UnknownRefund));
    }
}
