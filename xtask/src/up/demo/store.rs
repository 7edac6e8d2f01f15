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

/// How long every store prepares an order.
const PREPARATION_MINUTES: u32 = 10;
/// How long before it begins a booking closes.
const CUT_OFF_MINUTES: u32 = 60;
/// How far ahead can be booked.
const DAYS_AHEAD: u32 = 14;
/// Until how long before it begins a booking may be changed.
const CHANGE_MINUTES: u32 = 240;

impl Store {
    /// Whether services can be booked there.
    pub fn books(&self) -> bool {
        !self.body["promises"]["bookings"].is_null()
    }
}

const WEEKDAYS: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];
const WEEKEND: [&str; 2] = ["sat", "sun"];
const LANGUAGES: [(&str, &str); 3] = [("zh-CN", "name_zh"), ("en", "name_en"), ("ja", "name_ja")];

/// Every store.
pub fn read() -> Result<Vec<Store>> {
    let (tiers, resources) = (rows("delivery.csv")?, rows("resources.csv")?);
    rows("stores.csv")?
        .iter()
        .map(|row| store(row, &tiers, &resources).with_context(|| format!("{row:?}")))
        .collect()
}

/// A row of a CSV file, as its columns by name.
type Columns = HashMap<String, String>;

fn store(row: &Columns, tiers: &[Columns], resources: &[Columns]) -> Result<Store> {
    let text = |column: &str| column_of(row, column);
    let number = |column: &str| text(column)?.parse::<f64>().with_context(|| column.to_owned());
    let modes: Vec<&str> = text("modes")?.split(' ').collect();
    let mut body = json!({
        "name": name(row)?,
        "address": text("address")?,
        "city": text("city")?,
        "region": text("region")?,
        "country": text("country")?,
        "currency": text("currency")?,
        "point": {"lat": number("lat")?, "lng": number("lng")?},
        "zone": text("time_zone")?,
        "modes": modes,
        "hours": {"weekly": weekly(text("hours_weekdays")?, text("hours_weekend")?)?},
        "promises": {"preparation_minutes": PREPARATION_MINUTES},
    });
    if modes.contains(&"delivery") {
        let metres: u32 = text("delivery_metres")?.parse().context("delivery_metres")?;
        body["delivery_area"] = json!({"radius_metres": metres});
        body["charges"] = json!({"delivery": delivery(text("currency")?, tiers)?});
    }
    if modes.contains(&"booking") {
        body["promises"]["bookings"] = json!({
            "resources": bookable(text("format")?, resources)?,
            "cut_off_minutes": CUT_OFF_MINUTES,
            "days_ahead": DAYS_AHEAD,
            "change_minutes": CHANGE_MINUTES,
        });
    }
    let owned = |column: &str| text(column).map(str::to_owned);
    Ok(Store {
        id: owned("id")?,
        format: owned("format")?,
        currency: owned("currency")?,
        body,
    })
}

fn column_of<'a>(row: &'a Columns, column: &str) -> Result<&'a str> {
    row.get(column)
        .map(String::as_str)
        .with_context(|| format!("no column {column}"))
}

/// A name in the languages that there are.
fn name(row: &Columns) -> Result<Map<String, Value>> {
    let mut name = Map::new();
    for (language, column) in LANGUAGES {
        let translation = column_of(row, column)?;
        if !translation.is_empty() {
            name.insert(language.to_owned(), translation.into());
        }
    }
    Ok(name)
}

/// What delivery costs where a currency is paid in.
fn delivery(currency: &str, tiers: &[Columns]) -> Result<Vec<Value>> {
    let tiers = tiers
        .iter()
        .filter(|tier| tier.get("currency").is_some_and(|of| of == currency));
    let tier = |tier: &Columns| {
        let number = |column: &str| column_of(tier, column)?.parse::<i64>().context(column.to_owned());
        Ok(json!({
            "up_to_metres": number("up_to_metres")?,
            "from_subtotal_minor": number("from_subtotal_minor")?,
            "fee_minor": number("fee_minor")?,
        }))
    };
    tiers.map(tier).collect()
}

/// Who and what serves bookings in stores of a format.
fn bookable(format: &str, resources: &[Columns]) -> Result<Vec<Value>> {
    let resources = resources
        .iter()
        .filter(|resource| resource.get("format").is_some_and(|of| of == format));
    let resource = |row: &Columns| {
        Ok(json!({"id": column_of(row, "id")?, "kind": column_of(row, "kind")?, "name": name(row)?}))
    };
    resources.map(resource).collect()
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
