//! Stores from a file.

mod repair;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use super::{PointDraft, Store, StoreDraft};
use crate::field::{FieldError, Rule};
use crate::geo::Point;
use crate::hours::{OpeningHoursDraft, WEEKDAYS, Zone};

/// One row of a store file: the columns `code,name,street,city,region,country,postcode,time_zone,longitude,latitude`.
#[derive(Clone, Copy, Debug, Default)]
pub struct StoreRow<'a> {
    /// The merchant's code.
    pub code: &'a str,
    /// The name, in the language of its script.
    pub name: &'a str,
    /// Street and number.
    pub street: &'a str,
    /// The city.
    pub city: &'a str,
    /// The state or province.
    pub region: &'a str,
    /// ISO 3166-1 alpha-2 code.
    pub country: &'a str,
    /// The postcode.
    pub postcode: &'a str,
    /// The time zone.
    pub time_zone: &'a str,
    /// Decimal degrees, WGS-84.
    pub longitude: &'a str,
    /// Decimal degrees, WGS-84.
    pub latitude: &'a str,
}

/// A store that was read from a row, and what was put right on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedStore {
    /// The store.
    pub store: Store,
    /// What whoever keeps the file should know.
    pub warnings: Vec<RowWarning>,
}

/// Something in a row that was put right or let pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowWarning {
    /// The time zone is not in the IANA database, but it is clear which is meant.
    ZoneAlias {
        /// What the row says.
        given: String,
        /// The name in the database.
        iana: &'static str,
    },
    /// Characters of Windows-1252 had been read as Latin-1.
    Repaired {
        /// The column.
        column: &'static str,
    },
    /// There is nothing in a column that shoppers read.
    Empty {
        /// The column.
        column: &'static str,
    },
}

/// The hours of a store that is new.
const DEFAULT_HOURS: [&str; 2] = ["08:00", "22:00"];
/// The modes of a store that is new.
const DEFAULT_MODES: [&str; 2] = ["pickup", "in_store"];

impl StoreRow<'_> {
    /// Makes a store. What the file does not say is kept from `existing`, the store that has this code already: hours,
    /// modes, delivery area, closure, currency, and names in other languages. A store that is new is open from 8 to 22
    /// every day for pickup and in the store, and counts in the currency of its country.
    ///
    /// Runs of blanks become one.
    ///
    /// # Errors
    /// Every column that breaks a rule, by the column's name.
    pub fn read(&self, existing: Option<&Store>) -> Result<ImportedStore, Vec<FieldError>> {
        let mut warnings = Vec::new();
        let mut clean = |column: &'static str, value: &str| {
            let (value, is_repaired) = repair::repair(value);
            if is_repaired {
                warnings.push(RowWarning::Repaired { column });
            }
            value
        };
        let name = clean("name", self.name);
        let address = clean("street", self.street);
        let city = clean("city", self.city);
        let region = clean("region", self.region);
        let zone = self.time_zone.trim();
        let mut draft = existing.map_or_else(new_store, |store| StoreDraft::from(store.clone()));
        let country = self.country.trim().to_ascii_uppercase();
        draft.name.insert(language_of(&name, &country).to_owned(), name);
        draft.id = self.code.trim().to_owned();
        draft.postcode = self.postcode.split_whitespace().collect::<Vec<_>>().join(" ");
        draft.zone = Zone::alias(zone).unwrap_or(zone).to_owned();
        if draft.country != country {
            draft.currency = None;
        }
        let point = Point::parse(self.latitude.trim(), self.longitude.trim());
        // Where the point is wrong, any will do to find what else is.
        draft.point = Some(
            point
                .as_ref()
                .map_or(PointDraft { lat: 0.0, lng: 0.0 }, PointDraft::from),
        );
        (draft.address, draft.city, draft.region, draft.country) = (address, city, region, country);

        if let Some(iana) = Zone::alias(zone) {
            warnings.push(RowWarning::ZoneAlias {
                given: zone.to_owned(),
                iana,
            });
        }
        for (column, value) in [("street", &draft.address), ("city", &draft.city)] {
            if value.is_empty() {
                warnings.push(RowWarning::Empty { column });
            }
        }
        let wrong_point = point.err().unwrap_or_default();
        match draft.validate() {
            Ok(store) if wrong_point.is_empty() => Ok(ImportedStore { store, warnings }),
            validated => {
                let errors = validated.err().unwrap_or_default();
                Err(errors.into_iter().chain(wrong_point).map(by_column).collect())
            }
        }
    }
}

fn new_store() -> StoreDraft {
    let hours = vec![DEFAULT_HOURS.map(str::to_owned)];
    StoreDraft {
        modes: DEFAULT_MODES.map(str::to_owned).to_vec(),
        hours: OpeningHoursDraft {
            weekly: WEEKDAYS
                .iter()
                .map(|day| ((*day).to_owned(), hours.clone()))
                .collect(),
            exceptions: BTreeMap::new(),
        },
        ..StoreDraft::default()
    }
}

/// Renames a field of the draft to the column that it came from.
fn by_column(error: FieldError) -> FieldError {
    let column = match error.field.as_str() {
        "id" => "code",
        field if field.starts_with("name") => "name",
        "address" => "street",
        // No currency is known for the country.
        "currency" => return FieldError::new("country", Rule::Unknown { value: String::new() }),
        "zone" => "time_zone",
        "lat" => "latitude",
        "lng" => "longitude",
        _ => return error,
    };
    FieldError::new(column, error.rule)
}

/// The language that a name is most likely in, by its script, and by country where several share the script.
fn language_of(name: &str, country: &str) -> &'static str {
    let has = |range: std::ops::RangeInclusive<char>| name.chars().any(|char| range.contains(&char));
    if has('\u{AC00}'..='\u{D7A3}') {
        "ko"
    } else if has('\u{3040}'..='\u{30FF}') {
        "ja"
    } else if has('\u{4E00}'..='\u{9FFF}') {
        match country {
            "JP" => "ja",
            "TW" => "zh-TW",
            "HK" | "MO" => "zh-HK",
            _ => "zh-CN",
        }
    } else if has('\u{0600}'..='\u{06FF}') {
        "ar"
    } else if has('\u{0400}'..='\u{04FF}') {
        "ru"
    } else if has('\u{0E00}'..='\u{0E7F}') {
        "th"
    } else {
        "en"
    }
}

impl From<&Point> for PointDraft {
    fn from(point: &Point) -> Self {
        Self {
            lat: point.lat_degrees(),
            lng: point.lng_degrees(),
        }
    }
}

impl fmt::Display for RowWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZoneAlias { given, iana } => write!(
                f,
                "time_zone {given} is not in the IANA database; taken as {iana}"
            ),
            Self::Repaired { column } => write!(
                f,
                "{column} had characters of Windows-1252 read as Latin-1; put right"
            ),
            Self::Empty { column } => write!(f, "{column} is empty"),
        }
    }
}
