//! What it costs to change a price for all stores: the same, however many there are.

use crate::Bench;
use crate::application::Application;
use crate::brand::Goods;
use crate::report::{Figure, Report, Row, Target};
use crate::say;
use anyhow::{Context, Result};
use serde_json::json;

/// The new price, in minor units: unlike any that a product has.
const PRICE_MINOR: i64 = 1_234;

/// Counts the writes of one change, from the application with the fewest stores to that with the most.
pub fn count(
    bench: &Bench,
    report: &mut Report,
    section: &'static str,
    filled: &[(Application<'_>, Vec<String>)],
) -> Result<()> {
    say("flat in stores: counting");
    let products = Goods::read(bench)?.in_stock();
    let sku = products
        .first()
        .and_then(|product| product.skus.first())
        .context("a product")?;
    let mut costs = Vec::new();
    for (application, stores) in filled {
        let counting = application.count()?;
        let headquarters = counting.headquarters()?;
        let price = json!({"price": {"amount_minor": PRICE_MINOR, "currency": "CNY"}});
        let spent = counting.of(|| headquarters.put(&format!("/v1/prices/{sku}"), &price).map(drop))?;
        let total = spent.total();
        costs.push((stores.len(), total.key_value_writes(), total.sql_statements()));
    }
    let fewest = costs.first().copied().unwrap_or_default();
    for (stores, writes, statements) in costs {
        let same = (writes, statements) == (fewest.1, fewest.2);
        let target = Target {
            wanted: "the same".to_owned(),
            met: same && writes > 0,
        };
        report.add(
            Row::new(
                section,
                format!("price change: key-value writes, {stores} stores"),
                Figure::Count { value: writes as f64 },
            )
            .target(target)
            .note(format!("and {statements} SQL statements")),
        );
    }
    Ok(())
}
