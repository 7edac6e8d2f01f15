//! A promotion rule: every second unit at half the price.
//!
//! Parameters, a JSON object:
//! - `rate_bp`: what is taken off the second unit, in basis points, 1 to 10,000; 5,000 when absent;
//! - `on`: which articles count, by any of `skus`, `products` and `categories`; all when absent.
//!
//! Units of all selected articles count together, and the cheaper half of them is discounted: of five units, the two
//! cheapest.

use promotion_rule::{Cart, Operation, PercentOff, Rule, Selection, cheapest};
use serde::Deserialize;

/// Half, in basis points.
const HALF_BP: u32 = 5_000;
/// All, in basis points.
const WHOLE_BP: u32 = 10_000;

/// The rule.
pub struct SecondHalfPrice;

/// What a promotion tells it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    #[serde(default = "half")]
    rate_bp: u32,
    #[serde(default)]
    on: Selection,
}

fn half() -> u32 {
    HALF_BP
}

impl Rule for SecondHalfPrice {
    const NAME: &'static str = "second-half-price";
    type Parameters = Parameters;

    fn check(parameters: &Parameters) -> Result<(), String> {
        if (1..=WHOLE_BP).contains(&parameters.rate_bp) {
            Ok(())
        } else {
            Err(format!("rate_bp must be between 1 and {WHOLE_BP}"))
        }
    }

    fn decide(cart: &Cart, parameters: &Parameters) -> Vec<Operation> {
        let units = cheapest(cart, &parameters.on, |units| units / 2);
        if units.is_empty() {
            return Vec::new();
        }
        let rate_bp = parameters.rate_bp;
        vec![Operation::PercentOff(PercentOff { units, rate_bp })]
    }
}

#[cfg(target_family = "wasm")]
promotion_rule::component!(crate::SecondHalfPrice);

#[cfg(test)]
mod tests {
    use super::*;
    use promotion_rule::{Line, LocalTime, read};

    /// The rate and the units that it is taken off, for a cart of one article at 18.00 and one at 5.00.
    fn check(parameters: &str, teas: u32, cups: u32, expected: Option<(u32, &[(u32, u32)])>) {
        let line = |sku: &str, quantity: u32, unit_price_minor: i64| Line {
            sku: sku.to_owned(),
            product: sku.split('.').next().unwrap_or_default().to_owned(),
            categories: vec![],
            quantity,
            unit_price_minor,
            total_minor: unit_price_minor * i64::from(quantity),
        };
        let cart = Cart {
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
            lines: vec![line("tea.l", teas, 1_800), line("cup.a", cups, 500)],
        };
        let parameters = read::<SecondHalfPrice>(parameters).unwrap_or_else(|error| panic!("{error}"));
        let decided = SecondHalfPrice::decide(&cart, &parameters);
        let decided: Vec<_> = decided
            .iter()
            .map(|operation| match operation {
                Operation::PercentOff(off) => {
                    let units = off.units.iter().map(|units| (units.line, units.quantity));
                    (off.rate_bp, units.collect::<Vec<_>>())
                }
                other => panic!("{other:?}"),
            })
            .collect();
        let expected: Vec<_> = expected
            .map(|(rate, units)| (rate, units.to_vec()))
            .into_iter()
            .collect();
        assert_eq!(decided, expected);
    }

    #[test]
    fn cheaper_unit_of_every_pair_costs_half() {
        check("{}", 1, 0, None);
        check("{}", 1, 1, Some((5_000, &[(1, 1)])));
        check("{}", 4, 1, Some((5_000, &[(1, 1), (0, 1)])));
        check(r#"{"rate_bp":10000}"#, 2, 0, Some((10_000, &[(0, 1)])));
    }

    #[test]
    fn only_selected_articles_count() {
        let teas = r#"{"on":{"skus":["tea.l"]}}"#;
        check(teas, 2, 9, Some((5_000, &[(0, 1)])));
        check(teas, 1, 9, None);
    }

    #[test]
    fn wrong_parameters_are_named() {
        for (parameters, named) in [
            (r#"{"rate_bp":0}"#, "rate_bp"),
            (r#"{"rate_bp":10001}"#, "rate_bp"),
            (r#"{"rate":5000}"#, "rate"),
            ("null", "null"),
        ] {
            let refused = read::<SecondHalfPrice>(parameters).err().unwrap_or_default();
            assert!(refused.contains(named), "{parameters}: {refused:?}");
        }
    }
}
