//! What is stored, as callers see it.

use api::catalog::{
    self, ChoiceTexts, Product, PurchaseLimitView, ServiceView, StockAlertView, StockLevel, TransferLineView,
    TransferView, Variant,
};
use commerce::product::Variant as StoredVariant;
use commerce::text::Texts;
use commerce::transfer::{Transfer, TransferLine};
use std::collections::BTreeMap;
use storage::stock;
use storage::stock_alert::StockAlert;
use storage::stock_movement;

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
        purchase_limit: variant.purchase_limit.map(|limit| PurchaseLimitView {
            quantity: limit.quantity,
            days: limit.days,
        }),
        service: variant.service.as_ref().map(|service| ServiceView {
            minutes: service.minutes,
            resource: service.resource.to_string(),
        }),
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
        low_at: level.low_at,
    }
}

/// A change of stock.
pub fn stock_movement(movement: stock_movement::StockMovement) -> catalog::StockMovement {
    catalog::StockMovement {
        sequence: movement.sequence,
        cause: movement.cause,
        reference: movement.reference,
        reason: movement.reason,
        on_hand_change: movement.on_hand_change,
        reserved_change: movement.reserved_change,
        on_hand: movement.on_hand,
        reserved: movement.reserved,
        at_ms: movement.at_ms,
    }
}

/// A SKU that fell below its threshold.
pub fn stock_alert(alert: &StockAlert) -> StockAlertView {
    StockAlertView {
        store: alert.store.to_string(),
        sku: alert.sku.to_string(),
        state: if alert.closed_ms.is_none() {
            "open"
        } else {
            "closed"
        },
        low_at: alert.low_at,
        available: alert.available,
        opened_ms: alert.opened_ms,
        closed_ms: alert.closed_ms,
    }
}

/// A transfer.
pub fn transfer(transfer: &Transfer) -> TransferView {
    TransferView {
        id: transfer.id.to_string(),
        from: transfer.from.to_string(),
        to: transfer.to.to_string(),
        state: transfer.state.as_str(),
        reason: transfer.reason.clone(),
        lines: transfer.lines.iter().map(transfer_line).collect(),
        sent_by: transfer.sent_by.clone(),
        sent_ms: transfer.sent_ms,
        ended_by: transfer.ended_by.clone(),
        ended_ms: transfer.ended_ms,
    }
}

fn transfer_line(line: &TransferLine) -> TransferLineView {
    TransferLineView {
        sku: line.sku.to_string(),
        sent: line.sent,
        received: line.received,
        missing: line
            .received
            .map(|received| line.sent - received)
            .filter(|missing| *missing > 0),
    }
}
