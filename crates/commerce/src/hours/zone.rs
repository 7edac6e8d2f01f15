use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::field::{FieldError, Rule};

mod bundle;
mod offset;

pub(super) use offset::Offset;

/// A time zone of the IANA database, such as `Asia/Shanghai`.
#[derive(Clone)]
pub struct Zone(TimeZone);

/// A name that is no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// A name in use that the database does not have.
    #[error("not a time zone of the IANA database, which calls it {iana}")]
    Alias {
        /// The name that the database has for it.
        iana: &'static str,
    },
    /// Any other.
    #[error("not a time zone of the IANA database")]
    Unknown,
}

/// Names that are not in the IANA database, by what is meant. The first are cities of a zone that is named after
/// another; the rest are names that a column of 20 characters cut short.
const ALIASES: [(&str, &str); 11] = [
    ("Asia/Beijing", "Asia/Shanghai"),
    ("Asia/Shenzhen", "Asia/Shanghai"),
    ("Asia/New_Delhi", "Asia/Kolkata"),
    ("Asia/Mumbai", "Asia/Kolkata"),
    ("America/Oranjestad", "America/Aruba"),
    ("America/Willemstad", "America/Curacao"),
    ("America/Argentina/Bu", "America/Argentina/Buenos_Aires"),
    ("America/Dawson_Cree", "America/Dawson_Creek"),
    ("America/Port_of_Spa", "America/Port_of_Spain"),
    ("America/North_Dakota", "America/North_Dakota/Center"),
    ("America/Indiana/Indi", "America/Indiana/Indianapolis"),
];

impl Zone {
    /// The name, in the spelling of the database.
    pub fn as_str(&self) -> &str {
        // A value is only ever made by name, so the default is not seen.
        self.0.iana_name().unwrap_or_default()
    }

    /// The name in the database for what is meant by a common name that is not in it.
    pub fn alias(name: &str) -> Option<&'static str> {
        ALIASES
            .iter()
            .find(|(alias, _)| *alias == name)
            .map(|(_, iana)| *iana)
    }

    /// The day of its calendar at an instant in Unix milliseconds, in days since 1970-01-01; that of UTC beyond the calendar.
    pub fn epoch_day(&self, at_ms: i64) -> i64 {
        let offset_ms = self.offset(at_ms).map_or(0, |offset| offset.offset_ms);
        at_ms.saturating_add(offset_ms).div_euclid(24 * 3_600_000)
    }

    pub(super) fn rules(&self) -> &TimeZone {
        &self.0
    }

    /// How its clock stands at an instant in Unix milliseconds; `None` outside of years -9999 to 9999.
    pub(super) fn offset(&self, at_ms: i64) -> Option<Offset> {
        offset::at(self, at_ms)
    }
}

impl ZoneError {
    /// The error of a field that held `value`.
    pub fn at(self, field: &str, value: &str) -> FieldError {
        let rule = match self {
            Self::Alias { iana } => Rule::Format { expected: iana },
            Self::Unknown if value.is_empty() => Rule::Required,
            Self::Unknown => Rule::unknown(value),
        };
        FieldError::new(field, rule)
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<Self, ZoneError> {
        bundle::load(name)
            .map(Self)
            .ok_or_else(|| match Self::alias(name) {
                Some(iana) => ZoneError::Alias { iana },
                None => ZoneError::Unknown,
            })
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.as_str()).finish()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        name.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_known_by_its_name_in_the_database() {
        for name in [
            "Asia/Shanghai",
            "America/Argentina/Buenos_Aires",
            "Asia/Saigon",
            "Etc/GMT+2",
            "UTC",
        ] {
            assert_eq!(name.parse::<Zone>().unwrap().as_str(), name);
        }
        assert_eq!("asia/shanghai".parse::<Zone>().unwrap().as_str(), "Asia/Shanghai");
    }

    #[test]
    fn day_begins_at_the_zones_own_midnight() {
        // 2026-01-31T16:00:00Z, midnight in Shanghai.
        let midnight_ms = 1_769_875_200_000;
        for (zone, at_ms, day) in [
            ("Asia/Shanghai", midnight_ms - 1, 20_484),
            ("Asia/Shanghai", midnight_ms, 20_485),
            ("America/Los_Angeles", midnight_ms, 20_484),
            ("UTC", 0, 0),
            ("UTC", -1, -1),
            ("America/Los_Angeles", 0, -1),
        ] {
            assert_eq!(
                zone.parse::<Zone>().unwrap().epoch_day(at_ms),
                day,
                "{zone} {at_ms}"
            );
        }
    }

    #[test]
    fn every_alias_is_outside_the_database_and_means_a_name_inside() {
        for (alias, iana) in ALIASES {
            assert_eq!(alias.parse::<Zone>(), Err(ZoneError::Alias { iana }));
            assert_eq!(iana.parse::<Zone>().unwrap().as_str(), iana);
        }
    }

    #[test]
    fn a_name_that_is_no_zone_is_refused_with_a_suggestion_where_there_is_one() {
        for (name, sentence) in [
            ("Asia/Beijing", "zone must be Asia/Shanghai"),
            ("Mars/Olympus", "zone is unknown: \"Mars/Olympus\""),
            ("+08:00", "zone is unknown: \"+08:00\""),
            ("Etc/Unknown", "zone is unknown: \"Etc/Unknown\""),
            ("", "zone is required"),
        ] {
            assert_eq!(
                name.parse::<Zone>().unwrap_err().at("zone", name).to_string(),
                sentence
            );
        }
    }
}
