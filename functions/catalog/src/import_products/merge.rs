//! A row of a file over the product that there is.

use super::Row;
use api::problem::{Fault, FieldProblem};
use commerce::product::{PRODUCT_NAME_CHARS_MAX, Product};
use commerce::text::{Texts, line};
use std::collections::BTreeMap;

/// The product after the import: it keeps what the file does not say.
pub(super) fn merge(before: Option<&Product>, row: &Row) -> Result<Product, FieldProblem> {
    let mut after = match before {
        None => row.product.clone(),
        Some(before) => update(before, &row.product)?,
    };
    if let Some(category) = &row.category {
        after.categories = vec![category.clone()];
    }
    Ok(after)
}

fn update(before: &Product, row: &Product) -> Result<Product, FieldProblem> {
    let mut after = before.clone();
    for imported in &row.variants {
        let variant = after.variants.iter_mut().find(|known| known.sku == imported.sku);
        // The file knows one variant only, so it cannot say which of several it means.
        let variant = variant.ok_or_else(|| FieldProblem {
            field: "code".to_owned(),
            fault: Fault::Reason("has_variants"),
        })?;
        variant.prices.extend(
            imported
                .prices
                .iter()
                .map(|(currency, price)| (*currency, *price)),
        );
    }
    after.name = overlay(&before.name, &row.name);
    Ok(after)
}

/// The texts of `below`, those of `above` in their place.
fn overlay(below: &Texts, above: &Texts) -> Texts {
    let all = below.iter().chain(above.iter());
    let sent: BTreeMap<String, String> = all
        .map(|(tag, text)| (tag.as_str().to_owned(), text.to_owned()))
        .collect();
    // All of them were read before, so they can be read again; only their number may be too great.
    Texts::read("name", &sent, line, PRODUCT_NAME_CHARS_MAX).unwrap_or_else(|_| below.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use commerce::money::{Currency, Minor};
    use commerce::product::ProductRow;

    fn row(name: &str, unit_price: &str, currency: &str, category: Option<&str>) -> Row {
        let product = ProductRow {
            code: "21399",
            name,
            unit_price,
            currency,
        };
        Row {
            product: product.read().unwrap(),
            category: category.map(|code| code.parse().unwrap()),
        }
    }

    #[test]
    fn file_changes_what_it_says_and_leaves_the_rest() {
        let mut before = row("BLUE MUG", "0.39", "GBP", None).product;
        let chinese = BTreeMap::from([
            ("zh-CN".to_owned(), "蓝杯".to_owned()),
            ("en".to_owned(), "BLUE MUG".to_owned()),
        ]);
        before.name = Texts::read("name", &chinese, line, 99).unwrap();
        before.image_url = Some("https://img.example/mug.png".to_owned());

        let after = merge(Some(&before), &row("RED MUG", "5", "CNY", Some("gifts"))).unwrap();
        assert_eq!(
            (after.name.pick("en"), after.name.pick("zh-CN")),
            (Some("RED MUG"), Some("蓝杯"))
        );
        let prices = &after.variants[0].prices;
        assert_eq!(
            *prices,
            [(Currency::GBP, Minor(39)), (Currency::CNY, Minor(500))].into()
        );
        assert_eq!(after.categories, ["gifts".parse().unwrap()]);
        assert_eq!(after.image_url, before.image_url);
    }

    #[test]
    fn same_row_again_changes_nothing() {
        let row = row("BLUE MUG", "0.39", "GBP", None);
        let once = merge(None, &row).unwrap();
        assert_eq!(merge(Some(&once), &row), Ok(once));
    }

    #[test]
    fn product_with_variants_of_its_own_is_refused() {
        let row = row("BLUE MUG", "0.39", "GBP", None);
        let mut before = row.product.clone();
        before.variants[0].sku = "21399.large".parse().unwrap();
        assert_eq!(merge(Some(&before), &row).unwrap_err().field, "code");
    }
}
