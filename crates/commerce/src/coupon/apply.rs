use super::{Coupon, CouponState, Kind};
use crate::ids::{CustomerId, StoreId};
use crate::money::{Currency, Minor, Money, MoneyError, Rounding};

/// What a coupon always leaves to pay for the goods: payment providers take no order of nothing (WeChat Pay: `total` is at
/// least 1).
pub const PAYABLE_MIN: Minor = Minor(1);

/// Why a coupon takes nothing off an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CouponRefusal {
    /// It is another customer's. Tell the caller no more than for one that does not exist.
    #[error("the coupon is another customer's")]
    NotYours,
    /// An order has used it.
    #[error("the coupon has been used")]
    Used,
    /// Its time is over.
    #[error("the coupon has expired")]
    Expired,
    /// Its time has not come.
    #[error("the coupon is good from {valid_from_ms} ms")]
    NotYetValid {
        /// When it comes, in Unix milliseconds.
        valid_from_ms: i64,
    },
    /// It is not good at this store.
    #[error("the coupon is not good at this store")]
    OtherStore,
    /// The store counts in another currency.
    #[error("the coupon is in {0}")]
    OtherCurrency(Currency),
    /// The subtotal is too small.
    #[error("the coupon applies from {threshold}")]
    BelowThreshold {
        /// The least subtotal.
        threshold: Money,
    },
    /// It would take nothing off, and be gone.
    #[error("the coupon takes nothing off this order")]
    NoEffect,
    /// An amount does not fit in 64 bits.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Coupon {
    /// What it takes off a subtotal, at a store, for a customer, at an instant in Unix milliseconds.
    ///
    /// A percentage is rounded half up to the minor unit, then capped. [`PAYABLE_MIN`] of the subtotal is left, so the
    /// discount is above zero and below the subtotal.
    ///
    /// # Errors
    /// The first reason against it, in the order of [`CouponRefusal`].
    pub fn discount(
        &self,
        store: &StoreId,
        customer: &CustomerId,
        subtotal: Money,
        now_ms: i64,
    ) -> Result<Minor, CouponRefusal> {
        let terms = &self.template;
        if self.customer != *customer {
            return Err(CouponRefusal::NotYours);
        }
        match self.state(now_ms) {
            CouponState::Used => return Err(CouponRefusal::Used),
            CouponState::Expired => return Err(CouponRefusal::Expired),
            CouponState::Issued => {}
        }
        if now_ms < terms.valid_from_ms {
            return Err(CouponRefusal::NotYetValid {
                valid_from_ms: terms.valid_from_ms,
            });
        }
        if !terms.scope.contains(store) {
            return Err(CouponRefusal::OtherStore);
        }
        if terms.currency != subtotal.currency {
            return Err(CouponRefusal::OtherCurrency(terms.currency));
        }
        let goods = subtotal.amount_minor;
        if goods < terms.threshold {
            return Err(CouponRefusal::BelowThreshold {
                threshold: Money::new(terms.threshold, terms.currency),
            });
        }
        let face = match terms.kind {
            Kind::Amount { amount } => amount,
            Kind::Percent { rate_bp, cap } => {
                let part = rate_bp.of(goods, Rounding::HalfUp)?;
                cap.map_or(part, |cap| part.min(cap))
            }
        };
        let discount = face.min(goods.checked_sub(PAYABLE_MIN)?);
        if discount > Minor::ZERO {
            Ok(discount)
        } else {
            Err(CouponRefusal::NoEffect)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::coupon::Scope;
    use crate::coupon::draft::tests::template;
    use crate::ids::CouponId;
    use crate::money::BasisPoints;
    use proptest::prelude::*;

    /// 10.00 CNY off from 30.00 CNY, good from 1,000 ms until 9,000 ms, held by `alice`.
    pub(crate) fn coupon() -> Coupon {
        Coupon {
            id: CouponId::new(1_000, [7; 10]),
            template: template(),
            customer: "alice".parse().unwrap(),
            issued_ms: 1_000,
            expires_ms: 9_000,
            used_for: None,
        }
    }

    fn check(change: impl FnOnce(&mut Coupon), subtotal: i64, expected: Result<i64, CouponRefusal>) {
        let mut coupon = coupon();
        change(&mut coupon);
        let subtotal = Money::new(Minor(subtotal), Currency::CNY);
        let discount = coupon.discount(&"s1".parse().unwrap(), &"alice".parse().unwrap(), subtotal, 5_000);
        assert_eq!(discount.map(Minor::get), expected);
    }

    fn percent(rate: u32, cap: Option<i64>) -> Kind {
        Kind::Percent {
            rate_bp: BasisPoints(rate),
            cap: cap.map(Minor),
        }
    }

    #[test]
    fn amount_is_taken_off_from_the_threshold_on() {
        check(|_| {}, 3_000, Ok(1_000));
        let threshold = Money::new(Minor(3_000), Currency::CNY);
        check(|_| {}, 2_999, Err(CouponRefusal::BelowThreshold { threshold }));
    }

    #[test]
    fn percentage_is_rounded_half_up_then_capped() {
        check(
            |coupon| coupon.template.kind = percent(1_250, None),
            3_004,
            Ok(376),
        ); // 375.5
        check(
            |coupon| coupon.template.kind = percent(1_250, Some(300)),
            3_004,
            Ok(300),
        );
    }

    #[test]
    fn one_minor_unit_is_always_left_to_pay() {
        check(|coupon| coupon.template.threshold = Minor(0), 500, Ok(499));
        check(
            |coupon| coupon.template.kind = percent(10_000, None),
            3_000,
            Ok(2_999),
        );
    }

    #[test]
    fn coupon_without_effect_is_not_used_up() {
        check(
            |coupon| coupon.template.threshold = Minor(0),
            1,
            Err(CouponRefusal::NoEffect),
        );
        check(
            |coupon| coupon.template.kind = percent(1, None),
            3_000,
            Err(CouponRefusal::NoEffect),
        );
    }

    #[test]
    fn coupon_of_another_customer_store_or_currency_is_refused() {
        check(
            |coupon| coupon.customer = "bob".parse().unwrap(),
            3_000,
            Err(CouponRefusal::NotYours),
        );
        let elsewhere = Scope::Stores(["s2".parse().unwrap()].into());
        check(
            |coupon| coupon.template.scope = elsewhere,
            3_000,
            Err(CouponRefusal::OtherStore),
        );
        check(
            |coupon| coupon.template.currency = Currency::HKD,
            3_000,
            Err(CouponRefusal::OtherCurrency(Currency::HKD)),
        );
    }

    #[test]
    fn coupon_is_good_once_and_in_its_time() {
        let order = crate::ids::OrderId::new(1, [1; 10]);
        check(
            |coupon| coupon.used_for = Some(order),
            3_000,
            Err(CouponRefusal::Used),
        );
        check(
            |coupon| coupon.expires_ms = 5_000,
            3_000,
            Err(CouponRefusal::Expired),
        );
        check(|coupon| coupon.expires_ms = 5_001, 3_000, Ok(1_000));
        check(
            |coupon| coupon.template.valid_from_ms = 5_001,
            3_000,
            Err(CouponRefusal::NotYetValid { valid_from_ms: 5_001 }),
        );
    }

    proptest! {
        /// The oracle rounds by comparing doubled remainders in 128 bits, and knows nothing of [`Rounding`].
        #[test]
        fn percentage_agrees_with_an_independent_computation(
            goods in 1..=i64::MAX, rate in 1..=10_000_u32, cap in prop::option::of(1..=i64::MAX),
        ) {
            let mut coupon = coupon();
            coupon.template.kind = percent(rate, cap);
            coupon.template.threshold = Minor(0);
            let product = i128::from(goods) * i128::from(rate);
            let rounded = (2 * product + 10_000) / 20_000;
            let expected = rounded.min(cap.map_or(i128::MAX, i128::from)).min(i128::from(goods) - 1);
            let discount = coupon.discount(
                &"s1".parse().unwrap(),
                &"alice".parse().unwrap(),
                Money::new(Minor(goods), Currency::CNY),
                5_000,
            );
            match discount {
                Ok(discount) => prop_assert_eq!(i128::from(discount.get()), expected),
                Err(refusal) => prop_assert_eq!((refusal, expected <= 0), (CouponRefusal::NoEffect, true)),
            }
        }
    }
}
