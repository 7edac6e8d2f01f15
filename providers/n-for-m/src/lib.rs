//! A promotion rule: of every N units, M are paid, and the cheapest are free. "Three for two" is `{"take": 3, "pay": 2}`.
//!
//! Parameters, a JSON object:
//! - `take`: N, 2 to 100;
//! - `pay`: M, 1 to N − 1;
//! - `on`: which articles count, by any of `skus`, `products` and `categories`; all when absent.
//!
//! Units of all selected articles count together: with N = 3 and M = 2, seven units hold two threes, so the two cheapest
//! are free.

use promotion_rule::{Cart, Operation, PercentOff, Rule, Selection, cheapest};
use serde::Deserialize;

/// The most units that are taken together.
const TAKE_MAX: u32 = 100;

/// A rate in basis points that gives units away.
const WHOLE_BP: u32 = 10_000;

/// The rule.
pub struct NForM;

/// What a promotion tells it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    take: u32,
    pay: u32,
    #[serde(default)]
    on: Selection,
}

impl Rule for NForM {
    const NAME: &'static str = "n-for-m";
    type Parameters = Parameters;

    fn check(parameters: &Parameters) -> Result<(), String> {
        if !(2..=TAKE_MAX).contains(&parameters.take) {
            return Err(format!("take must be between 2 and {TAKE_MAX}"));
        }
        if !(1..parameters.take).contains(&parameters.pay) {
            return Err("pay must be at least 1 and less than take".to_owned());
        }
        Ok(())
    }

    fn decide(cart: &Cart, parameters: &Parameters) -> Vec<Operation> {
        let (take, pay) = (u64::from(parameters.take), u64::from(parameters.pay));
        let units = cheapest(cart, &parameters.on, |units| units / take * (take - pay));
        if units.is_empty() {
            return Vec::new();
        }
        vec![Operation::PercentOff(PercentOff {
            units,
            rate_bp: WHOLE_BP,
        })]
    }
}

#[cfg(target_family = "wasm")]
promotion_rule::component!(crate::NForM);

#[cfg(test)]
mod tests {
    use super::*;
    use promotion_rule::{Line, LocalTime, read};

    fn cart(lines: &[(&str, u32, i64)]) -> Cart {
        let lines = lines.iter().map(|&(sku, quantity, unit_price_minor)| Line {
            sku: sku.to_owned(),
            product: sku.split('.').next().unwrap_or_default().to_owned(),
            categories: vec!["drinks".to_owned()],
            quantity,
            unit_price_minor,
            total_minor: unit_price_minor * i64::from(quantity),
        });
        Cart {
            store: "s1".to_owned(),
            mode: "pickup".to_owned(),
            currency: "CNY".to_owned(),
            local_time: LocalTime {
                year: 2026,
                month: 1,
                day: 1,
                weekday: 4,
                hour: 12,
                minute: 0,
            },
            lines: lines.collect(),
        }
    }

    /// The units that are free, by line.
    fn check(parameters: &str, lines: &[(&str, u32, i64)], expected: &[(u32, u32)]) {
        let parameters = read::<NForM>(parameters).unwrap_or_else(|error| panic!("{error}"));
        let free: Vec<(u32, u32)> = NForM::decide(&cart(lines), &parameters)
            .iter()
            .flat_map(|operation| match operation {
                Operation::PercentOff(off) if off.rate_bp == WHOLE_BP => off.units.clone(),
                other => panic!("{other:?}"),
            })
            .map(|units| (units.line, units.quantity))
            .collect();
        assert_eq!(free, expected);
    }

    #[test]
    fn cheapest_of_every_three_is_free() {
        let three_for_two = r#"{"take":3,"pay":2}"#;
        check(three_for_two, &[("tea.l", 2, 1_800)], &[]);
        check(
            three_for_two,
            &[("cup.a", 1, 500), ("tea.l", 2, 1_800)],
            &[(0, 1)],
        );
        check(
            three_for_two,
            &[("cup.a", 1, 500), ("tea.l", 6, 1_800)],
            &[(0, 1), (1, 1)],
        );
        check(r#"{"take":5,"pay":3}"#, &[("tea.l", 999, 1_800)], &[(0, 398)]);
    }

    #[test]
    fn only_selected_articles_count() {
        let teas = r#"{"take":2,"pay":1,"on":{"products":["tea"]}}"#;
        check(teas, &[("cup.a", 9, 500), ("tea.l", 2, 1_800)], &[(1, 1)]);
        check(teas, &[("cup.a", 9, 500), ("tea.l", 1, 1_800)], &[]);
    }

    #[test]
    fn wrong_parameters_are_named() {
        for (parameters, named) in [
            (r#"{"take":1,"pay":1}"#, "take"),
            (r#"{"take":101,"pay":1}"#, "take"),
            (r#"{"take":3,"pay":3}"#, "pay"),
            (r#"{"take":3,"pay":0}"#, "pay"),
            (r#"{"take":3}"#, "pay"),
            (r#"{"take":3,"pay":-1}"#, "u32"),
            (r#"{"take":3,"pay":2,"of":1}"#, "of"),
            (r#"{"take":3,"pay":2,"on":{"sku":[]}}"#, "sku"),
            ("[]", "struct"),
        ] {
            let refused = read::<NForM>(parameters).err().unwrap_or_default();
            assert!(refused.contains(named), "{parameters}: {refused:?}");
        }
    }
}
