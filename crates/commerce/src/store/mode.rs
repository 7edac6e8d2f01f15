use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How goods get to the shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The shopper orders ahead and fetches the goods.
    Pickup,
    /// A courier brings them.
    Delivery,
    /// The shopper is in the store and takes them from the shelf.
    InStore,
    /// The shopper comes for a service at an agreed time.
    Booking,
}

/// A text that names no mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of pickup, delivery, in_store, booking")]
pub struct UnknownMode;

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Pickup, Self::Delivery, Self::InStore, Self::Booking];

    /// The name in JSON, SQL and queries.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pickup => "pickup",
            Self::Delivery => "delivery",
            Self::InStore => "in_store",
            Self::Booking => "booking",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(text: &str) -> Result<Self, UnknownMode> {
        Self::ALL
            .into_iter()
            .find(|mode| mode.as_str() == text)
            .ok_or(UnknownMode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_a_mode_is_the_same_everywhere() {
        for mode in Mode::ALL {
            assert_eq!(mode.as_str().parse(), Ok(mode));
            assert_eq!(serde_json::to_string(&mode).unwrap(), format!("\"{mode}\""));
        }
        assert_eq!("drone".parse::<Mode>(), Err(UnknownMode));
    }
}
