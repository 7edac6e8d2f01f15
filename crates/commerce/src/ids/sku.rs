//! Stock keeping units.

use std::fmt;
use std::str::FromStr;

use super::{IdError, ProductId, code, string_conversions};

/// The longest variant part of a SKU, in characters.
pub const VARIANT_CHARS_MAX: usize = 20;

/// What is priced, stocked and bought: `<product>.<variant>`, so that the product of a SKU needs no look-up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkuId(Box<str>);

impl SkuId {
    /// The SKU of a product's variant.
    ///
    /// # Errors
    /// When `variant` is not 1 to [`VARIANT_CHARS_MAX`] characters of `A-Z a-z 0-9 _ -`.
    pub fn new(product: &ProductId, variant: &str) -> Result<Self, IdError> {
        code::check(variant, VARIANT_CHARS_MAX)?;
        Ok(Self(format!("{product}.{variant}").into()))
    }

    /// The whole SKU, `<product>.<variant>`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of the product, borrowed.
    pub fn product_code(&self) -> &str {
        self.0.split_once('.').map_or("", |(product, _)| product)
    }

    /// The product of which this is a variant.
    pub fn product(&self) -> ProductId {
        ProductId::of_checked(self.product_code())
    }

    /// The variant within the product.
    pub fn variant(&self) -> &str {
        self.0.split_once('.').map_or("", |(_, variant)| variant)
    }
}

impl FromStr for SkuId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (product, variant) = text.split_once('.').ok_or(IdError::NoVariant)?;
        code::check(product, code::CODE_CHARS_MAX)?;
        code::check(variant, VARIANT_CHARS_MAX)?;
        Ok(Self(text.into()))
    }
}

impl fmt::Display for SkuId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl AsRef<str> for SkuId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

string_conversions!(SkuId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sku_names_its_product_and_its_variant() {
        let sku: SkuId = "85123A.white-L".parse().unwrap();
        assert_eq!((sku.product_code(), sku.variant()), ("85123A", "white-L"));
        assert_eq!(sku.product(), "85123A".parse().unwrap());
        assert_eq!(SkuId::new(&sku.product(), sku.variant()), Ok(sku));
    }

    #[test]
    fn a_sku_without_both_parts_is_refused_by_rule() {
        for (text, rule) in [
            ("85123A", IdError::NoVariant),
            ("", IdError::NoVariant),
            (".a", IdError::Empty),
            ("a.", IdError::Empty),
            ("a.b.c", IdError::Character),
            ("a.123456789012345678901", IdError::TooLong { max: 20 }),
        ] {
            assert_eq!(text.parse::<SkuId>(), Err(rule), "{text:?}");
        }
    }
}
