//! What becomes of deliveries here.

use std::str::FromStr;

/// What becomes of a delivery: the variable `sandbox_courier_outcome`. A step takes the delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// A step each until somebody is on the way, has picked it up, and has brought it.
    Delivered,
    /// As `delivered`, and nobody takes it for ten steps.
    Late,
    /// It is not taken on.
    Refused,
    /// It is never heard of again.
    Requested,
    /// After a step it failed: nobody took it.
    Failed,
    /// It is picked up after two steps, and cannot be given to anybody after three.
    Returned,
    /// After a step the courier calls it off.
    Cancelled,
    /// As `delivered`, and every answer about it is lost until the first step is over.
    Lost,
}

impl Behaviour {
    /// Every behaviour, for the words of a refusal and for tests.
    pub(crate) const ALL: [Self; 8] = [
        Self::Delivered,
        Self::Late,
        Self::Refused,
        Self::Requested,
        Self::Failed,
        Self::Returned,
        Self::Cancelled,
        Self::Lost,
    ];

    /// Its name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Late => "late",
            Self::Refused => "refused",
            Self::Requested => "requested",
            Self::Failed => "failed",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Lost => "lost",
        }
    }
}

impl FromStr for Behaviour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|behaviour| behaviour.as_str() == text);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            format!("sandbox_courier_outcome must be one of {names}, not {text:?}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_and_another_is_refused_with_all_of_them() {
        for behaviour in Behaviour::ALL {
            assert_eq!(behaviour.as_str().parse(), Ok(behaviour));
        }
        let refusal = "teleported".parse::<Behaviour>().unwrap_err();
        assert!(
            refusal.contains("returned") && refusal.contains("teleported"),
            "{refusal}"
        );
    }
}
