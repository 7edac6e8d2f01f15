//! What there is, by number.

use super::{BARCODES, CURRENCIES};
use commerce::ids::{CategoryId, ProductId, SkuId, StoreId};
use commerce::product::{Product, ProductDraft, VariantDraft};
use std::collections::BTreeMap;

pub fn store_id(store: usize) -> StoreId {
    format!("s{store}").parse().unwrap()
}

pub fn category_id(category: usize) -> CategoryId {
    format!("c{category}").parse().unwrap()
}

pub fn product_id(product: usize) -> ProductId {
    format!("p{product}").parse().unwrap()
}

pub fn sku(product: usize, variant: usize) -> SkuId {
    format!("p{product}.v{variant}").parse().unwrap()
}

pub fn texts(text: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("en".to_owned(), text.to_owned())])
}

pub fn draft(
    product: usize,
    categories: &[usize],
    variants: &[usize],
    price: i64,
    active: bool,
    barcode: Option<usize>,
) -> Product {
    let variants = variants.iter().enumerate().map(|(index, variant)| VariantDraft {
        code: format!("v{variant}"),
        barcode: barcode
            .filter(|_| index == 0)
            .map(|barcode| BARCODES[barcode].to_owned()),
        prices: BTreeMap::from([(CURRENCIES[variant % 2].to_owned(), price)]),
        carried_by_default: *variant == 0,
        ..VariantDraft::default()
    });
    let draft = ProductDraft {
        id: product_id(product).to_string(),
        name: texts(&format!("Product {product} at {price}")),
        categories: categories
            .iter()
            .map(|category| category_id(*category).to_string())
            .collect(),
        variants: variants.collect(),
        active,
        ..ProductDraft::default()
    };
    draft.validate().unwrap()
}
