//! What becomes of payments here.

use std::str::FromStr;

/// What becomes of a payment: the variable `sandbox_pay_outcome`, or its payer's name for one payment alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// It is paid as soon as it is opened.
    Paid,
    /// It is never heard of again.
    Pending,
    /// The payer's bank refuses it.
    Refused,
    /// The money comes after the delay. Until then the payer is about to pay, so it cannot be closed.
    Late,
    /// It is paid, and every answer about it is lost until the delay is over. Nobody is notified.
    Lost,
    /// As `late`, and its notification comes three times.
    Repeated,
    /// As `late`, and an older notification comes after the newer one.
    Reordered,
    /// It is paid, with one minor unit less than was asked for.
    WrongAmount,
    /// It is paid, and a refund of it is pending until the delay is over.
    RefundPending,
    /// It is paid, and a refund of it is refused.
    RefundRefused,
    /// It is paid, and that its goods were handed over is refused.
    DeliveryRefused,
}

impl Behaviour {
    /// Every behaviour, for the words of a refusal and for tests.
    pub(crate) const ALL: [Self; 11] = [
        Self::Paid,
        Self::Pending,
        Self::Refused,
        Self::Late,
        Self::Lost,
        Self::Repeated,
        Self::Reordered,
        Self::WrongAmount,
        Self::RefundPending,
        Self::RefundRefused,
        Self::DeliveryRefused,
    ];

    /// Its name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Pending => "pending",
            Self::Refused => "refused",
            Self::Late => "late",
            Self::Lost => "lost",
            Self::Repeated => "repeated",
            Self::Reordered => "reordered",
            Self::WrongAmount => "wrong-amount",
            Self::RefundPending => "refund-pending",
            Self::RefundRefused => "refund-refused",
            Self::DeliveryRefused => "delivery-refused",
        }
    }
}

impl FromStr for Behaviour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|behaviour| behaviour.as_str() == text);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            format!("sandbox_pay_outcome must be one of {names}, not {text:?}")
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
        let refusal = "free".parse::<Behaviour>().unwrap_err();
        assert!(
            refusal.contains("wrong-amount") && refusal.contains("free"),
            "{refusal}"
        );
    }
}
