//! Stock and own prices of the demo stores, by rule and without chance: every machine gets the same.

use super::goods::Goods;
use super::rows;
use super::store::Store;
use anyhow::{Context, Result};
use commerce::money::{Currency, Minor, Money};
use std::collections::HashMap;
use std::fmt::Write;

/// Own prices are rounded to this many minor units.
const PRICE_STEP_MINOR: i64 = 10;

/// What the stores of one format have of one category.
pub struct Rule {
    units_min: u64,
    units_max: u64,
    /// The own price in per cent of that of headquarters.
    price_percent: i64,
}

/// Rules by format and category.
pub type Rules = HashMap<(String, String), Rule>;

/// Reads `demo/stock.csv`.
pub fn read() -> Result<Rules> {
    let text = |row: &HashMap<String, String>, column: &str| {
        row.get(column)
            .cloned()
            .with_context(|| format!("stock.csv has no column {column}"))
    };
    let rule = |row: &HashMap<String, String>| -> Result<_> {
        let rule = Rule {
            units_min: text(row, "units_min")?.parse()?,
            units_max: text(row, "units_max")?.parse()?,
            price_percent: text(row, "price_percent")?.parse()?,
        };
        Ok(((text(row, "format")?, text(row, "category")?), rule))
    };
    rows("stock.csv")?.iter().map(rule).collect()
}

/// The import file for some stores.
pub fn csv(rules: &Rules, stores: &[Store], goods: &Goods) -> Result<String> {
    let mut csv = "store,sku,on_hand,price\n".to_owned();
    for store in stores {
        for sku in goods.skus() {
            let Some(rule) = rules.get(&(store.format.clone(), sku.category.to_owned())) else {
                continue;
            };
            let span = rule.units_max.saturating_sub(rule.units_min) + 1;
            let units = rule.units_min + mix(&store.id, &sku.id) % span;
            let list = sku
                .price(&store.currency)
                .with_context(|| format!("{} has no price", sku.id))?;
            let own = match rule.price_percent {
                100 => String::new(),
                percent => decimal(
                    list * percent / 100 / PRICE_STEP_MINOR * PRICE_STEP_MINOR,
                    &store.currency,
                )?,
            };
            writeln!(csv, "{},{},{units},{own}", store.id, sku.id)?;
        }
    }
    Ok(csv)
}

fn decimal(minor: i64, currency: &str) -> Result<String> {
    let currency: Currency = currency
        .parse()
        .with_context(|| format!("the currency {currency}"))?;
    Ok(Money::new(Minor(minor), currency).to_decimal())
}

/// FNV-1a over both names.
fn mix(store: &str, sku: &str) -> u64 {
    store
        .bytes()
        .chain(sku.bytes())
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        })
}
