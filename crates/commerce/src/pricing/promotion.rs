use serde::{Deserialize, Serialize};

use crate::coupon::PAYABLE_MIN;
use crate::ids::PromotionId;
use crate::money::{BasisPoints, Minor, MoneyError, Rounding, WHOLE_BP, prorate};
use crate::text::Texts;

/// The most operations of one promotion on one cart; more is no promotion but a price list.
pub const OPERATIONS_MAX: usize = 100;

/// What a brand's rule answered for a cart, under the name of the promotion that asked it. Nothing in it is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleAnswer {
    /// The promotion.
    pub promotion: PromotionId,
    /// What it is called.
    pub name: Texts,
    /// What the rule takes off, or why it could not be asked.
    pub operations: Result<Vec<Operation>, NotAsked>,
}

/// A rule that gave no answer: it cannot be reached, did not answer in time, failed, or is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAsked;

/// One thing that a rule takes off. Its units are worth what they cost after the promotions before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Operation {
    /// A fixed amount off all these units together, shared in proportion to what they are worth.
    AmountOff {
        /// Off which.
        units: Vec<Units>,
        /// How much, in minor units; above zero, and at most what they are worth.
        amount_minor: i64,
    },
    /// A part of what these units are worth, line by line, rounded half up.
    PercentOff {
        /// Off which.
        units: Vec<Units>,
        /// Which part, in basis points, 1 to 10,000.
        rate_bp: u32,
    },
    /// These units together cost a fixed price; what they are worth beyond it is taken off.
    FixedPrice {
        /// Which.
        units: Vec<Units>,
        /// What they cost, in minor units; at most what they are worth.
        price_minor: i64,
    },
}

/// Some units of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// The line, by its position in the cart, from 0.
    pub line: u32,
    /// How many of it; above zero.
    pub quantity: u32,
}

/// A line of which something may be taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goods {
    /// How many units; above zero.
    pub quantity: u32,
    /// What they cost now, all together.
    pub total: Minor,
}

/// Why a rule's answer does not count. It is refused as a whole: half an offer is another offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PromotionFault {
    /// More than [`OPERATIONS_MAX`] operations.
    #[error("it has more than {OPERATIONS_MAX} operations")]
    TooManyOperations,
    /// An operation without units.
    #[error("an operation names no units")]
    NoUnits,
    /// A line that the cart does not have.
    #[error("there is no line {line}")]
    UnknownLine {
        /// Its position.
        line: u32,
    },
    /// No units of a line, or more than it has, in all operations together.
    #[error("line {line} does not have these units")]
    Units {
        /// Its position.
        line: u32,
    },
    /// A rate that is zero or above the whole.
    #[error("a rate is not in 1..=10000 basis points")]
    Rate,
    /// An amount that is not above zero, or above what its units are worth.
    #[error("an amount is not above zero and at most what its units are worth")]
    Amount,
    /// Nothing would be left to pay for the goods.
    #[error("nothing would be left to pay")]
    LeavesNothing,
    /// An amount does not fit in 64 bits.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What operations take off each line.
///
/// Units of one line are alike: `n` of `q` are worth `total × n / q`, rounded down, so that all operations on a line together
/// never take off more than it costs. [`PAYABLE_MIN`] of the goods is left, as with a coupon.
///
/// # Errors
/// The first fault found; nothing is then taken off.
pub fn amounts_off(operations: &[Operation], goods: &[Goods]) -> Result<Vec<Minor>, PromotionFault> {
    if operations.len() > OPERATIONS_MAX {
        return Err(PromotionFault::TooManyOperations);
    }
    let mut taken = vec![0_u64; goods.len()];
    let mut off = vec![Minor::ZERO; goods.len()];
    for operation in operations {
        let (units, amounts) = match operation {
            Operation::AmountOff { units, amount_minor } => {
                let worth = worth(units, goods, &mut taken)?;
                (units, amount_off(Minor(*amount_minor), &worth)?)
            }
            Operation::PercentOff { units, rate_bp } => {
                let worth = worth(units, goods, &mut taken)?;
                if *rate_bp == 0 || *rate_bp > WHOLE_BP {
                    return Err(PromotionFault::Rate);
                }
                let part = |worth: &Minor| BasisPoints(*rate_bp).of(*worth, Rounding::HalfUp);
                (units, worth.iter().map(part).collect::<Result<_, _>>()?)
            }
            Operation::FixedPrice { units, price_minor } => {
                let worth = worth(units, goods, &mut taken)?;
                if *price_minor < 0 {
                    return Err(PromotionFault::Amount);
                }
                let beyond = Minor::sum(worth.iter().copied())?.checked_sub(Minor(*price_minor))?;
                (units, amount_off(beyond, &worth)?)
            }
        };
        for (units, amount) in units.iter().zip(amounts) {
            let line = usize::try_from(units.line)
                .ok()
                .and_then(|line| off.get_mut(line));
            let off = line.ok_or(PromotionFault::UnknownLine { line: units.line })?;
            *off = off.checked_add(amount)?;
        }
    }
    let all = Minor::sum(off.iter().copied())?;
    let before = Minor::sum(goods.iter().map(|goods| goods.total))?;
    if all > Minor::ZERO && before.checked_sub(all)? < PAYABLE_MIN {
        return Err(PromotionFault::LeavesNothing);
    }
    Ok(off)
}

