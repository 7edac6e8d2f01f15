use super::QuoteLine;
use crate::money::{Minor, MoneyError, Rounding};

/// Why there is no share to give back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// No units, or more than are left of the line.
    #[error("only {left} units are left to refund")]
    Units {
        /// How many are left.
        left: u32,
    },
    /// An amount below zero, or one that does not fit in 64 bits.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What some units of a line bear of all that was computed for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRefund {
    /// Of the line's total.
    pub amount: Minor,
    /// Of the line's tax: given back beside `amount` where it was added to the price, contained in it where it was
    /// included.
    pub tax: Minor,
    /// Of the points redeemed for the line: given back to the customer.
    pub points_redeemed: Minor,
    /// Of the points earned with the line: taken back.
    pub points_earned: Minor,
}

/// The share of `now` units in an amount of a line of `quantity` units, of which `before` were refunded already:
/// ⌊total·(before+now)/quantity⌋ − ⌊total·before/quantity⌋.
///
/// The terms telescope, so however the units are refunded, the shares of all of them sum to the total, to the minor unit; and
/// no share is negative.
///
/// # Errors
/// See [`RefundError`].
pub fn refund_share(total: Minor, quantity: u32, before: u32, now: u32) -> Result<Minor, RefundError> {
    if total.is_negative() {
        return Err(MoneyError::Negative.into());
    }
    let left = quantity.saturating_sub(before);
    if now == 0 || now > left {
        return Err(RefundError::Units { left });
    }
    // `quantity` is above zero, since `now` is above zero and at most what is left of it.
    let up_to = |units: u64| {
        Rounding::Floor.divide(i128::from(total.get()) * i128::from(units), i128::from(quantity))
    };
    let share = up_to(u64::from(before) + u64::from(now)) - up_to(u64::from(before));
    i64::try_from(share)
        .map(Minor)
        .map_err(|_| MoneyError::Overflow.into())
}

impl QuoteLine {
    /// What `now` units bear, when `before` were refunded already; see [`refund_share`].
    ///
    /// # Errors
    /// See [`RefundError`].
    pub fn refund(&self, before: u32, now: u32) -> Result<LineRefund, RefundError> {
        let share = |total| refund_share(total, self.quantity, before, now);
        Ok(LineRefund {
            amount: share(self.total)?,
            tax: share(self.tax)?,
            points_redeemed: share(self.points_redeemed()?)?,
            points_earned: share(self.points_earned)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(total: i64, quantity: u32, steps: &[u32], expected: &[i64]) {
        let mut before = 0;
        for (&now, &expected) in steps.iter().zip(expected) {
            assert_eq!(
                refund_share(Minor(total), quantity, before, now),
                Ok(Minor(expected))
            );
            before += now;
        }
    }

    #[test]
    fn shares_follow_the_formula() {
        check(1_000, 3, &[1, 1, 1], &[333, 333, 334]);
        check(1_000, 3, &[2, 1], &[666, 334]);
        check(1_000, 3, &[3], &[1_000]);
        check(0, 2, &[1, 1], &[0, 0]);
        check(1, 999, &[998, 1], &[0, 1]);
        check(i64::MAX, 2, &[1, 1], &[i64::MAX / 2, i64::MAX / 2 + 1]);
    }

    #[test]
    fn units_that_are_not_left_are_refused() {
        for (quantity, before, now, left) in [
            (3, 0, 0, 3),
            (3, 0, 4, 3),
            (3, 2, 2, 1),
            (3, 3, 1, 0),
            (0, 0, 1, 0),
            (3, u32::MAX, 1, 0),
            (3, 0, u32::MAX, 3),
        ] {
            assert_eq!(
                refund_share(Minor(10), quantity, before, now),
                Err(RefundError::Units { left })
            );
        }
        assert_eq!(
            refund_share(Minor(-1), 1, 0, 1),
            Err(RefundError::Money(MoneyError::Negative))
        );
    }

    proptest! {
        #[test]
        fn refunds_of_all_units_sum_to_the_total_however_they_are_split(
            total in 0..=i64::MAX,
            steps in prop::collection::vec(1..=200_u32, 1..20),
        ) {
            let quantity: u32 = steps.iter().sum();
            let (mut before, mut given) = (0, 0_i128);
            for now in steps {
                let share = refund_share(Minor(total), quantity, before, now).unwrap();
                prop_assert!(!share.is_negative());
                given += i128::from(share.get());
                before += now;
            }
            prop_assert_eq!(given, i128::from(total));
        }
    }
}
