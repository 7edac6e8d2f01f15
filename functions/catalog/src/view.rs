//! What is stored, as callers see it.

use api::catalog::{ChoiceTexts, Product, StockLevel, Variant};
use commerce::product::Variant as StoredVariant;
use commerce::text::Texts;
use std::collections::BTreeMap;
use storage::stock;

/// A product as headquarters sees it.
pub fn product(product: &commerce::product::Product, version: i64) -> Product {
    Product {
        id: product.id.to_string(),
        version,
        name: texts(&product.name),
        description: texts(&product.description),
        categories: product.categories.iter().map(ToString::to_string).collect(),
        image_url: product.image_url.clone(),
        variants: product.variants.iter().map(variant).collect(),
        active: product.active,
    }
}

fn variant(variant: &StoredVariant) -> Variant {
    let choices = variant.choices.iter().map(|choice| ChoiceTexts {
        option: texts(&choice.option),
        value: texts(&choice.value),
    });
    let prices = variant.prices.iter();
    Variant {
        code: variant.sku.variant().to_owned(),
        sku: variant.sku.to_string(),
        choices: choices.collect(),
        barcode: variant.barcode.clone(),
        prices: prices
            .map(|(currency, price)| (currency.to_string(), price.get()))
            .collect(),
        carried_by_default: variant.carried_by_default,
    }
}

fn texts(texts: &Texts) -> BTreeMap<String, String> {
    texts
        .iter()
        .map(|(tag, text)| (tag.as_str().to_owned(), text.to_owned()))
        .collect()
}

/// The stock of one SKU.
pub fn stock_level(level: &stock::StockLevel) -> StockLevel {
    StockLevel {
        sku: level.sku.to_string(),
        on_hand: level.on_hand,
        reserved: level.reserved,
        available: level.available(),
    }
}