fn amount_off(amount: Minor, worth: &[Minor]) -> Result<Vec<Minor>, PromotionFault> {
    if amount <= Minor::ZERO || amount > Minor::sum(worth.iter().copied())? {
        return Err(PromotionFault::Amount);
    }
    Ok(prorate(amount, worth)?)
}

/// What units are worth, one by one; counts them in `taken`, where no line may have more than there are.
fn worth(units: &[Units], goods: &[Goods], taken: &mut [u64]) -> Result<Vec<Minor>, PromotionFault> {
    if units.is_empty() {
        return Err(PromotionFault::NoUnits);
    }
    let each = units.iter().map(|&Units { line, quantity }| {
        let index = usize::try_from(line).ok();
        let found = index.and_then(|index| Some((goods.get(index)?, taken.get_mut(index)?)));
        let (goods, taken) = found.ok_or(PromotionFault::UnknownLine { line })?;
        *taken = taken.saturating_add(u64::from(quantity));
        if quantity == 0 || *taken > u64::from(goods.quantity) {
            return Err(PromotionFault::Units { line });
        }
        let exact = i128::from(goods.total.get()) * i128::from(quantity);
        let worth = Rounding::Floor.divide(exact, i128::from(goods.quantity));
        i64::try_from(worth)
            .map(Minor)
            .map_err(|_| PromotionFault::Money(MoneyError::Overflow))
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operation::{AmountOff, FixedPrice, PercentOff};
    use proptest::prelude::*;

    fn units(units: &[(u32, u32)]) -> Vec<Units> {
        let read = units.iter().map(|&(line, quantity)| Units { line, quantity });
        read.collect()
    }

    fn goods(goods: &[(u32, i64)]) -> Vec<Goods> {
        let read = goods.iter().map(|&(quantity, total)| Goods {
            quantity,
            total: Minor(total),
        });
        read.collect()
    }

    /// Three units for 30.00 and two for 10.01.
    fn check(operations: &[Operation], expected: Result<[i64; 2], PromotionFault>) {
        let off = amounts_off(operations, &goods(&[(3, 3_000), (2, 1_001)]));
        assert_eq!(
            off,
            expected.map(|expected| expected.map(Minor).to_vec()),
            "{operations:?}"
        );
    }

    #[test]
    fn percentage_is_of_what_the_units_are_worth() {
        let percent = |of: &[(u32, u32)], rate_bp| PercentOff {
            units: units(of),
            rate_bp,
        };
        check(&[percent(&[(0, 1)], 10_000)], Ok([1_000, 0]));
        check(&[percent(&[(0, 3), (1, 1)], 5_000)], Ok([1_500, 250]));
        check(&[percent(&[(0, 1)], 0)], Err(PromotionFault::Rate));
        check(&[percent(&[(0, 1)], 10_001)], Err(PromotionFault::Rate));
    }

    #[test]
    fn fixed_amount_is_shared_by_worth_and_never_above_it() {
        let amount = |of: &[(u32, u32)], amount_minor| AmountOff {
            units: units(of),
            amount_minor,
        };
        check(&[amount(&[(0, 1), (1, 1)], 300)], Ok([200, 100]));
        check(&[amount(&[(1, 2)], 1_001)], Ok([0, 1_001]));
        for lie in [0, -1, 1_001, i64::MIN, i64::MAX] {
            check(&[amount(&[(0, 1)], lie)], Err(PromotionFault::Amount));
        }
    }

    #[test]
    fn fixed_price_takes_off_what_the_units_are_worth_beyond_it() {
        let price = |price_minor| FixedPrice {
            units: units(&[(0, 2), (1, 1)]),
            price_minor,
        };
        check(&[price(2_000)], Ok([400, 100]));
        for lie in [-1, 2_500, 2_501, i64::MIN, i64::MAX] {
            check(&[price(lie)], Err(PromotionFault::Amount));
        }
    }

    #[test]
    fn unit_is_discounted_once_by_one_promotion() {
        let half = |of: &[(u32, u32)]| PercentOff {
            units: units(of),
            rate_bp: 5_000,
        };
        check(&[half(&[(0, 1)]), half(&[(0, 2)])], Ok([1_500, 0]));
        check(
            &[half(&[(0, 2)]), half(&[(0, 2)])],
            Err(PromotionFault::Units { line: 0 }),
        );
        check(&[half(&[(1, 1), (1, 2)])], Err(PromotionFault::Units { line: 1 }));
        check(&[half(&[(1, 0)])], Err(PromotionFault::Units { line: 1 }));
        check(
            &[half(&[(0, u32::MAX), (0, u32::MAX)])],
            Err(PromotionFault::Units { line: 0 }),
        );
    }

    #[test]
    fn what_the_cart_does_not_have_is_a_fault() {
        let half = |of: &[(u32, u32)]| PercentOff {
            units: units(of),
            rate_bp: 5_000,
        };
        check(&[half(&[(2, 1)])], Err(PromotionFault::UnknownLine { line: 2 }));
        check(
            &[half(&[(u32::MAX, 1)])],
            Err(PromotionFault::UnknownLine { line: u32::MAX }),
        );
        check(&[half(&[])], Err(PromotionFault::NoUnits));
        check(
            &vec![half(&[(0, 1)]); OPERATIONS_MAX + 1],
            Err(PromotionFault::TooManyOperations),
        );
        let all = PercentOff {
            units: units(&[(0, 3), (1, 2)]),
            rate_bp: 10_000,
        };
        check(&[all], Err(PromotionFault::LeavesNothing));
        check(&[], Ok([0, 0]));
    }

    fn any_units() -> impl Strategy<Value = Vec<Units>> {
        let quantity = prop_oneof![0..6_u32, any::<u32>()];
        let line = prop_oneof![0..4_u32, any::<u32>()];
        prop::collection::vec(
            (line, quantity).prop_map(|(line, quantity)| Units { line, quantity }),
            0..4,
        )
    }

    fn any_operation() -> impl Strategy<Value = Operation> {
        let amount = || prop_oneof![-3..3_000_i64, any::<i64>()];
        prop_oneof![
            (any_units(), amount()).prop_map(|(units, amount_minor)| AmountOff { units, amount_minor }),
            (any_units(), prop_oneof![0..10_002_u32, any::<u32>()])
                .prop_map(|(units, rate_bp)| PercentOff { units, rate_bp }),
            (any_units(), amount()).prop_map(|(units, price_minor)| FixedPrice { units, price_minor }),
        ]
    }

    proptest! {
        #[test]
        fn no_answer_of_a_rule_makes_a_line_negative_or_the_goods_free(
            operations in prop::collection::vec(any_operation(), 0..5),
            lines in prop::collection::vec((1..6_u32, prop_oneof![0..3_000_i64, 0..=i64::MAX / 4]), 1..4),
        ) {
            let lines = goods(&lines);
            if let Ok(off) = amounts_off(&operations, &lines) {
                prop_assert_eq!(off.len(), lines.len());
                prop_assert!(off.iter().zip(&lines).all(|(off, line)| !off.is_negative() && *off <= line.total));
                let all: i128 = off.iter().map(|off| i128::from(off.get())).sum();
                let before: i128 = lines.iter().map(|line| i128::from(line.total.get())).sum();
                prop_assert!(all == 0 || all < before);
            }
        }
    }
}
