use super::{Minor, MoneyError};

/// Shares an amount out in proportion to weights, so that the parts sum to the whole.
///
/// The method is that of the largest remainder with the Hare quota (A. Hamilton, 1792; M. L. Balinski and H. P. Young, *Fair
/// Representation*, 1982): each weight first gets its exact share rounded down, then the units left over go one each
/// to the largest fractions. Equal fractions are served in the order of the list, so that the same cart always gets
/// the same parts. Every part differs from its exact share by less than one unit, so a total that is at most the sum of the
/// weights never gives a part greater than its weight: no line is discounted below zero.
///
/// # Errors
/// [`MoneyError::Negative`] for a negative total or weight; [`MoneyError::NoWeight`] when there is something to share and
/// no weight above zero.
pub fn prorate(total: Minor, weights: &[Minor]) -> Result<Vec<Minor>, MoneyError> {
    if total.is_negative() || weights.iter().any(|weight| weight.is_negative()) {
        return Err(MoneyError::Negative);
    }
    if total == Minor::ZERO {
        return Ok(vec![Minor::ZERO; weights.len()]);
    }
    // In 128 bits neither the sum of weights nor a product of two amounts can overflow.
    let whole: i128 = weights.iter().map(|weight| i128::from(weight.get())).sum();
    if whole == 0 {
        return Err(MoneyError::NoWeight);
    }

    let exact = |weight: &Minor| i128::from(total.get()) * i128::from(weight.get());
    // A floor share is at most the total, so it fits in 64 bits again.
    let mut parts: Vec<i64> = weights
        .iter()
        .map(|weight| (exact(weight) / whole) as i64)
        .collect();
    let mut left_over = total.get() - parts.iter().sum::<i64>();

    let mut by_fraction: Vec<usize> = (0..weights.len()).collect();
    by_fraction.sort_by_key(|&index| std::cmp::Reverse(exact(&weights[index]) % whole)); // stable: ties keep their order
    for index in by_fraction {
        if left_over == 0 {
            break;
        }
        parts[index] += 1;
        left_over -= 1;
    }
    Ok(parts.into_iter().map(Minor).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(total: i64, weights: &[i64], expected: &[i64]) {
        let weights: Vec<Minor> = weights.iter().copied().map(Minor).collect();
        let parts: Vec<i64> = prorate(Minor(total), &weights)
            .unwrap()
            .into_iter()
            .map(Minor::get)
            .collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn largest_fractions_take_the_units_left_over() {
        check(100, &[1, 1, 1], &[34, 33, 33]);
        check(10, &[15, 15, 70], &[2, 1, 7]);
        check(1, &[1, 2, 1], &[0, 1, 0]);
        check(7, &[0, 3, 0], &[0, 7, 0]);
    }

    #[test]
    fn nothing_can_be_shared_over_nothing() {
        check(0, &[], &[]);
        check(0, &[0, 0], &[0, 0]);
        assert_eq!(prorate(Minor(1), &[]), Err(MoneyError::NoWeight));
        assert_eq!(prorate(Minor(1), &[Minor(0)]), Err(MoneyError::NoWeight));
    }

    #[test]
    fn negative_total_or_weight_is_refused() {
        assert_eq!(prorate(Minor(-1), &[Minor(1)]), Err(MoneyError::Negative));
        assert_eq!(
            prorate(Minor(1), &[Minor(2), Minor(-1)]),
            Err(MoneyError::Negative)
        );
    }

    proptest! {
        /// The oracle knows no method, only what is fair: the whole, the quota, and no part of a smaller fraction rounded up
        /// before a larger one.
        #[test]
        fn parts_sum_to_the_whole_and_are_fair(
            total in 0..=i64::MAX,
            weights in prop::collection::vec(prop_oneof![0..=3_i64, 0..=i64::MAX], 1..40),
        ) {
            prop_assume!(weights.iter().any(|&weight| weight > 0));
            let weights: Vec<Minor> = weights.into_iter().map(Minor).collect();
            let parts = prorate(Minor(total), &weights).unwrap();

            let sum: i128 = parts.iter().map(|part| i128::from(part.get())).sum();
            prop_assert_eq!(sum, i128::from(total));

            let whole: i128 = weights.iter().map(|weight| i128::from(weight.get())).sum();
            let mut least_rounded_up = i128::MAX;
            let mut greatest_rounded_down = 0;
            for (weight, part) in weights.iter().zip(&parts) {
                let exact = i128::from(total) * i128::from(weight.get());
                let excess = i128::from(part.get()) * whole - exact;
                prop_assert!(excess.abs() < whole, "a part is a unit or more from its exact share");
                if excess > 0 {
                    least_rounded_up = least_rounded_up.min(whole - excess);
                } else {
                    greatest_rounded_down = greatest_rounded_down.max(-excess);
                }
            }
            prop_assert!(least_rounded_up >= greatest_rounded_down, "a smaller fraction was rounded up first");
        }

        #[test]
        fn part_never_exceeds_its_weight_when_the_total_is_covered(
            weights in prop::collection::vec(0..1_000_000_i64, 1..40),
            permille in 0..=1_000_i64,
        ) {
            let covered: i64 = weights.iter().sum();
            let weights: Vec<Minor> = weights.into_iter().map(Minor).collect();
            let parts = prorate(Minor(covered * permille / 1_000), &weights).unwrap();
            prop_assert!(parts.iter().zip(&weights).all(|(part, weight)| part <= weight));
        }
    }
}
