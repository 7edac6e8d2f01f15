//! Every key, in one place. All begin with `mendian/`, because a backend may share its store with others.

use crate::shelf::Shelf;
use commerce::ids::{ProductId, StoreId};
use commerce::product::Gtin;

/// A store's page, ready to send.
#[must_use]
pub fn store(store: &StoreId) -> String {
    format!("mendian/store/{store}")
}

/// The promotions that may run, and what points are worth.
pub const PRICING: &str = "mendian/pricing";

/// The directory of the geographic index.
pub const GEO_TREE: &str = "mendian/geo/tree";

/// The stores in and around one leaf of the geographic index.
#[must_use]
pub fn geo_leaf(cell: &str) -> String {
    format!("mendian/geo/leaf/{cell}")
}

/// The list of categories in one language.
#[must_use]
pub fn categories(language: &str) -> String {
    format!("mendian/categories/{language}")
}

/// A product in one language, as headquarters keeps it, with its prices in all currencies.
#[must_use]
pub fn product(product: &ProductId, language: &str) -> String {
    format!("mendian/product/{product}/{language}")
}

/// One page of a shelf in one language: what all stores share.
#[must_use]
pub fn shelf(shelf: &Shelf, page: u32, language: &str) -> String {
    format!("mendian/shelf/{shelf}/{page}/{language}")
}

/// What one store does with the products on one page of a shelf.
#[must_use]
pub fn store_shelf(store: &StoreId, shelf: &Shelf, page: u32) -> String {
    format!("mendian/store-shelf/{store}/{shelf}/{page}")
}

/// What one store does with one product.
#[must_use]
pub fn offer(store: &StoreId, product: &ProductId) -> String {
    format!("mendian/offer/{store}/{product}")
}

/// What a barcode is of, in all languages, as headquarters keeps it.
#[must_use]
pub fn barcode(gtin: Gtin) -> String {
    format!("mendian/barcode/{gtin}")
}
