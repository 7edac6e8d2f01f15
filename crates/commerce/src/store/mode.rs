use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A way in which a store serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Ordered ahead, fetched at the store.
    Pickup,
    /// Brought to the customer's door.
    Delivery,
    /// Scanned, paid and taken along in the store.
    InStore,
    /// A service at a time that was booked.
    Booking,
}

/// A text that names no mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of pickup, delivery, in_store, booking")]
pub struct UnknownMode;

/// A set of modes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Modes(u8);

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Pickup, Self::Delivery, Self::InStore, Self::Booking];

    /// The name in JSON and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pickup => "pickup",
            Self::Delivery => "delivery",
            Self::InStore => "in_store",
            Self::Booking => "booking",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Modes {
    /// Whether the mode is in the set.
    pub const fn contains(self, mode: Mode) -> bool {
        self.0 & mode.bit() != 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The modes of the set, in the order of [`Mode::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Mode> {
        Mode::ALL.into_iter().filter(move |mode| self.contains(*mode))
    }

    /// The set as a number: bit n stands for the mode at n in [`Mode::ALL`].
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set of a number, if it has no other bits.
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits < 1 << Mode::ALL.len() {
            Some(Self(bits))
        } else {
            None
        }
    }
}

impl FromIterator<Mode> for Modes {
    fn from_iter<I: IntoIterator<Item = Mode>>(modes: I) -> Self {
        Self(modes.into_iter().fold(0, |bits, mode| bits | mode.bit()))
    }
}

impl fmt::Debug for Modes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
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

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_of_modes_is_its_number() {
        for bits in 0..16 {
            let modes = Modes::from_bits(bits).unwrap();
            assert_eq!(modes.iter().collect::<Modes>(), modes);
            assert_eq!(modes.bits(), bits);
        }
        assert_eq!(Modes::from_bits(16), None);
    }

    #[test]
    fn a_mode_has_one_name_in_text_and_in_json() {
        for mode in Mode::ALL {
            assert_eq!(mode.as_str().parse(), Ok(mode));
            assert_eq!(serde_json::to_string(&mode).unwrap(), format!("\"{mode}\""));
        }
        assert_eq!("Pickup".parse::<Mode>(), Err(UnknownMode));
    }
}
