use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A currency that we can count in, by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// A code that is no currency in our table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a known ISO 4217 currency code such as CNY")]
pub struct UnknownCurrency;

/// Each currency's code, the decimals of its minor unit, and the countries (ISO 3166-1 alpha-2) whose shops count in it.
///
/// Source: ISO 4217 list one, which names currencies, minor units and entities. Where an entity has two, the one that
/// circulates: Panama and El Salvador use the US dollar. The former codes of Curaçao (ANG, until 2025) and Bulgaria (BGN,
/// until 2026) stay readable, because an old order keeps its currency.
const TABLE: [([u8; 3], u8, &str); 60] = [
    (*b"AED", 2, "AE"),
    (*b"ANG", 2, ""),
    (*b"ARS", 2, "AR"),
    (*b"AUD", 2, "AU"),
    (*b"AWG", 2, "AW"),
    (*b"AZN", 2, "AZ"),
    (*b"BGN", 2, ""),
    (*b"BHD", 3, "BH"),
    (*b"BND", 2, "BN"),
    (*b"BOB", 2, "BO"),
    (*b"BRL", 2, "BR"),
    (*b"BSD", 2, "BS"),
    (*b"CAD", 2, "CA"),
    (*b"CHF", 2, "CH"),
    (*b"CLP", 0, "CL"),
    (*b"CNY", 2, "CN"),
    (*b"COP", 2, "CO"),
    (*b"CRC", 2, "CR"),
    (*b"CZK", 2, "CZ"),
    (*b"DKK", 2, "DK"),
    (*b"EGP", 2, "EG"),
    (*b"EUR", 2, "AD AT BE BG CY DE ES FI FR GR IE LU MC NL PT SK"),
    (*b"GBP", 2, "GB"),
    (*b"GTQ", 2, "GT"),
    (*b"HKD", 2, "HK"),
    (*b"HUF", 2, "HU"),
    (*b"IDR", 2, "ID"),
    (*b"INR", 2, "IN"),
    (*b"JOD", 3, "JO"),
    (*b"JPY", 0, "JP"),
    (*b"KHR", 2, "KH"),
    (*b"KRW", 0, "KR"),
    (*b"KWD", 3, "KW"),
    (*b"KZT", 2, "KZ"),
    (*b"LBP", 2, "LB"),
    (*b"MAD", 2, "MA"),
    (*b"MOP", 2, "MO"),
    (*b"MXN", 2, "MX"),
    (*b"MYR", 2, "MY"),
    (*b"NOK", 2, "NO"),
    (*b"NZD", 2, "NZ"),
    (*b"OMR", 3, "OM"),
    (*b"PAB", 2, ""),
    (*b"PEN", 2, "PE"),
    (*b"PHP", 2, "PH"),
    (*b"PLN", 2, "PL"),
    (*b"QAR", 2, "QA"),
    (*b"RON", 2, "RO"),
    (*b"RUB", 2, "RU"),
    (*b"SAR", 2, "SA"),
    (*b"SEK", 2, "SE"),
    (*b"SGD", 2, "SG"),
    (*b"THB", 2, "TH"),
    (*b"TRY", 2, "TR"),
    (*b"TTD", 2, "TT"),
    (*b"TWD", 2, "TW"),
    (*b"USD", 2, "PA PR SV US"),
    (*b"VND", 0, "VN"),
    (*b"XCG", 2, "CW"),
    (*b"ZAR", 2, "ZA"),
];

impl Currency {
    /// Renminbi, in fen.
    pub const CNY: Self = Self(*b"CNY");
    /// Euro, in cents.
    pub const EUR: Self = Self(*b"EUR");
    /// Pound sterling, in pence.
    pub const GBP: Self = Self(*b"GBP");
    /// Hong Kong dollar, in cents.
    pub const HKD: Self = Self(*b"HKD");
    /// Yen, which has no smaller unit.
    pub const JPY: Self = Self(*b"JPY");
    /// Kuwaiti dinar, in thousandths.
    pub const KWD: Self = Self(*b"KWD");
    /// Singapore dollar, in cents.
    pub const SGD: Self = Self(*b"SGD");
    /// US dollar, in cents.
    pub const USD: Self = Self(*b"USD");

    /// Every currency of the table, sorted by code.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.into_iter().map(|(code, ..)| Self(code))
    }

    /// The currency that a country's shops count in, by its ISO 3166-1 alpha-2 code; `None` for a country not in the table.
    pub fn of_country(country: &str) -> Option<Self> {
        let counts_in =
            |(.., countries): &&([u8; 3], u8, &str)| countries.split(' ').any(|known| known == country);
        TABLE
            .iter()
            .find(counts_in)
            .filter(|_| !country.is_empty())
            .map(|(code, ..)| Self(*code))
    }

    /// The decimals of the minor unit: 2 for CNY, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u8 {
        // A value is only ever made from a row of the table, so the default is not seen.
        TABLE
            .binary_search_by_key(&self.0, |(code, ..)| *code)
            .map_or(2, |row| TABLE[row].1)
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        // Codes are ASCII, so the default is not seen.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    /// Reads an upper-case code.
    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let code = <[u8; 3]>::try_from(text.as_bytes()).map_err(|_| UnknownCurrency)?;
        let known = TABLE.binary_search_by_key(&code, |(code, ..)| *code);
        known.map(|_| Self(code)).map_err(|_| UnknownCurrency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        code.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_without_repeats() {
        assert!(TABLE.is_sorted_by(|(left, ..), (right, ..)| left < right));
    }

    #[test]
    fn every_country_counts_in_one_currency() {
        let mut countries: Vec<&str> = TABLE
            .iter()
            .flat_map(|(.., countries)| countries.split(' '))
            .collect();
        countries.retain(|country| !country.is_empty());
        let named = countries.len();
        countries.sort_unstable();
        countries.dedup();
        assert_eq!(countries.len(), named);
    }

    #[test]
    fn minor_units_are_those_of_iso_4217() {
        let with = |decimals| Currency::all().filter(move |currency| currency.exponent() == decimals);
        let codes = |decimals| {
            with(decimals)
                .map(|currency| currency.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(0), ["CLP", "JPY", "KRW", "VND"]);
        assert_eq!(codes(3), ["BHD", "JOD", "KWD", "OMR"]);
        assert_eq!(with(2).count(), TABLE.len() - 8);
    }

    #[test]
    fn country_names_its_currency() {
        assert_eq!(Currency::of_country("CN"), Some(Currency::CNY));
        assert_eq!(Currency::of_country("MC"), Some(Currency::EUR));
        assert_eq!(Currency::of_country("cn"), None);
        assert_eq!(Currency::of_country(""), None);
    }

    #[test]
    fn only_known_upper_case_codes_are_read() {
        assert_eq!("CNY".parse(), Ok(Currency::CNY));
        for text in ["", "cny", "CNYX", "ZZZ", "元元元"] {
            assert_eq!(text.parse::<Currency>(), Err(UnknownCurrency), "{text}");
        }
        assert!(serde_json::from_str::<Currency>(r#""XXX""#).is_err());
    }
}
