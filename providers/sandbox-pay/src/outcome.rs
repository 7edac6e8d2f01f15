//! What becomes of payments here.

use std::str::FromStr;

/// The variable `sandbox_pay_outcome`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Every payment is paid as soon as it is opened.
    Paid,
    /// No payment is ever heard of.
    Pending,
    /// The payer's bank refuses every payment.
    Refused,
}

impl FromStr for Outcome {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "paid" => Ok(Self::Paid),
            "pending" => Ok(Self::Pending),
            "refused" => Ok(Self::Refused),
            _ => Err(format!(
                "sandbox_pay_outcome must be paid, pending or refused, not {text:?}"
            )),
        }
    }
}
