use std::collections::BTreeMap;

use super::{Product, ProductDraft, VariantDraft, category_of_name};
use crate::field::{FieldError, Rule};
use crate::money::{Currency, DecimalError, Money};
use crate::text::Locale;

/// One row of a product file: the columns `code,name,unit_price,currency`.
#[derive(Clone, Copy, Debug)]
pub struct ProductRow<'a> {
    /// The merchant's code.
    pub code: &'a str,
    /// The name, in English.
    pub name: &'a str,
    /// The price of one unit as a decimal of the major unit, such as `0.85`.
    pub unit_price: &'a str,
    /// The ISO 4217 code.
    pub currency: &'a str,
}

/// Why a row was not imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowRefusal {
    /// The name is that of a charge or a booking, which cash registers export among the articles.
    #[error("{word:?} is a charge or a booking, not an article")]
    NotAnArticle {
        /// The word that says so.
        word: &'static str,
    },
    /// Columns break rules; fields are named after them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Columns(Vec<FieldError>),
}

/// What a charge is called. In an English compound the last word says what the thing is: `DOTCOM POSTAGE` is postage, but
/// `FRENCH CARRIAGE LANTERN` is a lantern.
const CHARGES: [&str; 20] = [
    "CARRIAGE",
    "CHARGE",
    "CHARGES",
    "COMMISSION",
    "DEBT",
    "DELIVERY",
    "DEPOSIT",
    "DISCOUNT",
    "DISCOUNTS",
    "FEE",
    "FEES",
    "FREIGHT",
    "POSTAGE",
    "REFUND",
    "REFUNDS",
    "SHIPPING",
    "SURCHARGE",
    "TAX",
    "VOUCHER",
    "VOUCHERS",
];

/// What a booking is called when it has no other name. As a last word these also end names of articles.
const BOOKINGS: [&str; 8] = [
    "ADJUSTMENT",
    "ADJUSTMENTS",
    "CORRECTION",
    "MANUAL",
    "MISCELLANEOUS",
    "SAMPLE",
    "SAMPLES",
    "TEST",
];

/// The code of the one variant that an imported product has.
const SOLE_VARIANT: &str = "std";

impl ProductRow<'_> {
    /// Makes a product with one variant, carried by every store, in the category that its name suggests.
    ///
    /// Runs of blanks in the name become one. A price must be above zero and exact in its currency.
    ///
    /// # Errors
    /// See [`RowRefusal`].
    pub fn read(&self) -> Result<Product, RowRefusal> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(word) = charge_or_booking(&name) {
            return Err(RowRefusal::NotAnArticle { word });
        }
        let (prices, wrong_price) = match self.read_price() {
            Ok(price) => (
                [(price.currency.to_string(), price.amount_minor.get())].into(),
                None,
            ),
            Err(error) => (BTreeMap::new(), Some(error)),
        };
        let category = category_of_name(&name);
        let draft = ProductDraft {
            id: self.code.trim().to_owned(),
            name: BTreeMap::from([(Locale::En.to_string(), name)]),
            categories: vec![category.to_owned()],
            variants: vec![VariantDraft {
                code: SOLE_VARIANT.to_owned(),
                prices,
                carried_by_default: true,
                ..VariantDraft::default()
            }],
            active: true,
            ..ProductDraft::default()
        };
        draft.validate().map_err(|errors| {
            let columns = errors.into_iter().filter_map(by_column);
            RowRefusal::Columns(columns.chain(wrong_price).collect())
        })
    }

    fn read_price(&self) -> Result<Money, FieldError> {
        let currency: Currency = self
            .currency
            .trim()
            .parse()
            .map_err(|_| FieldError::new("currency", Rule::unknown(self.currency)))?;
        Money::parse_decimal(self.unit_price.trim(), currency).map_err(|error| {
            let rule = match error {
                DecimalError::Format => Rule::Format {
                    expected: "a decimal number such as 12.50",
                },
                DecimalError::Decimals { max } => Rule::Decimals { max },
                DecimalError::Overflow => Rule::OutOfRange {
                    min: 1,
                    max: crate::money::PRICE_MINOR_MAX,
                },
            };
            FieldError::new("unit_price", rule)
        })
    }
}

