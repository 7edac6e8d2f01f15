//! Stores that are made up: as many as wanted, on mainland China, where they count in yuan.

use crate::api::{Api, Refusals};
use crate::brand::mix;
use anyhow::Result;
use std::fmt::Write;

/// Southern and western corner of where they are, in degrees, and its extent to the north and to the east.
const CORNER: (f64, f64) = (23.0, 104.0);
const EXTENT: (f64, f64) = (17.0, 16.0);

/// Imports `count` stores and names them.
pub fn load(api: &Api, count: usize) -> Result<Vec<String>> {
    let mut csv = "code,name,street,city,region,country,postcode,time_zone,longitude,latitude\n".to_owned();
    let mut ids = Vec::with_capacity(count);
    for number in 0..count as u64 {
        let id = format!("bench-{number:05}");
        let lat = CORNER.0 + EXTENT.0 * part(2 * number);
        let lng = CORNER.1 + EXTENT.1 * part(2 * number + 1);
        writeln!(
            csv,
            "{id},Store {number},{number} Main Road,City {},,CN,,Asia/Shanghai,{lng:.4},{lat:.4}",
            number % 97
        )?;
        ids.push(id);
    }
    api.import("/v1/stores/import", &csv, Refusals::Unexpected)?;
    Ok(ids)
}

/// A number from 0 up to 1, by chance of `number`.
pub fn part(number: u64) -> f64 {
    // The upper 53 bits fill a double exactly.
    (mix(number) >> 11) as f64 / (1_u64 << 53) as f64
}
