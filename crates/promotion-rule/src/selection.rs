use crate::{Cart, Line, Units};
use serde::Deserialize;

/// Which articles a promotion is about: those of any of these, or all where nothing is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Selection {
    /// Articles, `<product>.<variant>`.
    pub skus: Vec<String>,
    /// Products by code, with all their variants.
    pub products: Vec<String>,
    /// Categories by code.
    pub categories: Vec<String>,
}

impl Selection {
    /// Whether a line's article is among them.
    #[must_use]
    pub fn contains(&self, line: &Line) -> bool {
        let is_open = self.skus.is_empty() && self.products.is_empty() && self.categories.is_empty();
        is_open
            || self.skus.contains(&line.sku)
            || self.products.contains(&line.product)
            || line
                .categories
                .iter()
                .any(|category| self.categories.contains(category))
    }
}

/// Of the selected units that cost something, the cheapest `of(how many there are)`: by list price, equal ones in the order of
/// the cart.
pub fn cheapest(cart: &Cart, selection: &Selection, of: impl FnOnce(u64) -> u64) -> Vec<Units> {
    let lines = cart.lines.iter().zip(0..);
    let mut selected: Vec<(&Line, u32)> = lines
        .filter(|(line, _)| selection.contains(line) && line.unit_price_minor > 0 && line.quantity > 0)
        .collect();
    let mut left = of(selected.iter().map(|(line, _)| u64::from(line.quantity)).sum());
    selected.sort_by_key(|(line, _)| line.unit_price_minor); // stable: ties keep their order
    let mut units = Vec::new();
    for (line, index) in selected {
        // At most the line's quantity, so it fits.
        let quantity = left.min(u64::from(line.quantity)) as u32;
        if quantity == 0 {
            break;
        }
        units.push(Units {
            line: index,
            quantity,
        });
        left -= u64::from(quantity);
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LocalTime;

    fn line(sku: &str, category: &str, quantity: u32, unit_price_minor: i64) -> Line {
        Line {
            sku: sku.to_owned(),
            product: sku.split('.').next().unwrap_or_default().to_owned(),
            categories: vec![category.to_owned()],
            quantity,
            unit_price_minor,
            total_minor: unit_price_minor * i64::from(quantity),
        }
    }

    fn cart() -> Cart {
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
            lines: vec![
                line("bag.a", "bags", 9, 0),
                line("cup.a", "cups", 2, 900),
                line("tea.l", "drinks", 2, 1_800),
                line("tea.m", "drinks", 3, 900),
            ],
        }
    }

    fn check(selection: &Selection, there_are: u64, wanted: u64, expected: &[(u32, u32)]) {
        let units = cheapest(&cart(), selection, |count| {
            assert_eq!(count, there_are);
            wanted
        });
        let units: Vec<_> = units.iter().map(|units| (units.line, units.quantity)).collect();
        assert_eq!(units, expected);
    }

    #[test]
    fn cheapest_units_come_first_and_equal_ones_in_the_order_of_the_cart() {
        let drinks = Selection {
            categories: vec!["drinks".to_owned()],
            ..Selection::default()
        };
        check(&drinks, 5, 4, &[(3, 3), (2, 1)]);
        check(&Selection::default(), 7, 3, &[(1, 2), (3, 1)]);
        check(&drinks, 5, 0, &[]);
        check(&drinks, 5, u64::MAX, &[(3, 3), (2, 2)]);
    }

    #[test]
    fn article_is_selected_by_any_of_its_names() {
        let skus = |sku: &str| Selection {
            skus: vec![sku.to_owned()],
            products: vec!["cup".to_owned()],
            ..Selection::default()
        };
        check(&skus("tea.l"), 4, 9, &[(1, 2), (2, 2)]);
        check(&skus("nothing.a"), 2, 9, &[(1, 2)]);
    }
}
