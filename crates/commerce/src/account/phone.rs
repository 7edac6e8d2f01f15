use crate::field::{FieldError, Rule};

/// Digits of a telephone number: a short local one, and the longest of ITU-T E.164.
const DIGITS_MIN: usize = 5;
const DIGITS_MAX: usize = 15;

/// Reads a telephone number that a person typed: digits, with a `+` before them or not; spaces and hyphens are left out.
///
/// # Errors
/// [`Rule::Format`], under `field`.
pub fn read_phone(field: &str, text: &str) -> Result<String, FieldError> {
    // Nobody types more between fifteen digits.
    let short = text.len() <= 4 * DIGITS_MAX;
    let number: String = text.chars().filter(|char| !matches!(char, ' ' | '-')).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let is_number =
        (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if short && is_number {
        return Ok(number);
    }
    let expected = "a telephone number of 5 to 15 digits";
    Err(FieldError::new(field, Rule::Format { expected }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_is_kept_without_what_people_put_between_digits() {
        for (text, kept) in [
            ("13800138000", "13800138000"),
            ("+86 138-0013-8000", "+8613800138000"),
            ("12345", "12345"),
        ] {
            assert_eq!(read_phone("phone", text).as_deref(), Ok(kept));
        }
        let long = "1 ".repeat(31);
        for text in [
            "",
            "1234",
            "1234567890123456",
            "+",
            "138x0013800",
            "１３８００１３８０００",
            "1+2345",
            &long,
        ] {
            assert!(read_phone("phone", text).is_err(), "{text}");
        }
    }
}
