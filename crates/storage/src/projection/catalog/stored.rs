//! How the catalog's projections are laid out in key-value: compact, canonical, read without copying.

use super::fragment::ProductFragment;
use super::terms::Terms;
use commerce::money::Currency;
use serde::{Deserialize, Serialize};

/// The first byte of every value. A release that lays them out otherwise takes another number and rebuilds.
pub const LAYOUT: u8 = 2;

/// A stored value that another release wrote, or that is damaged. A rebuild makes it whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a projection of the catalog has another layout; rebuild it")]
pub struct OtherLayout;

/// One product in one language, as headquarters keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredProduct<'a> {
    /// The product.
    #[serde(borrow)]
    pub product: ProductFragment<'a>,
}

/// One page of a shelf in one language: what all stores share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredShelf<'a> {
    /// Whether the shelf has a page after this one.
    pub more: bool,
    /// By position on the page; `None` where a product left the shelf or is not sold anywhere.
    #[serde(borrow)]
    pub slots: Vec<Option<ProductFragment<'a>>>,
}

impl StoredProduct<'_> {
    /// The same, apart from the bytes that it was read from: for a reader that keeps it.
    #[must_use]
    pub fn into_owned(self) -> StoredProduct<'static> {
        let product = self.product.into_owned();
        StoredProduct { product }
    }
}

impl StoredShelf<'_> {
    /// The same, apart from the bytes that it was read from: for a reader that keeps it.
    #[must_use]
    pub fn into_owned(self) -> StoredShelf<'static> {
        let slots = self.slots.into_iter();
        StoredShelf {
            more: self.more,
            slots: slots.map(|slot| slot.map(ProductFragment::into_owned)).collect(),
        }
    }
}

/// What a barcode is of, as headquarters keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredBarcode<'a> {
    /// The product's code.
    pub product: &'a str,
    /// The product with the one variant, by language.
    #[serde(borrow)]
    pub pages: Vec<(&'a str, ProductFragment<'a>)>,
}

impl StoredBarcode<'_> {
    /// The product in a language.
    #[must_use]
    pub fn page(&self, language: &str) -> Option<&ProductFragment<'_>> {
        let found = self.pages.iter().find(|(known, _)| *known == language);
        found.map(|(_, page)| page)
    }
}

/// What one store does with one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredOffer<'a> {
    /// What the store counts in.
    pub currency: Currency,
    /// What it does otherwise than headquarters.
    #[serde(borrow)]
    pub terms: Terms<'a>,
}

/// What one store does with the products on one page of a shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredStoreShelf<'a> {
    /// What the store counts in.
    pub currency: Currency,
    /// By ascending position on the page; a product that is not named is as headquarters has it, without stock.
    #[serde(borrow)]
    pub terms: Vec<(u8, Terms<'a>)>,
}

impl StoredStoreShelf<'_> {
    /// The terms of the product at `slot`.
    #[must_use]
    pub fn at(&self, slot: usize) -> Option<&Terms<'_>> {
        let found = self
            .terms
            .binary_search_by_key(&slot, |(slot, _)| usize::from(*slot));
        found
            .ok()
            .and_then(|at| self.terms.get(at))
            .map(|(_, terms)| terms)
    }
}

/// Reads a stored value.
///
/// # Errors
/// [`OtherLayout`].
pub fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, OtherLayout> {
    match bytes.split_first() {
        Some((&LAYOUT, rest)) => postcard::from_bytes(rest).map_err(|_| OtherLayout),
        _ => Err(OtherLayout),
    }
}

/// The bytes of a value; equal values have equal bytes.
pub(super) fn write<T: Serialize>(value: &T) -> Vec<u8> {
    // Writing to memory does not fail for types of known lengths, which all of these are.
    postcard::to_extend(value, vec![LAYOUT]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::terms::SkuTerms;
    use super::*;

    fn page() -> StoredStoreShelf<'static> {
        let terms = |available| Terms {
            carried: Some(true),
            skus: vec![SkuTerms {
                variant: "l",
                price: Some(1_500),
                available,
            }],
        };
        StoredStoreShelf {
            currency: Currency::CNY,
            terms: vec![(0, terms(1)), (49, terms(2))],
        }
    }

    #[test]
    fn value_reads_back_as_it_was_written_and_is_found_by_its_slot() {
        let bytes = write(&page());
        let read: StoredStoreShelf<'_> = read(&bytes).unwrap();
        assert_eq!(read, page());
        assert_eq!(read.at(49).map(|terms| terms.skus[0].available), Some(2));
        assert_eq!(read.at(1), None);
    }

    #[test]
    fn value_of_another_layout_or_cut_short_is_refused() {
        let mut bytes = write(&page());
        assert!(read::<StoredStoreShelf<'_>>(&bytes[..bytes.len() - 1]).is_err());
        bytes[0] += 1;
        assert!(read::<StoredStoreShelf<'_>>(&bytes).is_err());
        assert!(read::<StoredStoreShelf<'_>>(b"").is_err());
    }
}
