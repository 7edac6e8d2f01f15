use crate::field::{FieldError, Rule};

/// Reads a Global Trade Item Number: 8, 12, 13 or 14 digits, the last of which is the check digit.
///
/// The check digit makes the sum of all digits, weighted 1, 3, 1, 3, … from the right, a multiple of ten (GS1 General
/// Specifications, "Standard check digit calculations"). Numbers that a shop gives out itself (prefixes 02, 04, 2) carry it as well.
pub(super) fn read(field: &str, value: &str) -> Result<String, FieldError> {
    let is_gtin = matches!(value.len(), 8 | 12..=14) && value.bytes().all(|byte| byte.is_ascii_digit());
    if is_gtin && weighted_sum(value).is_multiple_of(10) {
        return Ok(value.to_owned());
    }
    let expected = "a GTIN of 8, 12, 13 or 14 digits, the last its check digit";
    Err(FieldError::new(field, Rule::Format { expected }))
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
}
