//! Stores of the demo brand.

use super::rows;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A store as `demo/stores.csv` describes it.
pub struct Store {
    /// Its code.
    pub id: String,
    /// What kind of store it is, for the rules of stock.
    pub format: String,
    /// What it counts in.
    pub currency: String,
    /// The body of its request.
    pub body: Value,
}

const WEEKDAYS: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];
const WEEKEND: [&str; 2] = ["sat", "sun"];
const LANGUAGES: [(&str, &str); 3] = [("zh-CN", "name_zh"), ("en", "name_en"), ("ja", "name_ja")];

/// Every store.
pub fn read() -> Result<Vec<Store>> {
    rows("stores.csv")?
        .iter()
        .map(|row| store(row).with_context(|| format!("{row:?}")))
        .collect()
}

fn store(row: &HashMap<String, String>) -> Result<Store> {
    let text = |column: &str| {
        row.get(column)
            .map(String::as_str)
            .with_context(|| format!("no column {column}"))
    };
    let number = |column: &str| text(column)?.parse::<f64>().with_context(|| column.to_owned());
    let mut name = Map::new();
    for (language, column) in LANGUAGES {
        let translation = text(column)?;
        if !translation.is_empty() {
            name.insert(language.to_owned(), translation.into());
        }
    }
    let modes: Vec<&str> = text("modes")?.split(' ').collect();
    let mut body = json!({
        "name": name,
        "address": text("address")?,
        "city": text("city")?,
        "region": text("region")?,
        "country": text("country")?,
        "currency": text("currency")?,
        "point": {"lat": number("lat")?, "lng": number("lng")?},
        "zone": text("time_zone")?,
        "modes": modes,
        "hours": {"weekly": weekly(text("hours_weekdays")?, text("hours_weekend")?)?},
    });
    if modes.contains(&"delivery") {
        let metres: u32 = text("delivery_metres")?.parse().context("delivery_metres")?;
        body["delivery_area"] = json!({"radius_metres": metres});
    }
    let owned = |column: &str| text(column).map(str::to_owned);
    Ok(Store {
        id: owned("id")?,
        format: owned("format")?,
        currency: owned("currency")?,
        body,
    })
}

/// Hours by day, from `opening-closing` for working days and for the weekend; an empty text means closed.
fn weekly(weekdays: &str, weekend: &str) -> Result<Map<String, Value>> {
    let mut hours = Map::new();
    for (days, text) in [(&WEEKDAYS[..], weekdays), (&WEEKEND[..], weekend)] {
        if text.is_empty() {
            continue;
        }
        let Some((opens, closes)) = text.split_once('-') else {
            bail!("hours {text:?}")
        };
        hours.extend(
            days.iter()
                .map(|day| ((*day).to_owned(), json!([[opens, closes]]))),
        );
    }
    Ok(hours)
}