/// Renames a field of the draft to the column that it came from; what came from no column was reported before.
fn by_column(error: FieldError) -> Option<FieldError> {
    let column = match error.field.as_str() {
        "id" => "code",
        field if field.starts_with("name") => "name",
        field if field.starts_with("variants[0].prices.") => "unit_price",
        _ => return None,
    };
    Some(FieldError::new(column, error.rule))
}

fn charge_or_booking(name: &str) -> Option<&'static str> {
    let upper = name.to_uppercase();
    let words: Vec<&str> = upper
        .split(|char: char| !char.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let last = words.last()?;
    let charge = CHARGES.into_iter().find(|charge| charge == last);
    charge.or_else(|| BOOKINGS.into_iter().find(|booking| words == [*booking]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &str, name: &str, unit_price: &str, currency: &str) -> Result<Product, RowRefusal> {
        ProductRow {
            code,
            name,
            unit_price,
            currency,
        }
        .read()
    }

    fn check_refused(row: [&str; 4], expected: &str) {
        let [code, name, unit_price, currency] = row;
        assert_eq!(
            read(code, name, unit_price, currency).unwrap_err().to_string(),
            expected
        );
    }

    #[test]
    fn article_becomes_a_product_with_one_variant() {
        let product = read("21399", "BLUE POLKADOT COFFEE  MUG", "0.39", "GBP").unwrap();
        assert_eq!(product.name.pick("en"), Some("BLUE POLKADOT COFFEE MUG"));
        assert_eq!(product.categories, ["kitchen".parse().unwrap()]);
        assert_eq!(product.variants[0].sku.as_str(), "21399.std");
        assert_eq!(
            product.variants[0].prices,
            [(Currency::GBP, crate::money::Minor(39))].into()
        );
    }

    #[test]
    fn charge_or_booking_is_refused_by_what_its_name_says_it_is() {
        for (name, word) in [
            ("POSTAGE", "POSTAGE"),
            ("DOTCOM POSTAGE", "POSTAGE"),
            ("Next Day Carriage", "CARRIAGE"),
            ("AMAZON FEE", "FEE"),
            ("Bank Charges", "CHARGES"),
            ("CRUK Commission", "COMMISSION"),
            ("Dotcomgiftshop Gift Voucher £40.00", "VOUCHER"),
            ("Adjust bad debt", "DEBT"),
            ("Discount", "DISCOUNT"),
            ("Manual", "MANUAL"),
            ("SAMPLES", "SAMPLES"),
        ] {
            assert_eq!(
                read("M", name, "1.65", "GBP"),
                Err(RowRefusal::NotAnArticle { word }),
                "{name}"
            );
        }
    }

    #[test]
    fn article_that_only_mentions_such_a_word_is_taken() {
        for name in [
            "FRENCH CARRIAGE LANTERN",
            "BLACK BAROQUE CARRIAGE CLOCK",
            "SEWING MANUAL",
            "SET 3 TEA,COFFEE",
            "TEST TUBE",
        ] {
            assert!(read("1", name, "1.65", "GBP").is_ok(), "{name}");
        }
    }

    #[test]
    fn each_wrong_column_is_named() {
        check_refused(
            ["1", "CUP", "0", "GBP"],
            "unit_price must be between 1 and 50000000000",
        );
        check_refused(
            ["1", "CUP", "-1.65", "GBP"],
            "unit_price must be between 1 and 50000000000",
        );
        check_refused(
            ["1", "CUP", "0.001", "GBP"],
            "unit_price must have at most 2 decimals",
        );
        check_refused(
            ["1", "CUP", "1,65", "GBP"],
            "unit_price must be a decimal number such as 12.50",
        );
        check_refused(["1", "CUP", "1.65", "POUND"], r#"currency is unknown: "POUND""#);
        check_refused(
            ["a b", " ", "", "GBP"],
            "code must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -; name is required; \
             unit_price must be a decimal number such as 12.50",
        );
    }
}
