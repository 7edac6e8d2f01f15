use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::DAY_MS;
use crate::money::{Currency, Minor, Money, MoneyError};

/// What a customer's paid orders add up to: recency, frequency and money, kept with each order so that they are a look-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFacts {
    /// How many orders were paid; at least one.
    pub orders: u64,
    /// What was paid for them, by currency.
    pub spent: BTreeMap<Currency, Minor>,
    /// When the first was paid, in Unix milliseconds.
    pub first_ms: i64,
    /// When the latest was paid, in Unix milliseconds.
    pub last_ms: i64,
}

impl OrderFacts {
    /// The facts after a customer's first paid order.
    pub fn first(paid: Money, paid_ms: i64) -> Self {
        let spent = BTreeMap::from([(paid.currency, paid.amount_minor)]);
        Self {
            orders: 1,
            spent,
            first_ms: paid_ms,
            last_ms: paid_ms,
        }
    }

    /// The facts after one more paid order; orders may come in any sequence.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`]; the facts are then unchanged.
    pub fn add(&mut self, paid: Money, paid_ms: i64) -> Result<(), MoneyError> {
        let spent = self.spent.get(&paid.currency).copied().unwrap_or_default();
        let spent = spent.checked_add(paid.amount_minor)?;
        self.spent.insert(paid.currency, spent);
        self.orders = self.orders.saturating_add(1);
        self.first_ms = self.first_ms.min(paid_ms);
        self.last_ms = self.last_ms.max(paid_ms);
        Ok(())
    }

    /// Whole days of 24 hours since the latest order; none when the clock is behind it.
    pub fn recency_days(&self, now_ms: i64) -> u32 {
        let days = now_ms.saturating_sub(self.last_ms).max(0) / DAY_MS;
        u32::try_from(days).unwrap_or(u32::MAX)
    }

    /// Whether the customer has not ordered for that many days.
    pub fn is_sleeping(&self, days: u32, now_ms: i64) -> bool {
        self.recency_days(now_ms) >= days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(amount: i64) -> Money {
        Money::new(Minor(amount), Currency::CNY)
    }

    #[test]
    fn facts_do_not_depend_on_the_sequence_of_orders() {
        let orders = [
            (yuan(100), 30),
            (Money::new(Minor(5), Currency::JPY), 10),
            (yuan(50), 20),
        ];
        let facts = |sequence: [usize; 3]| {
            let [first, rest @ ..] = sequence.map(|index| orders[index]);
            let mut facts = OrderFacts::first(first.0, first.1);
            rest.into_iter()
                .for_each(|(paid, paid_ms)| facts.add(paid, paid_ms).unwrap());
            facts
        };
        assert_eq!(facts([0, 1, 2]), facts([2, 1, 0]));
        assert_eq!(
            facts([1, 0, 2]).spent,
            [(Currency::CNY, Minor(150)), (Currency::JPY, Minor(5))].into()
        );
    }

    #[test]
    fn overflow_leaves_the_facts_unchanged() {
        let before = OrderFacts::first(yuan(i64::MAX), 1);
        let mut facts = before.clone();
        assert_eq!(facts.add(yuan(1), 2), Err(MoneyError::Overflow));
        assert_eq!(facts, before);
    }

    #[test]
    fn customer_sleeps_from_the_given_day_on() {
        let facts = OrderFacts::first(yuan(1), 0);
        assert!(!facts.is_sleeping(30, 30 * DAY_MS - 1));
        assert!(facts.is_sleeping(30, 30 * DAY_MS));
    }

    #[test]
    fn clock_behind_the_latest_order_is_no_recency() {
        let facts = OrderFacts::first(yuan(1), 5 * DAY_MS);
        assert_eq!((facts.recency_days(0), facts.recency_days(i64::MIN)), (0, 0));
        assert_eq!(
            OrderFacts::first(yuan(1), i64::MIN).recency_days(i64::MAX),
            u32::MAX
        );
    }
}
