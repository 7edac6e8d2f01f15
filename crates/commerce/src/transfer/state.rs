use std::fmt;
use std::str::FromStr;

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransferState {
    /// The goods have left the sender.
    InTransit,
    /// The receiver has counted what arrived.
    Received,
    /// The goods are back with the sender.
    Cancelled,
}

/// A text that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a transfer's state")]
pub struct UnknownTransferState;

impl TransferState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::InTransit, Self::Received, Self::Cancelled];

    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InTransit => "in_transit",
            Self::Received => "received",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for TransferState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TransferState {
    type Err = UnknownTransferState;

    fn from_str(text: &str) -> Result<Self, UnknownTransferState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(UnknownTransferState)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_a_state_reads_back() {
        for state in TransferState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        assert_eq!("lost".parse::<TransferState>(), Err(UnknownTransferState));
    }
}
