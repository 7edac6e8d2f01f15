use serde::{Deserialize, Serialize};

use crate::field::{FieldError, Findings, in_range};

/// The most units that a limit allows.
pub const LIMIT_QUANTITY_MAX: i64 = 1_000_000;

/// The longest period of a limit, in days.
pub const LIMIT_DAYS_MAX: i64 = 3_650;

/// How many units of a SKU a customer may order.
///
/// Periods follow each other without a gap: the first began on 1970-01-01, and a day is one of the store's own calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseLimit {
    /// Units in one period, `1..=LIMIT_QUANTITY_MAX`.
    pub quantity: u32,
    /// The length of a period, `0..=LIMIT_DAYS_MAX`; 0 when there is only one, which never ends.
    pub days: u32,
}

/// A limit as it was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PurchaseLimitDraft {
    /// What should be a number of units.
    pub quantity: i64,
    /// What should be a number of days.
    pub days: i64,
}

impl PurchaseLimitDraft {
    pub(super) fn validate(self) -> Result<PurchaseLimit, Vec<FieldError>> {
        let mut findings = Findings::default();
        let quantity = in_range("purchase_limit.quantity", self.quantity, 1, LIMIT_QUANTITY_MAX);
        let quantity = findings.keep(quantity);
        let days = findings.keep(in_range("purchase_limit.days", self.days, 0, LIMIT_DAYS_MAX));
        let limit = || {
            Some(PurchaseLimit {
                quantity: u32::try_from(quantity?).ok()?,
                days: u32::try_from(days?).ok()?,
            })
        };
        findings.finish(limit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_is_of_some_units_in_some_days_or_ever() {
        let read = |quantity, days| PurchaseLimitDraft { quantity, days }.validate();
        let limit = PurchaseLimit { quantity: 2, days: 0 };
        assert_eq!(read(2, 0), Ok(limit));
        for (quantity, days, expected) in [
            (0, 1, "purchase_limit.quantity must be between 1 and 1000000"),
            (
                i64::MAX,
                1,
                "purchase_limit.quantity must be between 1 and 1000000",
            ),
            (1, -1, "purchase_limit.days must be between 0 and 3650"),
            (1, 3_651, "purchase_limit.days must be between 0 and 3650"),
        ] {
            assert_eq!(read(quantity, days).unwrap_err()[0].to_string(), expected);
        }
        assert_eq!(read(-1, i64::MIN).unwrap_err().len(), 2);
    }
}
