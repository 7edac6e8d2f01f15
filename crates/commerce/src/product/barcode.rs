use std::fmt;
use std::str::FromStr;

use crate::field::{FieldError, Rule};

/// A Global Trade Item Number: what a barcode says.
///
/// GTINs of 8, 12, 13 and 14 digits are one family: a shorter one is a longer one with leading zeros (GS1 General
/// Specifications, "Data carriers"), and a scanner may tell either. So all are compared, and shown as text, with 14 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin(u64);

/// A text that is no GTIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a GTIN of 8, 12, 13 or 14 digits, the last its check digit")]
pub struct MalformedGtin;

impl FromStr for Gtin {
    type Err = MalformedGtin;

    /// Reads 8, 12, 13 or 14 digits, the last of which is the check digit.
    ///
    /// The check digit makes the sum of all digits, weighted 1, 3, 1, 3, … from the right, a multiple of ten (GS1 General
    /// Specifications, "Standard check digit calculations"). Numbers that a shop gives out itself (prefixes 02, 04, 2) carry it as
    /// well.
    fn from_str(text: &str) -> Result<Self, MalformedGtin> {
        let is_gtin = matches!(text.len(), 8 | 12..=14) && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_gtin || !weighted_sum(text).is_multiple_of(10) {
            return Err(MalformedGtin);
        }
        text.parse().map(Self).map_err(|_| MalformedGtin)
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:014}", self.0)
    }
}

/// Reads a GTIN, and keeps it as it was sent.
pub(super) fn read(field: &str, value: &str) -> Result<String, FieldError> {
    let expected = "a GTIN of 8, 12, 13 or 14 digits, the last its check digit";
    let gtin = value.parse::<Gtin>();
    gtin.map(|_| value.to_owned())
        .map_err(|_| FieldError::new(field, Rule::Format { expected }))
}

fn weighted_sum(digits: &str) -> u32 {
    let weights = [1, 3].into_iter().cycle();
    digits
        .bytes()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_with_the_right_check_digit_is_taken() {
        // The worked example of the specification, and known 8- and 12-digit articles.
        for gtin in ["6291041500213", "96385074", "036000291452", "10614141000415"] {
            assert_eq!(read("barcode", gtin), Ok(gtin.to_owned()));
        }
    }

    #[test]
    fn misread_number_is_refused() {
        for text in [
            "6291041500214",
            "6921041500213",
            "",
            "0",
            "629104150021",
            "62910415002１3",
            "abcdefgh",
        ] {
            assert!(read("barcode", text).is_err(), "{text}");
        }
    }

    #[test]
    fn number_is_the_same_with_leading_zeros() {
        let short: Gtin = "036000291452".parse().unwrap();
        for text in ["0036000291452", "00036000291452"] {
            assert_eq!(text.parse(), Ok(short));
            assert_eq!(short.to_string(), "00036000291452");
        }
        assert_ne!("96385074".parse(), Ok(short));
    }
}
