//! What a shopper wants to buy: SKUs and quantities, and nothing else that a client says.

mod switch;

pub use switch::{LineChange, LineOffer};

use std::collections::BTreeMap;

use crate::field::{FieldError, Findings, Rule};
use crate::ids::SkuId;

/// The most units of one SKU in a cart.
pub const QUANTITY_MAX: u32 = 999;

/// The most lines that a caller may send.
pub const CART_LINES_MAX: usize = 100;

/// A cart that has at least one line.
///
/// Lines are sorted by SKU and each SKU appears once. Writers lock stock in the order of the lines, so two carts never wait
/// for each other in a circle; and two carts with the same content have the same quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cart(Vec<CartLine>);

/// A number of units of one SKU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartLine {
    /// What is bought.
    pub sku: SkuId,
    /// How many, `1..=QUANTITY_MAX`.
    pub quantity: u32,
}

/// A line as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartLineDraft {
    /// What should be a SKU.
    pub sku: String,
    /// What should be a quantity.
    pub quantity: i64,
}

impl Cart {
    /// Checks the lines that a caller sent, merges repeated SKUs and sorts.
    ///
    /// # Errors
    /// Every line that breaks a rule, as `lines[2].quantity`. Where repeated lines are too many together, the line that went
    /// over the limit is named.
    pub fn read(lines: &[CartLineDraft]) -> Result<Self, Vec<FieldError>> {
        if lines.is_empty() {
            return Err(FieldError::new("lines", Rule::TooFew { min: 1 }).into());
        }
        if lines.len() > CART_LINES_MAX {
            return Err(vec![FieldError::new(
                "lines",
                Rule::TooMany { max: CART_LINES_MAX },
            )]);
        }

        let mut quantities: BTreeMap<SkuId, u32> = BTreeMap::new();
        let mut findings = Findings::default();
        for (index, line) in lines.iter().enumerate() {
            let sku = line.sku.parse::<SkuId>().ok();
            if sku.is_none() {
                let rule = Rule::Format {
                    expected: "a SKU, <product>.<variant>",
                };
                findings.report(format!("lines[{index}].sku"), rule);
            }
            let present = sku
                .as_ref()
                .and_then(|sku| quantities.get(sku))
                .copied()
                .unwrap_or(0);
            let together = within_limits(line.quantity, present);
            if together.is_none() {
                let rule = Rule::OutOfRange {
                    min: 1,
                    max: i64::from(QUANTITY_MAX),
                };
                findings.report(format!("lines[{index}].quantity"), rule);
            }
            quantities.extend(sku.zip(together));
        }
        let lines = quantities
            .into_iter()
            .map(|(sku, quantity)| CartLine { sku, quantity });
        findings.finish(Some(Self(lines.collect())))
    }

    /// The lines, sorted by SKU.
    pub fn lines(&self) -> &[CartLine] {
        &self.0
    }
}

/// `sent` more than `present` units, when both the line and the sum are allowed.
fn within_limits(sent: i64, present: u32) -> Option<u32> {
    let sent = u32::try_from(sent).ok().filter(|&sent| sent >= 1)?;
    sent.checked_add(present)
        .filter(|&together| together <= QUANTITY_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drafts(lines: &[(&str, i64)]) -> Vec<CartLineDraft> {
        lines
            .iter()
            .map(|&(sku, quantity)| CartLineDraft {
                sku: sku.to_owned(),
                quantity,
            })
            .collect()
    }

    fn check(lines: &[(&str, i64)], expected: Result<&[(&str, u32)], &[&str]>) {
        let read = Cart::read(&drafts(lines));
        let read = read
            .as_ref()
            .map(|cart| {
                cart.lines()
                    .iter()
                    .map(|line| (line.sku.as_str(), line.quantity))
                    .collect::<Vec<_>>()
            })
            .map_err(|errors| {
                errors
                    .iter()
                    .map(|error| error.field.as_str())
                    .collect::<Vec<_>>()
            });
        assert_eq!(read, expected.map(<[_]>::to_vec).map_err(<[_]>::to_vec));
    }

    #[test]
    fn lines_are_merged_and_sorted_by_sku() {
        check(
            &[("tea.l", 1), ("cup.a", 2), ("tea.l", 3)],
            Ok(&[("cup.a", 2), ("tea.l", 4)]),
        );
    }

    #[test]
    fn quantity_outside_the_limits_is_named() {
        check(
            &[
                ("a.a", 0),
                ("b.b", -1),
                ("c.c", 999),
                ("d.d", 1_000),
                ("e.e", i64::MAX),
                ("f.f", i64::MIN),
            ],
            Err(&[
                "lines[0].quantity",
                "lines[1].quantity",
                "lines[3].quantity",
                "lines[4].quantity",
                "lines[5].quantity",
            ]),
        );
    }

    #[test]
    fn repeated_lines_cannot_pass_the_limit_together() {
        check(
            &[("a.a", 999), ("b.b", 1), ("a.a", 1)],
            Err(&["lines[2].quantity"]),
        );
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        check(
            &[("no sku", 1), ("a.a", 1), ("'; --", 0)],
            Err(&["lines[0].sku", "lines[2].sku", "lines[2].quantity"]),
        );
    }

    #[test]
    fn cart_without_lines_or_with_too_many_is_refused() {
        check(&[], Err(&["lines"]));
        check(&[("a.a", 1); CART_LINES_MAX + 1], Err(&["lines"]));
        check(&[("a.a", 1); CART_LINES_MAX], Ok(&[("a.a", 100)]));
    }

    proptest! {
        #[test]
        fn order_of_the_lines_does_not_matter(lines in prop::collection::vec(("[a-c]\\.[a-c]", 1..100_i64), 1..9)) {
            let sent: Vec<(&str, i64)> = lines.iter().map(|(sku, quantity)| (sku.as_str(), *quantity)).collect();
            let reversed: Vec<(&str, i64)> = sent.iter().rev().copied().collect();
            prop_assert_eq!(Cart::read(&drafts(&sent)), Cart::read(&drafts(&reversed)));
        }
    }
}
