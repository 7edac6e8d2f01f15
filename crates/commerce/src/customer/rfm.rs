use serde::Serialize;

use super::OrderFacts;
use crate::money::Minor;

/// The days since the latest order up to which recency scores 5, 4, 3 and 2; beyond, it scores 1.
pub const RECENCY_DAY_BANDS: [u32; 4] = [7, 30, 90, 180];

/// The orders from which frequency scores 2, 3, 4 and 5; below, it scores 1.
pub const ORDER_BANDS: [u64; 4] = [2, 4, 8, 16];

/// Recency, frequency and money, each from 1 to 5, 5 the best.
///
/// The scale is that of A. M. Hughes, *Strategic Database Marketing* (1994). He cuts each measure into fifths of the
/// customer base; here the cuts are fixed numbers, his "hard coding", so that a score is a look-up and does not change
/// because other customers ordered. What counts as much money differs by brand and currency, so its cuts are an
/// argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RfmScore {
    /// How lately.
    pub recency: u8,
    /// How often.
    pub frequency: u8,
    /// How much.
    pub money: u8,
}

impl RfmScore {
    /// Scores a customer at an instant, in Unix milliseconds.
    ///
    /// `spent` is what was spent in the currency of `money_bands`, which are the amounts, rising, from which money scores
    /// 2, 3, 4 and 5.
    pub fn of(facts: &OrderFacts, spent: Minor, money_bands: [Minor; 4], now_ms: i64) -> Self {
        let days = facts.recency_days(now_ms);
        // A band is an inclusive end for days and an inclusive beginning for the others.
        let missed = RECENCY_DAY_BANDS.into_iter().filter(|&end| days > end).count();
        Self {
            recency: 5 - missed as u8,
            frequency: 1 + reached(facts.orders, ORDER_BANDS),
            money: 1 + reached(spent, money_bands),
        }
    }
}

fn reached<T: PartialOrd>(value: T, bands: [T; 4]) -> u8 {
    bands.into_iter().filter(|band| value >= *band).count() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::DAY_MS;
    use crate::money::{Currency, Money};

    fn check(days: i64, orders: u64, spent: i64, expected: [u8; 3]) {
        let mut facts = OrderFacts::first(Money::new(Minor(spent), Currency::CNY), 0);
        facts.orders = orders;
        let bands = [10_000, 50_000, 100_000, 500_000].map(Minor);
        let score = RfmScore::of(&facts, Minor(spent), bands, days * DAY_MS);
        assert_eq!([score.recency, score.frequency, score.money], expected);
    }

    #[test]
    fn scores_run_from_one_to_five() {
        check(0, 16, 500_000, [5, 5, 5]);
        check(181, 1, 9_999, [1, 1, 1]);
    }

    #[test]
    fn bands_hold_their_edges() {
        check(7, 2, 10_000, [5, 2, 2]);
        check(8, 3, 49_999, [4, 2, 2]);
        check(31, 4, 50_000, [3, 3, 3]);
        check(91, 8, 100_000, [2, 4, 4]);
        check(180, 15, 499_999, [2, 4, 4]);
    }
}
